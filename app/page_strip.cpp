// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/page_strip.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

namespace adapsne {

PageStrip::PageStrip(const std::vector<QAction*>& pages, QWidget* parent) : QWidget(parent) {
  setObjectName("pages");
  setAccessibleName(tr("Pages"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 3, 8, 3);
  row->setSpacing(2);
  for (QAction* page : pages) {
    auto* button = new QToolButton(this);
    button->setProperty("page", true);
    button->setDefaultAction(page);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
  }
}

}  // namespace adapsne
