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
  bar_ = new QWidget(this);
  bar_->setAutoFillBackground(true);
  auto* row = new QHBoxLayout(bar_);
  row->setContentsMargins(14, 4, 6, 4);
  label_ = new QLabel(title.toUpper(), bar_);
  label_->setFont(titleFont());
  label_->setAttribute(Qt::WA_TransparentForMouseEvents);  // the bar is what is dragged
  more_ = new QToolButton(bar_);
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
  setTitleBarWidget(bar_);
  setTheme(theme);
}

void Dock::setTitleShown(bool shown) {
  const auto apply = [this, shown](bool floating) {
    QWidget* blank = shown || floating ? nullptr : new QWidget(this);
    QWidget* old = titleBarWidget();
    setTitleBarWidget(blank ? blank : bar_);
    bar_->setVisible(!blank);
    if (old != bar_ && old != blank) old->deleteLater();
  };
  apply(isFloating());
  connect(this, &QDockWidget::topLevelChanged, this, apply);
}

void Dock::setTheme(const Theme& theme) {
  more_->setIcon(lineIcon("more", theme.dim));
  QPalette dim = label_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  label_->setPalette(dim);
}

}  // namespace adapsne
