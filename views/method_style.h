// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QColor>
#include <QPainter>
#include <QPen>
#include <QPointF>

#include "views/theme.h"

namespace adapsne {

/// How a compared method looks: the same in every comparison, whichever others take part.
struct MethodStyle {
  QColor color;
  int pattern =
      0;  ///< Of line and mark: 0 solid and round, 1 dashed and square, 2 dotted, 3 dashes and dots.

  bool operator==(const MethodStyle&) const = default;
};

/// NMS's presets are orange and AdapSNE's blue, told apart by patterns. The others have colours of their own,
/// a method and the same class by class ("kmeans-pca", "kmeans-pca-classes") one colour; patterns go on where
/// colours are used up.
MethodStyle methodStyle(const Theme& theme, const std::string& method);

QPen methodPen(const MethodStyle& style, double width);
/// The mark of a measured value.
void paintMethodMark(QPainter& painter, QPointF at, const MethodStyle& style, double radius);

}  // namespace adapsne
