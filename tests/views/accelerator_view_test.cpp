// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accelerator_view.h"

#include <set>

#include <QFontMetricsF>
#include <QImage>
#include <QLabel>
#include <QPainter>

#include <gtest/gtest.h>

#include "core/catalogue/catalogue.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "views/option_field.h"

namespace adapsne {
namespace {

RunPtr smallRun() {
  static const RunPtr run = [] {
    RunControl control(1);
    Options options;
    applyMethod(options, "nms-edge");
    options.dataset.points = 120;
    options.embedding.iterations = 20;
    options.embedding.exaggerationIterations = 5;
    Observer quiet;
    Pipeline pipeline;
    return pipeline.run(openDataset("blobs", options.dataset, 1, control), options, quiet, control);
  }();
  return run;
}

/// The phases' bars, in the phases' order: the place that explains a phase by its formula. Each is there
/// once.
std::vector<QRectF> barsOf(const AcceleratorReport& report, const std::vector<HoverText>& hovers) {
  std::vector<QRectF> bars;
  for (const PhaseReport& phase : report.phases) {
    int found = 0;
    for (const HoverText& hover : hovers) {
      if (!hover.text.contains(QString::fromStdString(phase.formula))) continue;
      if (++found == 1) bars.push_back(hover.place);
    }
    EXPECT_EQ(found, 1) << phase.name;
  }
  EXPECT_EQ(bars.size(), 8u);
  return bars;
}

TEST(AcceleratorView, WithoutARunThereAreNoNumbers) {
  AcceleratorView view(darkTheme());
  EXPECT_EQ(view.report(), nullptr);
  view.showRun(smallRun());
  ASSERT_NE(view.report(), nullptr);
  view.clear();
  EXPECT_EQ(view.report(), nullptr);
}

TEST(AcceleratorView, AKnobChangesTheReportAtOnceAndARefusedValueDoesNot) {
  AcceleratorView view(darkTheme());
  view.showRun(smallRun());
  const Count before = view.report()->totalCycles;
  view.setKnobText("rows", "8");
  EXPECT_EQ(view.configuration().rows, 8);
  EXPECT_NE(view.report()->totalCycles, before);
  const Count after = view.report()->totalCycles;
  view.setKnobText("rows", "0");
  EXPECT_EQ(view.report()->totalCycles, after);
  EXPECT_FALSE(view.field("rows")->message().isEmpty());
  EXPECT_TRUE(view.field("rows")->isResettable());
}

TEST(AcceleratorView, PresetsSetEveryKnob) {
  AcceleratorView view(lightTheme());
  view.showRun(smallRun());
  view.setKnobText("rows", "5");
  view.applyPreset("large");
  EXPECT_EQ(view.configuration().rows, 32);
  EXPECT_EQ(view.field("columns")->shownText(), "32");
  EXPECT_FALSE(view.field("rows")->isResettable());
}

TEST(AcceleratorView, ThePictureExplainsItsNumbers) {
  const AcceleratorReport report = simulateAccelerator(smallRun()->work, acceleratorPreset("edge"), 1);
  QImage image(900, 240, QImage::Format_ARGB32_Premultiplied);
  QPainter painter(&image);
  std::vector<HoverText> hovers;
  paintAccelerator(painter, image.size(), darkTheme(), report, &hovers);
  // Every PE, and every phase's bar with its formula.
  for (const HoverText& hover : hovers)
    EXPECT_TRUE(QRectF(0, 0, 900, 240).contains(hover.place)) << hover.text.toStdString();
  for (const QRectF& bar : barsOf(report, hovers)) EXPECT_GT(bar.width(), 0);
  EXPECT_GE(hovers.size(), 256u + 8u + 5u);
}

/// In narrow panels too, where one line has no room for all.
TEST(AcceleratorView, TheLegendHasEveryColourOfTheBars) {
  const AcceleratorReport report = simulateAccelerator(smallRun()->work, acceleratorPreset("edge"), 1);
  for (const int width : {560, 640, 900}) {
    QImage image(width, 240, QImage::Format_RGB32);
    std::vector<HoverText> hovers;
    {
      QPainter painter(&image);
      paintAccelerator(painter, image.size(), darkTheme(), report, &hovers);
    }
    const std::vector<QRectF> bars = barsOf(report, hovers);
    int legendTop = 0, right = 0, looked = 0;
    for (const QRectF& bar : bars) {
      legendTop = std::max(legendTop, qRound(bar.bottom()) + 1);
      right = qRound(bar.right()) + 46;  // The energy's legend begins beyond.
    }
    std::set<QRgb> inLegend;
    for (int y = legendTop; y < image.height(); ++y)
      for (int x = 0; x + 4 < right; ++x)
        if (image.pixel(x, y) == image.pixel(x + 4, y)) inLegend.insert(image.pixel(x, y));
    for (const QRectF& bar : bars) {
      const int y = qRound(bar.center().y());
      for (int x = qRound(bar.left()) + 1; x + 5 < bar.right(); ++x) {
        if (image.pixel(x, y) != image.pixel(x + 2, y)) continue;
        ++looked;
        EXPECT_TRUE(inLegend.contains(image.pixel(x, y)))
            << width << ": " << QColor(image.pixel(x, y)).name().toStdString();
      }
    }
    EXPECT_GT(looked, 8 * 20) << "bars of " << width << " have their colours";
  }
}

/// Down to the smallest panel.
TEST(AcceleratorView, TheLegendLeavesTheBarsTheirRoom) {
  const AcceleratorReport report = simulateAccelerator(smallRun()->work, acceleratorPreset("edge"), 1);
  for (const QSize size :
       {QSize(440, 150), QSize(500, 200), QSize(560, 180), QSize(640, 240), QSize(900, 300)}) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    std::vector<HoverText> hovers;
    paintAccelerator(painter, size, darkTheme(), report, &hovers);
    for (const QRectF& bar : barsOf(report, hovers))
      EXPECT_GE(bar.height(), 6) << size.width() << " x " << size.height();
  }
}

TEST(AcceleratorView, ATallPageIsFilled) {
  const AcceleratorReport report = simulateAccelerator(smallRun()->work, acceleratorPreset("edge"), 1);
  for (const QSize size : {QSize(700, 600), QSize(970, 760), QSize(970, 940)}) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    std::vector<HoverText> hovers;
    paintAccelerator(painter, size, darkTheme(), report, &hovers);
    double phases = 0, all = 0;
    for (const QRectF& bar : barsOf(report, hovers)) phases = std::max(phases, bar.bottom());
    for (const HoverText& hover : hovers) all = std::max(all, hover.place.bottom());
    EXPECT_GT(phases, size.height() * 0.89) << size.height();
    EXPECT_GT(all, size.height() * 0.89) << size.height();
    EXPECT_LE(all, size.height());
  }
}

TEST(AcceleratorView, NoPhasesNameIsCutOnATallPage) {
  const AcceleratorReport report = simulateAccelerator(smallRun()->work, acceleratorPreset("edge"), 1);
  for (const QSize size : {QSize(300, 560), QSize(470, 740), QSize(560, 580), QSize(970, 940)}) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    std::vector<HoverText> hovers;
    paintAccelerator(painter, size, darkTheme(), report, &hovers);
    const std::vector<QRectF> bars = barsOf(report, hovers);
    for (size_t i = 0; i < bars.size(); ++i) {
      const QString name = QString::fromStdString(report.phases[i].name);
      EXPECT_GE(bars[i].left(), QFontMetricsF(interfaceFont(11)).horizontalAdvance(name) + 12)
          << size.width() << " " << report.phases[i].name;
      EXPECT_GE(bars[i].width(), 50) << size.width();
    }
  }
}

TEST(AcceleratorView, NoKnobsNameIsCut) {
  AcceleratorView view(darkTheme());
  view.resize(1400, 900);
  view.showRun(smallRun());
  view.show();
  ASSERT_TRUE(view.knobsShown());
  for (const KnobSpec& spec : knobs()) {
    const auto* label = view.field(spec.name)->findChild<QLabel*>();
    ASSERT_NE(label, nullptr);
    EXPECT_FALSE(label->text().contains("live")) << "there is no job that it could act on";
    EXPECT_GE(label->width(), label->sizeHint().width()) << spec.label;
  }
}

TEST(AcceleratorView, NarrowPanelsHideTheKnobs) {
  AcceleratorView view(darkTheme());
  view.showRun(smallRun());
  view.resize(1100, 240);
  view.show();
  EXPECT_TRUE(view.knobsShown());
  view.resize(700, 240);
  EXPECT_FALSE(view.knobsShown());
  view.resize(1100, 240);
  ASSERT_TRUE(view.knobsShown());
  view.hide();
  view.resize(700, 240);
  view.show();
  EXPECT_FALSE(view.knobsShown()) << "it became narrow while another page was in front";
}

}  // namespace
}  // namespace adapsne
