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
#include "views/nice_ticks.h"

// The ranges of the entropy view's axes and what is marked within them.
namespace adapsne {

void EntropyView::drawPosterior() {
  QList<QPointF> mean, low, high, trust;
  for (qsizetype i = 0; i < std::ssize(curve_.perplexity); ++i) {
    const auto at = static_cast<size_t>(i);
    const double x = curve_.perplexity[at];
    if (at < curve_.entropy.size()) {
      mean.append(QPointF(x, curve_.entropy[at]));
      low.append(QPointF(x, curve_.entropy[at] - 2 * curve_.entropyDeviation[at]));
      high.append(QPointF(x, curve_.entropy[at] + 2 * curve_.entropyDeviation[at]));
    }
    if (at < curve_.trustworthiness.size() && options_.rule == GuidanceRule::Representation)
      trust.append(QPointF(x, curve_.trustworthiness[at]));
  }
  means_[0]->replace(mean);
  means_[1]->replace(trust);
  bandLow_->replace(low);
  bandHigh_->replace(high);
}

void EntropyView::scaleAxes() {
  if (records_.empty()) return;
  double lowest = records_.front().perplexity, highest = records_.back().perplexity;
  if (comparison_) {
    lowest = std::min(lowest, comparison_->targetPerplexity);
    highest = std::max(highest, comparison_->targetPerplexity);
  }
  perplexityAxis_->setRange(std::max(1.0, lowest / 1.15), highest * 1.15);
  const auto span = [](QValueAxis* axis, std::initializer_list<const QLineSeries*> drawn, double least) {
    double low = least, high = least;
    bool any = std::isfinite(least);
    for (const QLineSeries* series : drawn) {
      for (const QPointF& p : series->points()) {
        low = any ? std::min(low, p.y()) : p.y();
        high = any ? std::max(high, p.y()) : p.y();
        any = true;
      }
    }
    const double room = std::max(0.1 * (high - low), 2e-3);
    // All of them are shares: an axis to 1.001 would speak of what cannot be.
    const NiceTicks ticks = niceTicks(std::max(0.0, low - room), std::min(1.0, high + room));
    axis->setRange(ticks.first, ticks.last());
    axis->setTickCount(ticks.count);
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(ticks.decimals));
  };
  span(entropyAxis_, {curves_[ruled()], means_[0], bandLow_, bandHigh_}, std::nan(""));
  span(otherAxis_, {curves_[1 - ruled()]}, std::nan(""));
  span(trustAxis_, {curves_[2], means_[1]}, constraint().value_or(std::nan("")));
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
  if (curve_.empty()) return;
  vertical(chosenLine_, curve_.target());
  if (!curve_.entropy.empty()) ring_->append(curve_.target(), curve_.entropy[curve_.chosen]);
}

}  // namespace adapsne
