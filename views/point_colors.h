// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QColor>
#include <QRgb>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/pipeline/run.h"
#include "views/theme.h"

namespace adapsne {

/// What a point's colour says. All but Label need a finished run.
enum class ColorBy { Label, Sigma, Perplexity, Outlier };

struct LegendEntry {
  QColor color;
  QString text;
  int64_t count = 0;
};

/// The colour of every point and how the legend explains it.
struct PointColors {
  std::vector<uint16_t> index;  ///< N, into the palette
  std::vector<QRgb> palette;
  QString title;                     ///< Of the legend: what is coloured, with its unit.
  std::vector<LegendEntry> entries;  ///< Empty for a ramp.
  bool ramp = false;
  double low = 0, high = 0;  ///< What the ends of the ramp stand for.
};

/// `run` may be null; everything is then coloured by label.
PointColors colorPoints(const Dataset& dataset, const Run* run, ColorBy by, const Theme& theme);

/// "lost: none of its nearest neighbours is near it in the map": every reason that holds; empty for none.
QString outlierText(uint8_t reasons);

}  // namespace adapsne
