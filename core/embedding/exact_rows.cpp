// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/exact_rows.h"

#include "core/support/float_lanes.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

template <int kLanes>
ADAPSNE_INLINE void computeRowsBy(const float* x, const float* y, int64_t n, int64_t begin, int64_t end,
                                  const float* dense, RowSums& sums) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  const int64_t whole = n / (2 * kLanes) * (2 * kLanes);
  for (int64_t i = begin; i < end; ++i) {
    const float xi = x[i], yi = y[i];
    const float* p = dense ? dense + i * n : nullptr;
    Floats rx{}, ry{}, ax{}, ay{}, z{};
    for (int64_t j = 0; j < whole; j += 2 * kLanes) {
      const Floats dx = xi - loadLanes<kLanes>(x + j), dy = yi - loadLanes<kLanes>(y + j);
      const Floats ex = xi - loadLanes<kLanes>(x + j + kLanes), ey = yi - loadLanes<kLanes>(y + j + kLanes);
      const auto [w, v] = reciprocals(1.0f + dx * dx + dy * dy, 1.0f + ex * ex + ey * ey);
      z += w + v;
      const Floats w2 = w * w, v2 = v * v;
      rx += w2 * dx;
      ry += w2 * dy;
      rx += v2 * ex;
      ry += v2 * ey;
      if (p) {
        const Floats pw = loadLanes<kLanes>(p + j) * w, pv = loadLanes<kLanes>(p + j + kLanes) * v;
        ax += pw * dx;
        ay += pw * dy;
        ax += pv * ex;
        ay += pv * ey;
      }
    }
    float rxSum = sumOf(rx), rySum = sumOf(ry), axSum = sumOf(ax), aySum = sumOf(ay), zSum = sumOf(z);
    for (int64_t j = whole; j < n; ++j) {
      const float dx = xi - x[j], dy = yi - y[j];
      const float w = 1.0f / (1.0f + dx * dx + dy * dy);
      zSum += w;
      rxSum += w * w * dx;
      rySum += w * w * dy;
      if (p) {
        axSum += p[j] * w * dx;
        aySum += p[j] * w * dy;
      }
    }
    sums.repulsionX[i] = rxSum;
    sums.repulsionY[i] = rySum;
    if (p) {
      sums.attractionX[i] = axSum;
      sums.attractionY[i] = aySum;
    }
    sums.normalizer[i] = zSum - 1;  // the point itself has weight 1
  }
}

ADAPSNE_BY_WIDTH(void computeRows(const float* x, const float* y, int64_t n, int64_t begin, int64_t end,
                                  const float* dense, RowSums& sums),
                 computeRowsBy, x, y, n, begin, end, dense, sums)

}  // namespace

void MapColumns::assign(std::span<const float> positions) {
  const size_t n = positions.size() / 2;
  x.resize(n);
  y.resize(n);
  for (size_t i = 0; i < n; ++i) {
    x[i] = positions[2 * i];
    y[i] = positions[2 * i + 1];
  }
}

void RowSums::resize(int64_t points) {
  for (std::vector<float>* v : {&repulsionX, &repulsionY, &attractionX, &attractionY, &normalizer})
    v->resize(points);
}

void exactRows(const MapColumns& map, int64_t begin, int64_t end, const float* dense, RowSums& sums) {
  computeRows(map.x.data(), map.y.data(), map.points(), begin, end, dense, sums);
}

}  // namespace adapsne
