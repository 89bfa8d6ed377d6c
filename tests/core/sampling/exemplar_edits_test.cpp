// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/exemplar_edits.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/geometry/precise_distance.h"
#include "core/support/random.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using test::clusteredFeatures;
using test::latticeFeatures;

Subset subsetOf(const Features& features, Rows rows) {
  RunControl control(1);
  Subset subset;
  subset.territory = nearestExemplar(features, rows, control);
  subset.rows = std::move(rows);
  return subset;
}

TEST(ExemplarEdits, EachChangeIsAListOfItsOwn) {
  const Rows chosen = {2, 5, 9};
  ExemplarEdits edits = withSwapped(chosen, {}, 5, 7);
  EXPECT_EQ(editedRows(chosen, edits), (Rows{2, 7, 9}));
  EXPECT_EQ(seatOf(chosen, edits, 7), 5);
  EXPECT_EQ(seatOf(chosen, edits, 5), -1);
  edits = withSwapped(chosen, edits, 7, 1);  // again, for the same seat
  EXPECT_EQ(edits.swapped, (std::vector<ExemplarSwap>{{5, 1}}));
  EXPECT_EQ(editedRows(chosen, edits), (Rows{1, 2, 9}));
  edits = withoutExemplar(chosen, edits, 9);
  edits = withExemplar(chosen, edits, 4);
  EXPECT_EQ(editedRows(chosen, edits), (Rows{1, 2, 4}));
  EXPECT_EQ(changedExemplars(edits), 3);
  EXPECT_EQ(editsText(edits), "3 exemplars changed by hand: 1 swapped, 1 removed, 1 added");
  EXPECT_TRUE(isEditOf(edits, chosen, 10));
  // Each the other way round: nothing is left of them.
  edits = withSwapped(chosen, edits, 1, 5);
  edits = withExemplar(chosen, edits, 9);
  edits = withoutExemplar(chosen, edits, 4);
  EXPECT_TRUE(edits.empty());
  EXPECT_EQ(editsText(edits), "");
}

TEST(ExemplarEdits, ASeatGoesWithWhoeverStandsIn) {
  const Rows chosen = {2, 5, 9};
  const ExemplarEdits swapped = withSwapped(chosen, {}, 5, 7);
  EXPECT_EQ(withoutExemplar(chosen, swapped, 7), (ExemplarEdits{{}, {5}, {}}));
  // Who was swapped away and is chosen again has its seat; the other one stays.
  EXPECT_EQ(withExemplar(chosen, swapped, 5), (ExemplarEdits{{}, {}, {7}}));
  const ExemplarEdits added = withSwapped(chosen, withExemplar(chosen, {}, 4), 4, 6);
  EXPECT_EQ(editedRows(chosen, added), (Rows{2, 5, 6, 9}));
  EXPECT_EQ(changedExemplars(added), 1);
  EXPECT_EQ(editsText(added), "1 exemplar changed by hand: 1 added");
  EXPECT_TRUE(withoutExemplar(chosen, added, 6).empty());
}

TEST(ExemplarEdits, WhatDoesNotFitIsNone) {
  const Rows chosen = {2, 5, 9};
  EXPECT_TRUE(isEditOf({}, chosen, 10));
  EXPECT_TRUE(isEditOf({{{2, 3}}, {5}, {4}}, chosen, 10));
  const ExemplarEdits wrong[] = {
      {{{3, 4}}, {}, {}},          // no seat
      {{{2, 5}}, {}, {}},          // an exemplar already
      {{{2, 2}}, {}, {}},          // itself
      {{{2, 3}, {5, 3}}, {}, {}},  // twice
      {{{2, 10}}, {}, {}},         // no point
      {{{2, -1}}, {}, {}},
      {{{2, 3}}, {2}, {}},  // removed
      {{}, {4}, {}},        // was none
      {{}, {2, 5, 9}, {}},  // nothing left
      {{}, {5, 2}, {}},     // does not ascend
      {{}, {}, {5}},        // is one already
      {{}, {}, {4, 4}},     // twice
      {{}, {}, {-1}},       // no point
      {{{5, 3}, {2, 4}}, {}, {}},
  };
  for (const ExemplarEdits& edits : wrong) EXPECT_FALSE(isEditOf(edits, chosen, 10)) << editsText(edits);
}

/// Random edits of every kind, with ties and coinciding points.
TEST(ExemplarEdits, TerritoriesAreThoseOfTheEditedExemplars) {
  int64_t moved = 0;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const bool ties = seed % 2 == 0;
    const Features features = ties ? latticeFeatures(240, 3, seed) : clusteredFeatures(240, 5, seed);
    RandomStream random(seed, 1);
    std::set<int64_t> drawn;
    while (drawn.size() < 12) drawn.insert(static_cast<int64_t>(random.below(240)));
    Subset chosen = subsetOf(features, Rows(drawn.begin(), drawn.end()));
    chosen.given = {chosen.rows[1], chosen.rows[7]};
    ExemplarEdits edits;
    for (int step = 0; step < 9; ++step) {
      const Rows now = editedRows(chosen.rows, edits);
      const int64_t one = now[random.below(now.size())];
      int64_t other = 0;
      do other = static_cast<int64_t>(random.below(240));
      while (std::binary_search(now.begin(), now.end(), other) ||
             std::binary_search(edits.removed.begin(), edits.removed.end(), other) ||
             std::binary_search(chosen.rows.begin(), chosen.rows.end(), other));
      if (step % 3 == 0) edits = withSwapped(chosen.rows, edits, one, other);
      if (step % 3 == 1) edits = withExemplar(chosen.rows, edits, other);
      if (step % 3 == 2) edits = withoutExemplar(chosen.rows, edits, one);
      ASSERT_TRUE(isEditOf(edits, chosen.rows, 240));
      RunControl control(1), two(2);
      const auto subset = editedSubset(chosen, edits, features, control);
      EXPECT_EQ(subset->rows, editedRows(chosen.rows, edits));
      EXPECT_EQ(subset->territory, nearestExemplar(features, subset->rows, control)) << seed << ' ' << step;
      EXPECT_EQ(editedSubset(chosen, edits, features, two)->territory, subset->territory);
      for (const int64_t given : subset->given)
        EXPECT_TRUE(std::binary_search(subset->rows.begin(), subset->rows.end(), given));
      moved += subset->territory != chosen.territory;
    }
  }
  EXPECT_GT(moved, 50);
}

class NextOf : public testing::Test {
 protected:
  NextExemplar next(const ExemplarEdits& edits, int64_t row, const Rows& barred = {},
                    std::span<const int32_t> labels = {}) {
    RunControl control(1);
    return nextExemplar(chosen_, edits, features_, row, barred, labels, control);
  }
  Features features_ = clusteredFeatures(200, 4, 3);
  Subset chosen_ = subsetOf(features_, {0, 1, 2, 50, 101});
};

TEST_F(NextOf, GoesRoundTheTerritoryByDistance) {
  const int64_t seat = chosen_.rows[1];
  Rows members;
  for (int64_t i = 0; i < 200; ++i)
    if (chosen_.territory[static_cast<size_t>(i)] == 1 && i != seat) members.push_back(i);
  ASSERT_GT(members.size(), 5u);
  const auto distance = [&](int64_t row) {
    return preciseDistance(features_.values.data() + row * 4, features_.values.data() + seat * 4, 4);
  };
  std::stable_sort(members.begin(), members.end(),
                   [&](int64_t a, int64_t b) { return distance(a) < distance(b); });
  ExemplarEdits edits;
  int64_t row = seat;
  for (size_t i = 0; i < members.size(); ++i) {
    const NextExemplar found = next(edits, row);
    ASSERT_EQ(found.row, members[i]);
    EXPECT_EQ(found.place, static_cast<int64_t>(i) + 1);
    EXPECT_EQ(found.others, std::ssize(members));
    edits = withSwapped(chosen_.rows, edits, row, found.row);
    row = found.row;
  }
  const NextExemplar last = next(edits, row);
  EXPECT_EQ(last.row, seat);
  EXPECT_EQ(last.place, 0);
  EXPECT_TRUE(withSwapped(chosen_.rows, edits, row, seat).empty()) << "back where it began";
}

TEST_F(NextOf, PassesOverWhatMustNotBe) {
  const int64_t seat = chosen_.rows[1];
  const int64_t first = next({}, seat).row,
                second = next(withSwapped(chosen_.rows, {}, seat, first), first).row;
  EXPECT_EQ(next({}, seat, {first}).row, second);
  // A row that was added is an exemplar with a territory of its own.
  const ExemplarEdits added = withExemplar(chosen_.rows, {}, first);
  EXPECT_NE(next(added, seat).row, first);
  const NextExemplar ofAdded = next(added, first);
  RunControl control(1);
  const auto subset = editedSubset(chosen_, added, features_, control);
  const auto own = std::find(subset->rows.begin(), subset->rows.end(), first) - subset->rows.begin();
  EXPECT_EQ(subset->territory[static_cast<size_t>(ofAdded.row)], own);
  // One that was removed comes back by being chosen alone.
  const ExemplarEdits removed = withoutExemplar(chosen_.rows, {}, chosen_.rows[0]);
  for (int64_t row : editedRows(chosen_.rows, removed)) EXPECT_NE(next(removed, row).row, chosen_.rows[0]);
  // Of another class.
  std::vector<int32_t> labels(200, 0);
  labels[static_cast<size_t>(first)] = 1;
  EXPECT_EQ(next({}, seat, {}, labels).row, second);
}

TEST_F(NextOf, NobodyStandsInForTheOnlyPointOfATerritory) {
  Rows barred;
  for (int64_t i = 0; i < 200; ++i)
    if (!std::binary_search(chosen_.rows.begin(), chosen_.rows.end(), i)) barred.push_back(i);
  const NextExemplar found = next({}, chosen_.rows[2], barred);
  EXPECT_EQ(found.row, -1);
  EXPECT_EQ(found.others, 0);
}

TEST(NextExemplar, CoincidingPointsGoByTheirRows) {
  const Features features = test::featuresOf({1, 1, 1, 1, 9, 9}, 6, 1);
  const Subset chosen = subsetOf(features, {2, 5});
  RunControl control(1);
  Rows order;
  ExemplarEdits edits;
  for (int64_t row = 2; order.size() < 4;) {
    const int64_t instead = nextExemplar(chosen, edits, features, row, {}, {}, control).row;
    edits = withSwapped(chosen.rows, edits, row, instead);
    order.push_back(row = instead);
  }
  EXPECT_EQ(order, (Rows{0, 1, 3, 2}));
}

}  // namespace
}  // namespace adapsne
