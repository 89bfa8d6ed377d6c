// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QAreaSeries>
#include <QChart>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QValueAxis>

#include "views/entropy_view.h"

// The ranges of the entropy view's axes and what is marked within them.
namespace adapsne {

void EntropyView::scaleAxes() {
  if (records_.empty()) return;
  double lowest = records_.front().perplexity, highest = records_.back().perplexity;
  if (comparison_) {
    lowest = std::min(lowest, comparison_->targetPerplexity);
    highest = std::max(highest, comparison_->targetPerplexity);
  }
  perplexityAxis_->setRange(lowest / 1.15, highest * 1.15);
  const auto span = [this](QValueAxis* axis, std::initializer_list<int> curves, double least) {
    double low = least, high = least;
    bool any = std::isfinite(least);
    for (const int i : curves) {
      for (const QPointF& p : curves_[i]->points()) {
        low = any ? std::min(low, p.y()) : p.y();
        high = any ? std::max(high, p.y()) : p.y();
        any = true;
      }
    }
    const double room = std::max(0.1 * (high - low), 2e-3);
    axis->setRange(low - room, high + room);
    axis->setTickCount(5);
    axis->setLabelFormat(high - low < 0.05 ? "%.3f" : "%.2f");
  };
  span(entropyAxis_, {0, 1}, std::nan(""));
  span(trustAxis_, {2}, constraint().value_or(std::nan("")));
}

void EntropyView::markConstraint() {
  const auto least = constraint();
  refused_->setVisible(least.has_value());
  for (QLegendMarker* marker : chart_->legend()->markers(refused_)) marker->setVisible(least.has_value());
  if (!least) return;
  const double low = perplexityAxis_->min(), high = perplexityAxis_->max();
  threshold_->replace(QList<QPointF>{{low, *least}, {high, *least}});
  floor_->replace(QList<QPointF>{{low, trustAxis_->min()}, {high, trustAxis_->min()}});
}

void EntropyView::markChoice() {
  const double low = entropyAxis_->min(), high = entropyAxis_->max();
  const auto vertical = [&](QLineSeries* series, double perplexity) {
    series->replace(QList<QPointF>{{perplexity, low}, {perplexity, high}});
  };
  chosenLine_->clear();
  otherLine_->clear();
  ring_->clear();
  if (records_.empty()) return;
  if (comparison_) vertical(otherLine_, comparison_->targetPerplexity);
  if (!chosen_) return;
  const GuidanceRecord& record = records_[*chosen_];
  vertical(chosenLine_, record.perplexity);
  const bool occupancy = options_.rule == GuidanceRule::Occupancy;
  ring_->append(record.perplexity, occupancy ? record.entropyOccupancy : record.entropyRepresentation);
}

}  // namespace adapsne
