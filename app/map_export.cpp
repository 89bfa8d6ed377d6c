// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/map_export.h"

#include <string>

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "core/exporting/export_data.h"
#include "core/support/atomic_file.h"
#include "core/support/file_ending.h"

namespace adapsne {

namespace {

constexpr int64_t kMostVectorPoints = 20000;
constexpr double kRasterRatio = 3;  ///< Pixels of embedded points for each unit of a vector picture.

QByteArray png(const MapPicture& picture) {
  constexpr double kRatio = 2;
  QImage image((picture.size * kRatio).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(kRatio);
  MapPicture whole = picture;
  whole.style.pixelRatio = kRatio;
  QPainter painter(&image);
  paintMap(painter, whole);
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

QByteArray vectors(const MapPicture& picture, bool asPdf) {
  MapPicture whole = picture;
  whole.style.vectorPoints = picture.scene.dataset->points <= kMostVectorPoints;
  whole.style.pixelRatio = kRasterRatio;
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  const auto draw = [&](QPaintDevice* device) {
    QPainter painter(device);
    paintMap(painter, whole);
  };
  if (asPdf) {
    constexpr int kDotsPerInch = 96;
    QPdfWriter writer(&buffer);
    writer.setResolution(kDotsPerInch);
    writer.setPageSize(QPageSize(picture.size * 72 / kDotsPerInch, QPageSize::Point));
    writer.setPageMargins(QMarginsF());
    draw(&writer);
  } else {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setViewBox(QRectF(QPointF(), picture.size));
    generator.setSize(picture.size.toSize());
    generator.setTitle(QString::fromStdString(picture.scene.dataset->name));
    draw(&generator);
  }
  return bytes;
}

}  // namespace

void writeMapPicture(const MapPicture& picture, const std::filesystem::path& path) {
  const std::string ending = endingOf(path);
  if (ending != ".png" && ending != ".svg" && ending != ".pdf")
    throw unknownEnding(path, {".png", ".svg", ".pdf"});
  const QByteArray bytes = ending == ".png" ? png(picture) : vectors(picture, ending == ".pdf");
  writeFile(path, {bytes.constData(), static_cast<size_t>(bytes.size())});
}

void writeRowList(ExportRequest request, const std::filesystem::path& path) {
  request.format = "rows";
  request.out = path;
  request.replaceOut = true;
  RunControl control(1);
  exportData(request, control);
}

}  // namespace adapsne
