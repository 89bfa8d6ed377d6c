// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/random.h"

#include <array>
#include <set>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

// The expected numbers come from a separate implementation in Python.
TEST(RandomStream, GoldenValues) {
  RandomStream zero(0), one(1), named(1, 2, 3), most(~0ull, ~0ull, ~0ull);
  for (uint64_t expected : {0xd37690236f2cbf70u, 0xb1181a5d6fa24499u, 0xadd8c46b840f85b2u})
    EXPECT_EQ(zero.next(), expected);
  for (uint64_t expected : {0x103b717e7e90a712u, 0x70874e4b5335c340u, 0x9b0967a773abb865u})
    EXPECT_EQ(one.next(), expected);
  for (uint64_t expected : {0xf4f68ef2b7d7332fu, 0x3051d838a610872eu, 0xc15df0274b9366e2u})
    EXPECT_EQ(named.next(), expected);
  for (uint64_t expected : {0x2498b428cde782bbu, 0x60c0aac3405b4642u, 0x2be5da04a02a2279u})
    EXPECT_EQ(most.next(), expected);

  RandomStream uniform(42), normal(42), below(7), wide(7), shuffled(9);
  for (double expected : {0.897578496860236, 0.036704700204492124, 0.6547630118123119})
    EXPECT_EQ(uniform.uniform(), expected);
  for (double expected : {2.078267410025576, 1.0566538130049343, -0.02817187664616696})
    EXPECT_DOUBLE_EQ(normal.normal(), expected);
  for (uint64_t expected : {902, 388, 877, 386, 403, 961, 737, 207}) EXPECT_EQ(below.below(1000), expected);
  // Half of all draws are refused for this bound: the rejection loop runs.
  for (uint64_t expected :
       {8869189545772324039u, 1913032382535842840u, 9067202782855741054u, 3322800987439662886u})
    EXPECT_EQ(wide.below((uint64_t{1} << 63) + 1), expected);
  std::vector<int> values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  shuffled.shuffle(values);
  EXPECT_EQ(values, (std::vector<int>{2, 8, 0, 3, 4, 7, 1, 9, 6, 5}));
}

TEST(RandomStream, EveryPartOfTheNameMatters) {
  std::set<uint64_t> first;
  size_t streams = 0;
  for (uint64_t seed = 0; seed < 20; ++seed)
    for (uint64_t purpose = 0; purpose < 20; ++purpose)
      for (uint64_t index = 0; index < 20; ++index, ++streams)
        first.insert(RandomStream(seed, purpose, index).next());
  EXPECT_EQ(first.size(), streams);
}

TEST(RandomStream, BelowStaysBelowAndIsEven) {
  for (uint64_t bound :
       {uint64_t{1}, uint64_t{2}, uint64_t{3}, uint64_t{10}, uint64_t{1} << 63, ~uint64_t{0}}) {
    RandomStream random(3, bound);
    for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(bound), bound);
  }
  // With a plain product and no rejection this bound would give the lower third of its range twice as often.
  const uint64_t bound = 3 * (uint64_t{1} << 62);
  RandomStream random(5);
  std::array<int, 3> thirds{};
  constexpr int kDraws = 60000;
  for (int i = 0; i < kDraws; ++i) ++thirds[random.below(bound) / (uint64_t{1} << 62)];
  for (int count : thirds) EXPECT_NEAR(count, kDraws / 3, 5 * std::sqrt(kDraws * 2 / 9.0));
  // Which of the values come twice without rejection is spread evenly: look at the residues instead.
  std::array<int, 3> residues{};
  RandomStream other(6);
  for (int i = 0; i < kDraws; ++i) ++residues[other.below(bound) % 3];
  for (int count : residues) EXPECT_NEAR(count, kDraws / 3, 5 * std::sqrt(kDraws * 2 / 9.0));
}

TEST(RandomStream, UniformAndNormalHaveTheirMoments) {
  RandomStream random(8);
  constexpr int kDraws = 200000;
  double sum = 0, squares = 0, normalSum = 0, normalSquares = 0, normalFourth = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.uniform(), z = random.normal();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    ASSERT_TRUE(std::isfinite(z));
    sum += u;
    squares += u * u;
    normalSum += z;
    normalSquares += z * z;
    normalFourth += z * z * z * z;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.004);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.004);
  EXPECT_NEAR(normalSum / kDraws, 0, 0.012);
  EXPECT_NEAR(normalSquares / kDraws, 1, 0.02);
  EXPECT_NEAR(normalFourth / kDraws, 3, 0.15);
}

TEST(RandomStream, ShuffleReachesEveryOrderEquallyOften) {
  RandomStream random(10);
  std::array<int, 6> orders{};
  constexpr int kDraws = 60000;
  for (int i = 0; i < kDraws; ++i) {
    std::vector<int> v = {0, 1, 2};
    random.shuffle(v);
    ++orders[v[0] * 2 + (v[1] > v[2])];
  }
  for (int count : orders) EXPECT_NEAR(count, kDraws / 6, 5 * std::sqrt(kDraws * 5 / 36.0));
}

}  // namespace
}  // namespace adapsne
