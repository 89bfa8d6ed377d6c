// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace adapsne {

class MainWindow;

/// Connects the window's own commands (app/actions.h) with what they do; those of a page, a panel or the
/// exporter are connected there.
void connectCommands(MainWindow* window);

}  // namespace adapsne
