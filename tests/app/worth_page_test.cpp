// SPDX-License-Identifier: GPL-3.0-or-later
// The Worth page: comparing in the background, what was measured, and looking into it.
#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>

#include "app/comparisons.h"
#include "app/dock.h"
#include "core/comparison/confusion.h"
#include "tests/app/window_fixture.h"
#include "views/accuracy_panel.h"
#include "views/accuracy_view.h"
#include "views/confused_points.h"
#include "views/confusion_panel.h"
#include "views/difference_panel.h"
#include "views/run_bar.h"
#include "views/worth_form.h"

namespace adapsne {
namespace {

/// Of quick methods; 16 cells and those of all data.
ComparisonPlan quickPlan() {
  ComparisonPlan plan;
  plan.methods = {"random", "stratified"};
  plan.budgets = {{0, 10}, {0, 30}};
  plan.classifiers = {"1-nn", "softmax"};
  plan.seeds = 2;
  plan.full = true;
  return plan;
}

/// One that takes minutes on any machine, and whose first cells come at once.
ComparisonPlan longPlan() {
  ComparisonPlan plan = quickPlan();
  plan.classifiers = {"1-nn", "cnn"};
  plan.seeds = 40;
  return plan;
}

struct WorthPageTest : WindowFixture {
  WorthPage* page = window.worth();
  Comparisons* comparisons = window.comparisons();

  void SetUp() override {
    WindowFixture::SetUp();
    window.showPage(PageId::Worth);
  }
  void openDigits() {
    Options options = quickOptions();
    options.dataset.points = 400;
    window.jobs()->openAs("digits", options.dataset);  // whatever was open before
    ASSERT_TRUE(eventually([&] {
      const DatasetPtr& dataset = window.session()->dataset();
      return dataset && dataset->name == "digits" && dataset->points == 400 && !controller->busy();
    }));
  }
  const Measured* measured() { return comparisons->measured(window.session()->dataset()); }
  size_t cells() { return measured() ? measured()->cells.size() : 0; }
  void pressStart() { QTest::mouseClick(page->form()->bar()->button(), Qt::LeftButton); }
  bool comparedAll() {
    return eventually([&] { return !comparisons->working(); });
  }
  void compare(const ComparisonPlan& plan = quickPlan()) {
    page->form()->setPlan(plan);
    pressStart();
    ASSERT_NE(comparisons->working(), nullptr);
    ASSERT_TRUE(comparedAll());
  }
  bool isShown(const QString& panel) { return !page->panel(panel)->isHidden(); }
  AccuracyView* view() { return page->accuracy()->view(); }
  void clickPoint(const AccuracyPlace& place) {
    QTest::mouseClick(view(), Qt::LeftButton, {}, view()->positionOf(place).toPoint());
  }
};

TEST_F(WorthPageTest, SaysWhatComesFirstWhereNothingCanBeCompared) {
  EXPECT_TRUE(page->accuracy()->words().contains("Open a dataset"));
  EXPECT_FALSE(page->form()->bar()->button()->isEnabled());
  const QTemporaryDir folder;
  const QString path = folder.filePath("plain.csv");
  std::ofstream file(path.toStdString());
  file << "height,weight\n";
  for (int i = 0; i < 300; ++i) file << 0.5 * i << ',' << 0.37 * (i * 7 % 300) << '\n';
  file.close();
  open(path);
  ASSERT_FALSE(window.session()->dataset()->hasLabels());
  EXPECT_TRUE(page->accuracy()->words().contains("no labels")) << page->accuracy()->words().toStdString();
  EXPECT_FALSE(page->form()->bar()->button()->isEnabled());
  openDigits();
  EXPECT_TRUE(page->accuracy()->words().contains("a fifth of each class is held out"));
  EXPECT_TRUE(page->accuracy()->words().contains("press Start"));
  EXPECT_TRUE(page->form()->bar()->button()->isEnabled());
  for (const char* panel : {"differences", "confusion", "tested"}) EXPECT_FALSE(isShown(panel)) << panel;
}

TEST_F(WorthPageTest, CurvesGrowWhileItComparesAndSentencesSayWhatDiffers) {
  openDigits();
  size_t grown = 0, before = 0;
  QObject::connect(comparisons, &Comparisons::changed, &window, [&] {
    if (cells() > before) ++grown;
    before = cells();
    EXPECT_EQ(page->accuracy()->showsWords(), before == 0);
  });
  compare();
  EXPECT_GE(grown, 1u);
  EXPECT_EQ(cells(), cellsOf(quickPlan()).size());
  const AccuracyChart& chart = view()->chart();
  ASSERT_EQ(chart.curves.size(), 2u);
  for (const AccuracyCurve& curve : chart.curves) {
    ASSERT_EQ(curve.points.size(), 2u) << curve.method;
    EXPECT_EQ(curve.points[0].exemplars, 10);
    EXPECT_EQ(curve.points[1].seeds, 2);
  }
  EXPECT_GT(chart.full, chart.curves[0].points[0].mean);
  EXPECT_EQ(chart.fullPoints, (*measured()->pools)[0].train->points);
  EXPECT_TRUE(isShown("differences"));
  ASSERT_EQ(page->differences()->lines().size(), 1u);
  EXPECT_EQ(page->differences()->lines()[0].method, "random") << "set against stratified, as usual";
  EXPECT_NE(page->differences()->lines()[0].sentence.find("stratified"), std::string::npos);
  const double nearest = chart.full;
  page->accuracy()->setClassifier("softmax");
  EXPECT_EQ(view()->chart().curves.size(), 2u);
  EXPECT_NE(view()->chart().full, nearest);
  EXPECT_FALSE(page->form()->bar()->button()->isEnabled()) << "all of it is measured";
}

TEST_F(WorthPageTest, TheBaselineCanBeChosenAndUntickedMethodsAreNotShown) {
  openDigits();
  compare();
  QComboBox* baselines = page->differences()->baselines();
  baselines->setCurrentText("random");
  emit baselines->activated(baselines->currentIndex());
  ASSERT_EQ(page->differences()->lines().size(), 1u);
  EXPECT_EQ(page->differences()->lines()[0].method, "stratified");
  page->form()->methodList()->findItems("random", Qt::MatchExactly).front()->setCheckState(Qt::Unchecked);
  ASSERT_EQ(view()->chart().curves.size(), 1u);
  EXPECT_EQ(view()->chart().curves[0].method, "stratified");
  EXPECT_FALSE(isShown("differences"));
  EXPECT_EQ(cells(), cellsOf(quickPlan()).size()) << "nothing is lost";
}

TEST_F(WorthPageTest, StopKeepsWhatCameAndStartGoesOnFromThere) {
  openDigits();
  page->form()->setPlan(longPlan());
  pressStart();
  ASSERT_TRUE(eventually([&] { return cells() > 0; }));
  pressStart();  // Stop
  ASSERT_TRUE(comparedAll());
  const size_t kept = cells();
  ASSERT_GT(kept, 0u);
  ASSERT_LT(kept, cellsOf(longPlan()).size());
  std::map<CellId, const void*> rows;
  for (const auto& [id, cell] : measured()->cells) rows[id] = cell.rows.get();
  ComparisonPlan plan = quickPlan();
  plan.seeds = 3;
  compare(plan);
  size_t same = 0;
  for (const CellId& id : cellsOf(plan)) {
    ASSERT_EQ(measured()->cells.count(id), 1u) << cellText(id);
    if (rows.count(id) == 0) continue;
    ++same;
    EXPECT_EQ(measured()->cells.at(id).rows.get(), rows[id]) << cellText(id) << " was computed again";
  }
  EXPECT_GT(same, 0u);
}

TEST_F(WorthPageTest, APointLeadsToItsConfusionAndACellToItsPoints) {
  openDigits();
  compare();
  clickPoint({"random", 10});
  ASSERT_TRUE(isShown("confusion"));
  EXPECT_FALSE(isShown("tested"));
  ASSERT_FALSE(page->confusion()->showsWords());
  EXPECT_EQ(view()->chosen(), (std::optional<AccuracyPlace>({"random", 10})));
  const DatasetPtr held = (*measured()->pools)[0].test, train = (*measured()->pools)[0].train;
  const auto seed = page->confusion()->seeds()->currentData().toULongLong();
  const Cell& cell = measured()->cells.at({"random", {0, 10}, seed, "1-nn"});
  const ConfusionMatrix& matrix = page->confusion()->view()->matrix();
  EXPECT_NEAR(matrix.accuracy(), cell.accuracy, 1e-12);
  EXPECT_EQ(page->confusion()->seeds()->count(), 2);

  // The largest mistake.
  ConfusionCell worst{0, 1};
  for (int truth = 0; truth < matrix.classes; ++truth)
    for (int taken = 0; taken < matrix.classes; ++taken)
      if (truth != taken && matrix.count(truth, taken) > matrix.count(worst.first, worst.second))
        worst = {truth, taken};
  ASSERT_GT(matrix.count(worst.first, worst.second), 0);
  QTest::mouseClick(page->confusion()->view(), Qt::LeftButton, {},
                    page->confusion()->view()->placeOf(worst).center().toPoint());
  ASSERT_TRUE(isShown("tested"));
  ASSERT_TRUE(eventually([&] { return !page->tested()->points().empty(); }));
  EXPECT_EQ(std::ssize(page->tested()->points()), matrix.count(worst.first, worst.second));
  for (const ConfusedPoint& point : page->tested()->points()) {
    EXPECT_EQ(held->labels[static_cast<size_t>(point.row)], worst.first);
    ASSERT_EQ(point.exemplars.size(), 5u);
    for (const int64_t row : point.exemplars)
      EXPECT_TRUE(std::binary_search(cell.rows->begin(), cell.rows->end(), row));
    EXPECT_EQ(train->labels[static_cast<size_t>(point.exemplars[0])], worst.second)
        << "1-nn: the nearest says";
  }
  // A picture's point can be inspected on the other pages.
  const int64_t row = page->tested()->points()[0].row;
  emit page->tested()->testedClicked(row);
  EXPECT_EQ(window.session()->dataset()->sourceRow(window.session()->inspected()), held->sourceRow(row));
}

TEST_F(WorthPageTest, AnotherSeedAndAnotherClassifierAreOtherMatrices) {
  openDigits();
  compare();
  clickPoint({"random", 10});
  ASSERT_TRUE(isShown("confusion"));
  const std::vector<int64_t> before = page->confusion()->view()->matrix().counts;
  QComboBox* seeds = page->confusion()->seeds();
  seeds->setCurrentIndex(1 - seeds->currentIndex());
  emit seeds->activated(seeds->currentIndex());
  EXPECT_NE(page->confusion()->view()->matrix().counts, before);
  page->accuracy()->setClassifier("softmax");
  EXPECT_FALSE(isShown("confusion")) << "it was of the other classifier";
  EXPECT_FALSE(view()->chosen().has_value());
}

TEST_F(WorthPageTest, ItGoesOnWhenAnotherDatasetIsOpenedAndKeepsEachOnesResults) {
  openDigits();
  const DatasetPtr digits = window.session()->dataset();
  page->form()->setPlan(longPlan());
  pressStart();
  ASSERT_TRUE(eventually([&] { return cells() > 0; }));
  open("blobs");
  ASSERT_NE(window.session()->dataset(), digits);
  EXPECT_NE(comparisons->working(), nullptr) << "it is of the digits, and goes on";
  EXPECT_TRUE(page->accuracy()->showsWords()) << "nothing was measured of these";
  EXPECT_TRUE(eventually([&] { return page->form()->bar()->hint().contains("digits"); }))
      << page->form()->bar()->hint().toStdString();
  pressStart();  // Stop
  ASSERT_TRUE(comparedAll());
  const size_t kept = comparisons->measured(digits)->cells.size();
  EXPECT_GT(kept, 0u);
  compare();
  EXPECT_EQ(cells(), cellsOf(quickPlan()).size());
  EXPECT_EQ(comparisons->measured(digits)->cells.size(), kept);
  openDigits();
  EXPECT_FALSE(page->accuracy()->showsWords());
  EXPECT_EQ(cells(), kept);
}

TEST_F(WorthPageTest, AnInteractiveRunGoesOnBesideIt) {
  openDigits();
  page->form()->setPlan(longPlan());
  pressStart();
  ASSERT_NE(finish(), nullptr);
  EXPECT_NE(window.session()->run(0), nullptr);
  comparisons->stop();
  EXPECT_TRUE(comparedAll());
}

TEST_F(WorthPageTest, WhatCannotBeComparedIsSaidInTheBanner) {
  openDigits();
  ComparisonPlan plan = quickPlan();
  plan.budgets = {{0, 100000}};
  page->form()->setPlan(plan);
  pressStart();
  ASSERT_TRUE(comparedAll());
  EXPECT_TRUE(window.banner()->isVisible());
  EXPECT_TRUE(window.banner()->text().contains("100000")) << window.banner()->text().toStdString();
  EXPECT_EQ(cells(), 0u);
  EXPECT_TRUE(page->accuracy()->showsWords());
}

TEST_F(WorthPageTest, ClosingSaysOnceWhatWouldBeLost) {
  openDigits();
  compare();
  EXPECT_FALSE(window.close());
  EXPECT_TRUE(window.banner()->text().contains("Worth")) << window.banner()->text().toStdString();
  EXPECT_TRUE(window.close());
}

TEST_F(WorthPageTest, CellsAreSavedAndOpenedAndLookedIntoAgain) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("digits.cells"), csv = folder.filePath("table.csv");
  openDigits();
  compare();
  const size_t all = cells();
  clickPoint({"random", 10});
  const std::vector<int64_t> counts = page->confusion()->view()->matrix().counts;
  QSignalSpy written(comparisons, &Comparisons::written);
  comparisons->save(path);
  comparisons->exportTable(csv, quickPlan());
  ASSERT_TRUE(eventually([&] { return written.count() == 2; }));
  EXPECT_FALSE(comparisons->unsaved());
  const std::string table = slurp(csv.toStdString());
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 1 + 2 * 2 * 2 + 2) << table;

  MainWindow other(darkTheme(), false);
  other.resize(1280, 800);
  other.show();
  other.showPage(PageId::Worth);
  other.jobs()->setOptions(window.session()->options());
  QSignalSpy ready(other.controller(), &RunController::datasetReady);
  other.jobs()->open("digits");
  ASSERT_TRUE(eventually([&] { return ready.count() > 0; }));
  other.comparisons()->open(path);
  const auto there = [&] { return other.comparisons()->measured(other.session()->dataset()); };
  ASSERT_TRUE(eventually([&] { return there() && there()->cells.size() == all; }));
  EXPECT_EQ(other.worth()->form()->plan().budgets, quickPlan().budgets);
  EXPECT_FALSE(other.comparisons()->unsaved());
  // A file has no predictions: they are computed again, and are the same.
  AccuracyView* curves = other.worth()->accuracy()->view();
  QTest::mouseClick(curves, Qt::LeftButton, {}, curves->positionOf({"random", 10}).toPoint());
  EXPECT_TRUE(other.worth()->confusion()->showsWords());
  ASSERT_TRUE(eventually([&] { return !other.worth()->confusion()->showsWords(); }));
  EXPECT_EQ(other.worth()->confusion()->view()->matrix().counts, counts);
  EXPECT_TRUE(other.close()) << "all of it is in the file";
}

TEST_F(WorthPageTest, CellsOfOtherDataAreRefused) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("digits.cells");
  openDigits();
  compare();
  QSignalSpy written(comparisons, &Comparisons::written);
  comparisons->save(path);
  ASSERT_TRUE(eventually([&] { return written.count() == 1; }));
  open("blobs");
  comparisons->open(path);
  ASSERT_TRUE(eventually([&] { return window.banner()->isVisible(); }));
  EXPECT_EQ(cells(), 0u);
  EXPECT_TRUE(window.banner()->text().contains("digits")) << window.banner()->text().toStdString();
}

}  // namespace
}  // namespace adapsne
