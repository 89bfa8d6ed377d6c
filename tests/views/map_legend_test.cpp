// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_legend.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <QImage>

#include "tests/support/map_picture.h"
#include "tests/support/recording_observer.h"

namespace adapsne {
namespace {

using Symbol = LegendLine::Symbol;

MapPicture picture(int classes = 4, QSizeF size = {800, 600}) {
  return test::pictureOf(test::randomMap(200, 1), classes, size);
}

std::vector<LegendLine> linesOf(const MapLegend& legend, Symbol symbol) {
  std::vector<LegendLine> lines;
  std::copy_if(legend.lines.begin(), legend.lines.end(), std::back_inserter(lines),
               [symbol](const LegendLine& line) { return line.symbol == symbol; });
  return lines;
}

QImage painted(const MapPicture& picture) {
  QImage image(picture.size.toSize(), QImage::Format_RGB32);
  image.fill(Qt::black);
  QPainter painter(&image);
  paintLegend(painter, layOutLegend(picture), picture);
  return image;
}

void colorBy(MapPicture& picture, ColorKind kind) {
  picture.scene.colors = std::make_shared<const PointColors>(
      colorPoints(*picture.scene.dataset, picture.scene.run.get(), {kind}, darkTheme()));
}

TEST(MapLegend, TellsGivenExemplarsFromChosenOnes) {
  const RunPtr plain = test::runOnce(test::clusteredDataset(200, 4, 1), test::quickOptions());
  auto run = std::make_shared<adapsne::Run>(*plain);
  MapPicture scene = picture();
  scene.scene.run = run;
  scene.scene.exemplars = run->subset;
  EXPECT_TRUE(linesOf(layOutLegend(scene), Symbol::Exemplar).empty()) << "rings alone explain themselves";
  const QImage before = painted(scene);
  auto subset = std::make_shared<Subset>(*plain->subset);
  subset->given.assign(subset->rows.begin(), subset->rows.begin() + 3);
  run->subset = subset;
  scene.scene.exemplars = subset;
  const std::vector<LegendLine> lines = linesOf(layOutLegend(scene), Symbol::Exemplar);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].text, "chosen");
  EXPECT_EQ(lines[0].count.toInt(), static_cast<int>(subset->rows.size()) - 3);
  EXPECT_EQ(lines[1].text, "given");
  EXPECT_EQ(lines[1].count, "3");
  EXPECT_NE(painted(scene), before);
  scene.scene.overlays.exemplars = false;
  EXPECT_TRUE(linesOf(layOutLegend(scene), Symbol::Exemplar).empty());
}

TEST(MapLegend, TellsExemplarsThatWerePutThereByHandAndThoseThatArePinned) {
  const RunPtr run = test::runOnce(test::clusteredDataset(200, 4, 1), test::quickOptions());
  MapPicture scene = picture();
  scene.scene.run = run;
  scene.scene.exemplars = run->subset;
  scene.scene.pinned = {run->subset->rows[0]};
  std::vector<LegendLine> lines = linesOf(layOutLegend(scene), Symbol::Exemplar);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].text, "of them pinned");
  EXPECT_EQ(lines[1].count, "1");
  const QImage pinned = painted(scene);
  auto edited = std::make_shared<Subset>(*run->subset);
  int64_t other = 0;
  while (scene.scene.isExemplar(other)) ++other;
  edited->rows.back() = other;
  std::sort(edited->rows.begin(), edited->rows.end());
  scene.scene.exemplars = edited;
  lines = linesOf(layOutLegend(scene), Symbol::Exemplar);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].text, "by hand");
  EXPECT_EQ(lines[1].count, "1");
  EXPECT_EQ(exemplarMarkOf(scene.scene, other).kind, ExemplarKind::ByHand);
  EXPECT_NE(painted(scene), pinned);
}

TEST(MapLegend, DatesAtTheEndsOfARampHaveRoom) {
  MapPicture scene = picture();
  const double narrow = [&] {
    colorBy(scene, ColorKind::Feature);
    return layOutLegend(scene).box.width();
  }();
  Dataset data = *scene.scene.dataset;
  Attribute when{"when", ColumnRole::LeftOut, {}};
  for (int64_t i = 0; i < data.points; ++i) when.values.push_back(std::to_string(1800 + i) + "-12-28");
  data.attributes = {when};
  scene.scene.dataset = std::make_shared<const Dataset>(data);
  colorBy(scene, ColorKind::Column);
  const MapLegend legend = layOutLegend(scene);
  const std::vector<LegendLine> ramps = linesOf(legend, Symbol::Ramp);
  ASSERT_EQ(ramps.size(), 1u);
  EXPECT_TRUE(ramps[0].text.contains("-12-28"));
  EXPECT_TRUE(ramps[0].count.contains("-12-28"));
  EXPECT_GT(legend.box.width(), narrow);
}

TEST(MapLegend, EachClassHasALineThatAClickFinds) {
  const MapLegend legend = layOutLegend(picture());
  const std::vector<LegendLine> dots = linesOf(legend, Symbol::Dot);
  ASSERT_EQ(dots.size(), 4u);
  for (size_t c = 0; c < dots.size(); ++c) {
    EXPECT_EQ(dots[c].label, static_cast<int>(c));
    EXPECT_EQ(dots[c].text, QStringLiteral("class %1").arg(c));
    EXPECT_EQ(dots[c].count, "50");
    EXPECT_TRUE(legend.box.contains(dots[c].place));
    EXPECT_EQ(legend.classAt(dots[c].place.center()), static_cast<int>(c));
    EXPECT_EQ(legend.classAt(dots[c].place.topLeft() + QPointF(0, 1)), static_cast<int>(c));
    EXPECT_EQ(legend.classAt(dots[c].place.bottomLeft() - QPointF(0, 1)), static_cast<int>(c));
    EXPECT_EQ(legend.classAt({legend.box.right() - 1, dots[c].place.center().y()}), static_cast<int>(c))
        << "the whole width of the box";
  }
  EXPECT_EQ(legend.classAt(dots[0].place.topLeft() - QPointF(0, 1)), -1) << "the title's line";
  EXPECT_EQ(legend.classAt(linesOf(legend, Symbol::Title)[0].place.center()), -1);
  EXPECT_EQ(legend.classAt({legend.box.left() - 2, dots[1].place.center().y()}), -1);
  EXPECT_EQ(legend.classAt({legend.box.right() + 2, dots[1].place.center().y()}), -1);
  EXPECT_EQ(legend.classAt({dots[3].place.center().x(), legend.box.bottom() + 1}), -1);
  EXPECT_EQ(legend.classAt({0, 0}), -1);
  for (size_t i = 1; i < legend.lines.size(); ++i)
    EXPECT_GE(legend.lines[i].place.top(), legend.lines[i - 1].place.bottom()) << "no line on another";
}

TEST(MapLegend, MutedClassesAreMarked) {
  MapPicture shown = picture();
  const QImage before = painted(shown);
  shown.scene.muted = {0, 1, 0, 1};
  const std::vector<LegendLine> dots = linesOf(layOutLegend(shown), Symbol::Dot);
  ASSERT_EQ(dots.size(), 4u);
  EXPECT_FALSE(dots[0].muted);
  EXPECT_TRUE(dots[1].muted);
  EXPECT_FALSE(dots[2].muted);
  EXPECT_TRUE(dots[3].muted);
  EXPECT_EQ(layOutLegend(shown).classAt(dots[1].place.center()), 1) << "another click brings it back";
  EXPECT_NE(painted(shown), before);
}

TEST(MapLegend, ALongListEndsWithHowManyAreLeft) {
  const MapPicture shown = picture(100);
  const MapLegend legend = layOutLegend(shown);
  const auto listed = static_cast<int>(linesOf(legend, Symbol::Dot).size());
  EXPECT_GT(listed, 10);
  EXPECT_LT(listed, 100);
  EXPECT_EQ(legend.lines.back().text, QStringLiteral("and %1 more").arg(100 - listed));
  EXPECT_EQ(legend.classAt(legend.lines.back().place.center()), -1);
  EXPECT_LT(legend.box.bottom(), shown.size.height());
  EXPECT_EQ(linesOf(layOutLegend(picture(5)), Symbol::Text).size(), 0u);
}

TEST(MapLegend, TheLastClassTakesNoMoreRoomThanToSayThatItIsMissing) {
  for (int classes = 3; classes < 40; ++classes) {
    const MapLegend legend = layOutLegend(picture(classes));
    for (const LegendLine& line : linesOf(legend, Symbol::Text)) EXPECT_NE(line.text, "and 1 more");
  }
}

TEST(MapLegend, LongNamesLeaveTheMapItsRoom) {
  for (const double width : {300.0, 440.0, 800.0, 1600.0}) {
    MapPicture shown = picture(4, {width, 600});
    shown.scene.overlays.labels = false;
    auto dataset = std::make_shared<Dataset>(*shown.scene.dataset);
    dataset->classNames[1] = std::string(300, 'm');
    shown.scene.colors = std::make_shared<const PointColors>(colorPoints(*dataset, nullptr, {}, darkTheme()));
    shown.scene.dataset = dataset;
    const MapLegend legend = layOutLegend(shown);
    ASSERT_EQ(linesOf(legend, Symbol::Dot).size(), 4u);
    EXPECT_LE(legend.box.width(), std::max(150.0, 0.44 * width));
    EXPECT_LE(legend.box.width(), 260);
  }
}

TEST(MapLegend, ThereIsNoneWhereItIsOffOrThereIsNoMap) {
  MapPicture off = picture();
  off.scene.overlays.legend = false;
  EXPECT_TRUE(layOutLegend(off).lines.empty());
  EXPECT_TRUE(layOutLegend(off).box.isNull());
  MapPicture absent = picture();
  absent.scene.positions = nullptr;
  EXPECT_TRUE(layOutLegend(absent).lines.empty());
  MapPicture waiting = picture();
  waiting.scene.colors = nullptr;
  EXPECT_TRUE(layOutLegend(waiting).lines.empty()) << "colours that are not known yet";
  const MapLegend none = layOutLegend(off);
  EXPECT_EQ(none.classAt({700, 50}), -1);
  QImage image(800, 600, QImage::Format_RGB32);
  image.fill(Qt::black);
  EXPECT_EQ(painted(off), image);
}

TEST(MapLegend, TheMapBesideMayShowTheClassesAlone) {
  MapPicture second = picture();
  second.scene.showClasses = false;
  EXPECT_TRUE(layOutLegend(second).lines.empty());
  colorBy(second, ColorKind::Feature);
  EXPECT_FALSE(layOutLegend(second).lines.empty()) << "values differ from map to map";
}

TEST(MapLegend, ASmallMapLeavesTheClassesToTheirNames) {
  MapPicture small = picture(4, {400, 300});
  EXPECT_TRUE(layOutLegend(small).lines.empty());
  small.scene.overlays.labels = false;
  EXPECT_EQ(linesOf(layOutLegend(small), Symbol::Dot).size(), 4u) << "unless they are off";
}

TEST(MapLegend, ValuesHaveARampAndNoLinesToClick) {
  MapPicture shown = picture();
  colorBy(shown, ColorKind::Feature);
  const MapLegend legend = layOutLegend(shown);
  EXPECT_EQ(linesOf(legend, Symbol::Ramp).size(), 1u);
  EXPECT_TRUE(linesOf(legend, Symbol::Dot).empty());
  EXPECT_EQ(legend.lines[0].text, "feature 1");
  for (double y = legend.box.top(); y < legend.box.bottom(); ++y)
    EXPECT_EQ(legend.classAt({legend.box.center().x(), y}), -1);
  EXPECT_NE(painted(shown), painted(picture()));
}

TEST(OverlayRows, AreFoundByTheirWordAndSwitchAFieldOfTheirOwn) {
  std::set<std::string> keys;
  for (const OverlayRow& row : overlayRows()) {
    EXPECT_EQ(overlayRow(row.word), &row);
    keys.insert(row.key);
    MapOverlays switched;
    switched.*row.shown = !(switched.*row.shown);
    EXPECT_NE(switched, MapOverlays());
    for (const OverlayRow& other : overlayRows())
      EXPECT_EQ(switched.*other.shown != MapOverlays().*other.shown, &other == &row);
  }
  EXPECT_EQ(keys.size(), overlayRows().size());
  EXPECT_EQ(overlayRow("fog"), nullptr);
}

TEST(MapLegend, MarksDensityAndGridAreExplainedWhereTheyAreShown) {
  const DatasetPtr dataset = test::clusteredDataset(120, 6, 1);
  adapsne::Run run = *test::runOnce(dataset, test::quickOptions());
  run.assessment.outliers.lost = 3;
  run.assessment.outliers.stray = 0;
  run.assessment.outliers.unreachable = 1;
  MapPicture shown = test::pictureOf(run.map->positions, 3, {800, 600});
  shown.scene.dataset = dataset;
  shown.scene.run = std::make_shared<const adapsne::Run>(run);
  std::vector<LegendLine> marks = linesOf(layOutLegend(shown), Symbol::Mark);
  ASSERT_EQ(marks.size(), 2u) << "kinds that there are";
  EXPECT_EQ(marks[0].text, "lost");
  EXPECT_EQ(marks[0].count, "3");
  EXPECT_EQ(marks[1].text, "unreachable");
  EXPECT_EQ(marks[0].label, -1);
  shown.scene.overlays.outliers = false;
  EXPECT_TRUE(linesOf(layOutLegend(shown), Symbol::Mark).empty());
  EXPECT_TRUE(linesOf(layOutLegend(shown), Symbol::Text).empty());
  shown.scene.density = std::make_shared<const MapDensity>(mapDensity(*shown.scene.positions));
  EXPECT_EQ(linesOf(layOutLegend(shown), Symbol::Text).size(), 1u);
  shown.scene.occupancy = {shown.scene.run, &shown.scene.run->assessment.occupancy};
  const std::vector<LegendLine> texts = linesOf(layOutLegend(shown), Symbol::Text);
  ASSERT_EQ(texts.size(), 2u);
  const int side = shown.scene.run->assessment.occupancy.side;
  EXPECT_TRUE(texts[1].text.startsWith(QStringLiteral("%1 × %1, H_grid ").arg(side)))
      << texts[1].text.toStdString();
}

}  // namespace
}  // namespace adapsne
