// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/rounded_map.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

float coordinate(const RoundedMap& map, size_t point, int d) {
  const uint32_t bits = map.points()[point];
  return map.centre(d) + map.unit() * static_cast<int16_t>(d == 0 ? bits & 0xffffu : bits >> 16);
}

TEST(RoundedMap, IsOffByHalfAUnitAtMost) {
  RunControl control(2);
  for (double spread : {1e-4, 1.0, 60.0})
    for (float shift : {0.0f, 100.0f}) {
      std::vector<float> map = test::randomMap(40000, 7, spread);
      for (size_t i = 0; i < 40000; ++i) map[2 * i] += shift;
      RoundedMap rounded;
      rounded.assign(map, control);
      ASSERT_FALSE(rounded.empty());
      // Beside it what float32 makes of a coordinate this large.
      const float most = 0.501f * rounded.unit() + 1e-6f * (shift + 5 * static_cast<float>(spread));
      for (size_t i = 0; i < 40000; ++i)
        for (int d = 0; d < 2; ++d) ASSERT_NEAR(coordinate(rounded, i, d), map[2 * i + d], most) << spread;
    }
}

TEST(RoundedMap, OfOnePlaceIsThatPlace) {
  RunControl control(1);
  RoundedMap rounded;
  rounded.assign(std::vector<float>{3, 4, 3, 4}, control);
  ASSERT_FALSE(rounded.empty());
  EXPECT_EQ(coordinate(rounded, 1, 0), 3);
  EXPECT_EQ(coordinate(rounded, 1, 1), 4);
}

TEST(RoundedMap, IsEmptyWhereTheMapIsTooWideOrNoMap) {
  RunControl control(1);
  RoundedMap rounded;
  const float widest = RoundedMap::kCoarsest * 65534;
  rounded.assign(std::vector<float>{0, 0, widest, 1}, control);
  EXPECT_FALSE(rounded.empty());
  rounded.assign(std::vector<float>{0, 0, 1.01f * widest, 1}, control);
  EXPECT_TRUE(rounded.empty());
  for (float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    rounded.assign(std::vector<float>{0, 0, bad, 1}, control);
    EXPECT_TRUE(rounded.empty());
  }
  rounded.assign({}, control);
  EXPECT_TRUE(rounded.empty());
}

}  // namespace
}  // namespace adapsne
