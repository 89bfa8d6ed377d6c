// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/crowded_repulsion.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/embedding/divergence.h"
#include "core/embedding/embedding.h"
#include "core/embedding/start.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// `places` spots on a circle, each of `each` points, `noise` map units about them; then single points.
std::vector<float> spotsAndPoints(int places, int each, double radius, double noise, int64_t points) {
  RandomStream random(7, 3);
  std::vector<float> map;
  for (int i = 0; i < places * each; ++i) {
    const double angle = 1 + 2 * M_PI * (i % places) / places;
    map.push_back(static_cast<float>(radius * std::cos(angle) + noise * random.normal()));
    map.push_back(static_cast<float>(1.1 * radius * std::sin(angle) + noise * random.normal()));
  }
  const std::vector<float> rest = test::randomMap(points, 5, radius / 2);
  map.insert(map.end(), rest.begin(), rest.end());
  return map;
}

struct Sums {
  std::vector<float> force;
  double normalizer = 0;
  RepulsionWork work;
};
Sums sumsOf(RepulsionMethod method, const std::vector<float>& map, int threads = 1) {
  RunControl control(threads);
  const auto repulsion = makeRepulsion({method}, std::ssize(map) / 2);
  Sums sums{std::vector<float>(map.size()), 0, {}};
  sums.normalizer = repulsion->compute(map, sums.force, control);
  sums.work = repulsion->work();
  return sums;
}

/// Of the force on the points [begin, end).
double relativeError(const Sums& sums, const Sums& exact, int64_t begin, int64_t end) {
  double difference = 0, norm = 0;
  for (int64_t c = 2 * begin; c < 2 * end; ++c) {
    difference += std::pow(sums.force[c] - exact.force[c], 2);
    norm += std::pow(exact.force[c], 2);
  }
  return std::sqrt(difference / norm);
}

TEST(CrowdedRepulsion, SpotsFeelTheirPointsAndEachOther) {
  for (const int places : {2, 4, 7, 40})
    for (const double radius : {1e-3, 3.0, 20.0, 80.0})
      for (const int64_t rest : {0, 300, 3000}) {
        const int each = 100;
        const std::vector<float> map = spotsAndPoints(places, each, radius, 0, rest);
        const Sums exact = sumsOf(RepulsionMethod::Exact, map), mesh = sumsOf(RepulsionMethod::Mesh, map);
        const int64_t inSpots = places * each, n = inSpots + rest;
        EXPECT_LT(relativeError(mesh, exact, 0, inSpots), 1e-4) << places << ", " << radius << ", " << rest;
        if (rest > 0) {
          EXPECT_LT(relativeError(mesh, exact, inSpots, n), 2e-2) << places << ", " << radius << ", " << rest;
        }
        EXPECT_NEAR(mesh.normalizer / exact.normalizer, 1, 1e-3) << places << ", " << radius << ", " << rest;
      }
}

/// Rounding moves points of a spot apart that a descent should keep together.
TEST(CrowdedRepulsion, PointsApartByRoundingShareASpot) {
  const std::vector<float> map = spotsAndPoints(4, 50, 20, 1e-6, 0);
  const Sums exact = sumsOf(RepulsionMethod::Exact, map), mesh = sumsOf(RepulsionMethod::Mesh, map);
  EXPECT_LT(relativeError(mesh, exact, 0, 200), 1e-3);
}

TEST(CrowdedRepulsion, AllInOneSpot) {
  const std::vector<float> map(4000, 0.25f);
  const Sums sums = sumsOf(RepulsionMethod::Mesh, map);
  EXPECT_EQ(sums.normalizer, 2000.0 * 1999);
  for (const float f : sums.force) EXPECT_EQ(f, 0);
}

TEST(CrowdedRepulsion, SameBitsAtAnyThreadCount) {
  const std::vector<float> map = spotsAndPoints(7, 400, 30, 0, 9000);
  const Sums one = sumsOf(RepulsionMethod::Mesh, map);
  for (const int threads : test::kThreadCounts) {
    const Sums other = sumsOf(RepulsionMethod::Mesh, map, threads);
    EXPECT_EQ(other.normalizer, one.normalizer);
    EXPECT_TRUE(test::sameBits(other.force, one.force)) << threads;
  }
}

TEST(CrowdedRepulsion, AMapWithoutSpotsGoesToTheMeshAlone) {
  const std::vector<float> map = test::randomMap(3000, 1, 20);
  EXPECT_EQ(sumsOf(RepulsionMethod::Mesh, map).work.interactions, 0);
  const std::vector<float> crowded = spotsAndPoints(2, 100, 20, 0, 3000);
  EXPECT_EQ(sumsOf(RepulsionMethod::Mesh, crowded).work.interactions, 2 * (2 * 3000 + 1));
}

/// Equal rows never part: the map is their places, which only far repulsion moves.
/// Not at the same KL: in so few places each descent ends in one of several, and which one is a matter of
/// rounding (without AVX the exact one ends at a KL a sixth above the mesh's in one of these cases). Points
/// that a mesh holds fast end at several times the exact one's.
TEST(CrowdedRepulsion, AMeshsDescentOfEqualRowsEndsNoWorseThanTheExactOne) {
  for (const int places : {2, 4, 7})
    for (const double noise : {0.0, 1e-3}) {
      Features features;
      features.points = 280;
      features.dimensions = 3;
      RandomStream random(11, static_cast<uint64_t>(places));
      std::vector<float> centre(3 * places);
      for (float& v : centre) v = static_cast<float>(5 * random.normal());
      for (int64_t i = 0; i < features.points; ++i) {
        const bool apart = i % 5 == 0;  // Noise is on some rows only: the others stay equal.
        for (int64_t d = 0; d < 3; ++d)
          features.values.push_back(centre[3 * (i % places) + d] +
                                    (apart ? static_cast<float>(noise * random.normal()) : 0));
      }
      RunControl control(2);
      const auto graph = exactNeighbors(features, 90, control);
      SearchOptions search;
      search.search = Search::Newton;
      const auto p = symmetrize(*graph, *searchSigma(*graph, 20, search, 1, control), search, control);
      std::vector<double> kl;
      for (const RepulsionMethod method : {RepulsionMethod::Exact, RepulsionMethod::Mesh}) {
        EmbeddingOptions options;
        options.repulsion.method = method;
        Embedding embedding(p, pcaStart(features, 1, control), options);
        while (embedding.iteration() < 600) embedding.step(control);
        std::vector<float> map;
        embedding.copyPositions(map);
        // Of both maps by the exact Z.
        Sums sums = sumsOf(RepulsionMethod::Exact, map);
        kl.push_back(klDivergence(*p, map, sums.normalizer, control));
      }
      EXPECT_LT(kl[1], 1.05 * kl[0]) << places << ", " << noise;
    }
}

}  // namespace
}  // namespace adapsne
