// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_library.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "core/pipeline/presets.h"
#include "views/point_index.h"

namespace adapsne {
namespace {

/// A run with nothing but what the library looks at: method, keys and map.
RunPtr fabricated(const std::string& key, const std::string& method = "adapsne", float at = 0) {
  Run run;
  applyMethod(run.options, method);
  run.keys.fill(key);
  MapResult map;
  map.positions = {at, 0, 1, 1};
  run.map = std::make_shared<const MapResult>(std::move(map));
  return std::make_shared<const Run>(std::move(run));
}

Positions zeros(int64_t bytes) {
  return std::make_shared<const std::vector<float>>(static_cast<size_t>(bytes) / sizeof(float), 0.f);
}

/// Frames that share one map of so many bytes, which each of them counts in full.
RecordingPtr recordingOf(int64_t frameBytes, int frames, int iterations = 1000) {
  const Positions positions = zeros(frameBytes);
  auto recording = std::make_shared<MapRecording>();
  for (int i = 0; i <= frames; ++i) recording->add({positions, i * iterations / frames, iterations, 30, -1});
  return recording;
}

/// A candidate each: every frame is the end of its phase, none can be dropped.
RecordingPtr endsOf(int64_t frameBytes, int frames) {
  const Positions positions = zeros(frameBytes);
  auto recording = std::make_shared<MapRecording>();
  for (int i = 0; i < frames; ++i) recording->add({positions, 100, 100, 30, i});
  return recording;
}

struct RunLibraryTest : ::testing::Test {
  RunLibrary library;
  QSignalSpy changed{&library, &RunLibrary::changed}, thinned{&library, &RunLibrary::thinned};

  std::vector<int> ids() const {
    std::vector<int> all;
    for (const ListedRun& run : library.runs()) all.push_back(run.id);
    return all;
  }
  int64_t recordedBytes() const {
    int64_t bytes = 0;
    for (const ListedRun& run : library.runs()) bytes += run.recording ? run.recording->bytes() : 0;
    return bytes;
  }
  int add(const std::string& key, RecordingPtr recording = nullptr) {
    return library.add(fabricated(key), std::move(recording));
  }
};

TEST_F(RunLibraryTest, TheNewestComesFirstAndIsFound) {
  const RunPtr one = fabricated("one"), two = fabricated("two");
  const int first = library.add(one, nullptr), second = library.add(two, nullptr);
  EXPECT_NE(first, second);
  EXPECT_EQ(ids(), (std::vector<int>{second, first}));
  ASSERT_NE(library.find(first), nullptr);
  EXPECT_EQ(library.find(first)->run, one);
  ASSERT_NE(library.find(two), nullptr);
  EXPECT_EQ(library.find(two)->id, second);
  EXPECT_EQ(library.find(99), nullptr);
  EXPECT_EQ(library.find(RunPtr()), nullptr);
  EXPECT_EQ(changed.count(), 2);
}

TEST_F(RunLibraryTest, NamesComeFromTheMethodAndAreUnique) {
  for (int i = 0; i < 4; ++i) {
    library.add(fabricated("run " + std::to_string(i), "adapsne"), nullptr);
    library.add(fabricated("other " + std::to_string(i), "nms-edge"), nullptr);
  }
  std::set<QString> names;
  for (const ListedRun& run : library.runs()) names.insert(run.name);
  EXPECT_EQ(names.size(), 8u);
  const QString title = QString::fromStdString(methodTitle("adapsne"));
  EXPECT_TRUE(names.contains(title));
  EXPECT_TRUE(names.contains(title + " 2"));
  EXPECT_TRUE(names.contains(title + " 4"));
  // A name that was given by hand is taken too.
  library.rename(library.runs()[0].id, title + " 5");
  EXPECT_EQ(library.find(add("another"))->name, title + " 6");
}

TEST_F(RunLibraryTest, TheSameResultsReplaceInsteadOfDoubling) {
  const int first = add("one");
  add("two");
  library.rename(first, "mine");
  library.setPinned(first, true);
  library.setFolder(first, "/tmp/one");
  const RunPtr again = fabricated("one");
  EXPECT_EQ(library.add(again, nullptr), first);
  ASSERT_EQ(library.runs().size(), 2u);
  const ListedRun& listed = library.runs().front();
  EXPECT_EQ(listed.id, first) << "it is the newest now";
  EXPECT_EQ(listed.run, again);
  EXPECT_EQ(listed.name, "mine");
  EXPECT_EQ(listed.folder, "/tmp/one");
  EXPECT_TRUE(listed.pinned);
  // Equal keys on another instruction set may give another map: that is another run.
  EXPECT_NE(library.add(fabricated("one", "adapsne", 0.5f), nullptr), first);
  EXPECT_EQ(library.runs().size(), 3u);
}

TEST_F(RunLibraryTest, TheRicherRecordingStays) {
  const RecordingPtr poor = recordingOf(1024, 4), rich = recordingOf(1024, 40);
  const int id = add("one", poor);
  EXPECT_EQ(library.find(id)->recording, poor);
  add("one", rich);
  EXPECT_EQ(library.find(id)->recording, rich);
  add("one", poor);
  EXPECT_EQ(library.find(id)->recording, rich) << "a map that was reused did not move";
  add("one", nullptr);
  EXPECT_EQ(library.find(id)->recording, rich);
}

TEST_F(RunLibraryTest, RenamingRefusesEmptyNames) {
  const int id = add("one");
  const QString before = library.find(id)->name;
  changed.clear();
  library.rename(id, "  ");
  library.rename(id, "");
  library.rename(99, "nobody");
  library.setPinned(99, true);
  library.setFolder(99, "/tmp");
  EXPECT_EQ(library.find(id)->name, before);
  EXPECT_EQ(changed.count(), 0);
  library.rename(id, "  wide tails ");
  EXPECT_EQ(library.find(id)->name, "wide tails");
  EXPECT_EQ(changed.count(), 1);
}

TEST_F(RunLibraryTest, WhereThereAreTooManyTheOldestUnpinnedGo) {
  const int pinnedFirst = add("pinned one"), gone = add("gone"), pinnedSecond = add("pinned two");
  library.setPinned(pinnedFirst, true);
  library.setPinned(pinnedSecond, true);
  std::vector<int> newest;
  for (int i = 0; i < RunLibrary::kMostUnpinned; ++i) newest.push_back(add("run " + std::to_string(i)));
  EXPECT_EQ(library.runs().size(), static_cast<size_t>(RunLibrary::kMostUnpinned) + 2);
  EXPECT_EQ(library.find(gone), nullptr);
  EXPECT_NE(library.find(pinnedFirst), nullptr);
  EXPECT_NE(library.find(pinnedSecond), nullptr);
  for (const int id : newest) EXPECT_NE(library.find(id), nullptr);
  const int last = add("one more");
  EXPECT_EQ(library.find(newest[0]), nullptr);
  EXPECT_NE(library.find(last), nullptr);
  EXPECT_EQ(ids().back(), pinnedFirst) << "pins keep their place";
}

TEST_F(RunLibraryTest, WhatWasTakenGoesBackToItsPlace) {
  for (const char* key : {"one", "two", "three", "four"}) add(key);
  const std::vector<int> before = ids();
  for (const int id : before) {
    int place = -1;
    const ListedRun taken = library.take(id, place);
    EXPECT_EQ(taken.id, id);
    EXPECT_EQ(library.find(id), nullptr);
    library.insert(taken, place);
    EXPECT_EQ(ids(), before);
  }
  int place = -1;
  EXPECT_EQ(library.take(99, place).run, nullptr);
  EXPECT_EQ(place, -1);
  const ListedRun last = library.take(before[3], place);
  library.take(before[0], place);
  library.insert(last, 3);
  EXPECT_EQ(ids(), (std::vector<int>{before[1], before[2], before[3]}))
      << "at the end where the list has shrunk";
  EXPECT_FALSE(std::set<int>(before.begin(), before.end()).contains(add("five"))) << "ids are not used again";
}

TEST_F(RunLibraryTest, AllRecordingsTogetherKeepToTheBudget) {
  constexpr int64_t kFrame = int64_t{4} << 20;
  std::vector<size_t> framesBefore;
  for (int i = 0; i < 6; ++i) {
    RecordingPtr recording = recordingOf(kFrame, 1000);
    ASSERT_LE(recording->bytes(), MapRecording::kBudget);
    ASSERT_GT(recording->bytes(), MapRecording::kBudget / 4);
    framesBefore.push_back(recording->frames().size());
    add("run " + std::to_string(i), std::move(recording));
    EXPECT_LE(recordedBytes(), MapRecording::kBudget);
  }
  EXPECT_GT(thinned.count(), 0);
  ASSERT_EQ(library.runs().size(), 6u);
  for (const ListedRun& run : library.runs()) {
    ASSERT_GE(run.recording->frames().size(), 2u) << "something is left of each";
    EXPECT_EQ(run.recording->frames().back().iteration, 1000) << "its end";
  }
  EXPECT_LT(library.runs().back().recording->frames().size(), framesBefore.front());
}

TEST_F(RunLibraryTest, SmallRecordingsAreLeftAlone) {
  for (int i = 0; i < 6; ++i) add("run " + std::to_string(i), recordingOf(4096, 100));
  EXPECT_EQ(thinned.count(), 0);
  for (const ListedRun& run : library.runs()) EXPECT_EQ(run.recording->frames().size(), 101u);
}

TEST_F(RunLibraryTest, WhereTheHeaviestCannotLoseFramesOthersDo) {
  constexpr int64_t kMega = int64_t{1} << 20;
  const int heavy = add("ends", endsOf(50 * kMega, 4));
  ASSERT_EQ(library.find(heavy)->recording->bytes(), 200 * kMega);
  const int light = add("frames", recordingOf(4 * kMega, 1000));
  EXPECT_LE(recordedBytes(), MapRecording::kBudget);
  EXPECT_EQ(library.find(heavy)->recording->frames().size(), 4u);
  EXPECT_GE(library.find(light)->recording->frames().size(), 2u);
  EXPECT_EQ(thinned.count(), 1);
}

TEST_F(RunLibraryTest, ARunThatComesBackFindsTheBudgetAgain) {
  constexpr int64_t kFrame = int64_t{4} << 20;
  const int id = add("one", recordingOf(kFrame, 1000));
  int place = -1;
  ListedRun taken = library.take(id, place);
  add("two", recordingOf(kFrame, 1000));
  add("three", recordingOf(kFrame, 1000));
  library.insert(std::move(taken), place);
  EXPECT_EQ(library.runs().size(), 3u);
  EXPECT_LE(recordedBytes(), MapRecording::kBudget);
}

}  // namespace
}  // namespace adapsne
