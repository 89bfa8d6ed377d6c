// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/attraction.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/embedding/divergence.h"
#include "core/embedding/morton.h"
#include "tests/support/exact_gradient.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const Affinities> affinitiesOf(int64_t points, int k) {
  RunControl control(1);
  const auto graph = exactNeighbors(test::clusteredFeatures(points, 6, 1), k, control);
  return symmetrize(*graph, *searchSigma(*graph, k / 3.0, {}, 1, control), {}, control);
}

/// By row, whatever the order in memory.
std::vector<float> attractionOf(const Affinities& p, const std::vector<int32_t>& order,
                                PackedAffinities::Form form, const std::vector<float>& map) {
  RunControl control(2);
  const auto packed = packAffinities(p, order, form, 0, control);
  EXPECT_EQ(packed->points(), p.points);
  std::vector<float> placed(map.size()), sums(map.size()), result(map.size());
  for (size_t q = 0; q < order.size(); ++q)
    for (int d = 0; d < 2; ++d) placed[2 * q + d] = map[2 * order[q] + d];
  attract(*packed, placed, sums, control);
  for (size_t q = 0; q < order.size(); ++q)
    for (int d = 0; d < 2; ++d) result[2 * order[q] + d] = sums[2 * q + d];
  return result;
}

TEST(Attraction, BothFormsAgreeWithFloat64InAnyOrder) {
  for (int64_t n : {2, 17, 300}) {
    const auto p = affinitiesOf(n, static_cast<int>(std::min<int64_t>(n - 1, 20)));
    const std::vector<float> map = test::randomMap(n, 2, 4);
    std::vector<double> expected(2 * n, 0);
    double norm = 0;
    for (int64_t i = 0; i < n; ++i)
      for (int64_t e = p->rowStart[i]; e < p->rowStart[i + 1]; ++e) {
        const int64_t j = p->column[e];
        const double dx = static_cast<double>(map[2 * i]) - map[2 * j];
        const double dy = static_cast<double>(map[2 * i + 1]) - map[2 * j + 1];
        const double pull = p->value[e] / (1 + dx * dx + dy * dy);
        expected[2 * i] += pull * dx;
        expected[2 * i + 1] += pull * dy;
      }
    for (double v : expected) norm += v * v;
    std::vector<int32_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    for (int shuffled = 0; shuffled < 2; ++shuffled) {
      for (const auto form : {PackedAffinities::Form::Long, PackedAffinities::Form::Short}) {
        const std::vector<float> found = attractionOf(*p, order, form, map);
        double difference = 0;
        for (int64_t c = 0; c < 2 * n; ++c) difference += std::pow(found[c] - expected[c], 2);
        // Seven bits of mantissa: at most 0.4 % of each, less of their sum.
        EXPECT_LT(std::sqrt(difference / norm), form == PackedAffinities::Form::Long ? 1e-6 : 4e-3) << n;
      }
      RandomStream(n, 1).shuffle(order);
    }
  }
}

TEST(Attraction, ShortValuesKeepTheLargestAndDropTheTiny) {
  Affinities p;
  p.points = 3;
  p.rowStart = {0, 2, 3, 4};
  p.column = {1, 2, 0, 0};
  p.value = {0.4, 1e-14, 0.4, 1e-14};
  const std::vector<float> map = {0, 0, 1, 0, 0, 1};
  const std::vector<float> found = attractionOf(p, {0, 1, 2}, PackedAffinities::Form::Short, map);
  EXPECT_NEAR(found[0], -0.2, 0.4 * 0.004);
  EXPECT_EQ(found[1], 0) << "below 2^-32 of the largest";
  EXPECT_NEAR(found[2], 0.2, 0.4 * 0.004);
}

/// Ninety neighbours and a perplexity of 5: most of them hold next to nothing.
TEST(Attraction, WhatAThousandthHoldsCanBeLeftOut) {
  RunControl control(2);
  const int64_t n = 600;
  const auto graph = exactNeighbors(test::clusteredFeatures(n, 6, 1), 90, control);
  const auto p = symmetrize(*graph, *searchSigma(*graph, 5, {}, 1, control), {}, control);
  const double smallest = negligibleBelow(*p, 1e-3, control);
  double left = 0;
  int64_t kept = 0;
  for (const double value : p->value) {
    if (value < smallest)
      left += value;
    else
      ++kept;
  }
  EXPECT_LE(left, 1e-3 * p->sum);
  EXPECT_LT(kept, p->nonzeros() / 2);
  std::vector<int32_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  const std::vector<float> map = test::randomMap(n, 2, 10);
  const std::vector<float> all = attractionOf(*p, order, PackedAffinities::Form::Long, map);
  const auto packed = packAffinities(*p, order, PackedAffinities::Form::Long, smallest, control);
  EXPECT_EQ(packed->entries, kept);
  std::vector<float> found(map.size());
  attract(*packed, map, found, control);
  double difference = 0, norm = 0, sumX = 0, largest = 0;
  for (int64_t c = 0; c < 2 * n; ++c) {
    difference += std::pow(found[c] - all[c], 2);
    norm += all[c] * all[c];
    largest = std::max(largest, std::abs(static_cast<double>(found[c])));
    if (c % 2 == 0) sumX += found[c];
  }
  EXPECT_LT(std::sqrt(difference / norm), 5e-3);
  EXPECT_GT(difference, 0);
  EXPECT_NEAR(sumX, 0, 1e-3 * largest) << "left out on both sides, so forces still cancel";
}

TEST(Attraction, OfNoPointsIsNothing) {
  RunControl control(1);
  Affinities none;
  none.rowStart = {0};
  EXPECT_EQ(packAffinities(none, {}, PackedAffinities::Form::Short, 0, control)->entries, 0);
}

TEST(Attraction, WhatIsNegligibleHoldsTheShareAtMost) {
  const auto p = affinitiesOf(3000, 60);
  RunControl control(1);
  for (const double share : {0.0, 1e-4, 1e-3, 0.1}) {
    const double least = negligibleBelow(*p, share, control);
    double below = 0, belowNext = 0;
    for (const double v : p->value) {
      if (v < least) below += v;
      if (v < least * 1.13) belowNext += v;
    }
    EXPECT_LE(below, share * p->sum * (1 + 1e-12));
    EXPECT_GT(belowNext, share * p->sum);
  }
}

/// As where all points have equally many neighbours at one distance. Below a power of two by so little that a
/// float32 would be that power.
TEST(Attraction, EqualEntriesAreNeverNegligible) {
  Affinities p;
  constexpr int64_t kPoints = 64;
  p.points = kPoints;
  p.rowStart = {0};
  for (int64_t i = 0; i < kPoints; ++i) {
    for (const int64_t j : {(i + 1) % kPoints, (i + kPoints - 1) % kPoints}) {
      p.column.push_back(static_cast<int32_t>(j));
      p.value.push_back(std::nextafter(1.0 / (2 * kPoints), 0));
      p.sum += p.value.back();
    }
    p.rowStart.push_back(std::ssize(p.value));
  }
  RunControl control(1);
  std::vector<int32_t> order(kPoints);
  for (int64_t i = 0; i < kPoints; ++i) order[i] = static_cast<int32_t>(i);
  const double least = negligibleBelow(p, 1e-3, control);
  EXPECT_LE(least, p.value.front());
  EXPECT_EQ(packAffinities(p, order, PackedAffinities::Form::Long, least, control)->entries, p.nonzeros());
}

TEST(Divergence, EqualsTheExactGradientsKl) {
  RunControl control(2);
  for (int k : {15, 119}) {
    const auto p = affinitiesOf(120, k);
    for (double spread : {1e-4, 1.0, 30.0}) {
      const std::vector<float> map = test::randomMap(120, 9, spread);
      const ExactGradient exact = exactGradient(*p, std::vector<double>(map.begin(), map.end()), control);
      EXPECT_NEAR(klDivergence(*p, map, exact.normalizer, control), exact.kl, 3e-6) << k << ", " << spread;
    }
  }
}

TEST(Morton, NeighboursInTheOrderAreNeighboursInTheMap) {
  RunControl control(1);
  const std::vector<float> map = test::randomMap(3000, 4);
  const std::vector<int32_t> order = orderByCode(mortonCodes(map, control), control);
  std::vector<int32_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  double ordered = 0, asTheyCome = 0;
  for (size_t p = 0; p < order.size(); ++p) {
    EXPECT_EQ(sorted[p], static_cast<int32_t>(p));
    if (p == 0) continue;
    const int32_t a = order[p - 1], b = order[p];
    ordered += std::hypot(map[2 * a] - map[2 * b], map[2 * a + 1] - map[2 * b + 1]);
    asTheyCome += std::hypot(map[2 * p - 2] - map[2 * p], map[2 * p - 1] - map[2 * p + 1]);
  }
  EXPECT_LT(ordered, asTheyCome / 10);
}

TEST(Morton, EqualCodesKeepTheirOrder) {
  RunControl control(1);
  const std::vector<int32_t> order = orderByCode({7, 3, 7, 3, 1u << 20, 7}, control);
  EXPECT_EQ(order, (std::vector<int32_t>{1, 3, 0, 2, 5, 4}));
}

}  // namespace
}  // namespace adapsne
