// SPDX-License-Identifier: GPL-3.0-or-later
// The Edit menu: undo and redo of options and selections, finding an option.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>

#include "app/actions.h"
#include "app/undo.h"
#include "tests/app/window_fixture.h"
#include "views/map_pair.h"
#include "views/option_field.h"
#include "views/options_form.h"
#include "views/run_bar.h"
#include "views/search_line.h"

namespace adapsne {
namespace {

struct EditingTest : WindowFixture {
  OptionsForm* form = window.options()->form();
  UndoStack::Clock::time_point now;  ///< Stands still unless a test moves it.

  void SetUp() override {
    WindowFixture::SetUp();
    window.undoStack()->setClock([this] { return now; });
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    ASSERT_NE(QApplication::focusWidget(), nullptr);
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
  }
  /// Focuses the option's editor and types over what is there, without leaving it.
  void type(const std::string& option, const QString& text) {
    form->reveal(option);
    press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), text);
  }
  void enter(const std::string& option, const QString& text) {
    type(option, text);
    press(Qt::Key_Return);
  }
  QString undoText() const { return window.actions()->undo->text(); }
  QString redoText() const { return window.actions()->redo->text(); }
};

TEST_F(EditingTest, OptionsAreUndoneAndRedoneByTheKeyboard) {
  EXPECT_FALSE(window.actions()->undo->isEnabled());
  EXPECT_EQ(undoText(), "Undo");
  enter("perplexity", "30");
  enter("seed", "9");
  EXPECT_EQ(undoText(), "Undo Seed: 1 to 9");
  press(Qt::Key_Z, Qt::ControlModifier);  // the focus is still in the field
  EXPECT_EQ(form->options().seed, 1u);
  EXPECT_EQ(form->field("seed")->shownText(), "1");
  EXPECT_EQ(undoText(), "Undo Target perplexity: guided to 30");
  EXPECT_EQ(redoText(), "Redo Seed: 1 to 9");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(form->options().perplexity, 0);
  EXPECT_FALSE(window.actions()->undo->isEnabled());
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_EQ(form->options().perplexity, 30);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(form->options().seed, 9u);
  EXPECT_FALSE(window.actions()->redo->isEnabled());
}

TEST_F(EditingTest, AMethodIsOneStepThatBringsBackAllItChanged) {
  enter("perplexity", "12");
  const Options before = form->options();
  form->methodBox()->setFocus();
  press(Qt::Key_Down);
  press(Qt::Key_Down);
  ASSERT_EQ(form->options().method, "nms-edge");
  const Options after = form->options();
  while (undoText().startsWith("Undo Method")) press(Qt::Key_Z, Qt::ControlModifier);
  for (const OptionSpec& spec : schema())
    EXPECT_EQ(optionText(form->options(), spec), optionText(before, spec)) << spec.name;
  EXPECT_EQ(form->methodBox()->currentText(), "AdapSNE");
  while (window.actions()->redo->isEnabled()) press(Qt::Key_Y, Qt::ControlModifier);
  for (const OptionSpec& spec : schema())
    EXPECT_EQ(optionText(form->options(), spec), optionText(after, spec)) << spec.name;
}

TEST_F(EditingTest, QuickEditsOfOneFieldAreOneStep) {
  form->reveal("scale");
  press(Qt::Key_Down);
  now += UndoStack::kMergeTime;
  press(Qt::Key_Down);
  EXPECT_EQ(undoText(), "Undo Scale: auto to standardize");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(form->field("scale")->shownText(), "auto");
  EXPECT_FALSE(window.actions()->undo->isEnabled());
}

TEST_F(EditingTest, AnotherFieldOrAPauseBeginsAnotherStep) {
  form->reveal("scale");
  press(Qt::Key_Down);
  form->reveal("metric");
  press(Qt::Key_Down);
  form->reveal("scale");
  press(Qt::Key_Down);
  now += UndoStack::kMergeTime + std::chrono::milliseconds(1);
  press(Qt::Key_Down);
  for (const char* expected : {"Undo Scale: standardize to max", "Undo Scale: none to standardize",
                               "Undo Metric: euclidean to cosine", "Undo Scale: auto to none"}) {
    EXPECT_EQ(undoText().toStdString(), expected);
    press(Qt::Key_Z, Qt::ControlModifier);
  }
  EXPECT_FALSE(window.actions()->undo->isEnabled());
}

TEST_F(EditingTest, AFieldKeepsItsOwnUndoUntilItsTextIsApplied) {
  for (const char* option : {"seed", "perplexity"}) {  // a line, and the line of an editable box
    enter(option, "41");
    type(option, "4");
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(form->field(option)->shownText(), "41") << "the typing is taken back, not the step";
    EXPECT_TRUE(window.actions()->undo->isEnabled());
    press(Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(form->field(option)->shownText(), "4");
    press(Qt::Key_Z, Qt::ControlModifier);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NE(form->field(option)->shownText(), "41") << "now the step is";
    EXPECT_FALSE(window.actions()->undo->isEnabled());
  }
}

TEST_F(EditingTest, UndoDuringARunIsAnEdit) {
  startEndless();
  enter("exaggeration", "20");
  enter("iterations", "900000");
  EXPECT_TRUE(window.options()->runBar()->hint().contains("re-runs from Embedding"));
  window.explore()->map()->setFocus();
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(controller->running()->options.embedding.iterations, 1000000) << "a live option reaches the job";
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(window.options()->runBar()->hint().contains("re-runs from"));
  EXPECT_EQ(controller->state(), RunController::State::Running);
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_TRUE(window.options()->runBar()->hint().contains("re-runs from Embedding"));
  EXPECT_EQ(controller->state(), RunController::State::Running);
  press(Qt::Key_Escape);
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(EditingTest, UndoReadsTheDatasetAgainWhereItMust) {
  open("blobs");
  enter("points", "120");
  ASSERT_TRUE(eventually([&] { return controller->dataset()->points == 120 && !controller->busy(); }));
  EXPECT_EQ(undoText(), "Undo Points: 250 to 120") << "opening forgets nothing";
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(eventually([&] { return controller->dataset()->points == 250 && !controller->busy(); }));
}

TEST_F(EditingTest, AllOptionsAreResetInOneStep) {
  EXPECT_FALSE(window.actions()->resetOptions->isEnabled());
  enter("seed", "9");
  enter("ratio", "0.3");
  EXPECT_TRUE(window.actions()->resetOptions->isEnabled());
  window.actions()->resetOptions->trigger();
  EXPECT_FALSE(window.actions()->resetOptions->isEnabled());
  EXPECT_EQ(form->options().seed, 1u);
  EXPECT_EQ(undoText(), "Undo Reset All Options");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(form->options().seed, 9u);
  EXPECT_EQ(form->options().sampling.ratio, 0.3);
}

TEST_F(EditingTest, OptionsThatNoRunAcceptsAreSaidWhenARunIsAskedFor) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  Options options = window.session()->options();
  options.sampling.count = 100000;
  window.session()->setOptions(options);
  options.sampling.count = 0;
  options.sampling.classes = ClassPolicy::Given;
  options.sampling.classBudget = "class";
  window.session()->setOptions(options);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return window.banner()->isVisible(); }));
  EXPECT_TRUE(window.banner()->text().contains("Class budget")) << window.banner()->text().toStdString();
}

TEST_F(EditingTest, SelectionsAreSteps) {
  open("blobs");
  EXPECT_FALSE(window.actions()->selectAll->isEnabled());
  ASSERT_NE(finish(), nullptr);
  MapPair* maps = window.explore()->maps();
  MapView* map = window.explore()->map();
  map->setFocus();
  const QPoint at = map->screenPosition(17).toPoint();
  QTest::mouseMove(map, at);
  QMouseEvent hover(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(map, &hover);
  QTest::mouseClick(map, Qt::LeftButton, Qt::ShiftModifier, at);
  const Selection one = maps->selection();
  ASSERT_EQ(one.count(), 1);
  EXPECT_EQ(undoText(), "Undo Selected points: none to 1");
  press(Qt::Key_I, Qt::ControlModifier);
  EXPECT_EQ(maps->selection(), one.inverted(250));
  press(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(maps->selection().count(), 250);
  press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_TRUE(maps->selection().empty());
  EXPECT_EQ(undoText(), "Undo Selected points: 250 to none");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(maps->selection().count(), 250);
  press(Qt::Key_Z, Qt::ControlModifier);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(maps->selection(), one);
  EXPECT_TRUE(window.actions()->clearSelection->isEnabled());
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(maps->selection().empty());
  EXPECT_FALSE(window.actions()->undo->isEnabled());
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_EQ(maps->selection(), one);
}

TEST_F(EditingTest, AnotherDatasetDropsTheSelectionsStepsAlone) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  enter("ratio", "0.3");
  window.explore()->map()->setFocus();
  press(Qt::Key_A, Qt::ControlModifier);
  enter("seed", "9");  // the blobs are made by the seed: other points
  ASSERT_TRUE(eventually([&] { return controller->dataset()->points == 250 && !controller->busy(); }));
  ASSERT_TRUE(window.explore()->maps()->selection().empty());
  EXPECT_EQ(undoText(), "Undo Seed: 1 to 9");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(undoText().toStdString(), "Undo Ratio: 0.05 to 0.3");
  EXPECT_TRUE(window.explore()->maps()->selection().empty());
  ASSERT_TRUE(eventually([&] { return !controller->busy(); }));
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(window.actions()->undo->isEnabled());
  press(Qt::Key_Y, Qt::ControlModifier);
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_EQ(form->options().seed, 9u);
  EXPECT_FALSE(window.actions()->redo->isEnabled());
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(EditingTest, OptionsFromOutsideForgetTheSteps) {
  enter("seed", "9");
  window.jobs()->setOptions(quickOptions());
  EXPECT_FALSE(window.actions()->undo->isEnabled());
}

TEST_F(EditingTest, FindingAnOptionBringsItsPanelBack) {
  startEndless();
  ASSERT_TRUE(window.reveal("options"));
  for (QWidget* panel = form; panel; panel = panel->parentWidget())
    if (panel->objectName() == "options") panel->hide();
  EXPECT_FALSE(form->isVisible());
  window.explore()->map()->setFocus();
  press(Qt::Key_F, Qt::ControlModifier);
  ASSERT_TRUE(form->searchLine()->isVisible());
  EXPECT_TRUE(form->searchLine()->hasFocus());
  QTest::keyClicks(form->searchLine(), "final momentum");
  EXPECT_TRUE(form->field("final-momentum")->isVisible());
  press(Qt::Key_Escape);
  EXPECT_EQ(controller->state(), RunController::State::Running) << "Esc belongs to the search";
  EXPECT_TRUE(window.explore()->map()->hasFocus());
  EXPECT_FALSE(form->field("final-momentum")->isVisible());
  press(Qt::Key_Escape);
  EXPECT_TRUE(eventually([&] { return !controller->busy(); }));
}

TEST_F(EditingTest, TheMenuStandsBetweenFileAndView) {
  QStringList titles;
  for (const QAction* menu : window.menuBar()->actions()) titles << menu->text();
  EXPECT_EQ(titles, (QStringList{"&File", "&Edit", "&Point", "&View", "&Run", "&Window", "&Help"}));
  const auto edit = window.menuBar()->actions()[1]->menu()->actions();
  for (QAction* action : {window.actions()->undo, window.actions()->redo, window.actions()->selectAll,
                          window.actions()->invertSelection, window.actions()->clearSelection,
                          window.actions()->findOption, window.actions()->resetOptions})
    EXPECT_TRUE(edit.contains(action)) << action->text().toStdString();
}

}  // namespace
}  // namespace adapsne
