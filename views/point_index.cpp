// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace adapsne {

namespace {
constexpr int kMostCells = 2048;  // a side
}

PointIndex::PointIndex(Positions positions) : positions_(std::move(positions)) {
  const auto& p = *positions_;
  const size_t count = p.size() / 2;
  double right = -std::numeric_limits<double>::infinity(), top = right;
  left_ = bottom_ = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < count; ++i) {
    if (!std::isfinite(p[2 * i]) || !std::isfinite(p[2 * i + 1])) continue;
    left_ = std::min(left_, double(p[2 * i])), right = std::max(right, double(p[2 * i]));
    bottom_ = std::min(bottom_, double(p[2 * i + 1])), top = std::max(top, double(p[2 * i + 1]));
  }
  if (!(right >= left_)) return;  // no finite point

  const double width = right - left_, height = top - bottom_;
  const double wanted = std::sqrt(std::max(width * height, 0.0) * 2 / static_cast<double>(count));
  cell_ = std::max(wanted, std::max(width, height) / kMostCells);
  if (!(cell_ > 0)) cell_ = 1;
  columns_ = static_cast<int>(width / cell_) + 1;
  rows_ = static_cast<int>(height / cell_) + 1;

  const auto cellOf = [&](size_t i) {
    return static_cast<size_t>(cellY(p[2 * i + 1])) * static_cast<size_t>(columns_) +
           static_cast<size_t>(cellX(p[2 * i]));
  };
  const auto finite = [&](size_t i) { return std::isfinite(p[2 * i]) && std::isfinite(p[2 * i + 1]); };
  start_.assign(static_cast<size_t>(columns_) * static_cast<size_t>(rows_) + 1, 0);
  for (size_t i = 0; i < count; ++i) {
    if (finite(i)) ++start_[cellOf(i) + 1];
  }
  for (size_t c = 1; c < start_.size(); ++c) start_[c] += start_[c - 1];
  order_.resize(static_cast<size_t>(start_.back()));
  std::vector<int32_t> next(start_.begin(), start_.end() - 1);
  for (size_t i = 0; i < count; ++i) {
    if (finite(i)) order_[static_cast<size_t>(next[cellOf(i)]++)] = static_cast<int32_t>(i);
  }
}

int PointIndex::cellX(double x) const {
  return static_cast<int>(std::clamp((x - left_) / cell_, 0.0, columns_ - 1.0));
}

int PointIndex::cellY(double y) const {
  return static_cast<int>(std::clamp((y - bottom_) / cell_, 0.0, rows_ - 1.0));
}

int64_t PointIndex::nearest(QPointF at, double radius) const {
  if (columns_ == 0) return -1;
  const auto& p = *positions_;
  int64_t best = -1;
  double bestSquared = radius * radius;
  for (int y = cellY(at.y() - radius); y <= cellY(at.y() + radius); ++y) {
    for (int x = cellX(at.x() - radius); x <= cellX(at.x() + radius); ++x) {
      const size_t cell = static_cast<size_t>(y) * static_cast<size_t>(columns_) + static_cast<size_t>(x);
      for (int32_t at_ = start_[cell]; at_ < start_[cell + 1]; ++at_) {
        const int32_t row = order_[static_cast<size_t>(at_)];
        const double dx = p[2 * size_t(row)] - at.x(), dy = p[2 * size_t(row) + 1] - at.y();
        const double squared = dx * dx + dy * dy;
        if (squared < bestSquared || (squared == bestSquared && (best < 0 || row < best))) {
          best = row;
          bestSquared = squared;
        }
      }
    }
  }
  return best;
}

}  // namespace adapsne
