// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/embedding.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/embedding/start.h"
#include "tests/support/exact_gradient.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::shared_ptr<const Affinities> affinitiesOf(const Features& f, int k, double target) {
  RunControl control(2);
  const auto graph = exactNeighbors(f, k, control);
  return symmetrize(*graph, *searchSigma(*graph, target, {}, 1, control), {}, control);
}

std::vector<float> positionsOf(const Embedding& map) {
  std::vector<float> positions;
  map.copyPositions(positions);
  return positions;
}

void steps(Embedding& map, int count, int threads = 1) {
  RunControl control(threads);
  for (int i = 0; i < count; ++i) map.step(control);
}

class SparseAndDense : public testing::TestWithParam<int> {};

TEST_P(SparseAndDense, FiveHundredAndFiveHundredEqualAThousand) {
  const auto p = affinitiesOf(test::clusteredFeatures(120, 5, 1), GetParam(), 8);
  const std::vector<float> start = randomStart(120, 1);
  Embedding whole(p, start, {}), first(p, start, {});
  steps(whole, 1000);
  steps(first, 500);
  Embedding checkpoint = first;  // a copy goes on where the original stands
  steps(first, 500);
  EXPECT_TRUE(test::sameBits(positionsOf(first), positionsOf(whole)));
  EXPECT_FALSE(test::sameBits(positionsOf(checkpoint), positionsOf(whole)));
  steps(checkpoint, 500);
  EXPECT_TRUE(test::sameBits(positionsOf(checkpoint), positionsOf(whole)));
  EXPECT_EQ(whole.iteration(), 1000);
}

TEST_P(SparseAndDense, SameBitsAtAnyThreadCount) {
  const auto p = affinitiesOf(test::clusteredFeatures(200, 5, 2), std::min(199, GetParam()), 8);
  Embedding one(p, randomStart(200, 1), {});
  steps(one, 60, 1);
  RunControl single(1);
  const ConvergenceSample expected = one.measure(single);
  for (int threads : test::kThreadCounts) {
    Embedding other(p, randomStart(200, 1), {});
    steps(other, 60, threads);
    EXPECT_TRUE(test::sameBits(positionsOf(other), positionsOf(one))) << threads;
    RunControl control(threads);
    const ConvergenceSample sample = other.measure(control);
    EXPECT_EQ(sample.kl, expected.kl);
    EXPECT_EQ(sample.gradientNorm, expected.gradientNorm);
  }
}

TEST_P(SparseAndDense, KlFallsAndEqualsTheExactOne) {
  const auto p = affinitiesOf(test::clusteredFeatures(120, 5, 3), GetParam(), 8);
  Embedding map(p, randomStart(120, 1), {});
  RunControl control(2);
  double before = map.measure(control).kl;
  for (int iterations : {250, 350, 500}) {
    steps(map, iterations);
    const ConvergenceSample sample = map.measure(control);
    EXPECT_LT(sample.kl, before + 1e-3) << map.iteration();
    EXPECT_EQ(sample.iteration, map.iteration());
    before = sample.kl;
    const std::vector<float> positions = positionsOf(map);
    const ExactGradient exact =
        exactGradient(*p, std::vector<double>(positions.begin(), positions.end()), control);
    EXPECT_NEAR(sample.kl, exact.kl, 1e-5);
  }
}

/// A thousand points and more, in the order of the map and by every repulsion.
class EveryRepulsion : public testing::TestWithParam<RepulsionMethod> {
 protected:
  EveryRepulsion() { options_.repulsion.method = GetParam(); }
  static constexpr int64_t kPoints = 1200;
  static std::vector<float> start() {
    RunControl control(1);
    return pcaStart(test::clusteredFeatures(kPoints, 5, 1), 1, control);
  }
  std::shared_ptr<const Affinities> p_ = affinitiesOf(test::clusteredFeatures(kPoints, 5, 1), 20, 6);
  std::vector<float> start_ = start();
  EmbeddingOptions options_;
};

TEST_P(EveryRepulsion, AStopAnywhereAndAnyThreadsLeaveTheBitsAlone) {
  Embedding whole(p_, start_, options_);
  steps(whole, 300);
  RunControl single(1);
  const ConvergenceSample expected = whole.measure(single);
  for (int threads : test::kThreadCounts) {
    Embedding first(p_, start_, options_);
    steps(first, 130 + threads, threads);  // not where places are reordered
    RunControl control(threads);
    first.measure(control);  // looking changes nothing
    Embedding second = first;
    steps(second, 300 - second.iteration(), threads);
    EXPECT_TRUE(test::sameBits(positionsOf(second), positionsOf(whole))) << threads;
    EXPECT_EQ(second.measure(control).kl, expected.kl) << threads;
    EXPECT_EQ(second.repulsionWork().interactions, whole.repulsionWork().interactions);
    EXPECT_EQ(second.repulsionWork().butterflies, whole.repulsionWork().butterflies);
  }
}

TEST_P(EveryRepulsion, ComesToAMapAsGoodAsTheExactOne) {
  RunControl control(2);
  EmbeddingOptions exact;
  exact.repulsion.method = RepulsionMethod::Exact;
  Embedding reference(p_, start_, exact), map(p_, start_, options_);
  steps(reference, 500, 2);
  steps(map, 500, 2);
  const auto klOf = [&](const Embedding& of) {
    const std::vector<float> y = positionsOf(of);
    return exactGradient(*p_, std::vector<double>(y.begin(), y.end()), control).kl;
  };
  // Roundings lead to other local minima: between instruction sets the exact map itself differs by 4 %.
  EXPECT_NEAR(klOf(map), klOf(reference), 0.08 * klOf(reference));
  EXPECT_NEAR(map.measure(control).kl, klOf(map), 2e-2) << "Z is the method's own";
}

INSTANTIATE_TEST_SUITE_P(Embedding, EveryRepulsion,
                         testing::Values(RepulsionMethod::Exact, RepulsionMethod::Mesh,
                                         RepulsionMethod::BarnesHut));

/// The short form of P rounds; from 16,384 points on it is what is used.
TEST(Embedding, ManyPointsAreTheSameAtAnyThreadCount) {
  const int64_t n = 17000;
  const auto p = affinitiesOf(test::clusteredFeatures(n, 3, 1), 6, 3);
  Embedding one(p, randomStart(n, 1), {});
  steps(one, 60, 1);
  for (int threads : {2, 3, 7}) {
    Embedding other(p, randomStart(n, 1), {});
    steps(other, 60, threads);
    EXPECT_TRUE(test::sameBits(positionsOf(other), positionsOf(one))) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(Affinities, SparseAndDense, testing::Values(20, 119));

/// The reference: t-SNE's update written plainly in float64.
TEST(Embedding, FollowsThePlainUpdateOfThePaper) {
  const int64_t n = 50;
  const auto p = affinitiesOf(test::clusteredFeatures(n, 4, 4), 12, 5);
  EmbeddingOptions options;
  options.exaggerationIterations = 5;
  options.learningRate = 20;
  const std::vector<float> start = test::randomMap(n, 5, 0.5);
  Embedding map(p, start, options);
  std::vector<double> y(start.begin(), start.end()), velocity(2 * n, 0), gain(2 * n, 1), step(2 * n);
  int capped = 0;
  RunControl control(1);
  for (int iteration = 0; iteration < 12; ++iteration) {
    map.step(control);
    const bool early = iteration < 5;
    Affinities exaggerated = *p;
    for (double& v : exaggerated.value) v *= early ? 12 : 1;
    // exactGradient subtracts the repulsion once, whatever the sum of P, as exaggeration means it.
    const std::vector<double> gradient = exactGradient(exaggerated, y, control).gradient;
    double mean[2] = {};
    for (int64_t c = 0; c < 2 * n; ++c) {
      gain[c] = std::max(0.01, (gradient[c] > 0) == (velocity[c] > 0) ? gain[c] * 0.8 : gain[c] + 0.2);
      velocity[c] = (early ? options.initialMomentum : options.finalMomentum) * velocity[c] -
                    20 * gain[c] * gradient[c];
    }
    for (int64_t c = 0; c < 2 * n; ++c) {
      const double length = std::hypot(velocity[c / 2 * 2], velocity[c / 2 * 2 + 1]);
      capped += c % 2 == 0 && length > 5;
      step[c] = velocity[c] * std::min(1.0, 5 / length);
      y[c] += step[c];
      mean[c % 2] += y[c] / static_cast<double>(n);
    }
    velocity = step;
    for (int64_t c = 0; c < 2 * n; ++c) y[c] -= mean[c % 2];
    const std::vector<float> found = positionsOf(map);
    for (int64_t c = 0; c < 2 * n; ++c) ASSERT_NEAR(found[c], y[c], 5e-3) << "iteration " << iteration + 1;
  }
  EXPECT_GT(capped, 0) << "else the cap was not tested";
}

TEST(Embedding, StaysCentred) {
  Embedding map(affinitiesOf(test::clusteredFeatures(90, 5, 5), 30, 8), test::randomMap(90, 1, 3), {});
  steps(map, 300);
  double x = 0, y = 0;
  const std::vector<float> positions = positionsOf(map);
  for (size_t i = 0; i < 90; ++i) {
    x += positions[2 * i];
    y += positions[2 * i + 1];
  }
  EXPECT_NEAR(x / 90, 0, 1e-4);
  EXPECT_NEAR(y / 90, 0, 1e-4);
}

TEST(Embedding, CancelLeavesTheLastCompleteIteration) {
  const auto p = affinitiesOf(test::clusteredFeatures(90, 5, 6), 30, 8);
  Embedding map(p, randomStart(90, 1), {}), other(p, randomStart(90, 1), {});
  steps(map, 10);
  steps(other, 10);
  RunControl control(2);
  control.cancel();
  EXPECT_THROW(map.step(control), Cancelled);
  EXPECT_EQ(map.iteration(), 10);
  steps(map, 5);
  steps(other, 5);
  EXPECT_TRUE(test::sameBits(positionsOf(map), positionsOf(other)));
}

TEST(Embedding, TinyAndCoincidingMapsStayFinite) {
  for (int64_t n : {2, 3, 4, 5}) {
    Embedding map(affinitiesOf(test::clusteredFeatures(n, 3, 7), static_cast<int>(n - 1), 1),
                  randomStart(n, 1), {});
    steps(map, 400);
    ASSERT_EQ(std::ssize(positionsOf(map)), 2 * n);
    for (float v : positionsOf(map)) EXPECT_TRUE(std::isfinite(v)) << n;
  }
  // All points of the map in one place: there is no direction, so nothing moves, and nothing breaks.
  Embedding still(affinitiesOf(test::clusteredFeatures(30, 3, 8), 10, 4), std::vector<float>(60, 0.5f), {});
  steps(still, 20);
  EXPECT_EQ(positionsOf(still), std::vector<float>(60, 0));
  RunControl control(1);
  EXPECT_TRUE(std::isfinite(still.measure(control).kl));
}

TEST(Embedding, DuplicatesOfTheDataEndTogether) {
  Features f = test::clusteredFeatures(60, 4, 9);
  std::copy_n(f.values.begin(), 4, f.values.begin() + 4 * 30);  // row 30 becomes row 0
  Embedding map(affinitiesOf(f, 59, 8), randomStart(60, 2), {});
  steps(map, 800);
  const std::vector<float> y = positionsOf(map);
  double squares = 0;
  for (float v : y) squares += v * v;
  EXPECT_LT(std::hypot(y[0] - y[60], y[1] - y[61]), 0.2 * std::sqrt(squares / 60))
      << "against the map's radius";
}

/// A start from a file may lie anywhere: at 1e9 a float32 has steps of 64, and the mesh would be read beside
/// its grid.
TEST(Embedding, TakesAStartFarFromTheCentre) {
  const int64_t n = 60;
  const auto p = affinitiesOf(test::clusteredFeatures(n, 5, 3), 20, 8);
  EmbeddingOptions options;
  options.repulsion.method = RepulsionMethod::Mesh;
  for (const float offset : {1e5f, 1e9f}) {
    std::vector<float> start = randomStart(n, 1);
    for (float& v : start) v = 1e4f * v + offset;
    Embedding map(p, start, options);
    ASSERT_EQ(std::ssize(positionsOf(map)), 2 * n);
    for (const float v : positionsOf(map)) EXPECT_LE(std::abs(v), 10) << "centred";
    steps(map, 20);
    for (const float v : positionsOf(map)) EXPECT_TRUE(std::isfinite(v));
  }
  const std::vector<float> near = test::randomMap(n, 1);
  EXPECT_TRUE(test::sameBits(positionsOf(Embedding(p, near, options)), near)) << "left as it is";
}

/// With P in its short form, a RoundedMap and the mesh: what large maps use.
TEST(Embedding, OfManyPointsResumesAtTheSameBits) {
  const int64_t n = 16500;
  const auto p = affinitiesOf(test::clusteredFeatures(n, 3, 3), 12, 4);
  const std::vector<float> start = test::randomMap(n, 1, 60);
  EmbeddingOptions options;
  options.exaggerationIterations = 20;
  Embedding whole(p, start, options), first(p, start, options);
  steps(whole, 56, 2);
  steps(first, 27, 1);
  Embedding copy = first;
  steps(copy, 29, 3);
  EXPECT_TRUE(test::sameBits(positionsOf(copy), positionsOf(whole)));
  EXPECT_GT(whole.repulsionWork().butterflies, 0);
}

}  // namespace
}  // namespace adapsne
