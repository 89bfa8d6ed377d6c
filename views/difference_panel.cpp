// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/difference_panel.h"

#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "views/method_style.h"
#include "views/scrolling.h"
#include "views/section_heading.h"

namespace adapsne {

DifferencePanel::DifferencePanel(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 8, 0, 6);
  column->setSpacing(6);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(14, 0, 14, 0);
  auto* against = new QLabel(tr("Against"), this);
  baselines_ = new QComboBox(this);
  baselines_->setObjectName("worth-baseline");
  baselines_->setAccessibleName(tr("The method that the others are set against"));
  against->setBuddy(baselines_);
  connect(baselines_, &QComboBox::activated, this,
          [this] { emit baselineChosen(baselines_->currentText().toStdString()); });
  head->addWidget(against);
  head->addWidget(baselines_);
  head->addStretch();
  column->addLayout(head);
  auto* content = new QWidget(this);
  auto* words = new QVBoxLayout(content);
  words->setContentsMargins(14, 0, 14, 4);
  text_ = new QLabel(content);
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::RichText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  words->addWidget(text_);
  rule_ = paragraph(tr("Paired: same seed, same data. No difference: within two standard errors."), theme.dim,
                    content);
  words->addWidget(rule_);
  words->addStretch();
  column->addWidget(scrolling(content), 1);
  setMinimumSize(200, 90);
  setTheme(theme);
}

void DifferencePanel::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette palette = rule_->palette();
  palette.setColor(QPalette::WindowText, theme.dim);
  rule_->setPalette(palette);
  write();
}

void DifferencePanel::show(const std::vector<std::string>& methods, const std::string& baseline,
                           std::vector<Line> lines) {
  const QSignalBlocker quiet(baselines_);
  QStringList names, now;
  for (const std::string& method : methods) names << QString::fromStdString(method);
  for (int i = 0; i < baselines_->count(); ++i) now << baselines_->itemText(i);
  if (names != now) {
    baselines_->clear();
    baselines_->addItems(names);
  }
  baselines_->setCurrentText(QString::fromStdString(baseline));
  lines_ = std::move(lines);
  write();
}

void DifferencePanel::write() {
  QString html;
  for (const Line& line : lines_)
    html += QStringLiteral("<p style='margin:0 0 6px 0'><span style='color:%1'>▍</span>%2</p>")
                .arg(methodStyle(theme_, line.method).color.name(),
                     QString::fromStdString(line.sentence).toHtmlEscaped());
  text_->setText(html);
  text_->setVisible(!lines_.empty());
}

}  // namespace adapsne
