// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/options_form.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "core/pipeline/presets.h"
#include "views/option_field.h"

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
  }
  EXPECT_EQ(form.methodBox()->count(), static_cast<int>(presets().size()));
}

TEST_F(OptionsFormTest, EveryOptionCanBeBroughtIntoView) {
  QScrollArea area;
  area.setWidgetResizable(true);
  area.setWidget(new OptionsForm(darkTheme()));
  area.resize(330, 400);
  area.show();
  auto* shown = static_cast<OptionsForm*>(area.widget());
  for (const OptionSpec& spec : schema()) {
    if (spec.name == "method") continue;
    shown->reveal(spec.name);
    const QWidget* editor = shown->field(spec.name)->editor();
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

}  // namespace
}  // namespace adapsne
