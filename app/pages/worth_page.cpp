// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/worth_page.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <QComboBox>
#include <QFileDialog>
#include <QScrollArea>
#include <QTabBar>
#include <QVBoxLayout>

#include "app/comparisons.h"
#include "app/dock.h"
#include "app/exporter.h"
#include "app/messages.h"
#include "app/session.h"
#include "core/assessment/classifiers.h"
#include "core/catalogue/catalogue.h"
#include "core/comparison/compared_methods.h"
#include "core/comparison/confusion.h"
#include "core/comparison/difference_sentence.h"
#include "core/dataset/find_row.h"
#include "views/accuracy_panel.h"
#include "views/accuracy_view.h"
#include "views/confused_points.h"
#include "views/confusion_panel.h"
#include "views/difference_panel.h"
#include "views/format.h"
#include "views/run_bar.h"
#include "views/scrolling.h"
#include "views/worth_form.h"

namespace adapsne {
namespace {

constexpr size_t kMostTested = 60;
constexpr int kFormWidth = 244;
constexpr int kExemplars = 5;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// What is compared before anybody says anything: some of each kind, budgets that the data have room for.
ComparisonPlan usualPlan(const Dataset* dataset) {
  ComparisonPlan plan;
  plan.methods = {"stratified", "random", "kmeans-pca-classes", "kernel-ridge", "nms-ideal"};
  plan.classifiers = {"1-nn", "softmax"};
  plan.full = true;
  for (const int64_t count : {20, 50, 100, 200, 500})
    if (!dataset || 3 * count <= dataset->points) plan.budgets.push_back({0, count});
  if (plan.budgets.empty()) plan.budgets.push_back({0, std::max<int64_t>(1, dataset->points / 3)});
  return plan;
}

/// What a table has of each method: the names in the order of comparedMethods().
std::vector<std::string> ordered(const std::vector<std::string>& methods) {
  std::vector<std::string> names;
  for (const ComparedMethod& method : comparedMethods())
    if (std::find(methods.begin(), methods.end(), method.name) != methods.end()) names.push_back(method.name);
  return names;
}

AccuracyChart chartOf(const AccuracyTable& table, const std::string& classifier) {
  AccuracyChart chart;
  std::map<std::string, AccuracyCurve> curves;
  for (const AccuracyRow& row : table.rows) {
    if (row.classifier != classifier || !std::isfinite(row.accuracy.mean)) continue;
    if (row.method == kFullData) {
      chart.full = row.accuracy.mean;
      chart.fullPoints = row.exemplars;
      continue;
    }
    AccuracyCurve& curve = curves[row.method];
    curve.method = row.method;
    // Two budgets may come to as many exemplars: 0.1 and 50 of 500 points.
    const bool there = std::any_of(curve.points.begin(), curve.points.end(), [&](const AccuracyPoint& point) {
      return point.exemplars == row.exemplars;
    });
    if (!there)
      curve.points.push_back(
          {row.exemplars, row.accuracy.mean, row.accuracy.standardError, row.accuracy.values});
  }
  for (auto& [method, curve] : curves) {
    std::sort(curve.points.begin(), curve.points.end(),
              [](const AccuracyPoint& a, const AccuracyPoint& b) { return a.exemplars < b.exemplars; });
    chart.curves.push_back(std::move(curve));
  }
  return chart;
}

/// The one whose accuracy is the lower middle.
uint64_t middleSeed(const AccuracyRow& row) {
  std::vector<std::pair<double, uint64_t>> order;
  for (size_t s = 0; s < row.seeds.size(); ++s) order.emplace_back(row.accuracies[s], row.seeds[s]);
  std::sort(order.begin(), order.end());
  return order[(order.size() - 1) / 2].second;
}

}  // namespace

WorthPage::WorthPage(Session* session, Comparisons* comparisons, Messages* messages, QWidget* parent)
    : Page(PageId::Worth, session, parent), comparisons_(comparisons), messages_(messages) {
  const Theme& theme = session->theme();
  form_ = new WorthForm(theme);
  form_->setMinimumWidth(kFormWidth);
  form_->setMaximumWidth(264);  // the rest is the curves'
  accuracy_ = new AccuracyPanel(theme);
  differences_ = new DifferencePanel(theme);
  confusion_ = new ConfusionPanel(theme);
  tested_ = new ConfusedPoints(theme);
  auto* margin = new QWidget;
  auto* column = new QVBoxLayout(margin);
  column->setContentsMargins(14, 8, 14, 10);
  column->addWidget(tested_);
  column->addStretch();
  QScrollArea* area = scrolling(margin);
  area->setMinimumSize(220, 120);
  addPanel("compared", form_, Qt::TopDockWidgetArea);
  addPanel("worth", accuracy_, Qt::TopDockWidgetArea);
  addPanel("differences", differences_, Qt::BottomDockWidgetArea)->setIdle(true);
  addPanel("confusion", confusion_, Qt::BottomDockWidgetArea)->setIdle(true);
  addPanel("tested", area, Qt::BottomDockWidgetArea)->setIdle(true);
  connectParts();
  onDataset(true);
  setTheme(theme);
}

void WorthPage::connectParts() {
  connect(session(), &Session::datasetChanged, this, &WorthPage::onDataset);
  connect(comparisons_, &Comparisons::changed, this, &WorthPage::show);
  connect(comparisons_, &Comparisons::opened, this, [this](const DatasetPtr& dataset) {
    if (session()->dataset() && dataset->hash == session()->dataset()->hash) onDataset(true);
  });
  connect(comparisons_, &Comparisons::progressed, this, &WorthPage::showProgress);
  connect(comparisons_, &Comparisons::detailed, this, [this](const CellId& id) {
    if (cell_ == id) showCell();
  });
  connect(form_, &WorthForm::changed, this, &WorthPage::show);
  connect(form_, &WorthForm::startRequested, this, [this] { comparisons_->start(form_->plan()); });
  connect(form_, &WorthForm::stopRequested, comparisons_, &Comparisons::stop);
  connect(form_, &WorthForm::openRequested, this, &WorthPage::askOpen);
  connect(form_, &WorthForm::saveRequested, this, [this] { askSave(false); });
  connect(form_, &WorthForm::exportRequested, this, [this] { askSave(true); });
  connect(accuracy_, &AccuracyPanel::classifierChanged, this, [this] {
    forgetCell();
    showCurves();
  });
  connect(accuracy_->view(), &AccuracyView::clicked, this,
          qOverload<const AccuracyPlace&>(&WorthPage::lookInto));
  connect(differences_, &DifferencePanel::baselineChosen, this, [this](const std::string& method) {
    baseline_ = method;
    showCurves();
  });
  connect(confusion_, &ConfusionPanel::seedChosen, this, [this](quint64 seed) {
    if (!cell_) return;
    cell_->seed = seed;
    showCell();
  });
  connect(confusion_->view(), &ConfusionView::clicked, this, [this](int truth, int taken) {
    lookInto(ConfusionCell{truth, taken});
  });
  connect(&nearest_, &LatestTask::failed, messages_, &Messages::fail);
  const auto inspect = [this](const DatasetPtr& part, qint64 row) {
    const Dataset& open = *session()->dataset();
    // A test split of its own is another file.
    const int64_t point =
        part->source == open.source ? pointOfRow(open.sourceRows, open.points, part->sourceRow(row)) : -1;
    if (point < 0) return messages_->remark(tr("This point is not in %1").arg(text(open.name)));
    session()->inspect(point, true);
    messages_->remark(tr("Row %1: Explore shows what is known of it").arg(countText(part->sourceRow(row))));
  };
  const auto pool = [this]() -> const HoldOut& {
    return (*comparisons_->measured(session()->dataset())->pools)[static_cast<size_t>(cell()->pool)];
  };
  connect(tested_, &ConfusedPoints::testedClicked, this, [=](qint64 row) { inspect(pool().test, row); });
  connect(tested_, &ConfusedPoints::exemplarClicked, this, [=](qint64 row) { inspect(pool().train, row); });
}

void WorthPage::askOpen() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open a file of cells"), {},
                                                    tr("Cells (*.jsonl);;All files (*)"));
  if (!path.isEmpty()) comparisons_->open(path);
}

void WorthPage::askSave(bool table) {
  const DatasetPtr& dataset = session()->dataset();
  if (!dataset) return;
  QString filter;
  const QString path = QFileDialog::getSaveFileName(
      this, table ? tr("Export the table") : tr("Save what was measured"),
      text(dataset->name) + (table ? QStringLiteral("-worth.csv") : QStringLiteral("-cells.jsonl")),
      table ? tr("CSV (*.csv)") : tr("Cells (*.jsonl)"), &filter);
  if (path.isEmpty()) return;
  if (table)
    comparisons_->exportTable(withEnding(path, filter), shownPlan());
  else
    comparisons_->save(withEnding(path, filter));
}

void WorthPage::onDataset(bool otherRows) {
  if (otherRows) {
    forgetCell();
    const Measured* measured = comparisons_->measured(session()->dataset());
    form_->setPlan(measured ? measured->plan : usualPlan(session()->dataset().get()));
  }
  std::map<std::string, QString> refused;
  if (const DatasetPtr& dataset = session()->dataset()) {
    for (const Classifier& classifier : classifiers())
      if (!classifier.fits(*dataset))
        refused[classifier.name] = tr("%1 does not take these data: it needs images of a size that fits.")
                                       .arg(text(classifier.name));
  }
  form_->setRefused(refused);
  show();
}

void WorthPage::arrangePanels() {
  Dock *compared = panel("compared"), *worth = panel("worth"), *differences = panel("differences"),
       *confusion = panel("confusion"), *tested = panel("tested");
  // One area for all of them: beside an area of its own the form would leave a gap.
  addDockWidget(Qt::TopDockWidgetArea, compared);
  splitDockWidget(compared, worth, Qt::Horizontal);
  splitDockWidget(worth, differences, Qt::Vertical);
  splitDockWidget(differences, confusion, Qt::Horizontal);
  constexpr int kThreeAbreast = 1150;
  if (width() < kThreeAbreast)
    tabifyDockWidget(differences, tested);
  else
    splitDockWidget(confusion, tested, Qt::Horizontal);
  sharePage();
}

void WorthPage::sharePage() {
  resizeDocks({panel("compared"), panel("worth")}, {kFormWidth, width() - kFormWidth}, Qt::Horizontal);
  const bool details = !panel("confusion")->isHidden();
  const int below = details ? height() * 9 / 20 : height() / 4;
  resizeDocks({panel("worth"), panel("differences")}, {height() - below, below}, Qt::Vertical);
  if (details)
    resizeDocks({panel("differences"), panel("confusion"), panel("tested")},
                {width() * 3 / 10, width() * 4 / 10, width() * 3 / 10}, Qt::Horizontal);
}

void WorthPage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  form_->setTheme(theme);
  accuracy_->setTheme(theme);
  differences_->setTheme(theme);
  confusion_->setTheme(theme);
  tested_->setTheme(theme);
  show();  // words have colours of their own
}

bool WorthPage::settled() const {
  return !nearest_.pending() && !comparisons_->lookingInto();
}

const Cell* WorthPage::cell() const {
  const Measured* measured = comparisons_->measured(session()->dataset());
  if (!measured || !cell_) return nullptr;
  const auto found = measured->cells.find(*cell_);
  return found == measured->cells.end() ? nullptr : &found->second;
}

/// All that was measured of the methods that are ticked, the baseline first.
ComparisonPlan WorthPage::shownPlan() const {
  const Measured* measured = comparisons_->measured(session()->dataset());
  ComparisonPlan plan = measured ? measured->plan : ComparisonPlan();
  std::set<std::string> there;
  if (measured)
    for (const auto& [id, cell] : measured->cells) there.insert(id.method);
  const std::vector<std::string>& ticked = form_->plan().methods;
  std::vector<std::string> methods;
  for (const std::string& method : ordered(plan.methods))
    if (there.count(method) > 0 && std::find(ticked.begin(), ticked.end(), method) != ticked.end())
      methods.push_back(method);
  const auto first = [&](const std::string& name) {
    const auto found = std::find(methods.begin(), methods.end(), name);
    if (found != methods.end()) std::rotate(methods.begin(), found, found + 1);
    return found != methods.end();
  };
  if (baseline_.empty() || !first(baseline_)) first("stratified") || first("random");
  plan.methods = methods;
  return plan;
}

QString WorthPage::words() const {
  const Theme& theme = session()->theme();
  const auto page = [&](const QString& title, const QStringList& lines) {
    QString html = QStringLiteral("<p style='font-size:17px; color:%1'>%2</p>").arg(theme.text.name(), title);
    for (const QString& line : lines) html += QStringLiteral("<p>%1</p>").arg(line.toHtmlEscaped());
    return html;
  };
  const DatasetPtr& dataset = session()->dataset();
  const QString purpose = tr(
      "Each method chooses exemplars, classifiers are trained on them alone and tested on points that were "
      "held back.");
  if (!dataset)
    return page(tr("What is a subset worth?"),
                {purpose, tr("Open a dataset with labels (Ctrl+O), then press Start.")});
  const QString name = text(dataset->name);
  if (!dataset->hasLabels())
    return page(tr("%1 has no labels").arg(name.toHtmlEscaped()),
                {tr("Whether a classifier is right, only labels can say: what a subset is worth cannot be "
                    "measured without."),
                 tr("Name a column of labels (Ctrl+D) or a file of labels in Data & options.")});
  const std::string split = testSplitOf(session()->source().toStdString());
  const QString test =
      split.empty()
          ? tr("%1 has no test split of its own: a fifth of each class is held out before anything is "
               "chosen.")
                .arg(name)
          : tr("Tested on %1, which its makers set aside.").arg(text(split));
  return page(tr("What is a subset of %1 worth?").arg(name.toHtmlEscaped()),
              {purpose, test,
               tr("Choose methods and budgets at the left, then press Start: curves grow here while "
                  "you go on exploring.")});
}

void WorthPage::show() {
  showForm();
  showCurves();
}

void WorthPage::showForm() {
  const DatasetPtr& dataset = session()->dataset();
  const Measured* measured = comparisons_->measured(dataset);
  const Measured* working = comparisons_->working();
  const bool any = measured && !measured->cells.empty();
  form_->setFiles(dataset != nullptr, any);
  showProgress();
  if (working) return;
  const ComparisonPlan& asked = form_->plan();
  QString hint;
  size_t missing = 0;
  if (!dataset)
    hint = tr("Open a dataset first.");
  else if (!dataset->hasLabels())
    hint = tr("The data have no labels.");
  else if (measured && !measured->foreign.isEmpty())
    hint = tr("These cells were %1: they are shown, and the command line goes on with them.")
               .arg(measured->foreign);
  else if (asked.methods.empty())
    hint = tr("Choose a method.");
  else if (asked.classifiers.empty())
    hint = tr("Choose a classifier.");
  const bool ready = hint.isEmpty() && form_->isValid();
  if (ready) {
    for (const CellId& id : cellsOf(asked)) missing += !measured || measured->cells.count(id) == 0;
    hint = missing == 0 ? tr("All of it is measured.")
                        : tr("%1 cells to compute.").arg(countText(static_cast<int64_t>(missing)));
  }
  form_->setWorking(false, -1, hint);
  form_->setStart(any ? tr("Go on") : tr("Start"), ready && missing > 0);
}

void WorthPage::showProgress() {
  const Measured* working = comparisons_->working();
  if (!working) return;
  const ComparisonProgress& progress = comparisons_->progress();
  QStringList said;
  if (working != comparisons_->measured(session()->dataset())) said << text(working->dataset->name);
  if (comparisons_->stopping())
    said << tr("stopping");
  else
    said << (progress.doing.empty() ? tr("preparing") : text(progress.doing));
  if (progress.secondsLeft >= 0) said << tr("%1 left").arg(clockText(progress.secondsLeft));
  form_->setWorking(true, progress.share, said.join(QStringLiteral(" · ")));
}

void WorthPage::showCurves() {
  const Measured* measured = comparisons_->measured(session()->dataset());
  if (!measured || measured->cells.empty()) {
    const bool begun = measured && comparisons_->working() == measured;
    accuracy_->showWords(begun ? tr("The first results come in a moment …") : words());
    panel("worth")->setSubject({});
    panel("differences")->setIdle(true);
    return;
  }
  const ComparisonPlan plan = shownPlan();
  const AccuracyTable table = measured->table(plan);
  std::vector<std::string> classifiers;
  for (const Classifier& classifier : adapsne::classifiers())
    if (std::any_of(measured->cells.begin(), measured->cells.end(),
                    [&](const auto& entry) { return entry.first.classifier == classifier.name; }))
      classifiers.push_back(classifier.name);
  accuracy_->showChart(
      classifiers, text(errorsCover(plan)).replace(QStringLiteral("--pools"), tr("Pools")) +
                       tr(" Bands: one standard error. A click on a point shows what was taken for what."));
  accuracy_->view()->setChart(chartOf(table, accuracy_->classifier()));
  const Cell* shown = cell();
  accuracy_->view()->setChosen(shown && cell_->classifier == accuracy_->classifier()
                                   ? std::optional(AccuracyPlace{cell_->method, shown->exemplars})
                                   : std::nullopt);
  panel("worth")->setSubject(tr("%1 · %2").arg(text(measured->dataset->name), text(accuracy_->classifier())));
  showDifferences(table);
}

void WorthPage::showDifferences(const AccuracyTable& table) {
  std::map<std::string, std::vector<PairedDifference>> differences;
  std::vector<std::string> methods;
  for (const AccuracyRow& row : table.rows) {
    if (row.classifier != accuracy_->classifier() || row.method == kFullData) continue;
    methods.push_back(row.method);
    if (row.method != table.baseline && std::isfinite(row.againstFirst.mean))
      differences[row.method].push_back(
          {row.exemplars, row.againstFirst.mean, row.againstFirst.standardError});
  }
  methods = ordered(methods);
  std::vector<DifferencePanel::Line> lines;
  for (const std::string& method : methods) {
    const auto found = differences.find(method);
    if (found == differences.end()) continue;
    std::sort(found->second.begin(), found->second.end(),
              [](const PairedDifference& a, const PairedDifference& b) { return a.exemplars < b.exemplars; });
    lines.push_back({method, differenceSentence(method, table.baseline, found->second)});
  }
  const bool wasHidden = panel("differences")->isHidden();
  panel("differences")->setIdle(methods.size() < 2);
  panel("differences")->setSubject(text(accuracy_->classifier()));
  differences_->show(methods, table.baseline, std::move(lines));
  if (wasHidden && methods.size() >= 2) sharePage();
}

void WorthPage::lookInto(const AccuracyPlace& place) {
  const Measured* measured = comparisons_->measured(session()->dataset());
  if (!measured) return;
  for (const AccuracyRow& row : measured->table(shownPlan()).rows) {
    if (row.method != place.method || row.exemplars != place.exemplars ||
        row.classifier != accuracy_->classifier())
      continue;
    const bool first = panel("confusion")->isHidden();
    cell_ = CellId{row.method, row.budget, middleSeed(row), row.classifier};
    confusion_->setSeeds(row.seeds, cell_->seed);
    panel("confusion")->setIdle(false);
    if (first) sharePage();
    panel("confusion")->bringToFront();
    showCurves();
    return showCell();
  }
}

void WorthPage::lookInto(const ConfusionCell& cell) {
  chosen_ = cell;
  const bool first = panel("tested")->isHidden();
  panel("tested")->setIdle(false);
  if (first) sharePage();
  panel("tested")->bringToFront();
  showTested();
}

void WorthPage::forgetCell() {
  cell_.reset();
  chosen_.reset();
  nearest_.drop();
  accuracy_->view()->setChosen({});
  confusion_->view()->setChosen({});
  panel("confusion")->setIdle(true);
  panel("tested")->setIdle(true);
}

void WorthPage::showCell() {
  const Cell* shown = cell();
  if (!shown) return;
  panel("confusion")
      ->setSubject(tr("%1 · %2 exemplars · %3")
                       .arg(text(cell_->method), countText(shown->exemplars), text(cell_->classifier)));
  const Measured& measured = *comparisons_->measured(session()->dataset());
  if (!shown->predicted && !measured.foreign.isEmpty())
    return confusion_->showWords(
        tr("Files of cells keep no predictions, and these were %1: they cannot be computed again here.")
            .arg(measured.foreign));
  if (!shown->predicted || !measured.pools) {
    confusion_->showWords(tr(
        "This subset is chosen and trained on again: files of cells keep accuracies, and no predictions."));
    return comparisons_->lookInto(*cell_);
  }
  const HoldOut& pool = (*measured.pools)[static_cast<size_t>(shown->pool)];
  if (shown->predicted->empty())
    return confusion_->showWords(tr("No exemplar has a label: nothing was learned."));
  confusion_->view()->setMatrix(confusionOf(pool.test->labels, *shown->predicted, pool.test->classes()),
                                pool.test->classNames);
  confusion_->showMatrix(tr("%1 of %2 tested points are right")
                             .arg(accuracyText(shown->accuracy, NAN), countText(pool.test->points)));
  if (chosen_) showTested();
}

void WorthPage::showTested() {
  const Cell* shown = cell();
  if (!shown || !chosen_ || !shown->predicted || shown->predicted->empty()) return;
  confusion_->view()->setChosen(chosen_);
  const Measured& measured = *comparisons_->measured(session()->dataset());
  const HoldOut pool = (*measured.pools)[static_cast<size_t>(shown->pool)];
  std::vector<int64_t> rows =
      pointsTaken(pool.test->labels, *shown->predicted, chosen_->first, chosen_->second);
  QString subject = confusion_->view()->sentence(*chosen_);
  if (rows.size() > kMostTested) subject += tr(", the first %1").arg(kMostTested);
  rows.resize(std::min(rows.size(), kMostTested));
  panel("tested")->setSubject(subject);
  nearest_.start(
      [pool, exemplars = shown->rows, rows] {
        RunControl control(1);
        return nearestExemplars(*pool.train, *exemplars, *pool.test, rows, kExemplars, control);
      },
      [this, pool, rows](std::vector<std::vector<int64_t>> nearest) {
        std::vector<ConfusedPoint> points;
        for (size_t i = 0; i < rows.size(); ++i) points.push_back({rows[i], std::move(nearest[i])});
        tested_->setPoints(pool.train, pool.test, std::move(points));
      });
}

}  // namespace adapsne
