// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/thumbnail.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QPainter>

namespace adapsne {

namespace {

QImage pixels(const Dataset& dataset, int64_t row) {
  const int height = dataset.image.height, width = dataset.image.width, channels = dataset.image.channels;
  std::vector<float> scratch;
  const auto values = dataset.row(row, scratch);
  const float white = dataset.imageMaximum > 0 ? dataset.imageMaximum : 1.0f;
  const auto level = [&](int y, int x, int channel) {
    const size_t at = (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) *
                          static_cast<size_t>(channels) +
                      static_cast<size_t>(channel);
    return static_cast<int>(std::lround(std::clamp(values[at] / white, 0.0f, 1.0f) * 255));
  };
  QImage image(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < width; ++x) {
      const int first = level(y, x, 0);
      line[x] = channels >= 3 ? qRgb(first, level(y, x, 1), level(y, x, 2)) : qRgb(first, first, first);
    }
  }
  return image;
}

/// A value for a bar: of a table's column where it lies in the column's range, from -1 to 1, as columns have
/// units of their own; else as it is.
double barValue(const Dataset& dataset, int64_t row, int feature) {
  const double value = dataset.value(row, feature);
  const auto column = static_cast<size_t>(dataset.sourceColumn(feature)) - 1;
  if (column >= dataset.columns.size()) return value;
  const double middle = (dataset.columns[column].least + dataset.columns[column].largest) / 2;
  const double half = dataset.columns[column].largest - middle;
  return half > 0 ? (value - middle) / half : 0;
}

QImage bars(const Dataset& dataset, int64_t row, int side, const Theme& theme) {
  QImage image(side, side, QImage::Format_RGB32);
  image.fill(theme.plot);
  const int count = static_cast<int>(std::min<int64_t>(dataset.dimensions, 24));
  double largest = 0;
  for (int d = 0; d < count; ++d) largest = std::max(largest, std::abs(barValue(dataset, row, d)));
  if (!(largest > 0)) return image;
  QPainter painter(&image);
  const double step = double(side - 2) / count;
  for (int d = 0; d < count; ++d) {
    const double height = barValue(dataset, row, d) / largest * (side / 2.0 - 1);
    const QRectF bar(1 + d * step, side / 2.0, std::max(1.0, step - (step > 3 ? 1 : 0)), -height);
    painter.fillRect(bar.normalized(), height < 0 ? theme.nms : theme.adapsne);
  }
  return image;
}

}  // namespace

QImage thumbnail(const Dataset& dataset, int64_t row, int side, const Theme& theme) {
  if (dataset.image.empty()) return bars(dataset, row, side, theme);
  const QImage image = pixels(dataset, row);
  // Small originals are enlarged without blur: their pixels are the data.
  const bool enlarge = image.width() * 2 <= side && image.height() * 2 <= side;
  return image.scaled(side, side, Qt::KeepAspectRatio,
                      enlarge ? Qt::FastTransformation : Qt::SmoothTransformation);
}

QString className(const Dataset& dataset, int64_t row) {
  if (!dataset.isLabelled(row)) return {};
  return QString::fromStdString(
      dataset.classNames[static_cast<size_t>(dataset.labels[static_cast<size_t>(row)])]);
}

}  // namespace adapsne
