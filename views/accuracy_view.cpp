// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accuracy_view.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <QFocusEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace adapsne {

namespace {
constexpr double kNear = 14;  // pixels
}

AccuracyView::AccuracyView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Accuracy against the number of exemplars"));
}

void AccuracyView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void AccuracyView::setChart(AccuracyChart chart) {
  chart_ = std::move(chart);
  const std::vector<int64_t> budgets = AccuracyLayout(size(), chart_).budgets;
  if (!std::binary_search(budgets.begin(), budgets.end(), focus_.budget)) focus_.budget = 0;
  update();
}

void AccuracyView::setChosen(const std::optional<AccuracyPlace>& chosen) {
  focus_.chosen = chosen;
  update();
}

QPointF AccuracyView::positionOf(const AccuracyPlace& place) const {
  const AccuracyLayout layout(size(), chart_);
  for (const AccuracyCurve& curve : chart_.curves) {
    if (curve.method != place.method) continue;
    for (const AccuracyPoint& point : curve.points)
      if (point.exemplars == place.exemplars) return {layout.x(point.exemplars), layout.y(point.mean)};
  }
  return {-1, -1};
}

std::optional<AccuracyPlace> AccuracyView::placeAt(QPointF position) const {
  const AccuracyLayout layout(size(), chart_);
  std::optional<AccuracyPlace> nearest;
  double least = kNear;
  for (const AccuracyCurve& curve : chart_.curves) {
    for (const AccuracyPoint& point : curve.points) {
      const double distance =
          std::hypot(layout.x(point.exemplars) - position.x(), layout.y(point.mean) - position.y());
      if (distance >= least) continue;
      least = distance;
      nearest = AccuracyPlace{curve.method, point.exemplars};
    }
  }
  return nearest;
}

void AccuracyView::look(int64_t budget, const std::string& method) {
  if (budget == focus_.budget && method == focus_.method) return;
  focus_.budget = budget;
  focus_.method = method;
  update();
}

void AccuracyView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintAccuracy(painter, size(), theme_, chart_, focus_);
  if (!framed_) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.accent, 1));
  painter.drawRect(AccuracyLayout(size(), chart_).plot);
}

void AccuracyView::mouseMoveEvent(QMouseEvent* event) {
  const AccuracyLayout layout(size(), chart_);
  const std::optional<AccuracyPlace> place = placeAt(event->position());
  setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (place) return look(place->exemplars, place->method);
  if (layout.plot.adjusted(-8, 0, 8, 0).contains(event->position()))
    return look(layout.budgetAt(event->position().x()), {});
  look(0, {});
}

void AccuracyView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const auto place = placeAt(event->position())) emit clicked(*place);
}

void AccuracyView::leaveEvent(QEvent*) {
  look(0, {});
}

void AccuracyView::moveByKey(int budgets, int curves) {
  const AccuracyLayout layout(size(), chart_);
  if (layout.budgets.empty()) return;
  const auto stepped = [](const auto& values, const auto& current, int step, auto fallback) {
    const auto found = std::find(values.begin(), values.end(), current);
    if (found == values.end()) return fallback;
    const auto last = std::ssize(values) - 1;
    return values[static_cast<size_t>(std::clamp<std::ptrdiff_t>(found - values.begin() + step, 0, last))];
  };
  const int64_t budget = stepped(layout.budgets, focus_.budget, budgets, layout.budgets.back());
  // From the highest at this budget down.
  std::vector<std::pair<double, std::string>> there;
  for (const AccuracyCurve& curve : chart_.curves)
    for (const AccuracyPoint& point : curve.points)
      if (point.exemplars == budget) there.emplace_back(-point.mean, curve.method);
  std::sort(there.begin(), there.end());
  std::vector<std::string> methods;
  methods.reserve(there.size());
  for (auto& [mean, method] : there) methods.push_back(std::move(method));
  if (!methods.empty()) look(budget, stepped(methods, focus_.method, curves, methods.front()));
}

void AccuracyView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return moveByKey(-1, 0);
    case Qt::Key_Right:
      return moveByKey(1, 0);
    case Qt::Key_Up:
      return moveByKey(0, -1);
    case Qt::Key_Down:
      return moveByKey(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (focus_.budget > 0 && !focus_.method.empty()) emit clicked({focus_.method, focus_.budget});
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void AccuracyView::focusInEvent(QFocusEvent* event) {
  framed_ = event->reason() != Qt::MouseFocusReason;
  update();
}

void AccuracyView::focusOutEvent(QFocusEvent*) {
  framed_ = false;
  update();
}

}  // namespace adapsne
