// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/camera.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

constexpr QSizeF kView(800, 600);

void expectNear(QPointF a, QPointF b, double tolerance = 1e-9) {
  EXPECT_NEAR(a.x(), b.x(), tolerance);
  EXPECT_NEAR(a.y(), b.y(), tolerance);
}

TEST(Camera, MapsTheCentreToTheMiddleAndYUpwards) {
  const Camera camera({2, 3}, 10);
  expectNear(camera.toScreen({2, 3}, kView), {400, 300});
  expectNear(camera.toScreen({3, 4}, kView), {410, 290});
}

TEST(Camera, ScreenAndMapAreInverse) {
  const Camera camera({-7.5, 0.25}, 0.37);
  for (const QPointF p : {QPointF(0, 0), QPointF(799, 3), QPointF(123.4, 567.8)}) {
    expectNear(camera.toScreen(camera.toMap(p, kView), kView), p);
  }
}

TEST(Camera, ZoomKeepsWhatIsUnderThePointer) {
  const Camera camera({1, 1}, 4);
  const QPointF at(123, 456);
  const Camera closer = camera.zoomed(at, 2.5, kView);
  EXPECT_DOUBLE_EQ(closer.scale(), 10);
  expectNear(closer.toMap(at, kView), camera.toMap(at, kView));
  const Camera back = closer.zoomed(at, 1 / 2.5, kView);
  expectNear(back.center(), camera.center());
}

TEST(Camera, PanMovesTheContentWithThePointer) {
  const Camera camera({0, 0}, 5);
  const QPointF before = camera.toScreen({1, 2}, kView);
  expectNear(camera.panned({30, -12}).toScreen({1, 2}, kView), before + QPointF(30, -12));
}

TEST(Camera, ZoomStopsAtLimitsInsteadOfBecomingInfinite) {
  Camera camera({0, 0}, 1);
  for (int i = 0; i < 500; ++i) camera = camera.zoomed({1, 1}, 10, kView);
  EXPECT_TRUE(std::isfinite(camera.scale()));
  for (int i = 0; i < 500; ++i) camera = camera.zoomed({1, 1}, 0.1, kView);
  EXPECT_GT(camera.scale(), 0);
}

TEST(Camera, FitIgnoresAFewFarPoints) {
  std::vector<float> positions;
  for (int i = 0; i < 1000; ++i) {
    positions.push_back(static_cast<float>(i % 100) / 10);
    positions.push_back(static_cast<float>(i / 100));
  }
  positions.insert(positions.end(), {1e6f, 1e6f});
  const Camera camera = Camera::fitted(positions, kView, 20);
  const QPointF low = camera.toScreen({0, 0}, kView), high = camera.toScreen({9.9, 9}, kView);
  EXPECT_GE(low.x(), 0);
  EXPECT_LE(high.x(), kView.width());
  EXPECT_GE(high.y(), 0);
  EXPECT_LE(low.y(), kView.height());
  EXPECT_GT(camera.scale(), 20);
}

TEST(Camera, FitSurvivesDegenerateMaps) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const std::vector<float>& positions :
       {std::vector<float>{}, {1, 1}, {2, 2, 2, 2}, {nan, nan}, {0, 0, 0, 5}}) {
    const Camera camera = Camera::fitted(positions, kView);
    EXPECT_TRUE(std::isfinite(camera.scale()));
    EXPECT_TRUE(std::isfinite(camera.center().x()));
  }
  EXPECT_EQ(Camera::fitted(std::vector<float>{2, 3}, kView).center(), QPointF(2, 3));
}

/// A disc of points about a centre.
std::vector<float> disc(double x, double y, double radius) {
  std::vector<float> positions;
  for (int i = 0; i < 400; ++i) {
    const double r = radius * std::sqrt(i / 399.0), angle = 2.4 * i;
    positions.push_back(static_cast<float>(x + r * std::cos(angle)));
    positions.push_back(static_cast<float>(y + r * std::sin(angle)));
  }
  return positions;
}

int pointsBelow(const std::vector<float>& positions, const Camera& camera, QSizeF view, QRectF box) {
  int below = 0;
  for (size_t i = 0; i < positions.size(); i += 2)
    below += box.contains(camera.toScreen({positions[i], positions[i + 1]}, view));
  return below;
}

TEST(Camera, MapsOfOneCameraStandBesideTheirOwnBoxes) {
  const std::vector<float> a = disc(0, 0, 5), b = disc(2, 1, 6);
  const QRectF small(680, 12, 108, 60), large(650, 12, 138, 300);
  const Camera::Beside both[] = {{a, small}, {b, large}};
  const Camera camera = Camera::fittedBeside(both, kView);
  EXPECT_EQ(pointsBelow(a, camera, kView, small), 0);
  EXPECT_EQ(pointsBelow(b, camera, kView, large), 0);
  EXPECT_EQ(pointsBelow(a, camera, kView, QRectF(QPointF(), kView)), 400) << "all of both can be seen";
  EXPECT_GE(pointsBelow(b, camera, kView, QRectF(QPointF(), kView)), 398);
  // What stands before B alone is no reason to keep A away from there.
  const std::vector<float> corner = disc(5, 5, 5), other = disc(-5, -5, 5);
  std::vector<float> all = corner;
  all.insert(all.end(), other.begin(), other.end());
  const Camera::Beside apart[] = {{corner, {}}, {other, large}};
  const Camera together = Camera::fittedBeside(apart, kView), alone = Camera::fitted(all, kView);
  EXPECT_NEAR(together.scale(), alone.scale(), 0.02 * alone.scale());
  expectNear(together.center(), alone.center(), 0.1);
}

TEST(Camera, AMapIsMovedFromBelowABoxBeforeItIsMadeSmaller) {
  const std::vector<float> positions = disc(1, 2, 5);
  const QSizeF tall(420, 600);
  const QRectF box(290, 12, 118, 150);
  const Camera middle = Camera::fitted(positions, tall);
  ASSERT_GT(pointsBelow(positions, middle, tall, box), 0);
  const Camera::Beside one[] = {{positions, box}};
  const Camera camera = Camera::fittedBeside(one, tall);
  EXPECT_EQ(pointsBelow(positions, camera, tall, box), 0);
  EXPECT_DOUBLE_EQ(camera.scale(), middle.scale());
  EXPECT_EQ(pointsBelow(positions, camera, tall, QRectF(QPointF(), tall)), 400);
}

}  // namespace
}  // namespace adapsne
