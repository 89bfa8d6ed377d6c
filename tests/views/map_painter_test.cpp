// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_painter.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>

#include "tests/support/map_picture.h"

namespace adapsne {
namespace {

QImage painted(const MapPicture& picture) {
  QImage image(picture.size.toSize(), QImage::Format_RGB32);
  QPainter painter(&image);
  paintMap(painter, picture);
  painter.end();
  return image;
}

/// The share of the picture that names of classes change.
double shareOfNames(MapPicture picture) {
  picture.scene.overlays = {.labels = true, .legend = false, .exemplars = false, .outliers = false};
  const QImage with = painted(picture);
  picture.scene.overlays.labels = false;
  const QImage without = painted(picture);
  int changed = 0;
  for (int y = 0; y < with.height(); ++y)
    for (int x = 0; x < with.width(); ++x) changed += with.pixel(x, y) != without.pixel(x, y);
  return static_cast<double>(changed) / (with.width() * with.height());
}

/// Classes beside each other in a square, ten points each.
MapPicture chequered(int side, QSizeF size) {
  const int classes = side * side;
  std::vector<float> positions;
  for (int i = 0; i < 10 * classes; ++i) {
    const int label = i % classes;
    positions.push_back(static_cast<float>(10 * (label % side) + i / classes % 3));
    positions.push_back(static_cast<float>(10 * (label / side) + i / classes / 3));
  }
  MapPicture picture = test::pictureOf(positions, classes, size);
  picture.scene.medians = classMedians(picture.scene.dataset->labels, classes, *picture.scene.positions);
  return picture;
}

TEST(MapPainter, NamesOfManyClassesDoNotHideTheMap) {
  const MapPicture many = chequered(12, {700, 400});
  EXPECT_LT(shareOfNames(many), 0.11);
  EXPECT_GT(shareOfNames(many), 0.05) << "the largest have theirs";
}

TEST(MapPainter, NamesComeAsOneZoomsIn) {
  MapPicture near = chequered(12, {700, 400});
  // A corner of the map: classes whose names had no room before.
  near.camera = Camera({105, 105}, near.camera.scale() * 8);
  EXPECT_GT(shareOfNames(near), 0.005);
}

TEST(MapPainter, EachOfAFewClassesHasItsName) {
  const double four = shareOfNames(chequered(2, {700, 400})), nine = shareOfNames(chequered(3, {700, 400}));
  EXPECT_GT(four, 0.005);
  EXPECT_GT(nine, 1.8 * four);
}

}  // namespace
}  // namespace adapsne
