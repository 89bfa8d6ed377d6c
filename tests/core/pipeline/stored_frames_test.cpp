// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stored_frames.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/support/error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

RecordedFrame frameOf(std::vector<float> positions, int iteration, int candidate = -1) {
  return {std::make_shared<const std::vector<float>>(std::move(positions)), iteration, 700, 12.25, candidate};
}

struct StoredFrames : testing::Test {
  void write(const std::vector<RecordedFrame>& frames) {
    test::writeText(folder / "frames.npy", framesNpy(frames));
    test::writeText(folder / "frames.json", framesJson(frames));
  }
  std::vector<RecordedFrame> read(int64_t points) {
    RunControl control(1);
    return readFrames(folder.path(), points, control);
  }
  std::string refusal(int64_t points) {
    try {
      read(points);
      return "read";
    } catch (const Error& e) {
      return e.where() + ": " + e.problem();
    }
  }
  test::TemporaryFolder folder;
};

TEST_F(StoredFrames, AreReadToHalfAStepOfTheirBox) {
  std::vector<RecordedFrame> frames;
  for (const float scale : {1e-4F, 1.0F, 4000.0F}) {
    std::vector<float> map = test::randomMap(77, 3, 1);
    for (size_t i = 0; i < map.size(); ++i) map[i] = map[i] * scale + (i % 2 == 0 ? 100 * scale : -7 * scale);
    frames.push_back(frameOf(std::move(map), static_cast<int>(frames.size()) * 10, scale < 1 ? 0 : -1));
  }
  write(frames);
  const std::vector<RecordedFrame> back = read(77);
  ASSERT_EQ(back.size(), 3u);
  for (size_t f = 0; f < 3; ++f) {
    EXPECT_EQ(back[f].iteration, frames[f].iteration);
    EXPECT_EQ(back[f].iterations, 700);
    EXPECT_EQ(back[f].perplexity, 12.25);
    EXPECT_EQ(back[f].candidate, frames[f].candidate);
    const std::vector<float>&was = *frames[f].positions, &is = *back[f].positions;
    double side = 0;
    for (size_t axis = 0; axis < 2; ++axis) {
      float low = was[axis], high = was[axis];
      for (size_t i = axis; i < was.size(); i += 2)
        low = std::min(low, was[i]), high = std::max(high, was[i]);
      side = std::max(side, static_cast<double>(high) - low);
    }
    for (size_t i = 0; i < was.size(); ++i) {
      const double rounding = std::abs(was[i]) * 1.2e-7;  // of the float that it is again
      EXPECT_LE(std::abs(static_cast<double>(is[i]) - was[i]), side / 65535 / 2 * 1.0001 + rounding);
    }
  }
}

TEST_F(StoredFrames, FewPointsAndCoincidingOnes) {
  write({frameOf({3, -2}, 0), frameOf({5, 5}, 1)});
  EXPECT_EQ(*read(1)[1].positions, (std::vector<float>{5, 5}));
  write({frameOf({1, 1, 1, 1}, 0)});
  EXPECT_EQ(*read(2)[0].positions, (std::vector<float>{1, 1, 1, 1}));
}

TEST_F(StoredFrames, ARunWithoutHasNone) {
  EXPECT_TRUE(read(5).empty());
}

TEST_F(StoredFrames, FourBytesAPointAndFrame) {
  const std::vector<RecordedFrame> frames(10, frameOf(test::randomMap(1000, 1), 1));
  EXPECT_LT(framesNpy(frames).size(), 10u * 1000 * 4 + 200);
}

TEST_F(StoredFrames, WhatDoesNotFitIsNamed) {
  write({frameOf({1, 2, 3, 4}, 0)});
  EXPECT_NE(refusal(3).find("frames.npy"), std::string::npos);
  const std::string list = test::readText(folder / "frames.json"),
                    map = test::readText(folder / "frames.npy");
  test::writeText(folder / "frames.npy", map.substr(0, map.size() - 1));
  EXPECT_NE(refusal(2).find("frames.npy"), std::string::npos);
  test::writeText(folder / "frames.npy", map);
  for (size_t length = 0; length < list.size() - 2; length += 11) {
    test::writeText(folder / "frames.json", list.substr(0, length));
    EXPECT_NE(refusal(2).find("frames.json"), std::string::npos) << length;
  }
  std::string other = list;
  other.replace(other.find("\"step\""), 6, "\"stop\"");
  test::writeText(folder / "frames.json", other);
  EXPECT_NE(refusal(2).find("frames.json"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
