// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/elided_label.h"
#include "views/icons.h"
#include "views/map_view.h"

namespace adapsne {

MapPane::MapPane(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAutoFillBackground(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(14, 0, 14, 0);
  head->setSpacing(9);
  mark_ = new QLabel(this);
  mark_->setFixedSize(4, 16);
  mark_->setAutoFillBackground(true);
  title_ = new QLabel(this);
  QFont bold = interfaceFont(15);
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  title_->setTextFormat(Qt::PlainText);
  detail_ = new ElidedLabel(this);
  detail_->setFont(interfaceFont(12));
  title_->setFixedHeight(36);
  head->addWidget(mark_);
  head->addWidget(title_);
  head->addWidget(detail_, 1);
  close_ = new QToolButton(this);
  close_->setProperty("flat", true);
  close_->setToolTip(tr("Close this map; the other one stays"));
  close_->setAccessibleName(tr("Close this map"));
  close_->hide();
  connect(close_, &QToolButton::clicked, this, &MapPane::closeRequested);
  head->addWidget(close_);
  map_ = new MapView(theme, this);
  layout->addLayout(head);
  layout->addWidget(map_, 1);
  setTheme(theme);
}

void MapPane::setTheme(const Theme& theme) {
  theme_ = theme;
  map_->setTheme(theme);
  paintMark();
  QPalette dim = detail_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  detail_->setPalette(dim);
  close_->setIcon(lineIcon("close", theme.dim));
  update();
}

void MapPane::setPaired(bool paired, bool current) {
  close_->setVisible(paired);
  current_ = paired && current;
  update();
}

QString MapPane::title() const {
  return wholeTitle_;
}

QString MapPane::detail() const {
  return detail_->fullText();
}

void MapPane::paintEvent(QPaintEvent*) {
  if (!current_) return;
  QPainter painter(this);
  painter.fillRect(QRect(0, 0, width(), 2), theme_.accent);
}

void MapPane::mousePressEvent(QMouseEvent*) {
  emit headingClicked();
}

void MapPane::paintMark() {
  QPalette palette = mark_->palette();
  palette.setColor(QPalette::Window, methodColor(theme_, method_));
  mark_->setPalette(palette);
}

void MapPane::setHeading(const QString& title, const QString& detail, const std::string& method,
                         const QString& shortDetail) {
  constexpr int kLongest = 190;  // pixels: names are people's own, and must not widen the window
  wholeTitle_ = title;
  title_->setText(title_->fontMetrics().elidedText(title, Qt::ElideRight, kLongest));
  title_->setToolTip(title_->text() == title ? QString() : title);
  detail_->setFullText(detail, shortDetail);
  method_ = method;
  mark_->setVisible(!method.empty());
  paintMark();
}

}  // namespace adapsne
