// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/paint_in_turn.h"

#include <QTimer>
#include <QWidget>

namespace adapsne {

void paintInTurn(const std::vector<QWidget*>& widgets) {
  constexpr int kApart = 25;  // ms
  int delay = 0;
  for (QWidget* widget : widgets) {
    if (!widget->isVisible()) continue;
    widget->setUpdatesEnabled(false);
    QTimer::singleShot(delay += kApart, widget, [widget] { widget->setUpdatesEnabled(true); });
  }
}

}  // namespace adapsne
