// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/fit_picture.h"

#include "tests/core/images/made_pictures.h"

namespace adapsne {
namespace {
using namespace test;

std::vector<uint8_t> fitted(const Picture& picture, int orientation, const ImageShape& shape) {
  std::vector<uint8_t> values(static_cast<size_t>(shape.height * shape.width * shape.channels));
  fitPicture(picture, orientation, shape, values.data());
  return values;
}

TEST(FitPicture, LeavesAPictureOfTheShapeAsItIs) {
  const Picture picture = testPicture(9, 4, 3);
  EXPECT_EQ(fitted(picture, 1, {4, 9, 3}), picture.samples);
}

TEST(FitPicture, TurnsAsExifSays) {
  // 1 2 3
  // 4 5 6
  const Picture picture{3, 2, 1, {1, 2, 3, 4, 5, 6}};
  using Values = std::vector<uint8_t>;
  EXPECT_EQ(fitted(picture, 2, {2, 3, 1}), (Values{3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(fitted(picture, 3, {2, 3, 1}), (Values{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(fitted(picture, 4, {2, 3, 1}), (Values{4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(fitted(picture, 5, {3, 2, 1}), (Values{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(fitted(picture, 6, {3, 2, 1}), (Values{4, 1, 5, 2, 6, 3})) << "a quarter turn clockwise";
  EXPECT_EQ(fitted(picture, 7, {3, 2, 1}), (Values{6, 3, 5, 2, 4, 1}));
  EXPECT_EQ(fitted(picture, 8, {3, 2, 1}), (Values{3, 6, 2, 5, 1, 4})) << "counterclockwise";
}

TEST(FitPicture, KeepsOneColourAtAnySize) {
  for (const uint8_t value : {0, 1, 127, 254, 255})
    for (const int side : {1, 2, 31, 32, 100}) {
      const std::vector<uint8_t> values = fitted(plainPicture(50, 37, 1, {value}), 1, {side, side, 1});
      EXPECT_EQ(values, std::vector<uint8_t>(static_cast<size_t>(side * side), value)) << side;
    }
}

TEST(FitPicture, CutsTheMiddle) {
  // Black, a white square in the middle, black.
  Picture picture = plainPicture(30, 10, 1, {0});
  for (int y = 0; y < 10; ++y)
    for (int x = 10; x < 20; ++x) picture.samples[static_cast<size_t>(30 * y + x)] = 255;
  EXPECT_EQ(fitted(picture, 1, {10, 10, 1}), std::vector<uint8_t>(100, 255));
  EXPECT_EQ(fitted(picture, 6, {10, 10, 1}), std::vector<uint8_t>(100, 255));
}

TEST(FitPicture, HalvesByATriangle) {
  // The taps of PIL's BILINEAR at half the size: 1/8, 3/8, 3/8, 1/8, cut off at the edges.
  const Picture picture{4, 4, 1, {0, 80, 160, 240, 0, 80, 160, 240, 0, 80, 160, 240, 0, 80, 160, 240}};
  const double left = (3 * 0 + 3 * 80 + 1 * 160) / 7.0, right = (1 * 80 + 3 * 160 + 3 * 240) / 7.0;
  const auto values = fitted(picture, 1, {2, 2, 1});
  EXPECT_NEAR(values[0], left, 0.51);
  EXPECT_NEAR(values[1], right, 0.51);
  EXPECT_EQ(values[2], values[0]);
}

TEST(FitPicture, IsSymmetric) {
  const Picture picture = testPicture(41, 23, 3);
  const ImageShape shape{8, 8, 3};
  for (const int orientation : {2, 3, 4, 5, 6, 7, 8}) {
    // Turned before or after: one picture.
    const bool turned = orientation >= 5;
    const ImageShape whole{turned ? 41 : 23, turned ? 23 : 41, 3};
    const Picture first{whole.width, whole.height, 3, fitted(picture, orientation, whole)};
    const std::vector<uint8_t> before = fitted(first, 1, shape), after = fitted(picture, orientation, shape);
    // A quarter turn changes which direction is rounded first.
    for (size_t i = 0; i < before.size(); ++i)
      ASSERT_NEAR(before[i], after[i], turned ? 1 : 0) << orientation << " at " << i;
  }
}

TEST(FitPicture, ChangesChannels) {
  EXPECT_EQ(fitted({1, 1, 3, {255, 0, 0}}, 1, {1, 1, 1}), std::vector<uint8_t>{76});
  EXPECT_EQ(fitted({1, 1, 3, {0, 255, 0}}, 1, {1, 1, 1}), std::vector<uint8_t>{150});
  EXPECT_EQ(fitted({1, 1, 3, {0, 0, 255}}, 1, {1, 1, 1}), std::vector<uint8_t>{29});
  EXPECT_EQ(fitted({1, 1, 3, {7, 7, 7}}, 1, {1, 1, 1}), std::vector<uint8_t>{7});
  EXPECT_EQ(fitted({1, 1, 1, {9}}, 1, {1, 1, 3}), (std::vector<uint8_t>{9, 9, 9}));
}

}  // namespace
}  // namespace adapsne
