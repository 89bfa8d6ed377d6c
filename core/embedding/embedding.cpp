// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/embedding.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/embedding/divergence.h"
#include "core/embedding/exact_rows.h"
#include "core/embedding/map_bounds.h"
#include "core/embedding/morton.h"
#include "core/support/float_lanes.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kPackGrain = 256, kUpdateGrain = 4096;
/// Of P's sum: what its smallest entries may hold that are left out of the attraction, except beside the
/// exact repulsion. The mesh's error changes far more; where many neighbours meet a small perplexity, it is
/// half of all entries.
constexpr double kNegligibleShare = 1e-3;
constexpr int64_t kShortFrom = 16384;  // Points from which P's short form pays: see PackedAffinities.

bool isComplete(const Affinities& affinities) {
  return affinities.nonzeros() == affinities.points * (affinities.points - 1);
}

/// P as float32, a full matrix with zero diagonal: no columns to follow.
std::shared_ptr<const std::vector<float>> densePack(const Affinities& affinities, RunControl& control) {
  const int64_t n = affinities.points;
  auto packed = std::make_shared<std::vector<float>>(n * n, 0.0f);
  parallelFor(control, n, kPackGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      for (int64_t e = affinities.rowStart[i]; e < affinities.rowStart[i + 1]; ++e)
        (*packed)[i * n + affinities.column[e]] = static_cast<float>(affinities.value[e]);
  });
  return packed;
}

/// Points that are near in the map lie near in memory after these iterations: often while clusters form,
/// seldom later.
bool reordersAt(int iteration) {
  for (const int first : {0, 50, 150, 260, 400, 700})
    if (iteration == first) return true;
  return iteration > 700 && iteration % 500 == 0;
}

/// A start that lies beside 0 by more than its side is moved there. Each step does so; but the first needs it
/// as well, because far from 0 a float32 does not tell where on a grid a point lies.
void centreIfFarAway(std::vector<float>& positions) {
  const float side = boundsOf(positions).side();
  const size_t n = positions.size() / 2;
  for (size_t d = 0; d < 2; ++d) {
    double sum = 0;
    for (size_t i = 0; i < n; ++i) sum += positions[2 * i + d];
    const double mean = sum / static_cast<double>(n);
    if (!(std::abs(mean) > side)) continue;
    for (size_t i = 0; i < n; ++i) positions[2 * i + d] = static_cast<float>(positions[2 * i + d] - mean);
  }
}

struct Step {
  float exaggeration, inverseNormalizer, momentum, rate;
};

/// Coordinates that move, interleaved, and what moves them.
struct Moving {
  const float *attraction, *repulsion, *position, *velocity, *gain;
  float *newPosition, *newVelocity, *newGain;
};

/// The update of coordinates [begin, end), an even number of them; returns the squared norm of their
/// gradient.
template <int kLanes>
ADAPSNE_INLINE double updateBy(const Step& step, const Moving& m, int64_t begin, int64_t end) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  typedef typename LanesOf<kLanes>::Ints Ints;
  constexpr float kMost = Embedding::kLongestStep * Embedding::kLongestStep;
  Floats squaredNorm{};
  for (int64_t c = begin; c < end; c += kLanes) {
    const int64_t count = std::min<int64_t>(kLanes, end - c);
    Floats a{}, r{}, p{}, u{}, g{};
    const size_t bytes = static_cast<size_t>(count) * sizeof(float);
    const bool whole = count == kLanes;  // The copies of a known length are single instructions.
    const auto read = [&](Floats & lanes, const float* from) __attribute__((always_inline)) {
      if (whole)
        lanes = loadLanes<kLanes>(from + c);
      else
        __builtin_memcpy(&lanes, from + c, bytes);
    };
    const auto write = [&](const Floats& lanes, float* to) __attribute__((always_inline)) {
      if (whole)
        storeLanes(lanes, to + c);
      else
        __builtin_memcpy(to + c, &lanes, bytes);
    };
    read(a, m.attraction);
    read(r, m.repulsion);
    read(p, m.position);
    read(u, m.velocity);
    read(g, m.gain);
    const Floats gradient = 4.0f * (step.exaggeration * a - r * step.inverseNormalizer);
    squaredNorm += gradient * gradient;
    const Ints turned = (gradient > 0.0f) ^ (u > 0.0f);
    g = turned != 0 ? g + 0.2f : g * 0.8f;
    g = g < 0.01f ? Floats{} + 0.01f : g;
    u = step.momentum * u - step.rate * g * gradient;
    const Floats squares = u * u;
    const Floats length2 = squares + swappedPairs(squares);
    // Seldom: whether any is too long is looked at only if all together are, or one is not a number.
    if (!(sumOf(length2) <= kMost))
      for (int64_t l = 0; l < kLanes; ++l)
        if (length2[l] > kMost) u[l] *= Embedding::kLongestStep / std::sqrt(length2[l]);
    p += u;
    write(p, m.newPosition);
    write(u, m.newVelocity);
    write(g, m.newGain);
  }
  return static_cast<double>(sumOf(squaredNorm));
}

ADAPSNE_BY_WIDTH(double update(const Step& step, const Moving& m, int64_t begin, int64_t end), updateBy, step,
                 m, begin, end)

}  // namespace

bool stalled(std::span<const ConvergenceSample> history, const EmbeddingOptions& options) {
  if (!(options.stall > 0) || history.empty()) return false;
  const ConvergenceSample& now = history.back();
  const int then = now.iteration - kStallIterations;
  if (then < options.exaggerationIterations) return false;
  const auto before = std::find_if(history.begin(), history.end(),
                                   [&](const ConvergenceSample& s) { return s.iteration == then; });
  return before != history.end() && before->kl - now.kl < options.stall * before->kl;
}

Embedding::Embedding(std::shared_ptr<const Affinities> affinities, std::span<const float> start,
                     const EmbeddingOptions& options)
    : affinities_(std::move(affinities)), options_(options) {
  const int64_t n = affinities_->points;
  options_.repulsion = repulsionFor(*affinities_, options_.repulsion);
  auto order = std::make_shared<std::vector<int32_t>>(n);
  for (int64_t i = 0; i < n; ++i) (*order)[i] = static_cast<int32_t>(i);
  order_ = std::move(order);
  state_.position.assign(start.begin(), start.end());
  centreIfFarAway(state_.position);
  state_.velocity.assign(2 * n, 0);
  state_.gain.assign(2 * n, 1);
}

Embedding::Embedding(const Embedding& other)
    : affinities_(other.affinities_),
      options_(other.options_),
      dense_(other.dense_),
      negligible_(other.negligible_),
      packed_(other.packed_),
      order_(other.order_),
      state_(other.state_),
      gradientNorm_(other.gradientNorm_),
      iteration_(other.iteration_),
      work_(other.work_) {}

RepulsionOptions Embedding::repulsionFor(const Affinities& affinities, RepulsionOptions options) {
  if (options.method == RepulsionMethod::Auto && isComplete(affinities))
    options.method = RepulsionMethod::Exact;
  options.method = resolved(options.method, affinities.points);
  return options;
}

/// What a step needs and a constructor, which nobody can cancel, should not compute.
void Embedding::prepare(RunControl& control) {
  const int64_t n = points();
  if (!repulsion_) {
    attraction_.resize(2 * n);
    repulse_.resize(2 * n);
    repulsion_ = makeRepulsion(options_.repulsion, n);
  }
  if (options_.repulsion.method == RepulsionMethod::Exact && isComplete(*affinities_)) {
    if (!dense_) dense_ = densePack(*affinities_, control);
  } else if (!packed_ || reordersAt(iteration_)) {
    reorder(control);
  }
}

void Embedding::reorder(RunControl& control) {
  const int64_t n = points();
  const std::vector<uint32_t> codes = mortonCodes(state_.position, control);
  const std::vector<int32_t> from = orderByCode(codes, control);  // the place that goes to each new place
  auto order = std::make_shared<std::vector<int32_t>>(n);
  State state;
  for (std::vector<float>* v : {&state.position, &state.velocity, &state.gain}) v->resize(2 * n);
  parallelFor(control, n, kUpdateGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      const int64_t old = from[p];
      (*order)[p] = (*order_)[old];
      for (int d = 0; d < 2; ++d) {
        state.position[2 * p + d] = state_.position[2 * old + d];
        state.velocity[2 * p + d] = state_.velocity[2 * old + d];
        state.gain[2 * p + d] = state_.gain[2 * old + d];
      }
    }
  });
  // Small sets stay in the cache in full.
  const auto form = n < kShortFrom ? PackedAffinities::Form::Long : PackedAffinities::Form::Short;
  packed_ =
      nullptr;  // Of large sets there is no room for two. If this is cancelled, the next step begins here.
  if (!negligible_)
    negligible_ = options_.repulsion.method == RepulsionMethod::Exact
                      ? 0
                      : negligibleBelow(*affinities_, kNegligibleShare, control);
  packed_ = packAffinities(*affinities_, *order, form, *negligible_, control);
  order_ = std::move(order);
  state_ = std::move(state);
}

/// Attraction and repulsion of all places; Z.
double Embedding::computeForces(RunControl& control) {
  const int64_t n = points();
  if (dense()) {
    MapColumns map;
    map.assign(state_.position);
    RowSums sums;
    sums.resize(n);
    return orderedSum(control, n, kExactRowGrain, [&](int64_t begin, int64_t end) {
      exactRows(map, begin, end, dense_->data(), sums);
      double normalizer = 0;
      for (int64_t i = begin; i < end; ++i) {
        attraction_[2 * i] = sums.attractionX[i];
        attraction_[2 * i + 1] = sums.attractionY[i];
        repulse_[2 * i] = sums.repulsionX[i];
        repulse_[2 * i + 1] = sums.repulsionY[i];
        normalizer += sums.normalizer[i];
      }
      return normalizer;
    });
  }
  attract(*packed_, state_.position, attraction_, control);
  return repulsion_->compute(state_.position, repulse_, control);
}

/// Belkina et al. 2019 (Nature Communications 10:5415) set N / exaggeration on the gradient without its
/// factor 4; what follows may be faster because the unexaggerated gradient is smaller. Measured with
/// bench_map at final momentum 0.9: KL of 5,000 and 20,000 images 1.160 and 1.761 with N / 2; 1.162 and 1.740
/// with N (a second run from the map of iteration 250). But where P is nearly flat N is too long a step:
/// nms-edge's map of 2,000 images with all neighbours ends at 0.234 in place of 0.215.
double Embedding::learningRate(bool exaggerated) const {
  if (options_.learningRate > 0) return options_.learningRate;
  const auto n = static_cast<double>(points());
  return exaggerated ? std::max(n / 12, 50.0) : std::max(n / 2, 200.0);
}

void Embedding::step(RunControl& control) {
  prepare(control);
  const int64_t n = points();
  const double normalizer = computeForces(control);
  const bool early = iteration_ < options_.exaggerationIterations;
  const Step how{static_cast<float>(early ? options_.exaggeration : 1),
                 static_cast<float>(normalizer > 0 || std::isnan(normalizer) ? 1 / normalizer : 0),
                 static_cast<float>(early ? options_.initialMomentum : options_.finalMomentum),
                 static_cast<float>(learningRate(early))};

  // Into other arrays, so that a cancelled step leaves no trace.
  for (std::vector<float>* v : {&next_.position, &next_.velocity, &next_.gain}) v->resize(2 * n);
  const Moving moving{attraction_.data(),     repulse_.data(),    state_.position.data(),
                      state_.velocity.data(), state_.gain.data(), next_.position.data(),
                      next_.velocity.data(),  next_.gain.data()};
  const int64_t chunks = (n + kUpdateGrain - 1) / kUpdateGrain;
  std::vector<double> sumX(chunks), sumY(chunks);
  const double squaredNorm = orderedSum(control, n, kUpdateGrain, [&](int64_t begin, int64_t end) {
    const double part = update(how, moving, 2 * begin, 2 * end);
    double x = 0, y = 0;
    for (int64_t i = begin; i < end; ++i) {
      x += next_.position[2 * i];
      y += next_.position[2 * i + 1];
    }
    sumX[begin / kUpdateGrain] = x;
    sumY[begin / kUpdateGrain] = y;
    return part;
  });
  double x = 0, y = 0;
  for (int64_t c = 0; c < chunks; ++c) {
    x += sumX[c];
    y += sumY[c];
  }
  // The gradient sums to zero, so the centre would only drift by rounding and by the mesh's error.
  const auto meanX = static_cast<float>(x / static_cast<double>(n)),
             meanY = static_cast<float>(y / static_cast<double>(n));
  parallelFor(control, n, kUpdateGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      next_.position[2 * i] -= meanX;
      next_.position[2 * i + 1] -= meanY;
    }
  });
  std::swap(state_, next_);
  gradientNorm_ = std::sqrt(squaredNorm);
  ++iteration_;
  if (dense())
    work_ += {.interactions = n * (n - 1)};
  else
    work_ += repulsion_->work();
}

void Embedding::copyPositions(std::vector<float>& positions) const {
  positions.resize(state_.position.size());
  for (int64_t p = 0; p < points(); ++p) {
    const int64_t row = (*order_)[p];
    positions[2 * row] = state_.position[2 * p];
    positions[2 * row + 1] = state_.position[2 * p + 1];
  }
}

ConvergenceSample Embedding::measure(RunControl& control) {
  prepare(control);
  const double normalizer = repulsion_->compute(state_.position, repulse_, control);
  std::vector<float> positions;
  copyPositions(positions);
  return {iteration_, klDivergence(*affinities_, positions, normalizer, control), gradientNorm_};
}

}  // namespace adapsne
