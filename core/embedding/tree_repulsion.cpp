// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/tree_repulsion.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/embedding/map_bounds.h"
#include "core/embedding/morton.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int kLevels = 16;  // Bits of a Morton code for each coordinate.
constexpr size_t kCellsPerCheck = 1024;
constexpr int32_t kManyPoints = 16384;
constexpr int64_t kPointsPerCheck = 16;
constexpr int32_t kLeafPoints = 4;  // Few enough that going through them beats opening more cells.

}  // namespace

void TreeRepulsion::addCell(std::span<const float> positions, int32_t begin, int32_t end, int level,
                            float side, RunControl& control) {
  const size_t self = cells_.size();
  if (self % kCellsPerCheck == 0 || end - begin > kManyPoints) control.checkpoint();
  cells_.emplace_back();
  double x = 0, y = 0;
  for (int32_t p = begin; p < end; ++p) {
    x += positions[2 * order_[p]];
    y += positions[2 * order_[p] + 1];
  }
  const bool leaf = end - begin <= kLeafPoints || level == kLevels;
  if (!leaf) {
    const int shift = 2 * (kLevels - 1 - level);
    for (int32_t first = begin; first < end;) {
      const uint32_t quarter = codes_[first] >> shift;
      const auto last = std::upper_bound(codes_.begin() + first, codes_.begin() + end, quarter,
                                         [&](uint32_t q, uint32_t code) { return q < code >> shift; });
      const auto next = static_cast<int32_t>(last - codes_.begin());
      addCell(positions, first, next, level + 1, side / 2, control);
      first = next;
    }
  }
  const double count = end - begin;
  cells_[self] = {static_cast<float>(x / count),      static_cast<float>(y / count), side, begin, end,
                  static_cast<int32_t>(cells_.size())};
}

void TreeRepulsion::build(std::span<const float> positions, RunControl& control) {
  const std::vector<uint32_t> codes = mortonCodes(positions, control);
  order_ = orderByCode(codes, control);
  codes_.resize(codes.size());
  for (size_t p = 0; p < codes.size(); ++p) codes_[p] = codes[order_[p]];
  cells_.clear();
  addCell(positions, 0, static_cast<int32_t>(codes.size()), 0, boundsOf(positions, control).side(), control);
}

double TreeRepulsion::compute(std::span<const float> positions, std::span<float> force, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  work_ = {};
  if (n == 0) return 0;
  if (!std::isfinite(boundsOf(positions, control).side())) {
    std::fill(force.begin(), force.end(), std::numeric_limits<float>::quiet_NaN());
    return std::numeric_limits<double>::quiet_NaN();
  }
  build(positions, control);
  const auto theta2 = static_cast<float>(theta_ * theta_);
  std::atomic<int64_t> interactions{0};
  const double total = orderedSum(control, n, 256, [&](int64_t begin, int64_t end) {
    double normalizer = 0;
    int64_t count = 0;
    // Neighbours in the map one after the other open the same cells.
    for (int64_t p = begin; p < end; ++p) {
      // Points that a code cannot tell apart share a leaf, however many they are.
      if ((p - begin) % kPointsPerCheck == 0 && control.cancelRequested()) throw Cancelled{};
      const int32_t i = order_[p];
      const float x = positions[2 * i], y = positions[2 * i + 1];
      double fx = 0, fy = 0;
      const auto push = [&](float ox, float oy, float mass) {
        ++count;
        const float dx = x - ox, dy = y - oy;
        const float w = 1 / (1 + dx * dx + dy * dy);
        normalizer += mass * w;
        fx += mass * w * w * dx;
        fy += mass * w * w * dy;
      };
      for (int32_t c = 0; c < std::ssize(cells_);) {
        const Cell& cell = cells_[c];
        const float dx = x - cell.x, dy = y - cell.y;
        const bool inside = p >= cell.begin && p < cell.end;
        if (!inside && cell.side * cell.side < theta2 * (dx * dx + dy * dy)) {
          push(cell.x, cell.y, static_cast<float>(cell.end - cell.begin));
          c = cell.next;
        } else if (cell.next == c + 1) {  // a leaf
          for (int32_t q = cell.begin; q < cell.end; ++q)
            if (q != p) push(positions[2 * order_[q]], positions[2 * order_[q] + 1], 1);
          c = cell.next;
        } else {
          ++c;
        }
      }
      force[2 * i] = static_cast<float>(fx);
      force[2 * i + 1] = static_cast<float>(fy);
    }
    interactions += count;
    return normalizer;
  });
  work_ = {.interactions = interactions};
  return total;
}

}  // namespace adapsne
