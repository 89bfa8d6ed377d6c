// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/samplers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<const SamplerRow*> withTerritories() {
  std::vector<const SamplerRow*> rows;
  for (const SamplerRow& row : samplers())
    if (row.divide) rows.push_back(&row);
  return rows;
}

TEST(Territories, PartitionTheRows) {
  RandomStream random(4);
  for (int trial = 0; trial < 20; ++trial) {
    const int64_t n = 2 + static_cast<int64_t>(random.below(150));
    const Features f = trial % 2 ? test::clusteredFeatures(n, 3, trial) : test::latticeFeatures(n, 2, trial);
    const std::vector<float> map = trial % 3 ? test::randomMap(n, trial) : std::vector<float>(2 * n, 1);
    Rows rows;
    for (int64_t i = 0; i < n; ++i)
      if (i == 0 || random.below(3) > 0) rows.push_back(i);
    const int64_t m = 1 + static_cast<int64_t>(random.below(rows.size()));
    RunControl control(1);
    for (const SamplerRow* sampler : withTerritories())
      for (CellAllocation allocation :
           {CellAllocation::Proportional, CellAllocation::SquareRoot, CellAllocation::Equal}) {
        const Territories t =
            sampler->divide({f, map}, {rows, m, static_cast<uint64_t>(trial)}, allocation, control);
        ASSERT_LE(static_cast<int64_t>(t.members.size()), m);
        ASSERT_FALSE(t.members.empty());
        Rows united;
        for (const Rows& members : t.members) {
          ASSERT_FALSE(members.empty());
          ASSERT_TRUE(std::is_sorted(members.begin(), members.end()));
          united.insert(united.end(), members.begin(), members.end());
        }
        std::sort(united.begin(), united.end());
        ASSERT_TRUE(test::allDistinct(united));
        if (sampler->value == Sampler::Grid)  // cells without a share of the budget stay out
          ASSERT_TRUE(std::includes(rows.begin(), rows.end(), united.begin(), united.end()));
        else
          ASSERT_EQ(united, rows) << sampler->word;
      }
  }
}

TEST(Territories, GridAllocationsDifferInWhatCrowdsGet) {
  // Four corners of the map with 10, 10, 10 and 970 points; 16 exemplars on a 4 x 4 grid.
  std::vector<float> map;
  RandomStream random(5);
  const auto add = [&](double x, double y, int count) {
    for (int i = 0; i < count; ++i)
      map.insert(map.end(), {static_cast<float>(x + 0.1 * random.uniform()),
                             static_cast<float>(y + 0.1 * random.uniform())});
  };
  add(0, 0, 970), add(10, 0, 10), add(0, 12, 10), add(10, 12, 10);
  const Features f = test::featuresOf(map, 1000, 2);
  Rows rows(1000);
  std::iota(rows.begin(), rows.end(), 0);
  RunControl control(1);
  const auto inCrowd = [&](CellAllocation allocation) {
    const Territories t = divideByGrid({f, map}, {rows, 16, 1}, allocation, control);
    return std::count_if(t.members.begin(), t.members.end(), [](const Rows& m) { return m.front() < 970; });
  };
  // The crowd's parts: 16 x 970 / 1000 = 15.52; 16 x 31.14 / 40.63 = 12.26, the largest remainder; 4.
  EXPECT_EQ(inCrowd(CellAllocation::Proportional), 16);
  EXPECT_EQ(inCrowd(CellAllocation::SquareRoot), 13);
  EXPECT_EQ(inCrowd(CellAllocation::Equal), 4);
}

TEST(Exemplars, AreWhatTheirNamesSay) {
  // A line: features 0 1 2 3 10, positions in another order, density highest at row 1.
  const Features f = test::featuresOf({0, 1, 2, 3, 10}, 5, 1);
  const std::vector<float> map = {5, 0, 9, 0, 6, 0, 0, 0, 0, 1};  // mean (4, 0.2)
  RunControl control(1);
  const auto graph = exactNeighbors(f, 2, control);  // 2nd neighbours at 2, 1, 1, 2, 8
  const SamplingInputs inputs{f, map, graph.get()};
  const Rows all = {0, 1, 2, 3, 4};
  EXPECT_EQ(exemplarOf(inputs, all, Exemplar::FeatureMedoid), 3) << "the mean is 3.2";
  EXPECT_EQ(exemplarOf(inputs, all, Exemplar::MapMedoid), 0);
  EXPECT_EQ(exemplarOf(inputs, all, Exemplar::Densest), 1) << "ties to the lower row";
  EXPECT_EQ(exemplarOf(inputs, {4}, Exemplar::Densest), 4);
}

}  // namespace
}  // namespace adapsne
