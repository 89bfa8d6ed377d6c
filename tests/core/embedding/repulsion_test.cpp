// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/repulsion.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/embedding/embedding.h"
#include "core/embedding/map_bounds.h"
#include "core/embedding/mesh_convolution.h"
#include "core/embedding/mesh_repulsion.h"
#include "core/embedding/start.h"
#include "core/features/preprocess.h"
#include "tests/support/installed_data.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct Sums {
  std::vector<float> force;
  double normalizer;
};

Sums sumsOf(const RepulsionOptions& options, const std::vector<float>& map, int threads = 1) {
  RunControl control(threads);
  Sums sums{std::vector<float>(map.size()), 0};
  sums.normalizer = makeRepulsion(options, std::ssize(map) / 2)->compute(map, sums.force, control);
  return sums;
}

/// In float64, over all pairs.
struct Reference {
  std::vector<double> force;
  double normalizer = 0;
  explicit Reference(const std::vector<float>& map) : force(map.size(), 0) {
    const size_t n = map.size() / 2;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) {
        if (j == i) continue;
        const double dx = static_cast<double>(map[2 * i]) - map[2 * j];
        const double dy = static_cast<double>(map[2 * i + 1]) - map[2 * j + 1];
        const double w = 1 / (1 + dx * dx + dy * dy);
        normalizer += w;
        force[2 * i] += w * w * dx;
        force[2 * i + 1] += w * w * dy;
      }
  }
  double relativeError(const Sums& sums) const {
    double difference = 0, norm = 0;
    for (size_t c = 0; c < force.size(); ++c) {
      difference += std::pow(sums.force[c] - force[c], 2);
      norm += force[c] * force[c];
    }
    return std::sqrt(difference / norm);
  }
};

/// As late maps are: round clusters of several sizes, and points between them.
std::vector<float> clusteredMap(int64_t points, double radius) {
  RandomStream random(points, 5);
  std::vector<float> map;
  for (int64_t i = 0; i < points; ++i) {
    const double cluster = static_cast<double>(i % 10), size = i % 13 == 0 ? radius : 0.12 * radius;
    map.push_back(static_cast<float>(radius * std::cos(cluster) + size * random.normal()));
    map.push_back(static_cast<float>(radius * std::sin(cluster * 1.3) + size * random.normal()));
  }
  return map;
}

RepulsionOptions mesh(double spacing = 0.4) {
  return {RepulsionMethod::Mesh, spacing, 0.5};
}

TEST(Repulsion, ExactAgreesWithFloat64) {
  for (int64_t n : {1, 2, 3, 50, 501}) {
    const std::vector<float> map = test::randomMap(n, n);
    const Reference reference(map);
    const Sums sums = sumsOf({RepulsionMethod::Exact}, map);
    if (n > 1) {
      EXPECT_LT(reference.relativeError(sums), 1e-5) << n;
    }
    EXPECT_NEAR(sums.normalizer, reference.normalizer, 1e-5 * reference.normalizer + 1e-6);
  }
}

/// Small late maps are the hardest: at 60,000 points the error is 1.2 %.
TEST(Repulsion, MeshIsCloseOnALateMap) {
  if (const auto why = test::missingData("fashion-mnist"); !why.empty()) GTEST_SKIP() << why;
  RunControl control(2);
  DatasetOptions options;
  options.points = 2000;
  const auto features = preprocess(*openDataset("fashion-mnist", options, 1, control), {}, control);
  const auto graph = exactNeighbors(*features, 90, control);
  SearchOptions search;
  search.search = Search::Newton;
  const auto p = symmetrize(*graph, *searchSigma(*graph, 30, search, 1, control), search, control);
  EmbeddingOptions exact;
  exact.repulsion.method = RepulsionMethod::Exact;
  Embedding embedding(p, pcaStart(*features, 1, control), exact);
  std::vector<float> map;
  for (int iterations : {50, 250, 400}) {
    while (embedding.iteration() < iterations) embedding.step(control);
    embedding.copyPositions(map);
    const Reference reference(map);
    for (const auto& [spacing, bound] : {std::pair{0.4, 2e-2}, {0.36, 1.5e-2}}) {
      const Sums sums = sumsOf(mesh(spacing), map);
      EXPECT_LT(reference.relativeError(sums), bound) << iterations;
      EXPECT_NEAR(sums.normalizer / reference.normalizer, 1, 3e-4) << iterations;
    }
  }
}

TEST(Repulsion, AFinerMeshIsCloser) {
  const std::vector<float> map = clusteredMap(1000, 20);
  const Reference reference(map);
  double last = 1;
  for (double spacing : {0.8, 0.4, 0.2, 0.1}) {
    const double error = reference.relativeError(sumsOf(mesh(spacing), map));
    EXPECT_LT(error, last / 2) << spacing;
    last = error;
  }
  EXPECT_LT(last, 2e-4);
}

/// Where points are few for the map's width, pairs one by one are cheaper than a mesh that is fine enough
/// alone.
TEST(Repulsion, OnAThinMapTheMeshIsCoarserAndTheForceAsClose) {
  const std::vector<float> thin = clusteredMap(5000, 70), dense = clusteredMap(5000, 2);
  for (const auto& [map, hasPairs] : {std::pair{thin, true}, {dense, false}}) {
    RunControl control(1);
    const auto repulsion = makeRepulsion(mesh(), 5000);
    Sums sums{std::vector<float>(map.size()), 0};
    sums.normalizer = repulsion->compute(map, sums.force, control);
    EXPECT_EQ(repulsion->work().nearPairs > 0, hasPairs);
    const Reference reference(map);
    EXPECT_LT(reference.relativeError(sums), 1.5e-2);
    EXPECT_NEAR(sums.normalizer / reference.normalizer, 1, 3e-4);
    if (!hasPairs) continue;
    const double alone = boundsOf(map).side() / MeshRepulsion::kUsualSpacing;
    EXPECT_LT(static_cast<double>(repulsion->work().gridPoints), 2 * alone * alone / 2);
  }
}

/// Before the map unfolds, forces are tiny differences of large potentials.
TEST(Repulsion, MeshHandlesMapsOfAnySize) {
  for (double spread : {1e-4, 1e-3, 1e-2, 0.1, 1.0, 5.0}) {
    const std::vector<float> map = test::randomMap(1500, 3, spread);
    const Reference reference(map);
    const Sums sums = sumsOf(mesh(), map);
    EXPECT_LT(reference.relativeError(sums), 2e-2) << spread;
    EXPECT_NEAR(sums.normalizer / reference.normalizer, 1, 1e-3) << spread;
  }
}

/// Wide as a whole, or because of one point: with pairs of up to 4 units a grid reaches over 5,000. Beyond, a
/// tree.
TEST(Repulsion, ForcesHoldOnMapsOfAnyWidth) {
  for (const auto& [radius, outlier] : {std::pair{300.0, 0.0f},
                                        {900.0, 0.0f},
                                        {30.0, 4000.0f},
                                        {2500.0, 0.0f},
                                        {30.0, 30000.0f},
                                        {1e6, 0.0f}}) {
    std::vector<float> map = clusteredMap(1600, radius);
    if (outlier > 0) map[0] = map[1] = outlier;
    const Reference reference(map);
    const Sums sums = sumsOf(mesh(), map);
    EXPECT_LT(reference.relativeError(sums), 2e-2) << radius << ", " << outlier;
    EXPECT_NEAR(sums.normalizer / reference.normalizer, 1, 4e-3) << radius << ", " << outlier;
  }
}

/// Before a tree, which is slower and coarser.
TEST(Repulsion, AMeshTooFineForTheMapBecomesCoarser) {
  const std::vector<float> map = clusteredMap(1600, 300);
  ASSERT_GT(boundsOf(map).side(), 0.05 * 5 * MeshRepulsion::kMostCells) << "too wide for the coarsest level";
  RunControl control(1);
  const auto repulsion = makeRepulsion(mesh(0.05), 1600);
  Sums sums{std::vector<float>(map.size()), 0};
  sums.normalizer = repulsion->compute(map, sums.force, control);
  EXPECT_EQ(repulsion->work().interactions, 0) << "no tree";
  EXPECT_GT(repulsion->work().gridPoints, 0);
  const Reference reference(map);
  EXPECT_LT(reference.relativeError(sums), 1e-2);
}

TEST(Repulsion, TreeApproachesTheExactSumWithSmallTheta) {
  const std::vector<float> map = clusteredMap(2000, 30);
  const Reference reference(map);
  double last = 1;
  for (double theta : {1.0, 0.5, 0.2}) {
    const double error = reference.relativeError(sumsOf({RepulsionMethod::BarnesHut, 0.4, theta}, map));
    EXPECT_LT(error, last) << theta;
    last = error;
  }
  EXPECT_LT(last, 5e-3);
  const Sums exact = sumsOf({RepulsionMethod::BarnesHut, 0.4, 0}, map);
  EXPECT_LT(reference.relativeError(exact), 1e-6);
  EXPECT_NEAR(exact.normalizer / reference.normalizer, 1, 1e-6);
}

class EveryMethod : public testing::TestWithParam<RepulsionMethod> {};

TEST_P(EveryMethod, SameBitsAtAnyThreadCountAndFromAUsedObject) {
  const std::vector<float> map = clusteredMap(9000, 40), other = test::randomMap(9000, 1);
  const Sums one = sumsOf({GetParam()}, map);
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    const auto repulsion = makeRepulsion({GetParam()}, 9000);
    std::vector<float> force(map.size());
    repulsion->compute(other, force, control);
    EXPECT_EQ(repulsion->compute(map, force, control), one.normalizer) << threads;
    EXPECT_TRUE(test::sameBits(force, one.force)) << threads;
  }
}

TEST_P(EveryMethod, NothingOnePointOneSpotAndNumbersThatAreNone) {
  EXPECT_EQ(sumsOf({GetParam()}, {}).normalizer, 0);
  const Sums single = sumsOf({GetParam()}, {3, 4});
  EXPECT_NEAR(single.normalizer, 0, 1e-2);
  EXPECT_NEAR(single.force[0], 0, 1e-2);
  const Sums spot = sumsOf({GetParam()}, std::vector<float>(200, 0.25f));
  EXPECT_NEAR(spot.normalizer, 9900, 10);
  for (float f : spot.force) EXPECT_NEAR(f, 0, 0.1);
  for (float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> map = test::randomMap(100, 1);
    map[77] = bad;
    const Sums sums = sumsOf({GetParam()}, map);
    if (std::isnan(bad)) {
      EXPECT_TRUE(std::isnan(sums.normalizer));
    }
  }
}

TEST_P(EveryMethod, CanBeCancelled) {
  RunControl control(2);
  control.cancel();
  const std::vector<float> map = test::randomMap(500, 1);
  std::vector<float> force(map.size());
  EXPECT_THROW(makeRepulsion({GetParam()}, 500)->compute(map, force, control), Cancelled);
}

INSTANTIATE_TEST_SUITE_P(Repulsion, EveryMethod,
                         testing::Values(RepulsionMethod::Exact, RepulsionMethod::Mesh,
                                         RepulsionMethod::BarnesHut));

TEST(Repulsion, AutoChangesFromExactToMesh) {
  EXPECT_EQ(resolved(RepulsionMethod::Auto, kMeshFrom - 1), RepulsionMethod::Exact);
  EXPECT_EQ(resolved(RepulsionMethod::Auto, kMeshFrom), RepulsionMethod::Mesh);
  EXPECT_EQ(resolved(RepulsionMethod::BarnesHut, 10), RepulsionMethod::BarnesHut);
}

TEST(MeshConvolution, AChargeOfOneSplineGivesTheKernel) {
  RunControl control(1);
  for (int side : {24, 40}) {
    MeshConvolution mesh(side);
    mesh.setKernel(0.5, KernelSplit(0), control);
    for (int y = 0; y < side; ++y) std::fill_n(mesh.row(y), side, 0.0f);
    // A unit charge at a grid point, spread and read with the cubic spline's values there: 1/6, 2/3, 1/6.
    const int at = side / 2;
    const float spline[] = {1.0f / 6, 2.0f / 3, 1.0f / 6};
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) mesh.row(at + dy)[at + dx] = spline[dy + 1] * spline[dx + 1];
    mesh.run(control);
    for (int y = 3; y < side - 3; y += 3)
      for (int x = 3; x < side - 3; x += 2) {
        double read = 0;
        for (int dy = -1; dy <= 1; ++dy)
          for (int dx = -1; dx <= 1; ++dx) read += mesh.row(y + dy)[x + dx] * spline[dy + 1] * spline[dx + 1];
        const double r2 = 0.25 * ((x - at) * (x - at) + (y - at) * (y - at));
        EXPECT_NEAR(read, 1 / (1 + r2), 4e-3) << x << ", " << y;
      }
  }
}

TEST(MeshConvolution, GoodSidesAreLargeEnoughAndNotMuchLarger) {
  for (int least = 1; least <= 5000; ++least) {
    const int side = MeshConvolution::goodSide(least);
    EXPECT_GE(side, least);
    EXPECT_LE(side, std::max(32.0, 1.34 * least));
    EXPECT_EQ(MeshConvolution::goodSide(side), side);
  }
}

}  // namespace
}  // namespace adapsne
