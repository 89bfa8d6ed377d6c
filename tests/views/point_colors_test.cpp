// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_colors.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/embedding/map_density.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(),
                 kInf = std::numeric_limits<double>::infinity();
/// Every kind that there is: a new one is tested with the others.
std::vector<ColorKind> everyKind() {
  std::vector<ColorKind> kinds;
  for (const ColorRow& row : colorRows()) kinds.push_back(row.value);
  return kinds;
}

struct PointColorsTest : ::testing::Test {
  static inline DatasetPtr dataset;
  static inline RunPtr run;

  static void SetUpTestSuite() {
    Dataset made = *test::clusteredDataset(150, 5, 1);
    made.attributes = {{"town", ColumnRole::LeftOut, {}}};
    for (int i = 0; i < 150; ++i) made.attributes[0].values.push_back(i % 4 ? "Oslo" : "Lyon");
    dataset = std::make_shared<const Dataset>(std::move(made));
    run = test::runOnce(dataset, test::quickOptions("adapsne"));
  }
  static void TearDownTestSuite() {
    run = nullptr;
    dataset = nullptr;
  }
  static PointColors colorsOf(ColorKind kind, const adapsne::Run* of, const Theme& theme = darkTheme()) {
    return colorPoints(*dataset, of, {kind}, theme);
  }
  static PointColors colorsOf(ColorKind kind) { return colorsOf(kind, run.get()); }
  static void expectWhole(const PointColors& colors, int64_t points) {
    ASSERT_EQ(static_cast<int64_t>(colors.index.size()), points);
    ASSERT_FALSE(colors.palette.empty());
    for (const uint16_t index : colors.index) ASSERT_LT(index, colors.palette.size());
    for (const QRgb color : colors.palette) ASSERT_EQ(qAlpha(color), 255);
  }
};

/// A dataset of one column with these values.
Dataset columnOf(std::vector<float> values) {
  Dataset made;
  made.points = static_cast<int64_t>(values.size());
  made.dimensions = 1;
  made.features = std::move(values);
  return made;
}

/// The run with other figures of sigma.
adapsne::Run withReached(const adapsne::Run& run, const std::vector<double>& reached) {
  adapsne::Run changed = run;
  SigmaResult sigma = *run.sigma;
  std::copy(reached.begin(), reached.end(), sigma.reached.begin());
  changed.sigma = std::make_shared<const SigmaResult>(std::move(sigma));
  return changed;
}

TEST_F(PointColorsTest, EveryKindColoursEveryPoint) {
  for (const ColorKind kind : everyKind()) {
    for (const Theme& theme : {darkTheme(), lightTheme()}) {
      SCOPED_TRACE(static_cast<int>(kind));
      const PointColors colors = colorsOf(kind, run.get(), theme);
      expectWhole(colors, dataset->points);
      EXPECT_FALSE(colors.title.isEmpty());
      EXPECT_TRUE(colors.ramp || !colors.entries.empty() || !colors.note.isEmpty())
          << "the legend explains it";
      EXPECT_EQ(colors.byClass, kind == ColorKind::Label);
      EXPECT_LE(colors.low, colors.high);
      if (!colors.entries.empty()) {
        int64_t sum = 0;
        for (const LegendEntry& entry : colors.entries) sum += entry.count;
        EXPECT_EQ(sum, dataset->points);
      }
    }
  }
}

TEST_F(PointColorsTest, WithoutARunTheClassIsShownInstead) {
  const PointColors label = colorsOf(ColorKind::Label, nullptr);
  for (const ColorKind kind : everyKind()) {
    if (!needsRun(kind)) continue;
    const PointColors colors = colorsOf(kind, nullptr);
    EXPECT_EQ(colors.index, label.index);
    EXPECT_EQ(colors.palette, label.palette);
    EXPECT_EQ(colors.title, label.title);
    EXPECT_TRUE(colors.byClass);
  }
  const PointColors feature = colorsOf(ColorKind::Feature, nullptr);
  EXPECT_TRUE(feature.ramp) << "columns are known before there is a run";
}

TEST_F(PointColorsTest, EachClassHasItsColour) {
  const PointColors colors = colorsOf(ColorKind::Label);
  ASSERT_EQ(colors.entries.size(), 3u);
  for (size_t row = 0; row < colors.index.size(); ++row) EXPECT_EQ(colors.index[row], dataset->labels[row]);
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(colors.entries[c].color.rgb(), colors.palette[c]);
    EXPECT_EQ(colors.entries[c].text.toStdString(), dataset->classNames[c]);
    EXPECT_EQ(colors.entries[c].count, 50);
  }
}

TEST(ColorRows, AreFoundByTheirWordAndHaveAKeyOfTheirOwn) {
  std::set<std::string> keys;
  for (const ColorRow& row : colorRows()) {
    EXPECT_EQ(colorRow(row.word), &row);
    EXPECT_EQ(&colorRow(row.value), &row);
    EXPECT_STRNE(row.title, "");
    keys.insert(row.key);
  }
  EXPECT_EQ(keys.size(), colorRows().size());
  EXPECT_EQ(colorRow("mauve"), nullptr);
  EXPECT_THROW(colorRow(static_cast<ColorKind>(99)), std::invalid_argument);
}

TEST(PointColors, WithoutLabelsAllPointsAreOneColour) {
  const Dataset plain = columnOf({1, 2, 3});
  const PointColors colors = colorPoints(plain, nullptr, {ColorKind::Label}, darkTheme());
  EXPECT_EQ(colors.index, (std::vector<uint16_t>{0, 0, 0}));
  EXPECT_EQ(colors.palette, std::vector<QRgb>{darkTheme().adapsne.rgb()});
  EXPECT_TRUE(colors.title.isEmpty());
  EXPECT_TRUE(colors.entries.empty());
  EXPECT_FALSE(colors.byClass);
}

TEST(PointColors, AColumnIsNamedAsThePeopleNameIt) {
  Dataset data = columnOf(std::vector<float>(24, 0));
  data.points = 1;
  data.dimensions = 24;
  EXPECT_EQ(featureTitle(data, 17), "feature 18");
  data.image = {4, 6, 1};
  EXPECT_EQ(featureTitle(data, 0), "pixel 0, 0");
  EXPECT_EQ(featureTitle(data, 17), "pixel 2, 5");
  data.image = {4, 2, 3};
  EXPECT_EQ(featureTitle(data, 17), "pixel 2, 1, channel 2");
  data.featureNames.assign(24, "petal length");
  data.featureNames[17] = "petal width";
  EXPECT_EQ(featureTitle(data, 17), "petal width");
  EXPECT_EQ(colorPoints(data, nullptr, {ColorKind::Feature, 17}, darkTheme()).title, "petal width");
  EXPECT_EQ(colorPoints(data, nullptr, {ColorKind::Feature, 99}, darkTheme()).title, "petal length")
      << "beyond the columns the last one is taken";
}

TEST(PointColors, ValuesGoAlongTheRampInTheirOrder) {
  std::vector<float> values(1001);
  std::iota(values.begin(), values.end(), -500.f);
  const PointColors colors = colorPoints(columnOf(values), nullptr, {ColorKind::Feature}, darkTheme());
  EXPECT_EQ(colors.low, -490) << "the 1 percentile";
  EXPECT_EQ(colors.high, 490);
  EXPECT_TRUE(std::is_sorted(colors.index.begin(), colors.index.end()));
  EXPECT_EQ(colors.index.front(), 0);
  EXPECT_EQ(colors.index[500], colors.palette.size() / 2);
  EXPECT_EQ(colors.index.back(), colors.palette.size() - 1);
}

TEST(PointColors, AConstantColumnIsOneColour) {
  const PointColors colors = colorPoints(columnOf({7, 7, 7, 7}), nullptr, {ColorKind::Feature}, darkTheme());
  EXPECT_EQ(std::set<uint16_t>(colors.index.begin(), colors.index.end()).size(), 1u);
  EXPECT_EQ(colors.low, 7);
  EXPECT_EQ(colors.high, 7);
}

TEST(PointColors, InfiniteValuesTakeTheEndsAndNoNumberTakesTheLower) {
  const auto nan = static_cast<float>(kNan), inf = static_cast<float>(kInf);
  const PointColors colors =
      colorPoints(columnOf({1, 2, 3, nan, inf, -inf}), nullptr, {ColorKind::Feature}, darkTheme());
  EXPECT_EQ(colors.low, 1);
  EXPECT_EQ(colors.high, 3);
  const auto last = static_cast<uint16_t>(colors.palette.size() - 1);
  EXPECT_EQ(colors.index[0], 0);
  EXPECT_EQ(colors.index[2], last);
  EXPECT_EQ(colors.index[3], 0);
  EXPECT_EQ(colors.index[4], last);
  EXPECT_EQ(colors.index[5], 0);
  const PointColors nothing =
      colorPoints(columnOf({nan, inf, nan}), nullptr, {ColorKind::Feature}, darkTheme());
  ASSERT_EQ(nothing.index.size(), 3u);
  for (const uint16_t index : nothing.index) EXPECT_LT(index, nothing.palette.size());
}

TEST_F(PointColorsTest, NoErrorIsTheMiddleOfARampWithEqualEnds) {
  const double target = run->targetPerplexity;
  std::vector<double> reached(static_cast<size_t>(dataset->points), target);
  for (size_t i = 0; i < 20; ++i) reached[i] = 1.05 * target;
  reached[20] = 0.95 * target;
  const adapsne::Run changed = withReached(*run, reached);
  const PointColors colors = colorsOf(ColorKind::PerplexityError, &changed);
  expectWhole(colors, dataset->points);
  EXPECT_NEAR(colors.high, 5, 1e-9) << "per cent";
  EXPECT_EQ(colors.low, -colors.high);
  const auto last = static_cast<int>(colors.palette.size()) - 1;
  EXPECT_EQ(colors.index[0], last);
  EXPECT_EQ(colors.index[20], 0);
  EXPECT_EQ(2 * colors.index[100], last) << "as far from either end";
  const QColor middle = QColor::fromRgb(colors.palette[colors.index[100]]);
  EXPECT_EQ(middle, QColor("#56606f")) << "neither of the ends' colours";
  EXPECT_NE(colors.palette.front(), colors.palette.back());
}

TEST_F(PointColorsTest, ErrorsTooSmallToSpeakOfAreNotBlownUp) {
  const std::vector<double> reached(static_cast<size_t>(dataset->points), run->targetPerplexity * (1 + 1e-7));
  const adapsne::Run changed = withReached(*run, reached);
  const PointColors colors = colorsOf(ColorKind::PerplexityError, &changed);
  EXPECT_EQ(colors.high, 0.1);
  EXPECT_EQ(QColor::fromRgb(colors.palette[colors.index[0]]), QColor("#56606f"));
}

TEST_F(PointColorsTest, WhatCouldNotBeReachedDoesNotDisturbTheRest) {
  std::vector<double> reached = run->sigma->reached;
  reached[0] = kNan;
  reached[1] = kInf;
  const adapsne::Run changed = withReached(*run, reached);
  for (const ColorKind kind : {ColorKind::Perplexity, ColorKind::PerplexityError}) {
    const PointColors colors = colorsOf(kind, &changed);
    expectWhole(colors, dataset->points);
    EXPECT_TRUE(std::isfinite(colors.low) && std::isfinite(colors.high));
  }
}

TEST_F(PointColorsTest, SigmaAndDensityKeepTheOrderOfTheirValues) {
  const std::vector<float> density = mapDensity(run->map->positions).atPoint;
  const std::vector<double> sigma = run->sigma->sigma;
  const PointColors byDensity = colorsOf(ColorKind::Density), bySigma = colorsOf(ColorKind::Sigma);
  for (size_t i = 1; i < density.size(); ++i) {
    const auto inOrder = [i](const auto& values, const PointColors& colors) {
      return values[i] > values[i - 1] ? colors.index[i] >= colors.index[i - 1]
                                       : colors.index[i] <= colors.index[i - 1];
    };
    EXPECT_TRUE(inOrder(density, byDensity)) << i;
    EXPECT_TRUE(inOrder(sigma, bySigma)) << i;
  }
  const auto densest =
      static_cast<size_t>(std::max_element(density.begin(), density.end()) - density.begin());
  EXPECT_EQ(byDensity.index[densest], byDensity.palette.size() - 1);
  EXPECT_GT(std::set<uint16_t>(byDensity.index.begin(), byDensity.index.end()).size(), 10u);
}

TEST_F(PointColorsTest, PointsOfOneExemplarShareAColour) {
  const PointColors colors = colorsOf(ColorKind::Territory);
  const std::vector<int32_t>& territory = run->subset->territory;
  ASSERT_EQ(colors.palette.size(), run->subset->rows.size());
  EXPECT_EQ(std::set<QRgb>(colors.palette.begin(), colors.palette.end()).size(), colors.palette.size());
  for (size_t a = 0; a < territory.size(); ++a)
    for (size_t b = 0; b < a; ++b)
      ASSERT_EQ(territory[a] == territory[b], colors.index[a] == colors.index[b]) << a << " " << b;
  EXPECT_TRUE(colors.note.contains(QString::number(run->subset->rows.size())));
}

TEST_F(PointColorsTest, MoreExemplarsThanColoursRepeatThem) {
  Subset many;
  for (int64_t i = 0; i < 5000; ++i) many.rows.push_back(i);
  for (int64_t i = 0; i < dataset->points; ++i) many.territory.push_back(static_cast<int32_t>(4999 - i));
  adapsne::Run changed = *run;
  changed.subset = std::make_shared<const Subset>(std::move(many));
  const PointColors colors = colorsOf(ColorKind::Territory, &changed);
  expectWhole(colors, dataset->points);
  EXPECT_TRUE(colors.note.contains("5,000"));
}

TEST_F(PointColorsTest, AnOutliersFirstReasonGivesItsColour) {
  adapsne::Run changed = *run;
  std::vector<uint8_t>& reasons = changed.assessment.outliers.reasons;
  std::fill(reasons.begin(), reasons.end(), uint8_t{0});
  reasons[0] = kLost;
  reasons[1] = kStray;
  reasons[2] = kUnreachable;
  reasons[3] = kLost | kStray | kUnreachable;
  reasons[4] = kStray | kUnreachable;
  const PointColors colors = colorsOf(ColorKind::Outlier, &changed);
  expectWhole(colors, dataset->points);
  ASSERT_EQ(colors.entries.size(), 4u);
  const std::vector<uint16_t> first(colors.index.begin(), colors.index.begin() + 6);
  EXPECT_EQ(first, (std::vector<uint16_t>{1, 2, 3, 1, 2, 0}));
  EXPECT_EQ(colors.entries[0].count, dataset->points - 5);
  EXPECT_EQ(colors.entries[1].count, 2);
  EXPECT_EQ(colors.entries[2].count, 2);
  EXPECT_EQ(colors.entries[3].count, 1);
  EXPECT_EQ(outlierText(0), "");
  EXPECT_EQ(outlierText(kLost | kUnreachable).count('\n'), 1);
}

/// Six points with columns that are no features.
Dataset withAttributes() {
  Dataset made = columnOf({1, 2, 3, 4, 5, 6});
  made.featureNames = {"height"};
  made.sourceColumns = {4};
  made.columns.resize(4);
  const char* const names[] = {"who", "when", "", "height"};
  for (size_t i = 0; i < 4; ++i) made.columns[i].number = static_cast<int64_t>(i) + 1;
  for (size_t i = 0; i < 4; ++i) made.columns[i].name = names[i];
  made.attributes = {{"who", ColumnRole::LeftOut, {"a", "b", "a", "", "c", "a"}},
                     {"when", ColumnRole::LeftOut, {}},
                     {"3", ColumnRole::LeftOut, {"1", "1", "2", "2", "2", "1"}}};
  return made;
}

TEST(ColumnColors, TextsAreCategoriesAndWhatHasNoneIsGrey) {
  const Dataset data = withAttributes();
  const PointColors colors = colorPoints(data, nullptr, {ColorKind::Column, 0}, darkTheme());
  EXPECT_EQ(colors.title, "who");
  EXPECT_FALSE(colors.ramp);
  EXPECT_FALSE(colors.byClass) << "they cannot be muted";
  ASSERT_EQ(colors.entries.size(), 4u);
  EXPECT_EQ(colors.entries[0].text, "a");
  EXPECT_EQ(colors.entries[0].count, 3);
  EXPECT_EQ(colors.entries[3].text, "missing");
  EXPECT_EQ(colors.index, (std::vector<uint16_t>{0, 1, 0, 3, 2, 0}));
  EXPECT_EQ(colors.palette[3], darkTheme().faint.rgb());
}

TEST(ColumnColors, MoreTextsThanColoursAreOthers) {
  Dataset data = columnOf(std::vector<float>(40, 1));
  data.attributes = {{"town", ColumnRole::LeftOut, {}}};
  for (int i = 0; i < 40; ++i) data.attributes[0].values.push_back("town " + std::to_string(i / 2));
  const PointColors colors = colorPoints(data, nullptr, {ColorKind::Column, 0}, darkTheme());
  ASSERT_EQ(colors.entries.size(), 13u);
  EXPECT_EQ(colors.entries[12].text, "other");
  EXPECT_EQ(colors.entries[12].count, 16);
  EXPECT_EQ(colors.index[39], 12);
}

TEST(ColumnColors, DatesAreARampWithDatesAtItsEnds) {
  Dataset data = columnOf(std::vector<float>(20, 1));
  data.attributes = {{"when", ColumnRole::LeftOut, {}}};
  for (int i = 10; i < 30; ++i) data.attributes[0].values.push_back("2024-01-" + std::to_string(i));
  data.attributes[0].values[3] = "NA";
  const PointColors colors = colorPoints(data, nullptr, {ColorKind::Column, 0}, darkTheme());
  EXPECT_TRUE(colors.ramp);
  EXPECT_TRUE(colors.dates);
  EXPECT_EQ(colors.index[0], 0);
  EXPECT_EQ(colors.index[19], PointColors::kSteps - 1);
  EXPECT_EQ(colors.index[3], PointColors::kSteps) << "beyond the ramp";
  EXPECT_EQ(colors.palette.back(), darkTheme().faint.rgb());
  EXPECT_EQ(colors.note, "1 without a value, in grey");
}

TEST(ColumnColors, AreChosenByNameOrByTheNumberInTheFile) {
  const Dataset data = withAttributes();
  EXPECT_EQ(colorChoices(data, ColorKind::Column), (QStringList{"who", "when", "3"}));
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "when"), 1);
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "WHEN"), 1);
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "1"), 0);
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "3"), 2);
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "4"), -1) << "a feature";
  EXPECT_EQ(colorChoice(data, ColorKind::Column, "height"), -1);
  EXPECT_EQ(colorChoice(data, ColorKind::Feature, "height"), 0);
  EXPECT_EQ(colorChoice(data, ColorKind::Feature, "4"), 0) << "the file's fourth column";
  EXPECT_EQ(colorChoice(data, ColorKind::Feature, "0"), -1);
  const Dataset plain = columnOf({1, 2});
  EXPECT_EQ(colorChoice(plain, ColorKind::Feature, "1"), 0);
  EXPECT_EQ(colorChoice(plain, ColorKind::Feature, "feature 1"), 0) << "as the window calls it";
  EXPECT_TRUE(colorChoices(plain, ColorKind::Sigma).isEmpty());
}

TEST_F(PointColorsTest, TerritoriesFollowEdits) {
  auto edited = std::make_shared<Subset>(*run->subset);
  edited->rows.resize(1);
  edited->territory.assign(edited->territory.size(), 0);
  const PointColors colors =
      colorPoints(*dataset, run.get(), {ColorKind::Territory}, darkTheme(), edited.get());
  EXPECT_EQ(*std::max_element(colors.index.begin(), colors.index.end()), 0);
  edited->territory.clear();  // not known yet: the run's own
  EXPECT_EQ(colorPoints(*dataset, run.get(), {ColorKind::Territory}, darkTheme(), edited.get()).index,
            colorsOf(ColorKind::Territory).index);
}

}  // namespace
}  // namespace adapsne
