// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <QImage>
#include <QPainter>
#include <QPointF>
#include <QSizeF>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/guidance/guidance_curve.h"
#include "core/guidance/guide.h"
#include "views/theme.h"

namespace adapsne {

/// A map (N x 2) as a small square picture, coloured by label; null where it has no points. `dataset` may be
/// null, or have another number of points: then all have one colour.
QImage smallMap(std::span<const float> positions, const Dataset* dataset, int side, double pixelRatio,
                const Theme& theme);

/// A card beside `at` that stays inside the view: the map and the numbers.
void paintCandidateCard(QPainter& painter, QSizeF view, QPointF at, const GuidanceRecord& record,
                        const QImage& map, bool chosen, const Theme& theme);

/// The rule in a sentence, with this run's numbers. `curve` is empty while candidates still arrive.
QString guidanceSentence(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options,
                         const GuidanceCurve& curve);

/// The largest trustworthiness of the records; 0 for none.
double bestTrustworthiness(const std::vector<GuidanceRecord>& records);

}  // namespace adapsne
