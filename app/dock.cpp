// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "views/icons.h"

namespace adapsne {

Dock::Dock(const QString& name, const QString& title, QWidget* content, const Theme& theme, QWidget* parent)
    : QDockWidget(title, parent) {
  setObjectName(name);
  setWidget(content);
  content->setAutoFillBackground(true);
  auto* bar = new QWidget(this);
  bar->setAutoFillBackground(true);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(14, 4, 6, 4);
  label_ = new QLabel(title.toUpper(), bar);
  label_->setFont(titleFont());
  label_->setAttribute(Qt::WA_TransparentForMouseEvents);  // the bar is what is dragged
  more_ = new QToolButton(bar);
  more_->setProperty("flat", true);
  more_->setFixedSize(24, 22);
  more_->setPopupMode(QToolButton::InstantPopup);
  more_->setAccessibleName(tr("%1 panel menu").arg(title));
  more_->setToolTip(tr("Float or hide this panel"));
  auto* menu = new QMenu(more_);
  menu->addAction(tr("Float"), this, [this] { setFloating(!isFloating()); });
  menu->addAction(tr("Hide"), this, &QWidget::hide);
  more_->setMenu(menu);
  row->addWidget(label_);
  row->addStretch();
  row->addWidget(more_);
  setTitleBarWidget(bar);
  setTheme(theme);
}

void Dock::setTheme(const Theme& theme) {
  more_->setIcon(lineIcon("more", theme.dim));
  QPalette dim = label_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  label_->setPalette(dim);
}

}  // namespace adapsne
