// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/confusion_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "views/confusion_view.h"

namespace adapsne {

ConfusionPanel::ConfusionPanel(const Theme& theme, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 8, 0, 0);
  column->setSpacing(2);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(14, 0, 14, 0);
  seeds_ = new QComboBox(this);
  seeds_->setObjectName("worth-seed");
  seeds_->setAccessibleName(tr("Which seed's subset"));
  connect(seeds_, &QComboBox::activated, this,
          [this](int index) { emit seedChosen(seeds_->itemData(index).toULongLong()); });
  accuracy_ = new QLabel(this);
  head->addWidget(seeds_);
  head->addWidget(accuracy_, 1);
  column->addLayout(head);
  auto* middle = new QWidget(this);
  stack_ = new QStackedLayout(middle);
  words_ = new QLabel(middle);
  words_->setAlignment(Qt::AlignCenter);
  words_->setWordWrap(true);
  words_->setMargin(16);
  view_ = new ConfusionView(theme, middle);
  stack_->addWidget(words_);
  stack_->addWidget(view_);
  column->addWidget(middle, 1);
  setTheme(theme);
}

void ConfusionPanel::setTheme(const Theme& theme) {
  view_->setTheme(theme);
  for (QLabel* label : {words_, accuracy_}) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.dim);
    label->setPalette(palette);
  }
}

void ConfusionPanel::setSeeds(const std::vector<uint64_t>& seeds, uint64_t shown) {
  const QSignalBlocker quiet(seeds_);
  seeds_->clear();
  for (const uint64_t seed : seeds) {
    seeds_->addItem(tr("seed %1").arg(seed), QVariant::fromValue<quint64>(seed));
    if (seed == shown) seeds_->setCurrentIndex(seeds_->count() - 1);
  }
}

void ConfusionPanel::showWords(const QString& words) {
  words_->setText(words);
  accuracy_->clear();
  stack_->setCurrentIndex(0);
}

bool ConfusionPanel::showsWords() const {
  return stack_->currentIndex() == 0;
}

QString ConfusionPanel::words() const {
  return showsWords() ? words_->text() : QString();
}

void ConfusionPanel::showMatrix(const QString& accuracy) {
  accuracy_->setText(accuracy);
  stack_->setCurrentIndex(1);
}

QString ConfusionPanel::accuracy() const {
  return accuracy_->text();
}

}  // namespace adapsne
