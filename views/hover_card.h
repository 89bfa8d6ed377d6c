// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QColor>
#include <QImage>
#include <QPainter>
#include <QPointF>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include "core/dataset/dataset.h"
#include "core/pipeline/run.h"
#include "views/theme.h"

namespace adapsne {

/// What is known of one point, in words.
struct PointDescription {
  int64_t row = 0;
  DatasetPtr dataset;
  QColor color;
  QString title;         ///< Its class, or its row where there are no labels.
  QStringList lines;     ///< Row, sigma, perplexity reached, values.
  QStringList problems;  ///< Why it is an outlier of the map.
};
/// `run` may be null.
/// `subset`: what people made of the run's exemplars; null: the run's own.
PointDescription describePoint(const DatasetPtr& dataset, const Run* run, int64_t row,
                               const Subset* subset = nullptr);

/// The mark of the point that is looked at.
void paintHoverRing(QPainter& painter, QPointF at, const Theme& theme);
/// The ring around `at` and a card beside it that stays inside the view.
void paintHoverCard(QPainter& painter, QSizeF view, QPointF at, const PointDescription& point,
                    const Theme& theme);

}  // namespace adapsne
