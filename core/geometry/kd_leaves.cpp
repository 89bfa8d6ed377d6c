// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/kd_leaves.h"

#include <algorithm>
#include <limits>

#include "core/support/float_lanes.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

template <typename Floats>
ADAPSNE_INLINE Floats positive(const Floats& lane) {
  return lane > 0 ? lane : Floats{};
}

/// Squared distance between [low, high] and the box [otherLow, otherHigh].
template <int kLanes>
ADAPSNE_INLINE float gapBy(const float* low, const float* high, const float* otherLow, const float* otherHigh,
                           int64_t padded) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  Floats sum{};
  for (int64_t d = 0; d < padded; d += kLanes) {
    // At most one of the two differences is positive.
    const Floats below = loadLanes<kLanes>(otherLow + d) - loadLanes<kLanes>(high + d);
    const Floats above = loadLanes<kLanes>(low + d) - loadLanes<kLanes>(otherHigh + d);
    const Floats apart = positive(below) + positive(above);
    sum += apart * apart;
  }
  return sumOf(sum);
}

ADAPSNE_BY_WIDTH(float gap(const float* low, const float* high, const float* otherLow, const float* otherHigh,
                           int64_t padded),
                 gapBy, low, high, otherLow, otherHigh, padded)

template <int kLanes>
ADAPSNE_INLINE float squaredDistanceBy(const float* a, const float* b, int64_t padded) {
  typename LanesOf<kLanes>::Floats sum{};
  for (int64_t d = 0; d < padded; d += kLanes) {
    const auto delta = loadLanes<kLanes>(a + d) - loadLanes<kLanes>(b + d);
    sum += delta * delta;
  }
  return sumOf(sum);
}

ADAPSNE_BY_WIDTH(float squaredDistance(const float* a, const float* b, int64_t padded), squaredDistanceBy, a,
                 b, padded)

struct Range {
  int64_t begin, end;
};

/// The dimension of the largest variance over at most about a thousand of the rows.
int64_t widestDimension(std::span<const float> values, int64_t dimensions, const int32_t* rows,
                        int64_t count) {
  const int64_t step = std::max<int64_t>(1, count / 1000);
  std::vector<double> sum(dimensions, 0), squares(dimensions, 0);
  int64_t seen = 0;
  for (int64_t p = 0; p < count; p += step, ++seen) {
    const float* x = values.data() + rows[p] * dimensions;
    const float* origin = values.data() + rows[0] * dimensions;
    for (int64_t d = 0; d < dimensions; ++d) {
      const double delta = static_cast<double>(x[d]) - origin[d];
      sum[d] += delta;
      squares[d] += delta * delta;
    }
  }
  int64_t widest = 0;
  double most = -1;
  for (int64_t d = 0; d < dimensions; ++d) {
    const double mean = sum[d] / static_cast<double>(seen);
    const double variance = squares[d] / static_cast<double>(seen) - mean * mean;
    if (variance > most) {
      most = variance;
      widest = d;
    }
  }
  return widest;
}

}  // namespace

KdLeaves::KdLeaves(std::span<const float> values, int64_t points, int64_t dimensions, RunControl& control)
    : padded_((dimensions + kMostLanes - 1) / kMostLanes * kMostLanes), order_(points) {
  for (int64_t i = 0; i < points; ++i) order_[i] = static_cast<int32_t>(i);

  // Level by level: the ranges of one level do not touch each other.
  std::vector<Range> level = {{0, points}};
  while (!level.empty()) {
    std::vector<int64_t> cuts(level.size());
    parallelFor(control, std::ssize(level), 1, [&](int64_t r, int64_t) {
      const auto [begin, end] = level[r];
      cuts[r] = begin + ((end - begin) / 2 + kLeaf - 1) / kLeaf * kLeaf;
      if (end - begin <= kLeaf) return;
      const int64_t d = widestDimension(values, dimensions, order_.data() + begin, end - begin);
      std::vector<std::pair<float, int32_t>> keys(end - begin);
      for (int64_t p = begin; p < end; ++p) keys[p - begin] = {values[order_[p] * dimensions + d], order_[p]};
      std::nth_element(keys.begin(), keys.begin() + (cuts[r] - begin), keys.end());
      for (int64_t p = begin; p < end; ++p) order_[p] = keys[p - begin].second;
    });
    std::vector<Range> next;
    for (size_t r = 0; r < level.size(); ++r) {
      const auto [begin, end] = level[r];
      if (end - begin <= kLeaf) continue;
      next.push_back({begin, cuts[r]});
      next.push_back({cuts[r], end});
    }
    level = std::move(next);
  }

  low_.assign(leaves() * padded_, 0);
  high_.assign(leaves() * padded_, 0);
  middle_.assign(leaves() * padded_, 0);
  parallelFor(control, leaves(), 8, [&](int64_t begin, int64_t end) {
    for (int64_t leaf = begin; leaf < end; ++leaf) {
      float *low = &low_[leaf * padded_], *high = &high_[leaf * padded_], *middle = &middle_[leaf * padded_];
      std::fill_n(low, dimensions, std::numeric_limits<float>::infinity());
      std::fill_n(high, dimensions, -std::numeric_limits<float>::infinity());
      for (int64_t p = first(leaf); p < first(leaf) + count(leaf); ++p)
        for (int64_t d = 0; d < dimensions; ++d) {
          const float x = values[order_[p] * dimensions + d];
          low[d] = std::min(low[d], x);
          high[d] = std::max(high[d], x);
        }
      for (int64_t d = 0; d < dimensions; ++d) middle[d] = low[d] + (high[d] - low[d]) / 2;
    }
  });
}

void KdLeaves::boxDistances(int64_t leaf, float* boxes, float* middles) const {
  const int64_t own = leaf * padded_;
  for (int64_t other = 0; other < leaves(); ++other) {
    const int64_t at = other * padded_;
    boxes[other] = gap(&low_[own], &high_[own], &low_[at], &high_[at], padded_);
    middles[other] = squaredDistance(&middle_[own], &middle_[at], padded_);
  }
}

float KdLeaves::pointDistance(const float* point, int64_t leaf) const {
  return gap(point, point, &low_[leaf * padded_], &high_[leaf * padded_], padded_);
}

}  // namespace adapsne
