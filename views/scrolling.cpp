// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/scrolling.h"

#include <QFrame>
#include <QScrollArea>

namespace adapsne {

QScrollArea* scrolling(QWidget* content) {
  auto* area = new QScrollArea;
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);  // the wheel scrolls it, and what is in it has the focus
  return area;
}

}  // namespace adapsne
