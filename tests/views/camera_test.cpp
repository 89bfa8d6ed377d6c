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

}  // namespace
}  // namespace adapsne
