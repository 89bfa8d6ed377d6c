// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/selection.h"

#include <algorithm>

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
  Selection result;
  result.count_ = std::count(mask->begin(), mask->end(), uint8_t{1});
  if (result.count_ > 0) result.mask_ = std::move(mask);
  return result;
}

bool Selection::operator==(const Selection& other) const {
  return count_ == other.count_ && (mask_ == other.mask_ || (mask_ && other.mask_ && *mask_ == *other.mask_));
}

std::vector<int64_t> pointsInside(const std::vector<float>& positions, const QPolygonF& outline) {
  std::vector<int64_t> rows;
  if (outline.size() < 3) return rows;
  const QRectF box = outline.boundingRect();
  for (size_t i = 0; i + 1 < positions.size(); i += 2) {
    const double x = positions[i], y = positions[i + 1];
    // Written so that NaN is outside.
    if (!(x >= box.left() && x <= box.right() && y >= box.top() && y <= box.bottom())) continue;
    bool inside = false;
    for (qsizetype a = 0, b = outline.size() - 1; a < outline.size(); b = a++) {
      const QPointF &p = outline[a], &q = outline[b];
      if ((p.y() > y) != (q.y() > y) && x < (q.x() - p.x()) * (y - p.y()) / (q.y() - p.y()) + p.x())
        inside = !inside;
    }
    if (inside) rows.push_back(static_cast<int64_t>(i / 2));
  }
  return rows;
}

}  // namespace adapsne
