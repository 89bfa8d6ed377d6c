// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/label_layout.h"

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(LabelLayout, AFreeAnchorIsTaken) {
  const auto placed = placeLabels({{{100, 100}, {40, 18}}}, {0, 0, 400, 300}, {});
  ASSERT_EQ(placed.size(), 1u);
  EXPECT_EQ(placed[0].center(), QPointF(100, 100));
}

TEST(LabelLayout, LabelsNeverTouchEachOtherWhatIsTakenOrTheEdge) {
  std::vector<LabelRequest> requests;
  for (int i = 0; i < 30; ++i) requests.push_back({{200.0 + i % 6 * 9, 150.0 + i / 6 * 7}, {50, 18}});
  const QRectF area(0, 0, 400, 300), taken(230, 140, 60, 40);
  const auto placed = placeLabels(requests, area, {taken});
  size_t shown = 0;
  for (size_t i = 0; i < placed.size(); ++i) {
    if (placed[i].isNull()) continue;
    ++shown;
    EXPECT_TRUE(area.contains(placed[i]));
    EXPECT_FALSE(placed[i].intersects(taken));
    for (size_t j = 0; j < i; ++j) EXPECT_FALSE(placed[i].intersects(placed[j])) << i << " and " << j;
  }
  EXPECT_GT(shown, 5u);
}

TEST(LabelLayout, AnAnchorOutsideGetsNoLabel) {
  EXPECT_TRUE(placeLabels({{{-30, 100}, {40, 18}}}, {0, 0, 400, 300}, {})[0].isNull());
}

TEST(LabelLayout, OfACaptionWholePartsAreLeft) {
  const QFontMetricsF metrics((QFont()));
  const QString whole = "1,797 points · perplexity 30 · 90 exemplars", two = "1,797 points · perplexity 30",
                one = "1,797 points";
  const auto width = [&](const QString& text) { return metrics.horizontalAdvance(text); };
  EXPECT_EQ(leadingParts(whole, metrics, width(whole)), whole);
  EXPECT_EQ(leadingParts(whole, metrics, width(whole) - 1), two);
  EXPECT_EQ(leadingParts(whole, metrics, width(two) - 1), one);
  const QString cut = leadingParts(whole, metrics, width(one) - 1);
  EXPECT_TRUE(cut.endsWith("…")) << cut.toStdString();
  EXPECT_LE(width(cut), width(one) - 1);
  EXPECT_EQ(leadingParts({}, metrics, 10), QString());
}

}  // namespace
}  // namespace adapsne
