// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/option_section.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace adapsne {

namespace {

QWidget* column(QWidget* parent) {
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
  body_ = column(this);
  advanced_ = column(this);
  more_ = foldButton(this);
  more_->setFont(interfaceFont(12));
  more_->hide();
  advanced_->hide();
  more_->setAccessibleName(tr("More %1 options").arg(title));
  layout->addLayout(top);
  layout->addWidget(body_);
  layout->addWidget(more_, 0, Qt::AlignLeft);
  layout->addWidget(advanced_);
  connect(header_, &QToolButton::toggled, this, &OptionSection::updateFolds);
  connect(more_, &QToolButton::toggled, this, &OptionSection::updateFolds);
  setTheme(theme);
}

void OptionSection::addRow(QWidget* row, bool advanced) {
  (advanced ? advanced_ : body_)->layout()->addWidget(row);
  (advanced ? advancedRows_ : plainRows_).push_back(row);
  updateFolds();
}

void OptionSection::setTheme(const Theme& theme) {
  theme_ = theme;
  setPending(pending_);
  QPalette more = more_->palette();
  more.setColor(QPalette::ButtonText, theme.dim);
  more_->setPalette(more);
  updateFolds();
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

void OptionSection::search(const std::function<bool(const QWidget* row)>& matches) {
  searching_ = matches != nullptr;
  bool any = false;
  for (QWidget* row : rows()) {
    const bool shown = !matches || matches(row);
    row->setVisible(shown);
    any = any || shown;
  }
  setVisible(any);
  // There is nothing to fold while only matches are shown.
  header_->setAttribute(Qt::WA_TransparentForMouseEvents, searching_);
  header_->setFocusPolicy(searching_ ? Qt::NoFocus : Qt::TabFocus);
  updateFolds();
}

std::vector<QWidget*> OptionSection::rows() const {
  std::vector<QWidget*> all = plainRows_;
  all.insert(all.end(), advancedRows_.begin(), advancedRows_.end());
  return all;
}

std::vector<QWidget*> OptionSection::tabStops() const {
  std::vector<QWidget*> stops = {header_};
  stops.insert(stops.end(), plainRows_.begin(), plainRows_.end());
  stops.push_back(more_);
  stops.insert(stops.end(), advancedRows_.begin(), advancedRows_.end());
  return stops;
}

void OptionSection::updateFolds() {
  const auto any = [](const std::vector<QWidget*>& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const QWidget* row) { return !row->isHidden(); });
  };
  const bool open = searching_ || header_->isChecked(), all = searching_ || more_->isChecked();
  header_->setIcon(lineIcon(open ? "down" : "right", searching_ ? theme_.faint : theme_.dim));
  more_->setIcon(lineIcon(all ? "down" : "right", theme_.dim));
  more_->setText(all ? tr("Less") : tr("More (%1)").arg(advancedRows_.size()));
  body_->setVisible(open && any(plainRows_));
  more_->setVisible(open && !searching_ && !advancedRows_.empty());
  advanced_->setVisible(open && all && any(advancedRows_));
}

}  // namespace adapsne
