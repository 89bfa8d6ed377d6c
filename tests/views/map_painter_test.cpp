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

/// How many pixels an exemplar's mark changes, on average.
double pixelsOfAMark(QSizeF size, int64_t exemplars) {
  MapPicture picture = test::pictureOf(test::evenMap(1800, 4), 3, size);
  auto subset = std::make_shared<Subset>();
  for (int64_t i = 0; i < exemplars; ++i) subset->rows.push_back(i * (1800 / exemplars));
  picture.scene.exemplars = subset;
  picture.style.pointRadius = 1.7;
  picture.scene.overlays = {.labels = false, .legend = false, .exemplars = true, .outliers = false};
  const QImage with = painted(picture);
  picture.scene.overlays.exemplars = false;
  const QImage without = painted(picture);
  int changed = 0;
  for (int y = 0; y < with.height(); ++y)
    for (int x = 0; x < with.width(); ++x) changed += with.pixel(x, y) != without.pixel(x, y);
  return static_cast<double>(changed) / static_cast<double>(exemplars);
}

TEST(MapPainter, MarksThatAreManyAreSmaller) {
  const double few = pixelsOfAMark({900, 700}, 20), many = pixelsOfAMark({350, 350}, 180);
  EXPECT_GT(few, 50);
  EXPECT_LT(many, 0.75 * few) << "they would hide the points";
  EXPECT_GT(many, 20) << "each can still be seen";
  EXPECT_NEAR(pixelsOfAMark({1400, 1000}, 180), few, 0.15 * few) << "where there is room they are large";
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
