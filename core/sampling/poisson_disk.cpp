// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/poisson_disk.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace adapsne {
namespace {

constexpr int kBisections = 40;  // r to 1e-12 of the map's extent
constexpr int64_t kMostCells = 512;

/// Buckets of a square grid over the map whose cells are at least r wide: whoever is closer than r lies in
/// one of nine.
class DartBoard {
 public:
  DartBoard(std::span<const float> positions, double r, const float low[2], double extent)
      : positions_(positions), r_(r), low_{low[0], low[1]} {
    const double cells = r > 0 ? extent / r : static_cast<double>(kMostCells);
    side_ = static_cast<int64_t>(std::clamp(cells, 1.0, static_cast<double>(kMostCells)));
    scale_ = extent > 0 ? static_cast<double>(side_) / extent : 0;
    first_.assign(side_ * side_, -1);
    next_.assign(positions.size() / 2, -1);
  }

  void take(int64_t i) {
    int64_t& first = first_[cellOf(i, 1) * side_ + cellOf(i, 0)];
    next_[i] = first;
    first = i;
  }

  /// Takes the point unless one that was taken lies closer than r.
  bool accepts(int64_t i) {
    const int64_t x = cellOf(i, 0), y = cellOf(i, 1);
    for (int64_t cy = std::max<int64_t>(0, y - 1); cy <= std::min(side_ - 1, y + 1); ++cy)
      for (int64_t cx = std::max<int64_t>(0, x - 1); cx <= std::min(side_ - 1, x + 1); ++cx)
        for (int64_t j = first_[cy * side_ + cx]; j >= 0; j = next_[j])
          if (std::hypot(at(i, 0) - at(j, 0), at(i, 1) - at(j, 1)) < r_) return false;
    take(i);
    return true;
  }

 private:
  double at(int64_t i, int axis) const { return positions_[2 * i + axis]; }
  int64_t cellOf(int64_t i, int axis) const {
    return std::clamp<int64_t>(static_cast<int64_t>((at(i, axis) - low_[axis]) * scale_), 0, side_ - 1);
  }
  std::span<const float> positions_;
  double r_, scale_;
  double low_[2];
  int64_t side_;
  std::vector<int64_t> first_, next_;
};

}  // namespace

PoissonDisk poissonDisk(std::span<const float> positions, int64_t m, RandomStream random,
                        std::span<const int64_t> start, RunControl& control) {
  const int64_t n = static_cast<int64_t>(positions.size()) / 2;
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order);
  if (!start.empty()) {
    std::vector<bool> isStart(n, false);
    for (const int64_t i : start) isStart[i] = true;
    std::erase_if(order, [&](int64_t i) { return isStart[i]; });
  }
  float low[2] = {positions[0], positions[1]}, high[2] = {positions[0], positions[1]};
  for (int64_t i = 0; i < n; ++i)
    for (int axis = 0; axis < 2; ++axis) {
      low[axis] = std::min(low[axis], positions[2 * i + axis]);
      high[axis] = std::max(high[axis], positions[2 * i + axis]);
    }
  const double width = static_cast<double>(high[0]) - low[0], height = static_cast<double>(high[1]) - low[1];

  PoissonDisk result;
  const auto throwDarts = [&](double r) {
    DartBoard board(positions, r, low, std::max(width, height));
    for (const int64_t i : start) board.take(i);
    std::vector<int64_t> taken;
    for (size_t i = 0; i < order.size() && static_cast<int64_t>(taken.size()) < m; ++i) {
      if (i % 4096 == 0) control.checkpoint();
      ++result.throws;
      if (board.accepts(order[i])) taken.push_back(order[i]);
    }
    return taken;
  };
  result.taken = throwDarts(0);  // everything is accepted
  double tooFar = std::hypot(width, height) * 1.0001;
  for (int step = 0; step < kBisections && tooFar > result.radius; ++step) {
    const double r = 0.5 * (result.radius + tooFar);
    std::vector<int64_t> taken = throwDarts(r);
    if (static_cast<int64_t>(taken.size()) < m) {
      tooFar = r;
    } else {
      result.taken = std::move(taken);
      result.radius = r;
    }
  }
  return result;
}

}  // namespace adapsne
