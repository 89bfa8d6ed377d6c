// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/hog_features.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/support/error.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Images from a function of row, column and channel.
template <typename Value>
Dataset imageOf(ImageShape shape, Value value, int64_t copies = 1) {
  std::vector<float> values;
  for (int64_t i = 0; i < copies; ++i)
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x)
        for (int c = 0; c < shape.channels; ++c) values.push_back(static_cast<float>(value(y, x, c)));
  Dataset dataset = *test::datasetOf(
      test::featuresOf(values, copies, int64_t{shape.height} * shape.width * shape.channels));
  dataset.image = shape;
  return dataset;
}

double total(const std::vector<float>& votes, int orientation) {
  double sum = 0;
  for (size_t i = orientation; i < votes.size(); i += kOrientations) sum += votes[i];
  return sum;
}

TEST(Hog, ARampVotesForItsDirectionAlone) {
  const ImageShape shape{16, 16, 1};
  // Rising downwards: 90 degrees, the middle of orientation 4. Only the border's rows have half the slope.
  const Dataset down = imageOf(shape, [](int y, int, int) { return y / 16.0; });
  const auto votes = orientationVotes(test::rowOf(down, 0).data(), shape, 4);
  ASSERT_EQ(votes.size(), 4u * 4 * kOrientations);
  for (int o = 0; o < kOrientations; ++o)
    EXPECT_TRUE(o == 4 || total(votes, o) < 1e-5) << o << ": " << total(votes, o);
  // An inner cell gets the full weight of 16 pixels, 2 / 16 each: bilinear votes add up to that.
  EXPECT_NEAR(votes[(1 * 4 + 1) * kOrientations + 4], 16 * 2 / 16.0, 0.2);
  // Falling is the same orientation.
  const Dataset up = imageOf(shape, [](int y, int, int) { return 1 - y / 16.0; });
  const auto mirrored = orientationVotes(test::rowOf(up, 0).data(), shape, 4);
  for (size_t i = 0; i < votes.size(); ++i) EXPECT_NEAR(mirrored[i], votes[i], 1e-5);
}

TEST(Hog, AHorizontalRampIsSharedByTheFirstAndTheLastOrientation) {
  const ImageShape shape{12, 12, 1};
  // 0 degrees lies between the middles of orientations 8 (170) and 0 (10).
  const Dataset right = imageOf(shape, [](int, int x, int) { return x / 12.0; });
  const auto votes = orientationVotes(test::rowOf(right, 0).data(), shape, 4);
  EXPECT_GT(total(votes, 0), 1);
  EXPECT_NEAR(total(votes, 0), total(votes, 8), 1e-4);
  for (int o = 1; o < 8; ++o) EXPECT_NEAR(total(votes, o), 0, 1e-5) << o;
}

TEST(Hog, APixelVotesBilinearlyForFourCellsAndTwoOrientations) {
  // One bright pixel has gradients in its four neighbours; the one right of it at (5, 7) points left: 180
  // degrees.
  const ImageShape shape{12, 12, 1};
  const Dataset dot = imageOf(shape, [](int y, int x, int) { return y == 5 && x == 6 ? 1.0 : 0.0; });
  const auto votes = orientationVotes(test::rowOf(dot, 0).data(), shape, 4);
  // All weight lies within the image and every pixel's shares add up to its gradient: 4 x 1.
  double sum = 0;
  for (float v : votes) sum += v;
  EXPECT_NEAR(sum, 4, 1e-4);
  // By hand for cell (1, 1), rows and columns 4-7, middle 6 in pixel edges. The pixels left and right of the
  // dot vote half for orientation 0: row share 1 - |5.5 - 6| / 4 = .875, column shares of 5 and 7: .875 and 1
  // - 1.5 / 4 = .625.
  EXPECT_NEAR(votes[(1 * 3 + 1) * kOrientations], 0.5 * 0.875 * (0.875 + 0.625), 1e-5);
  // Those above and below, rows 4 and 6, column 6: shares .625 and .875, .875; wholly for orientation 4.
  EXPECT_NEAR(votes[(1 * 3 + 1) * kOrientations + 4], 0.875 * (0.625 + 0.875), 1e-5);
}

TEST(Hog, TheSteepestChannelVotes) {
  const ImageShape shape{8, 8, 3};
  const Dataset image = imageOf(shape, [](int y, int x, int c) {
    return c == 0 ? x / 100.0 : c == 1 ? y / 8.0 : 0.3;
  });
  const auto votes = orientationVotes(test::rowOf(image, 0).data(), shape, 4);
  EXPECT_GT(total(votes, 4), 1);
  EXPECT_NEAR(total(votes, 0), 0, 1e-5);
}

TEST(Hog, BlocksAreCutAndNormalised) {
  std::vector<float> block(36, 0);
  block[3] = 7;
  block[4] = 0.07f;
  normalizeBlock(block.data(), 36);
  // (7, .07) -> (1, .01) -> (.2, .01) -> by sqrt(.04 + .0001 + .01).
  const double length = std::sqrt(0.2 * 0.2 + 0.01 * 0.01 + 0.01);
  EXPECT_NEAR(block[3], 0.2 / length, 1e-3);
  EXPECT_NEAR(block[4], 0.01 / length, 1e-3);
  std::vector<float> flat(36, 0);
  normalizeBlock(flat.data(), 36);
  EXPECT_EQ(flat, std::vector<float>(36, 0));
}

TEST(Hog, MeanColoursOfAGridThatDoesNotDivideTheImage) {
  const ImageShape shape{9, 10, 2};
  const Dataset image = imageOf(shape, [](int y, int x, int c) { return 100 * y + x + 1000 * c; });
  std::vector<float> means(32);
  meanColors(test::rowOf(image, 0).data(), shape, means.data());
  // Rows 0-1, 2-3, 4-5, 6-8; columns 0-1, 2-4, 5-6, 7-9.
  EXPECT_FLOAT_EQ(means[0], 50.5f);
  EXPECT_FLOAT_EQ(means[1], 1050.5f);
  EXPECT_FLOAT_EQ(means[2], 50 + 3);
  EXPECT_FLOAT_EQ(means[30], 700 + 8);
}

TEST(Hog, HasAboutEightCellsAlongTheShorterSide) {
  EXPECT_EQ(hogCellSize({28, 28, 1}), 4);
  EXPECT_EQ(hogCellSize({32, 32, 3}), 4);
  EXPECT_EQ(hogCellSize({100, 224, 3}), 12);
  EXPECT_EQ(hogDimensions({32, 32, 3}), 7 * 7 * 36 + 48);
  EXPECT_EQ(hogDimensions({28, 30, 1}), 6 * 6 * 36 + 16);
  EXPECT_EQ(hogDimensions({8, 8, 1}), 36 + 16);
}

TEST(Hog, StaysInRangeForAnySizeAndDependsOnNoThread) {
  for (const ImageShape shape : {ImageShape{8, 8, 1}, {9, 15, 3}, {33, 20, 4}}) {
    RandomStream random(1);
    Dataset images = imageOf(
        shape, [&](int, int, int) { return 255 * random.uniform(); }, 11);
    RunControl one(1);
    const std::vector<float> expected = hogFeatures(images, 255, one);
    ASSERT_EQ(static_cast<int64_t>(expected.size()), 11 * hogDimensions(shape));
    for (float v : expected) EXPECT_TRUE(v >= 0 && v <= 1) << v;
    for (int threads : test::kThreadCounts) {
      RunControl control(threads);
      EXPECT_TRUE(test::sameBits(hogFeatures(images, 255, control), expected));
    }
    one.cancel();
    EXPECT_THROW(hogFeatures(images, 255, one), Cancelled);
  }
  RunControl control(1);
  EXPECT_THROW(hogFeatures(imageOf({7, 30, 1}, [](int, int, int) { return 0; }), 1, control), Error);
}

}  // namespace
}  // namespace adapsne
