// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace adapsne {

/// The user's choice; empty where there was none.
QString askDataset(QWidget* window);
/// Whether the file is a table of text, by its first bytes and its name; false where it cannot be read.
bool isTable(const QString& path);
QString askDatasetFolder(QWidget* window);
QString askRunFolder(QWidget* window);

}  // namespace adapsne
