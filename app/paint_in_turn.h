// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QWidget;

namespace adapsne {

/// Widgets that all change at once are painted one after the other, so that no single turn of the event loop
/// paints them all. Those out of sight are left alone.
void paintInTurn(const std::vector<QWidget*>& widgets);

}  // namespace adapsne
