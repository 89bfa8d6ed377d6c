// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QAction;
class QWidget;

namespace adapsne {

/// All commands with their keys, and what the mouse does on the map. Does not block the window.
void showShortcutSheet(QWidget* parent, const std::vector<QAction*>& actions);
void showAboutSheet(QWidget* parent);

}  // namespace adapsne
