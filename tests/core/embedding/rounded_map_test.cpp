// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/rounded_map.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

float coordinate(const RoundedMap& map, int64_t i, int d) {
  const auto value = static_cast<int16_t>(map.points()[i] >> (16 * d));
  return map.centre(d) + map.unit() * static_cast<float>(value);
}

TEST(RoundedMap, IsOffByHalfAUnitAtMostEndsIncluded) {
  for (const double spread : {1e-30, 1e-4, 1.0, 40.0})
    for (const int64_t n : {1, 2, 3, 1000, 40000}) {
      const std::vector<float> positions = test::randomMap(n, n, spread);
      RunControl control(2);
      RoundedMap map;
      map.assign(positions, control);
      ASSERT_FALSE(map.empty());
      double largest = 0;
      for (const float v : positions) largest = std::max(largest, static_cast<double>(std::abs(v)));
      for (int64_t i = 0; i < n; ++i)
        for (int d = 0; d < 2; ++d)
          ASSERT_NEAR(coordinate(map, i, d), positions[2 * i + d], 0.5 * map.unit() + 1e-6 * largest) << n;
    }
}

/// Sides whose unit has no reciprocal in float32.
TEST(RoundedMap, OfATinyMapIsOnePoint) {
  const float side = std::numeric_limits<float>::min();
  RunControl control(1);
  RoundedMap map;
  map.assign(std::vector<float>{-side, side, side, -side}, control);
  ASSERT_FALSE(map.empty());
  for (int64_t i = 0; i < 2; ++i)
    for (int d = 0; d < 2; ++d) EXPECT_LE(std::abs(coordinate(map, i, d)), side);
  EXPECT_EQ(map.points()[0], 0u);
}

TEST(RoundedMap, IsEmptyWhereTooWideOrNotFinite) {
  RunControl control(1);
  RoundedMap map;
  const float widest = 65534 * RoundedMap::kCoarsest;
  map.assign(std::vector<float>{0, 0, widest, 1}, control);
  EXPECT_FALSE(map.empty());
  for (const float bad :
       {1.01f * widest, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    map.assign(std::vector<float>{0, 0, 1, bad, 2, 2}, control);
    EXPECT_TRUE(map.empty()) << bad;
  }
  map.assign({}, control);
  EXPECT_TRUE(map.empty());
}

}  // namespace
}  // namespace adapsne
