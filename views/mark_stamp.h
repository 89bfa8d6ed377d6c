// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>

#include <QImage>
#include <QPainter>
#include <QPointF>

namespace adapsne {

/// A small mark that is drawn thousands of times: on pixels it is painted once for each quarter of a pixel
/// and then copied, which takes a twentieth of the time; in vector files it is painted each time.
class MarkStamp {
 public:
  /// `paint` draws the mark around a point, within `reach` logical pixels of it.
  MarkStamp(double reach, std::function<void(QPainter&, QPointF)> paint)
      : reach_(reach), paint_(std::move(paint)) {}

  /// Heeds the painter's opacity. All calls with painters of the same scale.
  void draw(QPainter& painter, QPointF at);

 private:
  static constexpr int kSteps = 4;  // of a pixel, each way
  const QImage& stampAt(int stepX, int stepY, double scale, int half);

  double reach_;
  std::function<void(QPainter&, QPointF)> paint_;
  std::array<QImage, kSteps * kSteps> stamps_;
};

}  // namespace adapsne
