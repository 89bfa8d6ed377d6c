// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run_bar.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace adapsne {

RunBar::RunBar(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 8, 14, 12);
  layout->setSpacing(7);
  hint_ = new QLabel(this);
  hint_->setFont(interfaceFont(12));
  hint_->setWordWrap(true);
  progress_ = new QProgressBar(this);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(5);
  progress_->setAccessibleName(tr("Progress"));
  button_ = new QPushButton(this);
  button_->setObjectName("run");
  button_->setProperty("primary", true);
  button_->setMinimumHeight(32);
  cancel_ = new QPushButton(tr("Cancel"), this);
  cancel_->setMinimumHeight(32);
  cancel_->setToolTip(tr("Stop this run (Esc)"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(button_, 1);
  buttons->addWidget(cancel_);
  layout->addWidget(hint_);
  layout->addWidget(progress_);
  layout->addLayout(buttons);
  connect(button_, &QPushButton::clicked, this, &RunBar::pressed);
  connect(cancel_, &QPushButton::clicked, this, &RunBar::cancelPressed);
  setTheme(theme);
}

void RunBar::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette palette = hint_->palette();
  palette.setColor(QPalette::WindowText, attention_ ? theme.warning : theme.dim);
  hint_->setPalette(palette);
}

void RunBar::setHint(const QString& text, bool attention) {
  attention_ = attention;
  hint_->setText(text);
  hint_->setVisible(!text.isEmpty());
  setTheme(theme_);
}

void RunBar::setButton(const QString& text, bool enabled, const QString& toolTip) {
  button_->setText(text);
  button_->setEnabled(enabled);
  button_->setToolTip(toolTip);
}

void RunBar::setCancelVisible(bool visible) {
  cancel_->setVisible(visible);
}

void RunBar::setProgress(double fraction) {
  progress_->setVisible(fraction >= 0);
  progress_->setValue(static_cast<int>(std::lround(1000 * std::max(0.0, fraction))));
}

QString RunBar::hint() const {
  return hint_->text();
}

}  // namespace adapsne
