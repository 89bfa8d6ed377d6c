// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/entropy_view.h"

#include <algorithm>
#include <cmath>

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <QValueAxis>

#include "views/candidate_card.h"
#include "views/format.h"

namespace adapsne {
namespace {

constexpr int kMapSide = 104;

QColor trustColor(const Theme& theme) {
  return theme.dark ? QColor("#d59ad0") : QColor("#8f3a86");
}

double valueOf(const GuidanceRecord& record, EntropyView::Curve curve) {
  switch (curve) {
    case EntropyView::Curve::Representation:
      return record.entropyRepresentation;
    case EntropyView::Curve::Occupancy:
      return record.entropyOccupancy;
    case EntropyView::Curve::Trustworthiness:
      return record.trustworthiness;
  }
  return 0;
}

}  // namespace

EntropyView::EntropyView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAccessibleName(tr("Entropy against target perplexity"));
  buildChart();
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 6);
  column->setSpacing(0);
  column->addWidget(view_, 1);
  sentence_ = new QLabel(page);
  sentence_->setWordWrap(true);
  sentence_->setAlignment(Qt::AlignCenter);
  sentence_->setContentsMargins(12, 0, 12, 0);
  sentence_->setFont(interfaceFont(12));
  column->addWidget(sentence_);
  overlay_ = new QWidget(view_);
  overlay_->setAttribute(Qt::WA_TransparentForMouseEvents);
  overlay_->installEventFilter(this);
  view_->viewport()->setMouseTracking(true);
  view_->viewport()->installEventFilter(this);
  empty_ = new QLabel(this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  empty_->setMargin(24);
  stack_ = new QStackedLayout(this);
  stack_->addWidget(empty_);
  stack_->addWidget(page);
  setTheme(theme);
  clear();
}

void EntropyView::buildChart() {
  chart_ = new QChart;
  chart_->setMargins({2, 2, 4, 0});
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->setBackgroundRoundness(0);
  chart_->setPlotAreaBackgroundVisible(true);
  perplexityAxis_ = new QLogValueAxis(chart_);
  perplexityAxis_->setBase(2);  // Decades would give one or two numbers over the usual range.
  perplexityAxis_->setLabelFormat("%g");
  perplexityAxis_->setTitleText(tr("target perplexity"));
  entropyAxis_ = new QValueAxis(chart_);
  otherAxis_ = new QValueAxis(chart_);
  otherAxis_->setGridLineVisible(false);
  trustAxis_ = new QValueAxis(chart_);
  trustAxis_->setGridLineVisible(false);
  chart_->addAxis(perplexityAxis_, Qt::AlignBottom);
  chart_->addAxis(entropyAxis_, Qt::AlignLeft);
  chart_->addAxis(otherAxis_, Qt::AlignLeft);
  chart_->addAxis(trustAxis_, Qt::AlignRight);

  floor_ = new QLineSeries(chart_);
  threshold_ = new QLineSeries(chart_);
  refused_ = new QAreaSeries(threshold_, floor_);
  refused_->setName(tr("trustworthiness too low"));
  bandLow_ = new QLineSeries(chart_);
  bandHigh_ = new QLineSeries(chart_);
  band_ = new QAreaSeries(bandHigh_, bandLow_);
  band_->setName(tr("Gaussian process, ± 2 sd"));
  for (QLineSeries*& mean : means_) mean = new QLineSeries(chart_);
  chosenLine_ = new QLineSeries(chart_);
  otherLine_ = new QLineSeries(chart_);
  ring_ = new QScatterSeries(chart_);
  const QString names[] = {tr("H_rep"), tr("H_grid"), tr("trustworthiness")};
  const auto add = [this](QAbstractSeries* series, QValueAxis* axis) {
    chart_->addSeries(series);
    series->attachAxis(perplexityAxis_);
    series->attachAxis(axis);
  };
  add(refused_, trustAxis_);
  add(band_, entropyAxis_);
  for (int i = 0; i < 3; ++i) {
    curves_[i] = new QLineSeries(chart_);
    curves_[i]->setName(names[i]);
    curves_[i]->setPointsVisible(true);
    add(curves_[i], i == 2 ? trustAxis_ : i == 1 ? otherAxis_ : entropyAxis_);
  }
  add(means_[0], entropyAxis_);
  add(means_[1], trustAxis_);
  add(otherLine_, entropyAxis_);
  add(chosenLine_, entropyAxis_);
  add(ring_, entropyAxis_);
  chart_->legend()->setAlignment(Qt::AlignTop);
  chart_->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  for (QAbstractSeries* unnamed :
       std::initializer_list<QAbstractSeries*>{means_[0], means_[1], otherLine_, chosenLine_, ring_})
    for (QLegendMarker* marker : chart_->legend()->markers(unnamed)) marker->setVisible(false);
  view_ = new QChartView(chart_, this);
  view_->setRenderHint(QPainter::Antialiasing);
  view_->setFocusPolicy(Qt::NoFocus);
  view_->setFrameShape(QFrame::NoFrame);
}

void EntropyView::setTheme(const Theme& theme) {
  theme_ = theme;
  maps_.clear();
  chart_->setBackgroundBrush(theme.panel);
  chart_->setPlotAreaBackgroundBrush(theme.plot);
  view_->setBackgroundBrush(theme.panel);
  chart_->legend()->setLabelColor(theme.text);
  chart_->legend()->setFont(interfaceFont(11));
  for (QAbstractAxis* axis :
       std::initializer_list<QAbstractAxis*>{perplexityAxis_, entropyAxis_, otherAxis_, trustAxis_}) {
    axis->setLabelsFont(interfaceFont(11));
    axis->setTitleFont(interfaceFont(11));
    axis->setLabelsColor(theme.dim);
    axis->setTitleBrush(theme.dim);
    axis->setLinePen(QPen(theme.line));
    QColor grid = theme.line;
    grid.setAlphaF(0.55f);
    axis->setGridLinePen(QPen(grid, 1));
  }
  QColor shade = trustColor(theme);
  shade.setAlphaF(theme.dark ? 0.13f : 0.10f);
  refused_->setBrush(shade);
  refused_->setPen(QPen(trustColor(theme), 1, Qt::DashLine));
  shade.setAlphaF(0.5f);
  for (QLegendMarker* marker : chart_->legend()->markers(refused_)) {
    marker->setShape(QLegend::MarkerShapeRectangle);
    marker->setBrush(shade);
    marker->setPen(QPen(trustColor(theme), 1));
  }
  chosenLine_->setPen(QPen(theme.adapsne, 1.3, Qt::DashLine));
  otherLine_->setPen(QPen(theme.nms, 1.3, Qt::DashLine));
  ring_->setBrush(Qt::NoBrush);
  ring_->setColor(Qt::transparent);
  ring_->setBorderColor(theme.text);
  ring_->setMarkerSize(15);
  QPalette palette = empty_->palette();
  palette.setColor(QPalette::WindowText, theme.dim);
  empty_->setPalette(palette);
  palette.setColor(QPalette::WindowText, theme.text);
  sentence_->setPalette(palette);
  redraw();
}

void EntropyView::setDataset(DatasetPtr dataset) {
  dataset_ = std::move(dataset);
  maps_.clear();
}

void EntropyView::setGuidanceOptions(const GuidanceOptions& options) {
  options_ = options;
  redraw();
}

void EntropyView::assignAxes() {
  for (int i = 0; i < 2; ++i) {
    QValueAxis *own = i == ruled() ? entropyAxis_ : otherAxis_,
               *wrong = i == ruled() ? otherAxis_ : entropyAxis_;
    if (!curves_[i]->attachedAxes().contains(wrong)) continue;
    curves_[i]->detachAxis(wrong);
    curves_[i]->attachAxis(own);
  }
}

void EntropyView::penCurves() {
  const QColor colors[] = {theme_.adapsne, theme_.good, trustColor(theme_)};
  for (int i = 0; i < 3; ++i) {
    // What the rule looks at is drawn as its Gaussian process; the measurements are then dots with a hint of
    // a line.
    const bool behind = !curve_.empty() && (i == ruled() || (i == 2 && ruled() == 0));
    curves_[i]->setPen(QPen(colors[i],
                            behind         ? 1
                            : i == ruled() ? 2.4
                                           : 1.6,
                            behind ? Qt::DotLine : Qt::SolidLine));
    curves_[i]->setMarkerSize(behind || i == ruled() ? 4 : 3);
    for (QLegendMarker* marker : chart_->legend()->markers(curves_[i])) {
      marker->setShape(QLegend::MarkerShapeCircle);  // as the measurements are drawn, whatever joins them
      marker->setBrush(colors[i]);
      marker->setPen(Qt::NoPen);
    }
    QValueAxis* axis = i == 2 ? trustAxis_ : i == ruled() ? entropyAxis_ : otherAxis_;
    axis->setTitleText(curves_[i]->name());
    axis->setLabelsColor(colors[i]);
    axis->setTitleBrush(colors[i]);
  }
  means_[0]->setPen(QPen(colors[ruled()], 2.4));
  means_[1]->setPen(QPen(colors[2], 1.6));
  QColor shade = colors[ruled()];
  shade.setAlphaF(theme_.dark ? 0.20f : 0.16f);
  band_->setBrush(shade);
  band_->setPen(Qt::NoPen);
  band_->setVisible(!curve_.empty());
  for (QLegendMarker* marker : chart_->legend()->markers(band_)) {
    marker->setVisible(!curve_.empty());
    marker->setShape(QLegend::MarkerShapeRectangle);
    shade.setAlphaF(0.5f);
    marker->setBrush(shade);
  }
}

void EntropyView::clear() {
  showEmpty(
      tr("Entropy and trustworthiness of each target perplexity appear here while the guide tries them."));
}

void EntropyView::showEmpty(const QString& text) {
  if (records_.empty() && text == emptyText_) return;
  emptyText_ = text;
  setRecords({}, options_, {});
}

void EntropyView::addCandidate(const GuidanceRecord& record) {
  const auto place =
      std::lower_bound(records_.begin(), records_.end(), record,
                       [](const auto& a, const auto& b) { return a.perplexity < b.perplexity; });
  records_.insert(place, record);
  curve_ = {};
  shown_ = -1;
  maps_.clear();
  redraw();
}

void EntropyView::setRecords(std::vector<GuidanceRecord> records, const GuidanceOptions& options,
                             GuidanceCurve curve) {
  records_ = std::move(records);
  options_ = options;
  curve_ = std::move(curve);
  shown_ = -1;
  maps_.clear();
  redraw();
}

void EntropyView::setRun(const RunPtr& run) {
  if (!run) return clear();
  dataset_ = run->dataset;
  if (run->guidance.empty()) {
    emptyText_ =
        tr("The target perplexity was fixed at %1: nothing to guide. Choose “guided” to let entropy decide.")
            .arg(numberText(run->targetPerplexity));
  }
  setRecords(run->guidance, run->options.guidance, run->guidanceCurve);
}

void EntropyView::setComparison(const RunPtr& run) {
  comparison_ = run;
  redraw();
}

void EntropyView::redraw() {
  empty_->setText(emptyText_);
  stack_->setCurrentIndex(records_.empty() ? 0 : 1);
  for (int i = 0; i < 3; ++i) {
    QList<QPointF> points;
    for (const GuidanceRecord& r : records_) {
      const double value = valueOf(r, static_cast<Curve>(i));
      if (std::isfinite(value)) points.append(QPointF(r.perplexity, value));
    }
    curves_[i]->replace(points);
  }
  assignAxes();
  drawPosterior();
  penCurves();
  scaleAxes();
  markConstraint();
  markChoice();
  sentence_->setText(guidanceSentence(records_, options_, curve_));
  setAccessibleDescription(records_.empty() ? emptyText_ : sentence_->text());
  overlay_->update();
}

std::optional<double> EntropyView::constraint() const {
  if (records_.empty() || options_.rule == GuidanceRule::Occupancy) return {};
  if (!curve_.empty())
    return std::isnan(curve_.leastTrustworthiness) ? std::nullopt
                                                   : std::optional(curve_.leastTrustworthiness);
  return bestTrustworthiness(records_) - options_.slack;
}

QList<QPointF> EntropyView::points(Curve curve) const {
  return curves_[static_cast<int>(curve)]->points();
}

QList<QPointF> EntropyView::posteriorMean() const {
  return means_[0]->points();
}

QList<QPointF> EntropyView::posteriorEdge(bool upper) const {
  return (upper ? bandHigh_ : bandLow_)->points();
}

std::optional<double> EntropyView::markedPerplexity() const {
  return ring_->count() == 1 ? std::optional(ring_->at(0).x()) : std::nullopt;
}

bool EntropyView::isEmpty() const {
  return stack_->currentIndex() == 0;
}

QString EntropyView::sentence() const {
  return isEmpty() ? empty_->text() : sentence_->text();
}

QPointF EntropyView::positionOf(int index) const {
  const GuidanceRecord& r = records_[static_cast<size_t>(index)];
  return chart_->mapToPosition({r.perplexity, entropyOf(r, options_.rule)}, curves_[ruled()]);
}

int EntropyView::candidateAt(QPointF position) const {
  int nearest = -1;
  double distance = 24;
  if (!chart_->plotArea().contains(position)) return -1;
  for (int i = 0; i < static_cast<int>(records_.size()); ++i) {
    const double away = std::abs(positionOf(i).x() - position.x());
    if (away < distance) {
      distance = away;
      nearest = i;
    }
  }
  return nearest;
}

void EntropyView::showCandidate(int index) {
  shown_ = index < static_cast<int>(records_.size()) ? index : -1;
  overlay_->update();
}

void EntropyView::paintCard() {
  if (shown_ < 0 || shown_ >= static_cast<int>(records_.size())) return;
  QPainter painter(overlay_);
  const GuidanceRecord& record = records_[static_cast<size_t>(shown_)];
  if (!maps_.contains(shown_))
    maps_[shown_] = smallMap(record.thumbnail, dataset_.get(), kMapSide, devicePixelRatioF(), theme_);
  const QRectF plot = chart_->plotArea();
  const double x = positionOf(shown_).x();
  painter.setPen(QPen(theme_.faint, 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  paintCandidateCard(painter, overlay_->size(), {x, plot.center().y()}, record, maps_[shown_],
                     !curve_.empty() && curve_.target() == record.perplexity, theme_);
}

bool EntropyView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == overlay_ && event->type() == QEvent::Paint) {
    paintCard();
    return true;
  }
  if (watched == view_->viewport()) {
    if (event->type() == QEvent::Resize) overlay_->setGeometry(view_->viewport()->geometry());
    if (event->type() == QEvent::MouseMove)
      showCandidate(candidateAt(static_cast<QMouseEvent*>(event)->position()));
    if (event->type() == QEvent::Leave) showCandidate(-1);
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace adapsne
