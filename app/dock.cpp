// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTimer>
#include <QToolButton>

#include "app/panels.h"
#include "views/elided_label.h"
#include "views/icons.h"

namespace adapsne {

Dock::Dock(const PanelInfo& panel, QWidget* content, const Theme& theme, QWidget* parent)
    : QDockWidget(tr(panel.title), parent) {
  setObjectName(panel.name);
  setWidget(content);
  content->setAutoFillBackground(true);
  // Behind another tab Qt only moves a panel out of sight: Tab would stop there, where nothing can be seen.
  QSizePolicy policy = content->sizePolicy();
  policy.setRetainSizeWhenHidden(true);
  content->setSizePolicy(policy);
  connect(this, &QDockWidget::visibilityChanged, content,
          [this, content](bool exposed) { content->setVisible(exposed || !isVisible()); });
  show_ = new QAction(windowTitle().replace('&', "&&"), this);
  show_->setCheckable(true);
  show_->setChecked(true);
  connect(show_, &QAction::triggered, this, &Dock::setWanted);
  bar_ = new QWidget(this);
  bar_->setAutoFillBackground(true);
  auto* row = new QHBoxLayout(bar_);
  row->setContentsMargins(14, 4, 6, 4);
  row->setSpacing(10);
  title_ = new QLabel(windowTitle().toUpper(), bar_);
  title_->setFont(titleFont());
  title_->setTextFormat(Qt::PlainText);
  subject_ = new ElidedLabel(bar_);
  subject_->setTextFormat(Qt::PlainText);
  subject_->setFont(interfaceFont(12));
  for (QLabel* label : {title_, static_cast<QLabel*>(subject_)})
    label->setAttribute(Qt::WA_TransparentForMouseEvents);  // the bar is what is dragged
  more_ = new QToolButton(bar_);
  more_->setProperty("flat", true);
  more_->setFixedSize(24, 22);
  more_->setPopupMode(QToolButton::InstantPopup);
  more_->setFocusPolicy(Qt::NoFocus);  // the Window menu has the same for the keyboard
  more_->setAccessibleName(tr("%1 panel menu").arg(windowTitle()));
  more_->setToolTip(tr("Detach or hide this panel"));
  auto* menu = new QMenu(more_);
  QAction* detach = menu->addAction(tr("Detach into a window"), this, [this] { setFloating(!isFloating()); });
  connect(menu, &QMenu::aboutToShow, detach,
          [this, detach] { detach->setText(isFloating() ? tr("Put back") : tr("Detach into a window")); });
  menu->addAction(tr("Hide"), this, [this] { setWanted(false); });
  more_->setMenu(menu);
  row->addWidget(title_);
  row->addWidget(subject_, 1);
  row->addWidget(more_);
  setTitleBarWidget(bar_);
  setTheme(theme);
}

void Dock::setTitleShown(bool shown) {
  if (shown == (titleBarWidget() == bar_)) return;
  QWidget* old = titleBarWidget();
  QWidget* bar = shown ? bar_ : new QWidget(this);
  setTitleBarWidget(bar);
  bar_->setVisible(shown);
  if (old != bar_) old->deleteLater();
}

void Dock::setSubject(const QString& subject) {
  subject_->setFullText(subject);
}

QString Dock::subject() const {
  return subject_->fullText();
}

void Dock::setIdle(bool idle) {
  if (idle == idle_) return;
  idle_ = idle;
  arrange();
}

void Dock::setWanted(bool wanted) {
  wanted_ = wanted;
  show_->setChecked(wanted);
  arrange();
}

void Dock::bringToFront() {
  setWanted(true);
  asked_ = idle_;
  raise();
}

void Dock::arrange() {
  setVisible(wanted_ && !idle_);
  if (idle_ || !asked_) return;
  asked_ = false;
  QTimer::singleShot(0, this, [this] { raise(); });  // its tab comes with the layout
}

void Dock::closeEvent(QCloseEvent* event) {
  event->ignore();
  if (isFloating())
    setFloating(false);
  else
    setWanted(false);
}

void Dock::setTheme(const Theme& theme) {
  more_->setIcon(lineIcon("more", theme.dim));
  QPalette dim = title_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  title_->setPalette(dim);
  dim.setColor(QPalette::WindowText, theme.text);
  subject_->setPalette(dim);
}

}  // namespace adapsne
