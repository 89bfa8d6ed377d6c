// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mark_stamp.h"

#include <cmath>

#include <QPaintEngine>
#include <QTransform>

namespace adapsne {

const QImage& MarkStamp::stampAt(int stepX, int stepY, double scale, int half) {
  QImage& stamp = stamps_[static_cast<size_t>(stepY * kSteps + stepX)];
  if (!stamp.isNull()) return stamp;
  stamp = QImage(2 * half + 1, 2 * half + 1, QImage::Format_ARGB32_Premultiplied);
  stamp.fill(Qt::transparent);
  QPainter painter(&stamp);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  paint_(painter, QPointF(half + (stepX + 0.5) / kSteps, half + (stepY + 0.5) / kSteps) / scale);
  painter.end();
  stamp.setDevicePixelRatio(scale);
  return stamp;
}

void MarkStamp::draw(QPainter& painter, QPointF at) {
  const QTransform toDevice = painter.deviceTransform();
  const double scale = toDevice.m11();
  if (painter.paintEngine()->type() != QPaintEngine::Raster || toDevice.type() > QTransform::TxScale ||
      scale <= 0) {
    paint_(painter, at);
    return;
  }
  const QPointF device = toDevice.map(at);
  const int half = static_cast<int>(std::ceil(reach_ * scale)) + 1;
  const double x = std::floor(device.x()), y = std::floor(device.y());
  const QImage& stamp = stampAt(static_cast<int>((device.x() - x) * kSteps),
                                static_cast<int>((device.y() - y) * kSteps), scale, half);
  painter.drawImage(toDevice.inverted().map(QPointF(x - half, y - half)), stamp);
}

}  // namespace adapsne
