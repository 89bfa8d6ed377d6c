// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/option_section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace adapsne {

namespace {

QWidget* rows(QWidget* parent) {
  auto* widget = new QWidget(parent);
  auto* layout = new QVBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  return widget;
}

QToolButton* foldButton(QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setProperty("flat", true);
  button->setCheckable(true);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setIconSize({12, 12});
  return button;
}

}  // namespace

OptionSection::OptionSection(const QString& title, const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), title_(title) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 8);
  layout->setSpacing(6);
  auto* top = new QHBoxLayout;
  header_ = foldButton(this);
  QFont bold = interfaceFont(13);
  bold.setWeight(QFont::DemiBold);
  header_->setFont(bold);
  header_->setText(title);
  header_->setChecked(true);
  header_->setAccessibleName(tr("%1 options").arg(title));
  remark_ = new QLabel(this);
  remark_->setFont(interfaceFont(11));
  top->addWidget(header_);
  top->addStretch();
  top->addWidget(remark_);
  body_ = rows(this);
  advanced_ = rows(this);
  more_ = foldButton(this);
  more_->setFont(interfaceFont(12));
  more_->hide();
  advanced_->hide();
  layout->addLayout(top);
  layout->addWidget(body_);
  layout->addWidget(more_, 0, Qt::AlignLeft);
  layout->addWidget(advanced_);
  connect(header_, &QToolButton::toggled, this, &OptionSection::updateMore);
  connect(more_, &QToolButton::toggled, this, &OptionSection::updateMore);
  setTheme(theme);
}

void OptionSection::addRow(QWidget* row, bool advanced) {
  (advanced ? advanced_ : body_)->layout()->addWidget(row);
  advancedRows_ += advanced;
  updateMore();
}

void OptionSection::setTheme(const Theme& theme) {
  theme_ = theme;
  setPending(pending_);
  QPalette more = more_->palette();
  more.setColor(QPalette::ButtonText, theme.dim);
  more_->setPalette(more);
  updateMore();
}

void OptionSection::setPending(bool pending) {
  pending_ = pending;
  remark_->setText(pending ? tr("● re-runs from %1").arg(title_) : tr("re-runs from here"));
  QPalette palette = remark_->palette();
  palette.setColor(QPalette::WindowText, pending ? theme_.warning : theme_.faint);
  remark_->setPalette(palette);
}

void OptionSection::setExpanded(bool expanded) {
  header_->setChecked(expanded);
}

bool OptionSection::isExpanded() const {
  return header_->isChecked();
}

void OptionSection::reveal(QWidget* row) {
  header_->setChecked(true);
  if (advanced_->isAncestorOf(row)) more_->setChecked(true);
}

void OptionSection::updateMore() {
  const bool open = header_->isChecked(), all = more_->isChecked();
  header_->setIcon(lineIcon(open ? "down" : "right", theme_.dim));
  more_->setIcon(lineIcon(all ? "down" : "right", theme_.dim));
  more_->setText(all ? tr("Less") : tr("More (%1)").arg(advancedRows_));
  body_->setVisible(open);
  more_->setVisible(open && advancedRows_ > 0);
  advanced_->setVisible(open && all && advancedRows_ > 0);
}

}  // namespace adapsne
