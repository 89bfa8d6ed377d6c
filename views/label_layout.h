// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Where the points of each class lie: the median of both axes. Classes without points give no entry.
struct ClassMedian {
  int label = 0;
  QPointF position;  ///< in map coordinates
  size_t points = 0;
  double spread = 0;  ///< Median distance of an axis' values from their median, the larger of both axes.
};
std::vector<ClassMedian> classMedians(const Dataset& dataset, std::span<const float> positions);

/// A label that wants to be centred on `anchor`.
struct LabelRequest {
  QPointF anchor;
  QSizeF size;
};
/// Rectangles for the requests, in their order: each as near to its anchor as it can be without touching an
/// earlier one, `taken`, or the edge of `area`. A null rectangle where there is no room within reach, or
/// where the anchor lies outside.
std::vector<QRectF> placeLabels(const std::vector<LabelRequest>& requests, QRectF area,
                                const std::vector<QRectF>& taken);

}  // namespace adapsne
