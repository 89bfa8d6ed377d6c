// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/distance_tile.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "core/support/random.h"

namespace adapsne {
namespace {

TEST(DistanceTile, PlacesWithinALimitAreThoseThatALoopFinds) {
  RandomStream random(1, 7);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<float> row(kTilePoints);
    for (float& v : row) v = static_cast<float>(static_cast<int>(4 * random.normal()));
    row[trial % kTilePoints] = std::numeric_limits<float>::infinity();
    row[(trial + 5) % kTilePoints] = std::numeric_limits<float>::quiet_NaN();
    for (const float limit : {-3.0f, 0.0f, 2.0f, std::numeric_limits<float>::infinity()})
      for (const int64_t count :
           {int64_t{0}, int64_t{1}, int64_t{17}, kTilePoints - 1, kTilePoints, int64_t{90}}) {
        std::vector<int> expected, found;
        for (int place = 0; place < std::min(count, kTilePoints); ++place)
          if (row[place] <= limit) expected.push_back(place);
        forPlaces(placesWithin(row.data(), count, limit), [&](int place) { found.push_back(place); });
        EXPECT_EQ(found, expected) << limit << ", " << count;
      }
  }
}

}  // namespace
}  // namespace adapsne
