// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/worth_form.h"

#include <algorithm>
#include <charconv>

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/assessment/classifiers.h"
#include "core/comparison/budget_text.h"
#include "core/comparison/compared_methods.h"
#include "core/support/error.h"
#include "views/method_style.h"
#include "views/run_bar.h"
#include "views/section_heading.h"

namespace adapsne {
namespace {

constexpr int kMostSeeds = 1000, kSwatch = 30;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// A whole number from 1 to `most`; 0 for anything else.
int64_t numberOf(const std::string& word, int64_t most) {
  int64_t number = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  return code == std::errc() && end == word.data() + word.size() && number >= 1 && number <= most ? number
                                                                                                  : 0;
}

QListWidget* checkList(const QString& name, QWidget* parent) {
  auto* list = new QListWidget(parent);
  list->setAccessibleName(name);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setTextElideMode(Qt::ElideRight);
  list->setIconSize({kSwatch, 12});
  list->setSelectionMode(QAbstractItemView::NoSelection);
  list->setUniformItemSizes(true);
  return list;
}

QListWidgetItem* addItem(QListWidget* list, const std::string& name, const std::string& help) {
  auto* item = new QListWidgetItem(text(name), list);
  item->setToolTip(text(help));
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
  item->setCheckState(Qt::Unchecked);
  return item;
}

std::vector<std::string> checkedOf(const QListWidget* list) {
  std::vector<std::string> names;
  for (int i = 0; i < list->count(); ++i) {
    const QListWidgetItem* item = list->item(i);
    const bool offered = item->flags().testFlag(Qt::ItemIsEnabled);
    if (offered && item->checkState() == Qt::Checked) names.push_back(item->text().toStdString());
  }
  return names;
}

}  // namespace

WorthForm::WorthForm(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 8, 0, 0);
  auto* fields = new QVBoxLayout;
  fields->setContentsMargins(14, 0, 14, 0);
  fields->setSpacing(6);
  const auto heading = [&](const QString& words) { fields->addWidget(sectionHeading(words, theme, this)); };
  heading(tr("Methods"));
  methods_ = checkList(tr("Methods to compare"), this);
  methods_->setObjectName("worth-methods");
  for (const ComparedMethod& method : comparedMethods()) addItem(methods_, method.name, method.help);
  fields->addWidget(methods_, 1);
  heading(tr("Budgets"));
  budgets_ = addField("budgets", tr("Numbers of exemplars, or shares of the points: 20, 50, 0.05"));
  fields->addWidget(budgets_);
  heading(tr("Classifiers"));
  classifiers_ = checkList(tr("What is trained on the exemplars"), this);
  classifiers_->setObjectName("worth-classifiers");
  for (const Classifier& classifier : classifiers()) addItem(classifiers_, classifier.name, classifier.title);
  classifiers_->setFixedHeight(17 * classifiers_->count() + 10);
  fields->addWidget(classifiers_);
  auto* numbers = new QHBoxLayout;
  seeds_ = addField("seeds", tr("Repetitions, each with another seed"));
  pools_ = addField("pools", tr("How many pools of points to choose from are drawn, one after the other by "
                                "seed. With 1 all seeds choose from the same points, and errors say nothing "
                                "of other data"));
  for (const auto& [words, field] :
       std::initializer_list<std::pair<QString, QLineEdit*>>{{tr("Seeds"), seeds_}, {tr("Pools"), pools_}}) {
    auto* label = new QLabel(words, this);
    label->setBuddy(field);
    numbers->addWidget(label);
    numbers->addWidget(field, 1);
  }
  fields->addLayout(numbers);
  message_ = paragraph({}, theme.error, this);
  message_->hide();
  fields->addWidget(message_);
  auto* files = new QHBoxLayout;
  files->setSpacing(6);
  const auto button = [&](const QString& words, const QString& help, auto signal) {
    auto* made = new QPushButton(words, this);
    made->setToolTip(help);
    connect(made, &QPushButton::clicked, this, signal);
    files->addWidget(made, 1);
    return made;
  };
  open_ = button(tr("Open"), tr("Open a file of cells that this window or `adapsne compare --resume` wrote"),
                 &WorthForm::openRequested);
  save_ = button(tr("Save"),
                 tr("Save what was measured: a file that can be opened here, and that `adapsne "
                    "compare --resume` goes on with"),
                 &WorthForm::saveRequested);
  export_ = button(tr("CSV"), tr("Export the table: methods, budgets, accuracies, paired differences"),
                   &WorthForm::exportRequested);
  fields->addLayout(files);
  layout->addLayout(fields, 1);
  bar_ = new RunBar(theme, this);
  bar_->button()->setObjectName("worth-start");
  bar_->setCancelVisible(false);
  connect(bar_, &RunBar::pressed, this, [this] {
    if (working_)
      emit stopRequested();
    else
      emit startRequested();
  });
  layout->addWidget(bar_);
  for (QListWidget* list : {methods_, classifiers_})
    connect(list, &QListWidget::itemChanged, this, [this] {
      if (!filling_) readLists();
    });
  setTheme(theme);
  setPlan({});
}

QLineEdit* WorthForm::addField(const QString& name, const QString& help) {
  auto* field = new QLineEdit(this);
  field->setObjectName("worth-" + name);
  field->setAccessibleName(name);
  field->setToolTip(help);
  connect(field, &QLineEdit::editingFinished, this, &WorthForm::readFields);
  return field;
}

QLineEdit* WorthForm::field(const QString& name) const {
  return findChild<QLineEdit*>("worth-" + name);
}

QString WorthForm::message() const {
  return message_->text();
}

void WorthForm::setTheme(const Theme& theme) {
  theme_ = theme;
  bar_->setTheme(theme);
  for (QLabel* heading : findChildren<QLabel*>(Qt::FindDirectChildrenOnly)) {
    if (heading == message_ || heading->buddy()) continue;
    QPalette palette = heading->palette();
    palette.setColor(QPalette::WindowText, theme.dim);
    heading->setPalette(palette);
  }
  QPalette red = message_->palette();
  red.setColor(QPalette::WindowText, theme.error);
  message_->setPalette(red);
  paintSwatches();
}

/// Each method's line as its curve has it.
void WorthForm::paintSwatches() {
  filling_ = true;  // an icon is a change of its item
  const double ratio = devicePixelRatioF();
  for (int i = 0; i < methods_->count(); ++i) {
    QListWidgetItem* item = methods_->item(i);
    const MethodStyle style = methodStyle(theme_, item->text().toStdString());
    QPixmap swatch((QSizeF(methods_->iconSize()) * ratio).toSize());
    swatch.setDevicePixelRatio(ratio);
    swatch.fill(Qt::transparent);
    QPainter painter(&swatch);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(methodPen(style, 2));
    painter.drawLine(QPointF(0, 6), QPointF(kSwatch, 6));
    paintMethodMark(painter, {kSwatch / 2.0, 6}, style, 2.8);
    painter.end();
    item->setIcon(QIcon(swatch));
  }
  filling_ = false;
}

void WorthForm::fill(QListWidget* list, const std::vector<std::string>& chosen) {
  for (int i = 0; i < list->count(); ++i) {
    QListWidgetItem* item = list->item(i);
    const bool wanted = std::find(chosen.begin(), chosen.end(), item->text().toStdString()) != chosen.end();
    item->setCheckState(wanted ? Qt::Checked : Qt::Unchecked);
  }
}

void WorthForm::setPlan(const ComparisonPlan& plan) {
  plan_ = plan;
  filling_ = true;
  fill(methods_, plan.methods);
  fill(classifiers_, plan.classifiers);
  budgets_->setText(text(budgetsText(plan.budgets)));
  seeds_->setText(QString::number(plan.seeds));
  pools_->setText(QString::number(plan.pools));
  filling_ = false;
  messages_.clear();
  message_->hide();
}

void WorthForm::readLists() {
  plan_.methods = checkedOf(methods_);
  plan_.classifiers = checkedOf(classifiers_);
  emit changed();
}

void WorthForm::readFields() {
  messages_.clear();
  try {
    plan_.budgets = budgetsOf(budgets_->text().toStdString());
  } catch (const UsageError& error) {
    messages_["budgets"] = text(error.problem() + " " + error.remedy());
  }
  for (const auto& [name, field, value] : std::initializer_list<std::tuple<QString, QLineEdit*, int*>>{
           {"seeds", seeds_, &plan_.seeds}, {"pools", pools_, &plan_.pools}}) {
    const int64_t number = numberOf(field->text().trimmed().toStdString(), kMostSeeds);
    if (number > 0)
      *value = static_cast<int>(number);
    else
      messages_[name] = tr("“%1” is no number from 1 to %2.").arg(field->text()).arg(kMostSeeds);
  }
  QStringList said;
  for (const auto& [name, words] : messages_) said << words;
  message_->setText(said.join('\n'));
  message_->setVisible(!said.isEmpty());
  emit changed();
}

void WorthForm::setRefused(const std::map<std::string, QString>& refused) {
  filling_ = true;
  for (int i = 0; i < classifiers_->count(); ++i) {
    QListWidgetItem* item = classifiers_->item(i);
    const auto found = refused.find(item->text().toStdString());
    const bool offered = found == refused.end();
    item->setFlags(offered ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable : Qt::ItemFlags());
    item->setToolTip(offered ? text(classifier(item->text().toStdString()).title) : found->second);
  }
  filling_ = false;
  plan_.classifiers = checkedOf(classifiers_);
}

void WorthForm::setWorking(bool working, double share, const QString& hint, bool attention) {
  working_ = working;
  bar_->setHint(hint, attention);
  bar_->setProgress(working ? share : -1);
  if (working) bar_->setButton(tr("Stop"), true, tr("What was measured stays"));
}

void WorthForm::setStart(const QString& words, bool enabled) {
  if (!working_) bar_->setButton(words, enabled, tr("Compares in the background, with the lowest priority"));
}

void WorthForm::setFiles(bool canOpen, bool canSave) {
  open_->setEnabled(canOpen);
  save_->setEnabled(canSave);
  export_->setEnabled(canSave);
}

}  // namespace adapsne
