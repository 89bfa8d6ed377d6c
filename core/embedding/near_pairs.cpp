// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/near_pairs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/float_lanes.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

// Square cells as wide as the radius: what lies within it of a cell's points is in the 3 x 3 around. Smaller
// cells look at fewer pairs and take longer, because so many hold one point or two.
// To walk through the most cells takes about two milliseconds; a mesh over so wide a map takes far longer.
constexpr int64_t kMostCells = int64_t{1} << 21;
constexpr int64_t kRowGrain = 2, kPointsPerPart = 4096, kMostParts = 16, kPointsPerCheck = 64;
constexpr float kFar =
    1e9f;  // Map units. The product of two squared distances of this size is a float still.

/// Row or column of a coordinate.
ADAPSNE_INLINE int64_t cellOf(float coordinate, float low, float perCell, int64_t cells) {
  return std::clamp<int64_t>(static_cast<int64_t>((coordinate - low) * perCell), 0, cells - 1);
}

int64_t cellsAlong(float low, float high, double perCell) {
  return static_cast<int64_t>(static_cast<double>(high - low) * perCell) + 1;
}

struct Cells {
  const int32_t* start;
  int64_t rows, columns;
  const float *x, *y;
  const int32_t* point;
};

struct Kernel {
  float top, slope;
};

/// Of two points: the force on each, the potentials of both.
template <typename Floats>
struct PairSums {
  Floats x[2] = {}, y[2] = {}, potential = {};
};

/// What a vector of sources does to the targets a and b: two, because they share a division.
template <typename Floats>
ADAPSNE_INLINE void addSources(const Floats& sourceX, const Floats& sourceY, const Kernel& kernel, float ax,
                               float ay, float bx, float by, PairSums<Floats>& sums) {
  const Floats dx[] = {ax - sourceX, bx - sourceX}, dy[] = {ay - sourceY, by - sourceY};
  const Floats s[] = {dx[0] * dx[0] + dy[0] * dy[0], dx[1] * dx[1] + dy[1] * dy[1]};
  const auto [wa, wb] = reciprocals(1.0f + s[0], 1.0f + s[1]);
  const Floats w[] = {wa, wb};
  for (int t = 0; t < 2; ++t) {
    const Floats inside = kernel.top - kernel.slope * s[t];
    const Floats u = inside > 0.0f ? inside : 0.0f;
    const Floats u2 = u * u, uw = u * w[t];
    const Floats pull = w[t] * u2 * (uw + 3.0f * kernel.slope);
    sums.x[t] += pull * dx[t];
    sums.y[t] += pull * dy[t];
    sums.potential += u2 * uw;
  }
}

/// The points around a cell in one piece, filled up to whole vectors with points that are too far to matter.
struct Sources {
  std::vector<float> x, y;
  int64_t count = 0;  ///< a multiple of the lanes

  /// Copies whole vectors; what is too much is overwritten by the next.
  template <int kLanes>
  ADAPSNE_INLINE void take(const Cells& cells, int64_t row, int64_t column) {
    const int64_t firstRow = std::max<int64_t>(0, row - 1);
    const int64_t endRow = std::min(cells.rows, row + 2);
    const int64_t firstColumn = std::max<int64_t>(0, column - 1);
    const int64_t endColumn = std::min(cells.columns, column + 2);
    int64_t taken = 0;
    for (int64_t r = firstRow; r < endRow; ++r) {
      const int64_t from = cells.start[r * cells.columns + firstColumn];
      const int64_t to = cells.start[r * cells.columns + endColumn];
      if (std::ssize(x) < taken + (to - from) + 2 * kLanes) {
        x.resize(2 * (taken + to - from + 2 * kLanes));
        y.resize(x.size());
      }
      for (int64_t q = from; q < to; q += kLanes) {
        storeLanes(loadLanes<kLanes>(cells.x + q), x.data() + taken + q - from);
        storeLanes(loadLanes<kLanes>(cells.y + q), y.data() + taken + q - from);
      }
      taken += to - from;
    }
    const typename LanesOf<kLanes>::Floats far = typename LanesOf<kLanes>::Floats{} + kFar;
    storeLanes(far, x.data() + taken);
    storeLanes(far, y.data() + taken);
    count = (taken + kLanes - 1) / kLanes * kLanes;
  }
};

/// Forces on the points of one row of cells; the sum of their potentials. Adds to `interactions`.
template <int kLanes>
ADAPSNE_INLINE double sumRowBy(const Cells& cells, const Kernel& kernel, int64_t row, Sources& sources,
                               float* force, int64_t& interactions, const RunControl& control) {
  double potentials = 0;
  for (int64_t column = 0; column < cells.columns; ++column) {
    const int64_t cell = row * cells.columns + column, begin = cells.start[cell], end = cells.start[cell + 1];
    if (begin == end) continue;
    sources.take<kLanes>(cells, row, column);
    interactions += (end - begin) * sources.count;
    const float *sourceX = sources.x.data(), *sourceY = sources.y.data();
    for (int64_t a = begin; a < end; a += 2) {
      // A row may hold all points, even a cell: too long to wait for its end.
      if ((a - begin) % kPointsPerCheck == 0 && control.cancelRequested()) throw Cancelled{};
      // An odd one is paired with a place that nobody is near to.
      const bool paired = a + 1 < end;
      const float ax = cells.x[a], ay = cells.y[a];
      const float bx = paired ? cells.x[a + 1] : -kFar, by = paired ? cells.y[a + 1] : -kFar;
      PairSums<typename LanesOf<kLanes>::Floats> sums;
      for (int64_t s = 0; s < sources.count; s += kLanes)
        addSources(loadLanes<kLanes>(sourceX + s), loadLanes<kLanes>(sourceY + s), kernel, ax, ay, bx, by,
                   sums);
      const int64_t i = cells.point[a];
      force[2 * i] = sumOf(sums.x[0]);
      force[2 * i + 1] = sumOf(sums.y[0]);
      if (paired) {
        const int64_t j = cells.point[a + 1];
        force[2 * j] = sumOf(sums.x[1]);
        force[2 * j + 1] = sumOf(sums.y[1]);
      }
      potentials += static_cast<double>(sumOf(sums.potential));
    }
  }
  return potentials;
}

ADAPSNE_BY_WIDTH(double sumRow(const Cells& cells, const Kernel& kernel, int64_t row, Sources& sources,
                               float* force, int64_t& interactions, const RunControl& control),
                 sumRowBy, cells, kernel, row, sources, force, interactions, control)

}  // namespace

bool NearPairs::fits(const MapBounds& bounds, double radius) {
  const double rows = static_cast<double>(bounds.high[1] - bounds.low[1]) / radius + 1;
  const double columns = static_cast<double>(bounds.high[0] - bounds.low[0]) / radius + 1;
  return rows * columns <= static_cast<double>(kMostCells);
}

/// First by row, in parts that depend on N alone, then each row by column: no thread meets another.
void NearPairs::sort(std::span<const float> positions, const MapBounds& bounds, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  const int64_t parts = std::clamp<int64_t>(n / kPointsPerPart, 1, kMostParts);
  byRow_.resize(n);
  point_.resize(n);
  x_.resize(n + kMostLanes);
  y_.resize(n + kMostLanes);
  cellStart_.resize(rows_ * columns_ + 1);
  rowCount_.assign(parts * rows_, 0);
  const auto rowOf = [&](int64_t i) { return cellOf(positions[2 * i + 1], bounds.low[1], perCell_, rows_); };
  parallelFor(control, parts, 1, [&](int64_t part, int64_t) {
    int32_t* count = rowCount_.data() + part * rows_;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; ++i) ++count[rowOf(i)];
  });
  std::vector<int32_t> rowStart(rows_ + 1);
  int32_t next = 0;
  for (int64_t row = 0; row < rows_; ++row) {
    rowStart[row] = next;
    for (int64_t part = 0; part < parts; ++part) next += std::exchange(rowCount_[part * rows_ + row], next);
  }
  rowStart[rows_] = next;
  parallelFor(control, parts, 1, [&](int64_t part, int64_t) {
    int32_t* place = rowCount_.data() + part * rows_;
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; ++i)
      byRow_[place[rowOf(i)]++] = static_cast<int32_t>(i);
  });
  parallelFor(control, rows_, kRowGrain, [&](int64_t begin, int64_t end) {
    std::vector<int32_t> place(columns_);
    for (int64_t row = begin; row < end; ++row) {
      const auto columnOf = [&](int32_t i) {
        return cellOf(positions[2 * int64_t{i}], bounds.low[0], perCell_, columns_);
      };
      std::fill(place.begin(), place.end(), 0);
      for (int32_t q = rowStart[row]; q < rowStart[row + 1]; ++q) ++place[columnOf(byRow_[q])];
      int32_t at = rowStart[row];
      for (int64_t column = 0; column < columns_; ++column) {
        cellStart_[row * columns_ + column] = at;
        at += std::exchange(place[column], at);
      }
      for (int32_t q = rowStart[row]; q < rowStart[row + 1]; ++q) {
        const int32_t i = byRow_[q], to = place[columnOf(i)]++;
        x_[to] = positions[2 * int64_t{i}];
        y_[to] = positions[2 * int64_t{i} + 1];
        point_[to] = i;
      }
    }
  });
  cellStart_[rows_ * columns_] = next;
}

double NearPairs::compute(std::span<const float> positions, const MapBounds& bounds, const KernelSplit& split,
                          std::span<float> force, RunControl& control) {
  const double perCell = 1 / split.radius();
  rows_ = cellsAlong(bounds.low[1], bounds.high[1], perCell);
  columns_ = cellsAlong(bounds.low[0], bounds.high[0], perCell);
  perCell_ = static_cast<float>(perCell);
  sort(positions, bounds, control);

  const Cells cells{cellStart_.data(), rows_, columns_, x_.data(), y_.data(), point_.data()};
  const Kernel kernel{static_cast<float>(split.top()), static_cast<float>(split.slope())};
  std::vector<int64_t> interactions(rows_, 0);
  const double potentials = orderedSum(control, rows_, kRowGrain, [&](int64_t begin, int64_t end) {
    Sources sources;
    double sum = 0;
    for (int64_t row = begin; row < end; ++row)
      sum += sumRow(cells, kernel, row, sources, force.data(), interactions[row], control);
    return sum;
  });
  interactions_ = 0;
  for (const int64_t count : interactions) interactions_ += count;
  return potentials;
}

}  // namespace adapsne
