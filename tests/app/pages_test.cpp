// SPDX-License-Identifier: GPL-3.0-or-later
// The window's pages and their panels: which page is shown, what takes room, what is detached.
#include <algorithm>

#include <QAction>
#include <QImage>
#include <QLabel>
#include <QMenuBar>

#include "app/actions.h"
#include "app/comparisons.h"
#include "app/dock.h"
#include "tests/app/window_fixture.h"
#include "views/accelerator_view.h"
#include "views/candidate_grid.h"
#include "views/dataset_panel.h"
#include "views/entropy_view.h"
#include "views/gallery_panel.h"
#include "views/iteration_bar.h"
#include "views/map_pair.h"
#include "views/option_field.h"

namespace adapsne {
namespace {

struct PagesTest : WindowFixture {
  Dock* panel(const QString& name) {
    for (PanelHost* host : window.hosts()) {
      if (Dock* dock = host->panel(name)) return dock;
    }
    return nullptr;
  }
};

TEST_F(PagesTest, AreTurnedToByTheirKeysAndTheStrip) {
  EXPECT_EQ(window.page()->id(), PageId::Explore);
  for (const PageInfo& page : pageTable()) {
    window.actions()->page(page.id)->trigger();
    EXPECT_EQ(window.page()->id(), page.id);
    EXPECT_TRUE(window.actions()->page(page.id)->isChecked());
    EXPECT_TRUE(window.page()->isVisible());
  }
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
  EXPECT_EQ(window.page()->id(), PageId::Guide);
  EXPECT_TRUE(panel("options")->isVisible()) << "data and options stand beside every page";
}

TEST_F(PagesTest, EveryPanelOfTheTableIsThereAndRevealedByItsName) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  for (const PanelInfo& info : panelTable()) {
    ASSERT_NE(panel(info.name), nullptr) << info.name;
    EXPECT_TRUE(window.reveal(info.name)) << info.name;
    if (info.page) {
      EXPECT_EQ(window.page()->id(), *info.page) << info.name;
    }
  }
  EXPECT_FALSE(window.reveal("no such panel"));
}

TEST_F(PagesTest, APanelThatHasNothingToSayTakesNoRoom) {
  for (const char* name : {"inspector", "gallery", "table", "summary", "runs"})
    EXPECT_FALSE(panel(name)->isVisible()) << name;
  EXPECT_FALSE(window.explore()->iterations()->isVisible());
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  EXPECT_FALSE(panel("inspector")->isHidden());
  EXPECT_FALSE(panel("gallery")->isHidden());
  EXPECT_FALSE(panel("summary")->isHidden());
  EXPECT_FALSE(panel("runs")->isHidden());
  EXPECT_TRUE(panel("table")->isHidden()) << "there is nothing to compare";
  QSignalSpy finished(controller, &RunController::finished);
  window.jobs()->compare();
  ASSERT_TRUE(eventually([&] { return finished.count() == 2; }));
  EXPECT_FALSE(panel("table")->isHidden());
  open("rings");
  for (const char* name : {"inspector", "gallery", "table"}) EXPECT_TRUE(panel(name)->isHidden()) << name;
}

TEST_F(PagesTest, EveryPanelCanBeDetachedAndComesBackWhenItsWindowIsClosed) {
  Options options = quickOptions();
  applyMethod(options, "adapsne");
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  open("blobs", options);
  QSignalSpy finished(controller, &RunController::finished);
  window.jobs()->compare();
  ASSERT_TRUE(eventually([&] { return finished.count() == 2; }));
  ComparisonPlan plan;
  plan.methods = {"random", "stratified"};
  plan.budgets = {{0, 10}};
  plan.classifiers = {"1-nn"};
  plan.seeds = 1;
  window.comparisons()->start(plan);
  ASSERT_TRUE(eventually([&] { return !window.comparisons()->working(); }));
  window.worth()->lookInto(AccuracyPlace{"random", 10});
  window.worth()->lookInto(ConfusionCell{0, 0});
  for (const PanelInfo& info : panelTable()) {
    window.reveal(info.name);
    Dock* dock = panel(info.name);
    dock->setFloating(true);
    ASSERT_TRUE(dock->isWindow()) << info.name;
    EXPECT_TRUE(dock->isVisible()) << info.name;
    dock->close();
    EXPECT_FALSE(dock->isWindow()) << info.name;
    EXPECT_FALSE(dock->isHidden()) << info.name;
  }
}

TEST_F(PagesTest, ClosingTheWindowClosesItsDetachedPanels) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  for (const char* name : {"fireworks", "accelerator"}) {
    window.reveal(name);
    panel(name)->setFloating(true);
  }
  EXPECT_TRUE(window.close());
  for (const char* name : {"fireworks", "accelerator"}) EXPECT_FALSE(panel(name)->isVisible()) << name;
}

TEST_F(PagesTest, ADetachedPanelStaysInSightOnOtherPages) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  window.reveal("fireworks");
  panel("fireworks")->setFloating(true);
  window.showPage(PageId::Explore);
  EXPECT_TRUE(panel("fireworks")->isVisible());
}

TEST_F(PagesTest, ThePanelsAtTheSidesFoldAwayAndComeBack) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  window.actions()->foldLeft->trigger();
  EXPECT_FALSE(panel("options")->isVisible());
  window.actions()->foldRight->trigger();
  EXPECT_TRUE(panel("summary")->isHidden() && panel("runs")->isHidden());
  window.actions()->foldLeft->trigger();
  window.actions()->foldRight->trigger();
  EXPECT_TRUE(panel("options")->isVisible());
  EXPECT_FALSE(panel("summary")->isHidden() || panel("runs")->isHidden());
}

TEST_F(PagesTest, TheMenuNamesPanelsWithTheirAmpersands) {
  QStringList shown;
  for (const QAction* action : window.actions()->windowMenu->actions()) shown << action->text();
  EXPECT_TRUE(shown.contains("Data && options"))
      << "a single & would be eaten: " << shown.join(", ").toStdString();
}

TEST_F(PagesTest, SearchNamesTheRowAndTheRunThatItShows) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  window.session()->inspect(17, true);
  const QString subject = panel("fireworks")->subject();
  EXPECT_TRUE(subject.contains("row 17")) << subject.toStdString();
  EXPECT_TRUE(subject.contains("NMS (idealised)")) << subject.toStdString();
  EXPECT_EQ(window.search()->map()->scene().run, run);
}

TEST_F(PagesTest, HardwareSaysWhoseRunItShows) {
  EXPECT_TRUE(panel("accelerator")->subject().isEmpty());
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  EXPECT_TRUE(panel("accelerator")->subject().contains("NMS (idealised)"))
      << panel("accelerator")->subject().toStdString();
  EXPECT_TRUE(panel("accelerator")->subject().contains("blobs"));
  const int id = window.library()->runs().front().id;
  window.library()->rename(id, "the long one");
  EXPECT_TRUE(panel("accelerator")->subject().contains("the long one"));
}

TEST_F(PagesTest, KnobsAreUndoneAndRedone) {
  AcceleratorView* view = window.hardware()->accelerator();
  const int rows = view->configuration().rows;
  view->setKnobText("rows", "32");
  ASSERT_EQ(view->configuration().rows, 32);
  EXPECT_TRUE(window.actions()->undo->text().contains("32")) << window.actions()->undo->text().toStdString();
  window.actions()->undo->trigger();
  EXPECT_EQ(view->configuration().rows, rows);
  EXPECT_EQ(view->field("rows")->shownText(), QString::number(rows));
  window.actions()->redo->trigger();
  EXPECT_EQ(view->configuration().rows, 32);
  view->setKnobText("rows", "many");
  window.actions()->undo->trigger();
  EXPECT_EQ(view->configuration().rows, rows) << "what was refused is no step";
  view->applyPreset("tiny");
  window.actions()->undo->trigger();
  EXPECT_EQ(view->configuration().preset, "edge");
}

TEST_F(PagesTest, TheGuideShowsEveryCandidatesMap) {
  Options options = quickOptions();
  applyMethod(options, "adapsne");
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  open("blobs", options);
  ASSERT_NE(finish(), nullptr);
  EXPECT_EQ(window.guide()->candidates()->cells(), 4) << "three that were tried, and the one that was chosen";
}

TEST_F(PagesTest, CandidatesHaveTheirShareAlsoBesideAComparison) {
  Options options = quickOptions();
  applyMethod(options, "adapsne");
  options.guidance.candidates = 3;
  options.guidance.iterations = 10;
  window.showPage(PageId::Guide);
  open("blobs", options);
  window.jobs()->compare();
  ASSERT_TRUE(eventually([&] { return !controller->busy() && window.session()->run(1); }));
  const int candidates = panel("candidates")->width(), convergence = panel("convergence")->width();
  EXPECT_GT(candidates, convergence) << "convergence was there first, and alone";
}

TEST_F(PagesTest, WhereThereIsNothingToSeeWordsSayWhatComesFirst) {
  const auto expectWords = [&](const QString& words, const char* state) {
    EXPECT_TRUE(window.search()->map()->accessibleDescription().contains(words)) << state;
    const auto labels = window.hardware()->accelerator()->findChildren<QLabel*>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
      return label->text().contains(words);
    })) << state;
  };
  expectWords("Open a dataset", "empty");
  EXPECT_TRUE(window.guide()->entropy()->sentence().contains("Open a dataset"));
  Options options = endlessOptions();
  options.perplexity = 0;
  open("blobs", options);
  expectWords("Press Run", "loaded");
  EXPECT_TRUE(window.guide()->entropy()->sentence().contains("Press Run"));
  options.perplexity = 15;
  window.jobs()->setOptions(options);
  EXPECT_TRUE(window.guide()->entropy()->sentence().contains("fixed at 15"))
      << window.guide()->entropy()->sentence().toStdString();
  startEndless();
  expectWords("A run is in progress", "running");
}

TEST_F(PagesTest, MutedClassesAreTheSameOnEveryMap) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  const auto classes = static_cast<size_t>(controller->dataset()->classes());
  std::vector<uint8_t> first(classes, 0);
  first[0] = 1;
  window.explore()->maps()->setMuted(first);
  EXPECT_EQ(window.search()->map()->scene().muted, first);

  window.showPage(PageId::Search);
  emit window.search()->map()->classClicked(1, false);
  std::vector<uint8_t> both = first;
  both[1] = 1;
  EXPECT_EQ(window.explore()->maps()->muted(), both);
  EXPECT_EQ(window.search()->map()->scene().muted, both);
  emit window.search()->map()->classClicked(2, true);
  EXPECT_EQ(window.explore()->maps()->muted()[2], 0);
  EXPECT_EQ(window.explore()->maps()->muted()[1], 1);

  open("rings");
  EXPECT_TRUE(window.search()->map()->scene().muted.empty()) << "other classes";
}

TEST_F(PagesTest, ThePictureIsOfTheMapThatIsShown) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  const QTemporaryDir folder;
  QSignalSpy written(window.exporter(), &Exporter::written);
  const auto sizeOfPicture = [&](const char* name) {
    written.clear();
    window.exporter()->exportPicture(folder.filePath(name));
    return eventually([&] { return written.count() > 0; }) ? QImage(folder.filePath(name)).size() : QSize();
  };
  const QSize explored = window.explore()->map()->size();
  EXPECT_EQ(sizeOfPicture("explore.png"), 2 * explored);
  window.showPage(PageId::Search);
  QTest::qWait(50);
  ASSERT_NE(window.search()->map()->size(), explored);
  EXPECT_EQ(sizeOfPicture("search.png"), 2 * window.search()->map()->size());
  EXPECT_TRUE(eventually([&] { return window.actions()->exportPicture->isEnabled(); }));
  window.showPage(PageId::Hardware);
  EXPECT_TRUE(eventually([&] { return !window.actions()->exportPicture->isEnabled(); }))
      << "no map is shown there";
  window.showPage(PageId::Explore);
  EXPECT_TRUE(eventually([&] { return window.actions()->exportPicture->isEnabled(); }));
}

TEST_F(PagesTest, TheGalleryShowsExemplarsAndThenWhatIsSelected) {
  open("blobs");
  const RunPtr run = finish();
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(window.explore()->gallery()->rows(), run->subset->rows);
  window.explore()->maps()->select(Selection().combined({3, 9}, run->dataset->points, SelectMode::Replace));
  EXPECT_EQ(window.explore()->gallery()->rows(), (std::vector<int64_t>{3, 9}));
}

TEST_F(PagesTest, ColoursOfAPartFollowTheThemeWhenItIsChanged) {
  const auto warnings = [&] {
    for (const auto* label : window.options()->data()->findChildren<QLabel*>()) {
      if (label->palette().color(QPalette::WindowText) == window.session()->theme().warning) return true;
    }
    return false;
  };
  EXPECT_TRUE(warnings());
  window.actions()->lightTheme->trigger();
  EXPECT_FALSE(window.session()->theme().dark);
  EXPECT_TRUE(warnings()) << "the application's palette must not come after the part's own";
}

TEST_F(PagesTest, F10OpensTheMenus) {
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  QTest::keyClick(&window, Qt::Key_F10);
  EXPECT_NE(window.menuBar()->activeAction(), nullptr);
}

}  // namespace
}  // namespace adapsne
