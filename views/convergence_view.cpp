// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/convergence_view.h"

#include <algorithm>
#include <cmath>

#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QStackedLayout>
#include <QValueAxis>

namespace adapsne {

namespace {
constexpr int kRedrawInterval = 80;  // ms

/// The nearest of 1, 2, 2.5 and 5 times a power of ten that is not below.
double roundInterval(double wanted) {
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double step : {1.0, 2.0, 2.5, 5.0}) {
    if (step * power >= wanted) return step * power;
  }
  return 10 * power;
}

}  // namespace

ConvergenceView::ConvergenceView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAccessibleName(tr("Convergence"));
  chart_ = new QChart;
  chart_->setMargins({2, 2, 8, 2});
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->setBackgroundRoundness(0);
  chart_->legend()->setAlignment(Qt::AlignTop);
  chart_->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  iterationAxis_ = new QValueAxis(chart_);
  klAxis_ = new QValueAxis(chart_);
  iterationAxis_->setTitleText(tr("iteration"));
  iterationAxis_->setLabelFormat("%d");
  iterationAxis_->setTickType(QValueAxis::TicksDynamic);
  klAxis_->setTitleText(tr("KL (nats)"));
  klAxis_->setLabelFormat("%.1f");
  chart_->addAxis(iterationAxis_, Qt::AlignBottom);
  chart_->addAxis(klAxis_, Qt::AlignLeft);
  for (Curve& curve : curves_) {
    curve.series = new QLineSeries(chart_);
    chart_->addSeries(curve.series);
    curve.series->attachAxis(iterationAxis_);
    curve.series->attachAxis(klAxis_);
  }
  view_ = new QChartView(chart_, this);
  view_->setRenderHint(QPainter::Antialiasing);
  view_->setFocusPolicy(Qt::NoFocus);
  empty_ = new QLabel(tr("The Kullback-Leibler divergence of the map appears here while it descends."), this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  auto* stack = new QStackedLayout(this);
  stack->addWidget(empty_);
  stack->addWidget(view_);
  redrawLater_.setSingleShot(true);
  connect(&redrawLater_, &QTimer::timeout, this, &ConvergenceView::redraw);
  setTheme(theme);
  redraw();
}

void ConvergenceView::setTheme(const Theme& theme) {
  theme_ = theme;
  chart_->setBackgroundBrush(theme.panel);
  chart_->setPlotAreaBackgroundVisible(true);
  chart_->setPlotAreaBackgroundBrush(theme.plot);
  view_->setBackgroundBrush(theme.panel);
  view_->setFrameShape(QFrame::NoFrame);
  chart_->legend()->setLabelColor(theme.text);
  chart_->legend()->setFont(interfaceFont(11));
  for (QValueAxis* axis : {iterationAxis_, klAxis_}) {
    axis->setLabelsFont(interfaceFont(11));
    axis->setTitleFont(interfaceFont(11));
    axis->setLabelsColor(theme.dim);
    axis->setTitleBrush(theme.dim);
    axis->setLinePen(QPen(theme.line));
    QColor grid = theme.line;
    grid.setAlphaF(0.55f);
    axis->setGridLinePen(QPen(grid, 1));
  }
  for (const Curve& curve : curves_) curve.series->setPen(QPen(methodColor(theme, curve.method), 2));
  QPalette dim = empty_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  empty_->setPalette(dim);
}

void ConvergenceView::beginRun(int slot, const QString& name, const std::string& method, int iterations) {
  describe(slot, name, method, iterations);
  curves_[slot].samples.clear();
  redraw();
}

void ConvergenceView::describe(int slot, const QString& name, const std::string& method, int iterations) {
  Curve& curve = curves_[slot];
  curve.iterations = iterations;
  curve.series->setName(name);
  curve.method = method;
  curve.series->setPen(QPen(methodColor(theme_, method), 2));
}

void ConvergenceView::addSamples(int slot, const std::vector<ConvergenceSample>& samples) {
  auto& all = curves_[slot].samples;
  all.insert(all.end(), samples.begin(), samples.end());
  if (!redrawLater_.isActive()) redrawLater_.start(kRedrawInterval);
}

void ConvergenceView::setRun(int slot, const QString& name, const std::string& method,
                             const std::vector<ConvergenceSample>& samples) {
  describe(slot, name, method, samples.empty() ? 0 : samples.back().iteration);
  curves_[slot].samples = samples;
  redraw();
}

void ConvergenceView::clear(int slot) {
  if (curves_[slot].samples.empty() && curves_[slot].iterations == 0) return;
  curves_[slot].samples.clear();
  curves_[slot].iterations = 0;
  redraw();
}

int ConvergenceView::samples(int slot) const {
  return static_cast<int>(curves_[slot].samples.size());
}

void ConvergenceView::showIterations(int last) {
  // The chart lays ticks out at once: a long range must never meet the interval of a short one, not even
  // between these two calls, or there are hundreds of thousands of them.
  const double interval = roundInterval(last / 4.0);
  iterationAxis_->setTickInterval(std::max(interval, iterationAxis_->tickInterval()));
  iterationAxis_->setRange(0, last);
  iterationAxis_->setTickInterval(interval);
}

void ConvergenceView::redraw() {
  redrawLater_.stop();
  double highest = 0;
  int last = 0;
  bool any = false;
  for (Curve& curve : curves_) {
    QList<QPointF> points;
    for (const ConvergenceSample& sample : curve.samples) {
      if (!std::isfinite(sample.kl)) continue;
      points.append(QPointF(sample.iteration, sample.kl));
      highest = std::max(highest, sample.kl);
      last = std::max(last, sample.iteration);
    }
    last = std::max(last, curve.iterations);
    any = any || !points.isEmpty();
    curve.series->replace(points);
    curve.series->setVisible(!points.isEmpty());
  }
  showIterations(std::max(last, 10));
  klAxis_->setRange(0, highest > 0 ? highest * 1.04 : 1);
  klAxis_->setTickCount(5);
  klAxis_->applyNiceNumbers();
  chart_->legend()->setVisible(!curves_[0].samples.empty() && !curves_[1].samples.empty());
  static_cast<QStackedLayout*>(layout())->setCurrentWidget(any ? static_cast<QWidget*>(view_) : empty_);
}

}  // namespace adapsne
