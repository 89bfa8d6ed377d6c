// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace adapsne {

/// The user's choice; empty where there was none.
QString askDataset(QWidget* window);
/// Whether what is read of a file or folder is guessed, so that people are shown it first: a table, a file of
/// arrays, a folder of pictures. By first bytes and name; false where it cannot be read.
bool isGuessed(const QString& path);
QString askDatasetFolder(QWidget* window);
QString askRunFolder(QWidget* window);

}  // namespace adapsne
