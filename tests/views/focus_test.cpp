// SPDX-License-Identifier: GPL-3.0-or-later
// Where Tab leads, and whether it shows.
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include <QApplication>
#include <QScrollArea>
#include <QTest>
#include <QVBoxLayout>

#include "core/pipeline/measures.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tab_walk.h"
#include "tests/support/tiny_data.h"
#include "views/accelerator_view.h"
#include "views/banner.h"
#include "views/comparison_table.h"
#include "views/convergence_view.h"
#include "views/dataset_panel.h"
#include "views/entropy_view.h"
#include "views/fireworks_view.h"
#include "views/iteration_bar.h"
#include "views/options_form.h"
#include "views/point_panel.h"
#include "views/run_bar.h"
#include "views/run_list.h"
#include "views/summary_panel.h"

namespace adapsne {
namespace {

/// A window with the program's palette and style sheet, for as long as it lives.
class ThemedWindow {
 public:
  ThemedWindow(const Theme& theme, QWidget* content, QSize size) : palette_(QApplication::palette()) {
    QApplication::setPalette(themePalette(theme));
    qApp->setStyleSheet(themeStyleSheet(theme));
    auto* layout = new QVBoxLayout(&window_);
    layout->addWidget(content);
    window_.resize(size);
    window_.show();
    window_.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
  }
  ~ThemedWindow() {
    qApp->setStyleSheet({});
    QApplication::setPalette(palette_);
  }

  /// The widgets that Tab stops at, once around; each must look different while it has the focus.
  std::vector<QWidget*> walk() { return walkByTab(&window_); }

 private:
  QPalette palette_;
  QWidget window_;
};

RunPtr quickRun() {
  static const RunPtr run =
      test::runOnce(test::clusteredDataset(120, 8, 1), test::quickOptions("adapsne-edge"));
  return run;
}

struct FocusTest : ::testing::TestWithParam<bool> {
  Theme theme = GetParam() ? darkTheme() : lightTheme();
};

TEST_P(FocusTest, OptionsShowIt) {
  auto* form = new OptionsForm(theme);
  ThemedWindow window(theme, form, {340, 700});
  EXPECT_GT(window.walk().size(), 20u);
}

TEST_P(FocusTest, OptionsWithFlagsShowIt) {
  auto* form = new OptionsForm(theme);
  form->reveal("subtract-nearest");
  ThemedWindow window(theme, form, {340, 700});
  const std::vector<QWidget*> stops = window.walk();
  EXPECT_TRUE(std::any_of(stops.begin(), stops.end(),
                          [](const QWidget* stop) { return stop->inherits("QCheckBox"); }));
}

TEST_P(FocusTest, FireworksShowIt) {
  auto* view = new FireworksView(theme);
  ThemedWindow window(theme, view, {700, 400});
  EXPECT_TRUE(window.walk().empty()) << "there is nothing to play";
  RunControl control(1);
  const RunPtr run = quickRun();
  view->setScene(
      fireworksScene({run->graph.get(), run->sigma.get(), run->options.search, 1}, {}, 11, control));
  const std::vector<QWidget*> stops = window.walk();
  EXPECT_GE(stops.size(), 4u);
  EXPECT_NE(std::find(stops.begin(), stops.end(), view), stops.end())
      << "arrows and space act in the picture";
}

TEST_P(FocusTest, RunsShowIt) {
  auto* list = new RunList(theme);
  ThemedWindow window(theme, list, {420, 300});
  window.walk();
  RunRow row;
  row.id = 1;
  row.name = "one";
  row.detail = "120 points";
  row.color = Qt::blue;
  list->setRows({row});
  window.walk();
  list->select(1);
  EXPECT_GE(window.walk().size(), 5u);
}

/// What does nothing on keys is no stop.
TEST_P(FocusTest, ChartsAndTablesAreNoStops) {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  auto* entropy = new EntropyView(theme);
  entropy->setRun(quickRun());
  auto* table = new ComparisonTable(theme);
  table->setRuns(quickRun(), quickRun());
  auto* convergence = new ConvergenceView(theme);
  for (QWidget* widget : std::initializer_list<QWidget*>{entropy, table, convergence})
    layout->addWidget(widget);
  ThemedWindow window(theme, content, {600, 900});
  EXPECT_TRUE(window.walk().empty());
}

TEST_P(FocusTest, TheOtherPanelsShowIt) {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  auto* dataset = new DatasetPanel(theme);
  dataset->showDataset(quickRun()->dataset, "blobs");
  auto* bar = new IterationBar(theme);
  bar->setMarks({{0, 20}, {10, 20}, {20, 20}}, false);
  auto* banner = new Banner(theme);
  banner->showError("here", "something is wrong.", "Mend it.");
  banner->setAction("Again");
  auto* run = new RunBar(theme);
  run->setButton("Run", true, "");
  auto* summary = new SummaryPanel(theme);
  for (QWidget* widget : std::initializer_list<QWidget*>{dataset, bar, banner, run, summary})
    layout->addWidget(widget);
  ThemedWindow window(theme, content, {700, 800});
  EXPECT_GE(window.walk().size(), 10u);
}

TEST_P(FocusTest, KnobsShowIt) {
  auto* view = new AcceleratorView(theme);
  view->showRun(quickRun());
  ThemedWindow window(theme, view, {1200, 500});
  EXPECT_GT(window.walk().size(), 20u);
}

INSTANTIATE_TEST_SUITE_P(BothThemes, FocusTest, testing::Bool(),
                         [](const auto& info) { return info.param ? "Dark" : "Light"; });

}  // namespace
}  // namespace adapsne
