// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/status_line.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>

#include "views/format.h"

namespace adapsne {

StatusLine::StatusLine(const Theme& theme, QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 0, 12, 0);
  row->setSpacing(12);
  stage_ = new QLabel(this);
  left_ = new QLabel(this);
  resources_ = new QLabel(this);
  progress_ = new QProgressBar(this);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setFixedSize(160, 5);
  progress_->setAccessibleName(tr("Progress"));
  for (QLabel* label : {stage_, left_, resources_}) {
    label->setFont(interfaceFont(12));
    label->setTextFormat(Qt::PlainText);
  }
  row->addWidget(stage_);
  row->addWidget(progress_);
  row->addWidget(left_);
  row->addStretch();
  row->addWidget(resources_);
  setTheme(theme);
  showText({});
}

void StatusLine::setTheme(const Theme& theme) {
  for (QLabel* label : {stage_, left_, resources_}) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.dim);
    label->setPalette(palette);
  }
}

void StatusLine::showText(const QString& text) {
  stage_->setText(text);
  left_->clear();
  progress_->hide();
}

void StatusLine::showProgress(const Progress& progress, const QString& prefix) {
  QString text = prefix + stageTitle(progress.stage);
  if (!progress.detail.empty()) text += " · " + QString::fromStdString(progress.detail);
  stage_->setText(text);
  progress_->show();
  progress_->setValue(static_cast<int>(std::lround(1000 * progress.fraction)));
  const QString clock = clockText(progress.secondsLeft);
  left_->setText(clock.isEmpty() ? QString() : tr("%1 left").arg(clock));
}

void StatusLine::showResources(int threads, int64_t memoryBytes) {
  QString text = tr("mem %1").arg(memoryText(memoryBytes));
  if (threads > 0) text.prepend((threads == 1 ? tr("1 thread") : tr("%1 threads").arg(threads)) + " · ");
  resources_->setText(text);
}

QString StatusLine::text() const {
  return stage_->text();
}

}  // namespace adapsne
