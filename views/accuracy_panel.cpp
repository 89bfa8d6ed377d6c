// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accuracy_panel.h"

#include <QLabel>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

#include "core/assessment/classifiers.h"
#include "views/accuracy_view.h"

namespace adapsne {

AccuracyPanel::AccuracyPanel(const Theme& theme, QWidget* parent) : QWidget(parent) {
  stack_ = new QStackedLayout(this);
  words_ = new QLabel(this);
  words_->setAlignment(Qt::AlignCenter);
  words_->setWordWrap(true);
  words_->setMargin(32);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 4);
  column->setSpacing(0);
  tabs_ = new QTabBar(page);
  tabs_->setObjectName("worth-classifier");
  tabs_->setAccessibleName(tr("Classifier"));
  tabs_->setExpanding(false);
  tabs_->setDrawBase(false);
  tabs_->setUsesScrollButtons(true);
  tabs_->setMinimumHeight(30);  // without tabs yet it has no height, and would keep none
  connect(tabs_, &QTabBar::currentChanged, this, &AccuracyPanel::classifierChanged);
  column->addWidget(tabs_);
  view_ = new AccuracyView(theme, page);
  column->addWidget(view_, 1);
  caption_ = new QLabel(page);
  caption_->setWordWrap(true);
  caption_->setContentsMargins(12, 0, 12, 2);
  caption_->setFont(interfaceFont(11));
  column->addWidget(caption_);
  stack_->addWidget(words_);
  stack_->addWidget(page);
  setTheme(theme);
}

void AccuracyPanel::setTheme(const Theme& theme) {
  view_->setTheme(theme);
  for (QLabel* label : {words_, caption_}) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.dim);
    label->setPalette(palette);
  }
}

void AccuracyPanel::showWords(const QString& words) {
  words_->setText(words);
  stack_->setCurrentIndex(0);
}

bool AccuracyPanel::showsWords() const {
  return stack_->currentIndex() == 0;
}

QString AccuracyPanel::words() const {
  return showsWords() ? words_->text() : QString();
}

QString AccuracyPanel::caption() const {
  return caption_->text();
}

void AccuracyPanel::showChart(const std::vector<std::string>& classifiers, const QString& caption) {
  const std::string shown = classifier();
  std::vector<std::string> now;
  now.reserve(static_cast<size_t>(tabs_->count()));
  for (int i = 0; i < tabs_->count(); ++i) now.push_back(tabs_->tabText(i).toStdString());
  if (now != classifiers) {
    const QSignalBlocker quiet(tabs_);
    while (tabs_->count() > 0) tabs_->removeTab(0);
    for (const std::string& name : classifiers) {
      const int tab = tabs_->addTab(QString::fromStdString(name));
      tabs_->setTabToolTip(tab, QString::fromStdString(adapsne::classifier(name).title));
      if (name == shown) tabs_->setCurrentIndex(tab);
    }
  }
  tabs_->setFocusPolicy(tabs_->count() > 1 ? Qt::TabFocus : Qt::NoFocus);
  caption_->setText(caption);
  stack_->setCurrentIndex(1);
}

std::string AccuracyPanel::classifier() const {
  return tabs_->count() > 0 ? tabs_->tabText(tabs_->currentIndex()).toStdString() : std::string();
}

void AccuracyPanel::setClassifier(const std::string& name) {
  for (int i = 0; i < tabs_->count(); ++i)
    if (tabs_->tabText(i).toStdString() == name) tabs_->setCurrentIndex(i);
}

}  // namespace adapsne
