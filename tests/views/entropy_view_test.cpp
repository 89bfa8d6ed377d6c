// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/entropy_view.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QImage>
#include <QLegendMarker>
#include <QLogValueAxis>
#include <QTest>
#include <QValueAxis>

#include "tests/support/eventually.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/candidate_card.h"
#include "views/format.h"

namespace adapsne {
namespace {

using Curve = EntropyView::Curve;

std::vector<GuidanceRecord> threeRecords() {
  std::vector<GuidanceRecord> records(3);
  const double perplexity[] = {5, 20, 80}, rep[] = {0.91, 0.95, 0.97}, grid[] = {0.60, 0.72, 0.66};
  const double trust[] = {0.9890, 0.9896, 0.9800};
  for (size_t i = 0; i < 3; ++i) {
    records[i].perplexity = perplexity[i];
    records[i].entropyRepresentation = rep[i];
    records[i].entropyOccupancy = grid[i];
    records[i].trustworthiness = trust[i];
    for (int p = 0; p < 50; ++p) {
      records[i].thumbnail.push_back(static_cast<float>(std::cos(p * (i + 1.0))));
      records[i].thumbnail.push_back(static_cast<float>(std::sin(p * (i + 2.0))));
    }
  }
  return records;
}

void expectDrawn(const EntropyView& view, const std::vector<GuidanceRecord>& records) {
  const auto rep = view.points(Curve::Representation), grid = view.points(Curve::Occupancy),
             trust = view.points(Curve::Trustworthiness);
  ASSERT_EQ(rep.size(), static_cast<qsizetype>(records.size()));
  ASSERT_EQ(grid.size(), rep.size());
  ASSERT_EQ(trust.size(), rep.size());
  for (size_t i = 0; i < records.size(); ++i) {
    const auto at = static_cast<qsizetype>(i);
    EXPECT_EQ(rep[at], QPointF(records[i].perplexity, records[i].entropyRepresentation));
    EXPECT_EQ(grid[at], QPointF(records[i].perplexity, records[i].entropyOccupancy));
    EXPECT_EQ(trust[at], QPointF(records[i].perplexity, records[i].trustworthiness));
  }
}

/// Entropies and trustworthiness are shares, a perplexity is at least 1.
void expectAxesWithinBounds(const EntropyView& view) {
  const auto* chart = view.findChild<QChartView*>();
  ASSERT_NE(chart, nullptr);
  int shares = 0;
  for (const QAbstractAxis* axis : chart->chart()->axes()) {
    if (const auto* share = qobject_cast<const QValueAxis*>(axis)) {
      ++shares;
      EXPECT_GE(share->min(), 0);
      EXPECT_LE(share->max(), 1);
      EXPECT_LT(share->min(), share->max());
    } else if (const auto* perplexity = qobject_cast<const QLogValueAxis*>(axis)) {
      EXPECT_GE(perplexity->min(), 1);
    }
  }
  EXPECT_EQ(shares, 3);
}

struct EntropyViewTest : ::testing::Test {
  EntropyView view{darkTheme()};
  std::vector<GuidanceRecord> records = threeRecords();

  void SetUp() override {
    view.resize(640, 300);
    view.show();
  }
};

TEST_F(EntropyViewTest, ItGrowsInWhateverOrderCandidatesArrive) {
  EXPECT_TRUE(view.isEmpty());
  view.addCandidate(records[2]);
  EXPECT_FALSE(view.isEmpty());
  expectDrawn(view, {records[2]});
  view.addCandidate(records[0]);
  view.addCandidate(records[1]);
  expectDrawn(view, records);
  EXPECT_FALSE(view.markedPerplexity());
  EXPECT_TRUE(view.sentence().startsWith("3 perplexities so far")) << view.sentence().toStdString();
  view.clear();
  EXPECT_TRUE(view.isEmpty());
  EXPECT_TRUE(view.points(Curve::Representation).isEmpty());
}

TEST_F(EntropyViewTest, TheChoiceIsMarkedAndTheRuleSaidWithItsNumbers) {
  const GuidanceOptions options;
  const GuidanceCurve curve = guidanceCurve(records, options);
  view.setRecords(records, options, curve);
  expectDrawn(view, records);
  EXPECT_EQ(view.markedPerplexity(), curve.target());
  EXPECT_EQ(view.constraint().value(), curve.leastTrustworthiness);
  EXPECT_EQ(
      view.sentence(),
      QString(
          "Highest mean H_rep, %1 ± %2, where mean trustworthiness is at least %3 − 0.003: perplexity %4.")
          .arg(curve.entropy[curve.chosen], 0, 'f', 4)
          .arg(2 * curve.entropyDeviation[curve.chosen], 0, 'f', 4)
          .arg(curve.leastTrustworthiness + 0.003, 0, 'f', 4)
          .arg(numberText(curve.target())));
}

TEST_F(EntropyViewTest, ThePosteriorIsDrawnAsItIsAndLeavesWithTheNextCandidate) {
  const GuidanceCurve curve = guidanceCurve(records, {});
  view.setRecords(records, {}, curve);
  const auto mean = view.posteriorMean(), low = view.posteriorEdge(false), high = view.posteriorEdge(true);
  ASSERT_EQ(mean.size(), std::ssize(curve.perplexity));
  ASSERT_EQ(low.size(), mean.size());
  ASSERT_EQ(high.size(), mean.size());
  for (qsizetype i = 0; i < mean.size(); ++i) {
    const auto at = static_cast<size_t>(i);
    EXPECT_EQ(mean[i], QPointF(curve.perplexity[at], curve.entropy[at]));
    EXPECT_EQ(low[i].y(), curve.entropy[at] - 2 * curve.entropyDeviation[at]);
    EXPECT_EQ(high[i].y(), curve.entropy[at] + 2 * curve.entropyDeviation[at]);
  }
  GuidanceRecord another = records[2];
  another.perplexity = 40;
  view.addCandidate(another);
  EXPECT_TRUE(view.posteriorMean().isEmpty());
  EXPECT_FALSE(view.markedPerplexity());
}

TEST_F(EntropyViewTest, OccupancyHasNoConstraintAndSaysWhatItGains) {
  GuidanceOptions options;
  options.rule = GuidanceRule::Occupancy;
  const GuidanceCurve curve = guidanceCurve(records, options);
  view.setRecords(records, options, curve);
  EXPECT_EQ(view.markedPerplexity(), curve.target());
  EXPECT_FALSE(view.constraint());
  EXPECT_TRUE(view.sentence().startsWith(
      QString("Highest mean H_grid, %1 ").arg(curve.entropy[curve.chosen], 0, 'f', 4)))
      << view.sentence().toStdString();
  EXPECT_TRUE(view.sentence().contains("gains no accuracy over H_rep"));
}

TEST_F(EntropyViewTest, HoveringACandidateShowsItsMapAndLeavingHidesIt) {
  view.setRecords(records, {}, guidanceCurve(records, {}));
  ASSERT_TRUE(eventually([&] { return view.candidateAt(view.positionOf(2)) == 2; })) << "laid out";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(view.candidateAt(view.positionOf(i)), i);
  EXPECT_EQ(view.candidateAt({-50, -50}), -1);
  const QImage without = view.grab().toImage();
  view.showCandidate(0);
  const QImage first = view.grab().toImage();
  EXPECT_NE(first, without);
  view.showCandidate(2);
  EXPECT_NE(view.grab().toImage(), first);
  view.showCandidate(-1);
  EXPECT_EQ(view.grab().toImage(), without);
}

TEST_F(EntropyViewTest, ACandidateWithoutItsMapShowsItsNumbers) {
  view.setRecords(records, {}, guidanceCurve(records, {}));
  const QImage nothing = view.grab().toImage();
  view.showCandidate(1);
  const QImage withMap = view.grab().toImage();
  for (GuidanceRecord& record : records) record.thumbnail.clear();
  view.setRecords(records, {}, guidanceCurve(records, {}));
  view.showCandidate(1);
  const QImage withoutMap = view.grab().toImage();
  EXPECT_NE(withoutMap, nothing);
  EXPECT_NE(withoutMap, withMap);
}

TEST_F(EntropyViewTest, CandidateMapsAreColoured) {
  const QImage map = smallMap(records[0].thumbnail, nullptr, 60, 1, darkTheme());
  EXPECT_EQ(map.size(), QSize(60, 60));
  EXPECT_NE(map, smallMap(records[1].thumbnail, nullptr, 60, 1, darkTheme()));
  EXPECT_TRUE(smallMap({}, nullptr, 60, 1, darkTheme()).isNull());
}

TEST_F(EntropyViewTest, AGuidedRunIsDrawnAsRecordedAndAFixedOneSaysSo) {
  const DatasetPtr dataset = test::clusteredDataset(120, 6, 1);
  const RunPtr guided = test::runOnce(dataset, test::quickOptions("adapsne"));
  ASSERT_FALSE(guided->guidance.empty());
  view.setRun(guided);
  expectDrawn(view, guided->guidance);
  EXPECT_EQ(view.markedPerplexity(), guided->targetPerplexity);

  const RunPtr fixed = test::runOnce(dataset, test::quickOptions("nms-ideal"));
  view.setComparison(fixed);
  expectDrawn(view, guided->guidance);
  view.setRun(fixed);
  EXPECT_TRUE(view.isEmpty());
  EXPECT_TRUE(view.sentence().contains("fixed at 10")) << view.sentence().toStdString();
}

TEST_F(EntropyViewTest, NumbersThatAreNotFiniteAreLeftOut) {
  records[1].trustworthiness = std::nan("");
  view.setRecords(records, {}, guidanceCurve(records, {}));
  EXPECT_EQ(view.points(Curve::Trustworthiness).size(), 2);
  EXPECT_EQ(view.points(Curve::Representation).size(), 3);
  EXPECT_FALSE(view.grab().toImage().isNull());
}

TEST_F(EntropyViewTest, AxesStayWithinWhatCanBe) {
  view.setRecords(records, {}, {});
  expectAxesWithinBounds(view);
  for (GuidanceRecord& r : records) {
    r.trustworthiness = 0.9999;
    r.entropyRepresentation = 1;
    r.entropyOccupancy = 0.0005;
  }
  records[0].perplexity = 1;
  view.setRecords(records, {}, {});
  expectAxesWithinBounds(view);
}

TEST_F(EntropyViewTest, AxesHaveNumbersThatAreWhatTheyStandFor) {
  for (const double shift : {0.0, 0.0123, 0.0071}) {
    std::vector<GuidanceRecord> shifted = records;
    for (GuidanceRecord& r : shifted) {
      r.entropyRepresentation -= shift;
      r.entropyOccupancy -= 3.7 * shift;
      r.trustworthiness -= shift / 9;
    }
    view.setRecords(shifted, {}, {});
    expectAxesWithinBounds(view);
    int shares = 0;
    for (const QAbstractAxis* axis : view.findChild<QChartView*>()->chart()->axes()) {
      const auto* share = qobject_cast<const QValueAxis*>(axis);
      if (!share) continue;
      ++shares;
      for (int tick = 0; tick < share->tickCount(); ++tick) {
        const double value = share->min() + tick * (share->max() - share->min()) / (share->tickCount() - 1);
        const QString said = QString::asprintf(share->labelFormat().toUtf8().constData(), value);
        EXPECT_NEAR(said.toDouble(), value, 1e-9) << said.toStdString();
      }
    }
    EXPECT_EQ(shares, 3);
  }
}

TEST_F(EntropyViewTest, TheLegendTellsItsCurvesApart) {
  view.setRun(test::runOnce(test::clusteredDataset(120, 6, 1), test::quickOptions("adapsne")));
  std::set<QRgb> colors;
  int markers = 0;
  for (QLegendMarker* marker : view.findChild<QChartView*>()->chart()->legend()->markers()) {
    if (!marker->isVisible() || qobject_cast<const QAreaSeries*>(marker->series())) continue;
    ++markers;
    EXPECT_NE(marker->shape(), QLegend::MarkerShapeFromSeries) << "a dotted line of one pixel has no colour";
    colors.insert(marker->brush().color().rgb());
  }
  EXPECT_EQ(markers, 3);
  EXPECT_EQ(colors.size(), 3u);
}

}  // namespace
}  // namespace adapsne
