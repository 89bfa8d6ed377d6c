// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QString>
#include <QStringList>

class QMenu;

namespace adapsne {

/// The last files that were opened, newest first, as remembered in QSettings.
QStringList recentFiles();
void rememberRecentFile(const QString& path);
void fillRecentMenu(QMenu* menu, const std::function<void(const QString&)>& open);

}  // namespace adapsne
