// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QTest>
#include <QWidget>

namespace adapsne {

/// "QToolButton \"Fit\" fit", as messages name a widget.
inline std::string nameOfStop(const QWidget* widget) {
  return std::string(widget->metaObject()->className()) + " \"" + widget->accessibleName().toStdString() +
         "\" " + widget->objectName().toStdString() + ", " + std::to_string(widget->width()) + " x " +
         std::to_string(widget->height());
}

/// Whether `stop` looks different while it has the focus: in more pixels within it and about it than a caret
/// has.
inline bool showsFocus(QWidget* window, QWidget* stop) {
  const QRect place =
      QRect(stop->mapTo(window, QPoint()), stop->size()).adjusted(-4, -4, 4, 4) & window->rect();
  const auto picture = [&] { return window->grab(place).toImage(); };
  const QImage with = picture();
  stop->clearFocus();
  const QImage without = picture();
  stop->setFocus(Qt::TabFocusReason);
  int changed = 0;
  for (int y = 0; y < with.height(); ++y)
    for (int x = 0; x < with.width(); ++x) changed += with.pixel(x, y) != without.pixel(x, y);
  return changed >= 40;
}

/// The widgets that Tab stops at in a window that is active, once around; each must show that it has the
/// focus.
inline std::vector<QWidget*> walkByTab(QWidget* window) {
  std::vector<QWidget*> stops;
  if (QWidget* focus = QApplication::focusWidget()) focus->clearFocus();
  for (int i = 0; i < 500; ++i) {
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window, Qt::Key_Tab);
    QWidget* stop = QApplication::focusWidget();
    if (!stop || std::find(stops.begin(), stops.end(), stop) != stops.end()) break;
    stops.push_back(stop);
    EXPECT_TRUE(showsFocus(window, stop)) << nameOfStop(stop) << " has the focus and does not show it";
  }
  return stops;
}

}  // namespace adapsne
