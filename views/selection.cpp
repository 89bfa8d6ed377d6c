// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/selection.h"

#include <algorithm>
#include <array>

#include <QRectF>

namespace adapsne {

std::vector<int64_t> Selection::rows() const {
  std::vector<int64_t> rows;
  rows.reserve(static_cast<size_t>(count_));
  for (size_t i = 0; mask_ && i < mask_->size(); ++i) {
    if ((*mask_)[i]) rows.push_back(static_cast<int64_t>(i));
  }
  return rows;
}

Selection Selection::combined(const std::vector<int64_t>& rows, int64_t points, SelectMode mode) const {
  auto mask = std::make_shared<std::vector<uint8_t>>(static_cast<size_t>(points), uint8_t{0});
  if (mode != SelectMode::Replace && mask_ && mask_->size() == mask->size()) *mask = *mask_;
  const uint8_t value = mode == SelectMode::Subtract ? 0 : 1;
  for (const int64_t row : rows) {
    if (row >= 0 && row < points) (*mask)[static_cast<size_t>(row)] = value;
  }
  return of(std::move(mask));
}

Selection Selection::inverted(int64_t points) const {
  auto mask = std::make_shared<std::vector<uint8_t>>(static_cast<size_t>(points));
  for (int64_t row = 0; row < points; ++row) (*mask)[static_cast<size_t>(row)] = !contains(row);
  return of(std::move(mask));
}

Selection Selection::of(std::shared_ptr<std::vector<uint8_t>> mask) {
  Selection result;
  result.count_ = std::count(mask->begin(), mask->end(), uint8_t{1});
  if (result.count_ > 0) result.mask_ = std::move(mask);
  return result;
}

bool Selection::operator==(const Selection& other) const {
  return count_ == other.count_ && (mask_ == other.mask_ || (mask_ && other.mask_ && *mask_ == *other.mask_));
}

namespace {

/// A polygon over a grid. A point's even-odd parity needs only the edges of its row; and in a cell that no
/// edge touches it is that of the cell's middle, known beforehand.
class PolygonGrid {
 public:
  explicit PolygonGrid(const QPolygonF& outline) : box_(outline.boundingRect()) {
    for (qsizetype a = 0, b = outline.size() - 1; a < outline.size(); b = a++) {
      const QPointF &p = outline[a], &q = outline[b];
      const int first = rowOf(std::min(p.y(), q.y())), last = rowOf(std::max(p.y(), q.y()));
      for (int row = first; row <= last; ++row) {
        edges_[static_cast<size_t>(row)].push_back({p, q});
        markTouched(row, p, q);
      }
    }
    for (int row = 0; row < kSide; ++row)
      for (int column = 0; column < kSide; ++column) {
        State& state = cell(row, column);
        if (state == State::Touched) continue;
        const double x = box_.left() + (column + 0.5) * box_.width() / kSide;
        const double y = box_.top() + (row + 0.5) * box_.height() / kSide;
        state = inside(row, x, y) ? State::Inside : State::Outside;
      }
  }

  bool contains(double x, double y) const {
    // Written so that NaN is outside.
    if (!(x >= box_.left() && x <= box_.right() && y >= box_.top() && y <= box_.bottom())) return false;
    const int row = rowOf(y);
    const State state = cells_[static_cast<size_t>(row * kSide + columnOf(x))];
    return state == State::Touched ? inside(row, x, y) : state == State::Inside;
  }

 private:
  static constexpr int kSide = 256;
  enum class State : uint8_t { Outside, Inside, Touched };
  struct Edge {
    QPointF p, q;
  };

  int rowOf(double y) const { return indexOf(y - box_.top(), box_.height()); }
  int columnOf(double x) const { return indexOf(x - box_.left(), box_.width()); }
  static int indexOf(double offset, double length) {
    return length > 0 ? std::clamp(static_cast<int>(offset / length * kSide), 0, kSide - 1) : 0;
  }
  State& cell(int row, int column) { return cells_[static_cast<size_t>(row * kSide + column)]; }

  /// The cells of a row that an edge may touch, and one on either side for rounding.
  void markTouched(int row, const QPointF& p, const QPointF& q) {
    const double low = box_.top() + row * box_.height() / kSide, high = low + box_.height() / kSide;
    double left = std::min(p.x(), q.x()), right = std::max(p.x(), q.x());
    if (p.y() != q.y()) {
      const auto at = [&](double y) {
        return p.x() + (q.x() - p.x()) * std::clamp((y - p.y()) / (q.y() - p.y()), 0.0, 1.0);
      };
      const auto [least, most] = std::minmax({at(low), at(high)});  // by value
      left = std::max(left, least);
      right = std::min(right, most);
    }
    const int last = std::min(kSide - 1, columnOf(right) + 1);
    for (int column = std::max(0, columnOf(left) - 1); column <= last; ++column) {
      cell(row, column) = State::Touched;
      // The rows beside as well: an edge may end on their border.
      if (row > 0) cell(row - 1, column) = State::Touched;
      if (row + 1 < kSide) cell(row + 1, column) = State::Touched;
    }
  }

  bool inside(int row, double x, double y) const {
    bool result = false;
    for (const auto& [p, q] : edges_[static_cast<size_t>(row)])
      if ((p.y() > y) != (q.y() > y) && x < (q.x() - p.x()) * (y - p.y()) / (q.y() - p.y()) + p.x())
        result = !result;
    return result;
  }

  QRectF box_;
  std::array<std::vector<Edge>, kSide> edges_;
  std::vector<State> cells_ = std::vector<State>(kSide * kSide, State::Outside);
};

}  // namespace

std::vector<int64_t> pointsInside(const std::vector<float>& positions, const QPolygonF& outline) {
  std::vector<int64_t> rows;
  if (outline.size() < 3) return rows;
  const PolygonGrid grid(outline);
  for (size_t i = 0; i + 1 < positions.size(); i += 2)
    if (grid.contains(positions[i], positions[i + 1])) rows.push_back(static_cast<int64_t>(i / 2));
  return rows;
}

std::vector<uint8_t> mutedAfterClick(std::vector<uint8_t> muted, size_t classes, int label, bool alone) {
  muted.resize(classes, 0);
  const auto clicked = static_cast<size_t>(label);
  if (alone) {
    std::vector<uint8_t> others(classes, 1);
    others[clicked] = 0;
    muted = muted == others ? std::vector<uint8_t>{} : others;
  } else {
    muted[clicked] = muted[clicked] ? 0 : 1;
  }
  const bool none = std::all_of(muted.begin(), muted.end(), [](uint8_t m) { return m == 0; });
  return none ? std::vector<uint8_t>{} : muted;
}

}  // namespace adapsne
