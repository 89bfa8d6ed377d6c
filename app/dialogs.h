// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace adapsne {

/// The user's choice; empty where there was none.
QString askDataset(QWidget* window);
QString askRunFolder(QWidget* window);

}  // namespace adapsne
