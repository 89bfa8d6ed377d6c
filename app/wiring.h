// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace adapsne {

class MainWindow;

/// Connects the window's parts with each other, where one asks for what another does.
void connectParts(MainWindow* window);

}  // namespace adapsne
