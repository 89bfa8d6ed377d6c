// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/thumbnail.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "core/images/dataset_pictures.h"
#include "views/point_images.h"

namespace adapsne {

namespace {

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
  return fitted(imageOf(ownPicture(dataset, row)), {side, side});
}

QImage shownThumbnail(const Dataset& dataset, int64_t row, int side, const Theme& theme) {
  PointImages* images = PointImages::shared();
  if (!images->replacesThumbnails(dataset)) return thumbnail(dataset, row, side, theme);
  const PointImages::Image shown = images->image(dataset, row, PointImages::Size::Small);
  if (shown.pending) return {};
  if (!shown.image.isNull()) return fitted(shown.image, {side, side});
  QImage none(side, side, QImage::Format_RGB32);
  none.fill(theme.plot);
  return none;
}

QImage imageOf(const ShownPicture& picture) {
  QImage image(picture.width, picture.height, QImage::Format_RGB32);
  const auto channels = static_cast<size_t>(picture.channels);
  const uint8_t* sample = picture.samples.data();
  for (int y = 0; y < picture.height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < picture.width; ++x, sample += channels)
      line[x] = channels == 3 ? qRgb(sample[0], sample[1], sample[2]) : qRgb(*sample, *sample, *sample);
  }
  return image;
}

QImage fitted(const QImage& image, QSize box) {
  // Small originals are enlarged without blur: their pixels are the data.
  const bool enlarge = image.width() * 2 <= box.width() && image.height() * 2 <= box.height();
  return image.scaled(box, Qt::KeepAspectRatio, enlarge ? Qt::FastTransformation : Qt::SmoothTransformation);
}

QString className(const Dataset& dataset, int64_t row) {
  if (!dataset.isLabelled(row)) return {};
  return QString::fromStdString(
      dataset.classNames[static_cast<size_t>(dataset.labels[static_cast<size_t>(row)])]);
}

}  // namespace adapsne
