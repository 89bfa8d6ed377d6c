// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mark_stamp.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

void paintRing(QPainter& painter, QPointF at) {
  painter.setBrush(QColor(40, 120, 200));
  painter.setPen(QPen(Qt::white, 1.3));
  painter.drawEllipse(at, 3.4, 3.4);
}

QImage drawn(double ratio, QPointF at, bool stamped) {
  QImage image(static_cast<int>(40 * ratio), static_cast<int>(40 * ratio),
               QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(QColor(30, 30, 40));
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  MarkStamp stamp(6, paintRing);
  if (stamped)
    stamp.draw(painter, at);
  else
    paintRing(painter, at);
  return image;
}

int largestDifference(const QImage& a, const QImage& b) {
  int largest = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) {
      const QColor p = a.pixelColor(x, y), q = b.pixelColor(x, y);
      largest = std::max({largest, std::abs(p.red() - q.red()), std::abs(p.green() - q.green()),
                          std::abs(p.blue() - q.blue())});
    }
  return largest;
}

TEST(MarkStamp, LooksAsIfPaintedInPlace) {
  for (double offset : {0.125, 0.375, 0.625, 0.875}) {  // where the stamps were painted: nothing is moved
    const QPointF at(17 + offset, 20 + offset);
    EXPECT_LE(largestDifference(drawn(1, at, true), drawn(1, at, false)), 3) << offset;
    EXPECT_LE(largestDifference(drawn(2, at, true), drawn(2, at, false)), 60) << offset;
  }
  // Elsewhere it is at most an eighth of a pixel off.
  EXPECT_LE(largestDifference(drawn(1, {17.5, 20.5}, true), drawn(1, {17.5, 20.5}, false)), 60);
  EXPECT_GT(largestDifference(drawn(1, {17.5, 20.5}, true), drawn(1, {18.5, 20.5}, true)), 60) << "it moves";
}

TEST(MarkStamp, HeedsOpacity) {
  QImage image(40, 40, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::black);
  QPainter painter(&image);
  MarkStamp stamp(6, paintRing);
  painter.setOpacity(0.25);
  stamp.draw(painter, {20, 20});
  painter.end();
  EXPECT_NEAR(image.pixelColor(20, 20).blue(), 50, 4);
}

}  // namespace
}  // namespace adapsne
