// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QFontMetricsF>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

namespace adapsne {

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

/// As many of the parts of "1,797 points · perplexity 30" as fit into `width`, from the front; the first one
/// cut where even that does not.
QString leadingParts(const QString& text, const QFontMetricsF& metrics, double width);

}  // namespace adapsne
