// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/map_recording.h"

#include <gtest/gtest.h>

namespace adapsne {
namespace {

constexpr int64_t kPoints = 10, kFrameBytes = kPoints * 2 * 4;

RecordedFrame frame(int iteration, int iterations, int candidate = -1) {
  return {std::make_shared<const std::vector<float>>(2 * kPoints, static_cast<float>(iteration)), iteration,
          iterations, 30, candidate};
}

std::vector<int> iterationsOf(const MapRecording& recording) {
  std::vector<int> iterations;
  for (const RecordedFrame& f : recording.frames()) iterations.push_back(f.iteration);
  return iterations;
}

TEST(MapRecording, KeepsEveryFrameWhereThereIsRoom) {
  MapRecording recording;
  for (int i = 1; i <= 300; ++i) recording.add(frame(i, 300));
  EXPECT_EQ(recording.frames().size(), 300u);
  EXPECT_EQ(recording.bytes(), 300 * kFrameBytes);
  EXPECT_EQ(recording.stride(), 1);
}

TEST(MapRecording, StaysWithinItsBudgetAndKeepsTheLast) {
  MapRecording recording(100 * kFrameBytes);
  for (int i = 1; i <= 1003; ++i) {
    recording.add(frame(i, 1003));
    ASSERT_LE(recording.bytes(), 100 * kFrameBytes);
  }
  EXPECT_EQ(recording.stride(), 32) << "1000 frames within half of the budget from the start";
  std::vector<int> expected;
  for (int i = 32; i <= 1003; i += 32) expected.push_back(i);
  expected.push_back(1003);
  EXPECT_EQ(iterationsOf(recording), expected);
  EXPECT_EQ((*recording.frames().back().positions)[0], 1003.0f);
}

TEST(MapRecording, WhatIsKeptDoesNotDependOnWhatWasOffered) {
  // A window that learns of the doubled stride late gets more frames than it wants.
  MapRecording all(500 * kFrameBytes), asked(500 * kFrameBytes);
  for (int i = 1; i <= 4000; ++i) {
    all.add(frame(i, 4000));
    if (asked.wants(i, 4000)) asked.add(frame(i, 4000));
  }
  EXPECT_EQ(iterationsOf(all), iterationsOf(asked));
}

TEST(MapRecording, ThinsByHalvesAndKeepsTheEndOfEachPhase) {
  MapRecording recording;
  for (int candidate = 0; candidate < 3; ++candidate)
    for (int i = 1; i <= 25; ++i) recording.add(frame(i, 25, candidate));
  for (int i = 1; i <= 41; ++i) recording.add(frame(i, 41));
  recording.thinTo(0);
  EXPECT_EQ(iterationsOf(recording), (std::vector<int>{25, 25, 25, 41}));
  EXPECT_EQ(recording.bytes(), 4 * kFrameBytes);
  EXPECT_EQ(recording.frames()[1].candidate, 1);
}

TEST(MapRecording, AnEndThatIsNoLongerOneGoesWhereItIsOffTheStride) {
  MapRecording recording(100 * kFrameBytes);  // stride 32
  for (int i = 1; i <= 50; ++i) recording.add(frame(i, 50));
  EXPECT_EQ(iterationsOf(recording), (std::vector<int>{32, 50}));
  for (int i = 51; i <= 64; ++i) recording.add(frame(i, 64));  // the limit was raised while it ran
  EXPECT_EQ(iterationsOf(recording), (std::vector<int>{32, 64}));
}

TEST(MapRecording, TheSameIterationIsKeptOnce) {
  MapRecording recording;
  for (const int i : {1, 2, 3, 3}) recording.add(frame(i, 3));
  EXPECT_EQ(iterationsOf(recording), (std::vector<int>{1, 2, 3}));
}

TEST(MapRecording, FindsTheFrameOfAnIteration) {
  MapRecording recording;
  recording.add(frame(25, 25, 0));
  EXPECT_EQ(recording.frameOf(25), -1) << "a candidate's is not the final map's";
  for (int i = 10; i <= 30; i += 10) recording.add(frame(i, 30));
  EXPECT_EQ(recording.frameOf(9), 1) << "the first there is";
  EXPECT_EQ(recording.frameOf(10), 1);
  EXPECT_EQ(recording.frameOf(29), 2);
  EXPECT_EQ(recording.frameOf(1000), 3);
}

}  // namespace
}  // namespace adapsne
