// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/options_form.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "core/pipeline/presets.h"
#include "views/option_field.h"
#include "views/option_section.h"
#include "views/search_line.h"

namespace adapsne {
namespace {

/// Types as a user does: replaces the text and leaves with Enter.
void enterText(OptionField* field, const QString& text) {
  auto* line = qobject_cast<QLineEdit*>(field->editor());
  if (auto* combo = qobject_cast<QComboBox*>(field->editor())) line = combo->lineEdit();
  ASSERT_NE(line, nullptr);
  line->selectAll();
  QTest::keyClicks(line, text);
  QTest::keyClick(line, Qt::Key_Return);
}

struct OptionsFormTest : ::testing::Test {
  OptionsForm form{darkTheme()};
  QSignalSpy changed{&form, &OptionsForm::optionsChanged};

  void show() {
    form.resize(330, 500);
    form.show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&form));
  }
  void type(const QString& text) {
    form.searchLine()->begin();
    QTest::keyClicks(form.searchLine(), text);
  }
  QStringList visibleOptions() const {
    QStringList names;
    for (const OptionSpec& spec : schema()) {
      const QWidget* row = form.field(spec.name);
      if (row && row->isVisible()) names << QString::fromStdString(spec.name);
    }
    return names;
  }
  QLabel* noMatch() const {
    for (QLabel* label : form.findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains("No option matches")) return label;
    return nullptr;
  }
};

TEST_F(OptionsFormTest, EveryOptionOfTheSchemaHasAFieldThatShowsItsValue) {
  for (const OptionSpec& spec : schema()) {
    if (spec.name == "method") continue;
    const OptionField* field = form.field(spec.name);
    ASSERT_NE(field, nullptr) << spec.name;
    EXPECT_EQ(field->shownText().toStdString(), optionText(form.options(), spec)) << spec.name;
    EXPECT_FALSE(field->editor()->accessibleName().isEmpty()) << spec.name;
    const QString tip = field->editor()->toolTip();
    EXPECT_TRUE(tip.contains(QString::fromStdString(spec.help).toHtmlEscaped())) << spec.name;
    EXPECT_TRUE(tip.contains(QString::fromStdString(optionRange(spec)).toHtmlEscaped())) << spec.name;
    EXPECT_TRUE(tip.contains(QString::fromStdString(spec.unit))) << spec.name;
    EXPECT_TRUE(tip.contains("--" + QString::fromStdString(spec.name))) << spec.name;
    EXPECT_TRUE(tip.contains(field->mark())) << spec.name;
    EXPECT_TRUE(field->editor()->accessibleDescription().contains(field->mark())) << spec.name;
    EXPECT_FALSE(field->resetButton()->accessibleName().isEmpty()) << spec.name;
  }
  EXPECT_EQ(form.methodBox()->count(), static_cast<int>(presets().size()));
}

TEST_F(OptionsFormTest, EveryOptionCanBeBroughtIntoView) {
  show();
  type("no such thing");
  for (const OptionSpec& spec : schema()) {
    if (spec.name == "method") continue;
    form.reveal(spec.name);
    const QWidget* editor = form.field(spec.name)->editor();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !editor->visibleRegion().isEmpty(); })) << spec.name;
  }
}

TEST_F(OptionsFormTest, ValidTextIsAppliedAndSaidOnce) {
  enterText(form.field("iterations"), "321");
  EXPECT_EQ(form.options().embedding.iterations, 321);
  EXPECT_EQ(changed.count(), 1);
}

TEST_F(OptionsFormTest, WordsAreUnderstood) {
  enterText(form.field("perplexity"), "42.5");
  EXPECT_EQ(form.options().perplexity, 42.5);
  enterText(form.field("perplexity"), "guided");
  EXPECT_EQ(form.options().perplexity, 0);
  enterText(form.field("neighbors"), "all");
  EXPECT_EQ(form.options().neighbors, -1);
}

TEST_F(OptionsFormTest, InvalidTextIsRefusedWithTheReasonBelow) {
  OptionField* field = form.field("ratio");
  for (const char* text : {"0", "2", "nan", "much", ""}) {
    enterText(field, text);
    EXPECT_FALSE(field->message().isEmpty()) << text;
    EXPECT_EQ(form.options().sampling.ratio, Options{}.sampling.ratio) << text;
  }
  EXPECT_EQ(changed.count(), 0);
  enterText(field, "2");
  EXPECT_TRUE(field->message().contains("It takes a number above 0 to 1.")) << field->message().toStdString();
  enterText(field, "0.1");
  EXPECT_TRUE(field->message().isEmpty());
  EXPECT_EQ(form.options().sampling.ratio, 0.1);
}

TEST_F(OptionsFormTest, TheResetArrowBringsThePresetBack) {
  OptionField* field = form.field("perplexity");
  EXPECT_FALSE(field->isResettable());
  enterText(field, "12");
  EXPECT_TRUE(field->isResettable());
  field->resetButton()->click();
  EXPECT_EQ(form.options().perplexity, 0);
  EXPECT_FALSE(field->isResettable());
}

TEST_F(OptionsFormTest, TheMethodSetsItsOptionsAndMovesThePreset) {
  enterText(form.field("ratio"), "0.2");
  const int index = form.methodBox()->findData("nms-edge");
  form.methodBox()->setCurrentIndex(index);
  emit form.methodBox()->activated(index);
  EXPECT_EQ(form.options().method, "nms-edge");
  EXPECT_EQ(form.field("perplexity")->shownText().toStdString(), "30");
  EXPECT_EQ(form.field("search")->shownText().toStdString(), "bisection");
  EXPECT_FALSE(form.field("perplexity")->isResettable());
  EXPECT_EQ(form.options().sampling.ratio, 0.2);  // what the preset does not name stays
}

TEST_F(OptionsFormTest, MarksSayWhatAChangeDoes) {
  for (const OptionSpec& spec : schema()) {
    if (spec.name == "method") continue;
    const QString mark = form.field(spec.name)->mark();
    if (spec.live)
      EXPECT_TRUE(mark.startsWith("Live")) << spec.name;
    else
      EXPECT_TRUE(mark.contains(stageTitle(spec.stage))) << spec.name;
  }
}

TEST_F(OptionsFormTest, TheWheelDoesNotTurnABoxThatItScrollsOver) {
  auto* box = qobject_cast<QComboBox*>(form.field("arithmetic")->editor());
  const int before = box->currentIndex();
  QWheelEvent wheel({5, 5}, box->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(box, &wheel);
  EXPECT_EQ(box->currentIndex(), before);
}

TEST_F(OptionsFormTest, AnEditSaysWhatItDid) {
  QSignalSpy edited(&form, &OptionsForm::edited);
  enterText(form.field("perplexity"), "30");
  ASSERT_EQ(edited.count(), 1);
  const auto first = edited[0][0].value<OptionsEdit>();
  EXPECT_EQ(first.key, "perplexity");
  EXPECT_EQ(first.subject, "Target perplexity");
  EXPECT_EQ(first.from, "guided");
  EXPECT_EQ(first.to, "30");
  EXPECT_EQ(first.before.perplexity, 0);
  EXPECT_EQ(first.after.perplexity, 30);

  enterText(form.field("perplexity"), "3e1");
  EXPECT_EQ(edited.count(), 1) << "the same number is no edit";
  EXPECT_EQ(form.field("perplexity")->shownText(), "30");

  form.methodBox()->setFocus();
  QTest::keyClick(form.methodBox(), Qt::Key_Down);
  ASSERT_EQ(edited.count(), 2);
  const auto second = edited[1][0].value<OptionsEdit>();
  EXPECT_EQ(second.subject, "Method");
  EXPECT_EQ(second.from, "AdapSNE");
  EXPECT_EQ(second.to, "AdapSNE (edge)");
  EXPECT_EQ(second.before.perplexity, 30);
  EXPECT_EQ(second.after.perplexity, 0);
  Options options = form.options();
  options.seed = 7;
  form.setOptions(options);
  EXPECT_EQ(edited.count(), 2) << "the program is not the user";
}

TEST_F(OptionsFormTest, AllOptionsCanBeResetButTheMethodStays) {
  EXPECT_FALSE(form.isResettable());
  QSignalSpy edited(&form, &OptionsForm::edited);
  form.resetAll();
  EXPECT_EQ(edited.count(), 0) << "there is nothing to reset";
  Options options = form.options();
  applyMethod(options, "nms-edge");
  options.seed = 7;
  options.sampling.ratio = 0.3;
  form.setOptions(options);
  EXPECT_TRUE(form.isResettable());
  form.resetAll();
  EXPECT_EQ(edited.count(), 1);
  EXPECT_FALSE(form.isResettable());
  EXPECT_EQ(form.options().method, "nms-edge");
  EXPECT_EQ(form.options().perplexity, 30);
  EXPECT_EQ(form.options().seed, Options{}.seed);
  EXPECT_EQ(form.field("ratio")->shownText().toDouble(), Options{}.sampling.ratio);
}

TEST_F(OptionsFormTest, ARefusedTextStaysWhileOtherOptionsChange) {
  enterText(form.field("ratio"), "much");
  Options options = form.options();
  options.seed = 7;
  form.setOptions(options);
  EXPECT_EQ(form.field("ratio")->shownText(), "much");
  EXPECT_FALSE(form.field("ratio")->message().isEmpty());
  EXPECT_TRUE(
      form.field("ratio")->editor()->accessibleDescription().startsWith(form.field("ratio")->message()));
  options.sampling.ratio = 0.3;
  form.setOptions(options);
  EXPECT_EQ(form.field("ratio")->shownText(), "0.3");
  EXPECT_TRUE(form.field("ratio")->message().isEmpty());
}

TEST_F(OptionsFormTest, SearchShowsWhatHasEveryWord) {
  show();
  type("MOMENTUM  final");
  EXPECT_EQ(visibleOptions(), QStringList{"final-momentum"}) << visibleOptions().join(' ').toStdString();
  EXPECT_FALSE(form.methodBox()->isVisible());
  int visibleSections = 0;
  for (const OptionSection* section : form.findChildren<OptionSection*>()) {
    EXPECT_EQ(section->isVisible(), section->isAncestorOf(form.field("final-momentum")));
    visibleSections += section->isVisible();
  }
  EXPECT_EQ(visibleSections, 1);
  EXPECT_EQ(noMatch(), nullptr);

  type("--lowest-perp");  // a command-line name
  EXPECT_EQ(visibleOptions(), QStringList{"lowest-perplexity"});
  type("bhtsne");  // what is said of a word that the option takes
  EXPECT_EQ(visibleOptions(), QStringList{"bisection-start"});
  type("fair comparisons");
  EXPECT_TRUE(form.methodBox()->isVisible());
  EXPECT_TRUE(visibleOptions().isEmpty());
  EXPECT_EQ(noMatch(), nullptr);
}

TEST_F(OptionsFormTest, ClearingTheSearchFoldsBackWhatWasFolded) {
  show();
  const QStringList before = visibleOptions();
  EXPECT_FALSE(before.contains("final-momentum"));
  auto* dataset = qobject_cast<OptionSection*>(form.findChildren<OptionSection*>().front());
  ASSERT_TRUE(dataset->isAncestorOf(form.field("seed")));
  dataset->setExpanded(false);
  const QStringList folded = visibleOptions();
  EXPECT_FALSE(folded.contains("seed"));
  type("momentum seed");
  EXPECT_TRUE(visibleOptions().isEmpty());
  type("seed");
  EXPECT_TRUE(form.field("seed")->isVisible());
  EXPECT_TRUE(form.field("sampler-seeds")->isVisible()) << "under More";
  QTest::keyClick(form.searchLine(), Qt::Key_Escape);
  EXPECT_EQ(visibleOptions(), folded);
  EXPECT_FALSE(dataset->isExpanded());
  EXPECT_TRUE(form.methodBox()->isVisible());
  dataset->setExpanded(true);
  EXPECT_EQ(visibleOptions(), before);
}

TEST_F(OptionsFormTest, EscGivesTheFocusBack) {
  show();
  QWidget* seed = form.field("seed")->editor();
  seed->setFocus();
  type("ratio");
  EXPECT_TRUE(form.searchLine()->hasFocus());
  EXPECT_FALSE(seed->isVisible());
  QTest::keyClick(form.searchLine(), Qt::Key_Escape);
  EXPECT_TRUE(form.searchLine()->text().isEmpty());
  EXPECT_TRUE(seed->hasFocus());
}

TEST_F(OptionsFormTest, ReturnGoesToTheFirstMatch) {
  show();
  type("learning rate");
  QTest::keyClick(form.searchLine(), Qt::Key_Return);
  EXPECT_TRUE(form.field("learning-rate")->editor()->hasFocus());
  QTest::keyClicks(QApplication::focusWidget(), "250");  // over what was there
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  EXPECT_EQ(form.options().embedding.learningRate, 250);
  type("method preset");
  QTest::keyClick(form.searchLine(), Qt::Key_Return);
  EXPECT_TRUE(form.methodBox()->hasFocus());
}

TEST_F(OptionsFormTest, NoMatchIsSaidAndWhatToDo) {
  show();
  type("xyz");
  ASSERT_NE(noMatch(), nullptr);
  EXPECT_TRUE(noMatch()->text().contains("No option matches “xyz”"));
  EXPECT_TRUE(noMatch()->text().contains("Esc shows all options"));
  QTest::keyClick(form.searchLine(), Qt::Key_Return);
  EXPECT_TRUE(form.searchLine()->hasFocus()) << "there is nowhere to go";
  const int width = noMatch()->width();
  type("<b>" + QString(300, 'x'));
  ASSERT_NE(noMatch(), nullptr);
  EXPECT_TRUE(noMatch()->text().contains("&lt;b&gt;xxx"));
  EXPECT_EQ(noMatch()->width(), width) << "a long text widens nothing";
  type("x");
  QTest::keyClick(form.searchLine(), Qt::Key_Backspace);
  EXPECT_EQ(noMatch(), nullptr);
}

TEST_F(OptionsFormTest, TabReachesEverythingFromTheTopDown) {
  show();
  form.resize(330, 4000);                 // no scrolling
  enterText(form.field("ratio"), "0.3");  // its reset arrow appears
  enterText(form.field("final-momentum"), "0.5");
  for (const char* hidden : {"pick", "neighbor-search", "rule", "tolerance", "stall", "allocation"})
    form.reveal(hidden);
  QCoreApplication::processEvents();
  form.searchLine()->setFocus();
  QStringList reached;
  int above = 0;
  const QWidget* last = form.searchLine();
  for (int i = 0; i < 500; ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    const QWidget* stop = QApplication::focusWidget();
    ASSERT_NE(stop, nullptr);
    if (stop == form.searchLine()) break;
    const int top = stop->mapTo(&form, QPoint(0, stop->height() / 2)).y();
    EXPECT_GE(top, above - 3) << stop->accessibleName().toStdString() << " after "
                              << last->accessibleName().toStdString();
    above = top;
    last = stop;
    reached << stop->accessibleName();
  }
  EXPECT_TRUE(form.searchLine()->hasFocus()) << "Tab goes round";
  for (const OptionSpec& spec : schema())
    EXPECT_TRUE(reached.contains(QString::fromStdString(spec.label))) << spec.name;
  EXPECT_TRUE(reached.contains("Reset Ratio"));
  EXPECT_TRUE(reached.contains("Reset Final momentum"));
  EXPECT_FALSE(reached.contains("Reset Seed")) << "it is hidden";
  EXPECT_TRUE(reached.contains("More Dataset options"));
}

TEST_F(OptionsFormTest, TheResetArrowLeavesTheFocusInItsField) {
  show();
  OptionField* field = form.field("seed");
  enterText(field, "12");
  field->resetButton()->setFocus();
  QTest::keyClick(field->resetButton(), Qt::Key_Space);
  EXPECT_EQ(form.options().seed, Options{}.seed);
  EXPECT_TRUE(field->editor()->hasFocus());
}

/// "by-ratio" is one thing: nobody who clicks it and types a number means "by-ratio200".
TEST_F(OptionsFormTest, AClickAndANumberReplaceAWord) {
  show();
  for (const char* name : {"count", "perplexity", "neighbors"}) {
    OptionField* field = form.field(name);
    form.reveal(name);
    auto* line = qobject_cast<QComboBox*>(field->editor())->lineEdit();
    const QPoint middle = line->rect().center(), end(line->width() - 3, line->height() / 2);
    for (const QPoint& at : {middle, end, middle}) {
      const QString word = line->text();
      QTest::mouseClick(line, Qt::LeftButton, {}, at);
      EXPECT_EQ(line->selectedText(), word) << name;
    }
    QTest::keyClicks(line, "20");
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_EQ(line->text(), "20") << name;
    EXPECT_EQ(field->message(), "") << name;
  }
}

/// A second click in a number or a path sets the cursor, to change a part of it.
TEST_F(OptionsFormTest, ASecondClickSetsTheCursor) {
  show();
  auto* line = qobject_cast<QLineEdit*>(form.field("ratio")->editor());
  form.reveal("ratio");
  form.searchLine()->setFocus();
  const QPoint begin(10, line->height() / 2);
  QTest::mouseClick(line, Qt::LeftButton, {}, begin);
  EXPECT_EQ(line->selectedText(), line->text());
  QTest::mouseClick(line, Qt::LeftButton, {}, begin);
  EXPECT_EQ(line->selectedText(), "");
}

}  // namespace
}  // namespace adapsne
