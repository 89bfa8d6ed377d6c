// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_colors.h"

#include <algorithm>
#include <cmath>

#include <QStringList>

#include "views/colors.h"
#include "views/map_overlays.h"

namespace adapsne {

namespace {

void colorByLabel(PointColors& colors, const Dataset& dataset, const Theme& theme) {
  if (!dataset.hasLabels()) {
    colors.index.assign(static_cast<size_t>(dataset.points), 0);
    colors.palette = {theme.adapsne.rgb()};
    return;
  }
  colors.title = QStringLiteral("Classes");
  for (int c = 0; c < dataset.classes(); ++c) {
    const QColor color = classColor(c);
    colors.palette.push_back(color.rgb());
    colors.entries.push_back({color, QString::fromStdString(dataset.classNames[static_cast<size_t>(c)]), 0});
  }
  colors.index.reserve(dataset.labels.size());
  for (const int32_t label : dataset.labels) {
    colors.index.push_back(static_cast<uint16_t>(label));
    ++colors.entries[static_cast<size_t>(label)].count;
  }
}

/// Viridis over the 1 to 99 percentiles, so that a few extremes do not flatten the rest.
void colorByValue(PointColors& colors, std::vector<double> values, const Theme& theme) {
  constexpr int kSteps = 256;
  colors.ramp = true;
  // The end of viridis that would vanish in the background is left out.
  const double from = theme.dark ? 0.16 : 0, to = theme.dark ? 1 : 0.9;
  for (int i = 0; i < kSteps; ++i)
    colors.palette.push_back(viridis(from + (to - from) * i / (kSteps - 1)).rgb());
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  if (sorted.empty()) return;
  const auto rank = [&](double share) {
    return sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  colors.low = rank(0.01);
  colors.high = rank(0.99);
  const double span = colors.high > colors.low ? colors.high - colors.low : 1;
  for (const double value : values) {
    const double t = std::clamp((value - colors.low) / span, 0.0, 1.0);
    colors.index.push_back(static_cast<uint16_t>(std::lround((kSteps - 1) * t)));
  }
}

void colorByOutlier(PointColors& colors, const Outliers& outliers, const Theme& theme) {
  colors.title = QStringLiteral("Outliers of the map");
  const QColor fine = theme.dark ? QColor("#4a5362") : QColor("#b8c0cc");
  colors.palette.push_back(fine.rgb());
  colors.entries.push_back({fine, QStringLiteral("in place"), 0});
  for (const OutlierMark& mark : outlierMarks()) {
    colors.palette.push_back(mark.color.rgb());
    colors.entries.push_back({mark.color, mark.name, 0});
  }
  for (const uint8_t reasons : outliers.reasons) {
    const uint16_t kind = reasons & kLost ? 1 : reasons & kStray ? 2 : reasons & kUnreachable ? 3 : 0;
    colors.index.push_back(kind);
    ++colors.entries[kind].count;
  }
}

}  // namespace

PointColors colorPoints(const Dataset& dataset, const Run* run, ColorBy by, const Theme& theme) {
  PointColors colors;
  if (!run || by == ColorBy::Label) {
    colorByLabel(colors, dataset, theme);
  } else if (by == ColorBy::Outlier) {
    colorByOutlier(colors, run->assessment.outliers, theme);
  } else {
    colors.title = by == ColorBy::Sigma ? QStringLiteral("Sigma") : QStringLiteral("Perplexity reached");
    colorByValue(colors, by == ColorBy::Sigma ? run->sigma->sigma : run->sigma->reached, theme);
  }
  return colors;
}

QString outlierText(uint8_t reasons) {
  QStringList texts;
  if (reasons & kLost) texts << QStringLiteral("lost: none of its nearest neighbours is near it in the map");
  if (reasons & kStray) texts << QStringLiteral("stray: it lies among another class than its neighbours");
  if (reasons & kUnreachable) texts << QStringLiteral("unreachable: no sigma gives its target perplexity");
  return texts.join("\n");
}

}  // namespace adapsne
