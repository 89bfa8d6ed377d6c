// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/label_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace adapsne {

std::vector<QRectF> placeLabels(const std::vector<LabelRequest>& requests, QRectF area,
                                const std::vector<QRectF>& taken) {
  constexpr double kGap = 3;
  constexpr std::array<QPointF, 8> kDirections = {QPointF(0, -1),  QPointF(0, 1),    QPointF(1, 0),
                                                  QPointF(-1, 0),  QPointF(.7, -.7), QPointF(-.7, -.7),
                                                  QPointF(.7, .7), QPointF(-.7, .7)};
  std::vector<QRectF> placed;
  const auto isFree = [&](const QRectF& rectangle) {
    const QRectF roomy = rectangle.adjusted(-kGap, -kGap, kGap, kGap);
    const auto touches = [&](const QRectF& other) { return other.intersects(roomy); };
    return area.contains(rectangle) && std::none_of(taken.begin(), taken.end(), touches) &&
           std::none_of(placed.begin(), placed.end(), touches);
  };
  for (const auto& request : requests) {
    QRectF best;
    const auto tryAt = [&](QPointF center) {
      const QRectF rectangle(center - QPointF(request.size.width() / 2, request.size.height() / 2),
                             request.size);
      if (isFree(rectangle)) best = rectangle;
      return !best.isNull();
    };
    if (area.contains(request.anchor) && !tryAt(request.anchor)) {
      for (int ring = 1; ring <= 5 && best.isNull(); ++ring) {
        for (const QPointF& direction : kDirections) {
          const double reach = ring * request.size.height() * 0.75;
          const double sideways = std::abs(direction.x()) == 1 ? request.size.width() / 2 : 0;
          if (tryAt(request.anchor + direction * reach + QPointF(direction.x() * sideways, 0))) break;
        }
      }
    }
    placed.push_back(best);
  }
  return placed;
}

QString leadingParts(const QString& text, const QFontMetricsF& metrics, double width) {
  const QString between = QStringLiteral(" · ");
  QString parts = text;
  while (metrics.horizontalAdvance(parts) > width) {
    const qsizetype last = parts.lastIndexOf(between);
    if (last < 0) return metrics.elidedText(parts, Qt::ElideRight, width);
    parts.truncate(last);
  }
  return parts;
}

}  // namespace adapsne
