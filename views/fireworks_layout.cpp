// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <QStringList>

#include "views/fireworks_painter.h"
#include "views/format.h"

namespace adapsne {

std::vector<VisibleEvent> visibleEvents(const FireworksScene& scene, int step) {
  std::vector<VisibleEvent> visible;
  for (const SearchPath* path : {&scene.classic, &scene.fireworks}) {
    for (const TraceEvent& event : path->trace.events) {
      if (event.generation < step)
        visible.push_back({path == &scene.fireworks, event.generation == step - 1, event});
    }
  }
  return visible;
}

std::optional<TraceEvent> heldBy(const SearchPath& path, int step) {
  std::optional<TraceEvent> held;
  double smallest = std::numeric_limits<double>::infinity();
  for (const TraceEvent& event : path.trace.events) {
    if (event.generation >= step) break;
    const double error = std::abs(std::log(event.perplexity / path.target));
    if (path.keepsLast || !held || error < smallest) held = event;
    smallest = std::min(smallest, error);
  }
  return held;
}

QString pathName(const SearchPath& path) {
  switch (path.search) {
    case Search::Fireworks:
      return QStringLiteral("AdapSNE");
    case Search::Bisection:
      return path.isNms ? QStringLiteral("NMS") : QStringLiteral("Bisection");
    case Search::Newton:
      return QStringLiteral("Newton");
    case Search::GoldenSection:
      return QStringLiteral("Golden section");
    case Search::Random:
      return QStringLiteral("Random");
    case Search::Fireworks2010:
      return QStringLiteral("FWA 2010");
    case Search::Efwa:
      return QStringLiteral("EFWA");
    case Search::DynFwa:
      return QStringLiteral("dynFWA");
  }
  return {};
}

namespace {

QString countOf(int n, const char* one, const char* many) {
  return QStringLiteral("%1 %2").arg(n).arg(n == 1 ? one : many);
}

QString endingText(Ending ending) {
  switch (ending) {
    case Ending::TrueRoot:
      return {};
    case Ending::FalseRoot:
      return QStringLiteral(" (false root)");
    case Ending::BelowFalseRoot:
      return QStringLiteral(" (lost below the false root)");
    case Ending::Missed:
      return QStringLiteral(" (missed)");
    case Ending::NoRoot:
      return QStringLiteral(" (no root here)");
  }
  return {};
}

}  // namespace

QString pathText(const SearchPath& path) {
  return QStringLiteral("%1 in %2, perplexity %3 of %4")
             .arg(countOf(path.evaluations(), "evaluation", "evaluations"),
                  countOf(path.passes(), "pass", "passes"), numberText(path.reached),
                  numberText(path.target)) +
         endingText(path.ending);
}

QStringList pathTexts(const SearchPath& path) {
  const QString reached = QStringLiteral("%1 of %2").arg(numberText(path.reached), numberText(path.target)) +
                          endingText(path.ending);
  const QString evaluations = countOf(path.evaluations(), "evaluation", "evaluations");
  const auto said = [&path](const QString& text, const char* comparison) {
    return path.isRun ? text : text + QString::fromUtf8(comparison);
  };
  return {said(pathText(path), " · comparison, not a run"),
          said(QStringLiteral("%1, perplexity %2").arg(evaluations, reached), " · not a run"),
          said(QStringLiteral("%1, %2").arg(evaluations, reached), " · not a run"),
          said(reached, " · not a run")};
}

QString sceneText(const FireworksScene& scene) {
  QStringList parts;
  for (const SearchPath* path : {&scene.fireworks, &scene.classic})
    parts << pathName(*path) + ": " + pathText(*path);
  return parts.join(" | ");
}

FireworksLayout::FireworksLayout(const FireworksScene& scene, QSizeF size)
    : passes_(std::max(1, scene.steps())) {
  const Landscape& land = scene.landscape;
  uLow = land.low();
  uHigh = land.high();
  if (!(uHigh > uLow)) uHigh = uLow + 1;
  const double margin = 0.025 * (uHigh - uLow);  // A search that ends at the range's end is seen to.
  uLow -= margin;
  uHigh += margin;
  // A vanished row's perplexity of 0 has no place on a log axis; 1 is the least that a neighbour gives.
  lowest = highest = std::max(1.0, scene.target);
  const auto include = [this](double perplexity) {
    lowest = std::min(lowest, std::max(1.0, perplexity));
    highest = std::max(highest, perplexity);
  };
  for (const double p : land.perplexity) include(p);
  for (const SearchPath* path : {&scene.fireworks, &scene.classic}) {
    include(path->target);
    for (const TraceEvent& event : path->trace.events) include(event.perplexity);
  }
  const double room = std::pow(highest / lowest, 0.07);
  highest *= std::max(1.15, room);
  lowest /= std::max(1.1, room);

  const double lines = size.width() >= 1040 ? 1 : 2;
  header = QRectF(12, 4, size.width() - 24, 17 * (lines + 1) + (scene.matchesRun ? 0 : 17));
  const double left = 52, right = size.width() - 14;
  const double bottom = size.height() - 20;
  const double laneHeight = std::clamp((bottom - header.bottom()) * 0.24, 24.0, 110.0);
  lane = QRectF(left, bottom - laneHeight, right - left, laneHeight);
  plot = QRectF(left, header.bottom() + 4, right - left, lane.top() - header.bottom() - 9);
}

double FireworksLayout::x(double u) const {
  return plot.left() + (u - uLow) / (uHigh - uLow) * plot.width();
}

double FireworksLayout::y(double perplexity) const {
  const double share = std::log(std::max(perplexity, lowest) / lowest) / std::log(highest / lowest);
  return plot.bottom() - share * plot.height();
}

double FireworksLayout::uAt(double x) const {
  return uLow + (x - plot.left()) / plot.width() * (uHigh - uLow);
}

double FireworksLayout::passY(int generation) const {
  return lane.top() + (generation + 0.5) / passes_ * lane.height();
}

}  // namespace adapsne
