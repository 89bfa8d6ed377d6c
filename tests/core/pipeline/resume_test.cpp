// SPDX-License-Identifier: GPL-3.0-or-later
// A map that was kept goes on only where a run of its own would have come by.
#include <filesystem>

#include <gtest/gtest.h>

#include "core/arrays/npy.h"
#include "core/pipeline/pipeline.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::quickOptions;
using test::RecordingObserver;
using test::runOnce;
using test::sameBits;

constexpr double kStall = 0.4;  // stops these maps well before their end

/// Long enough to stall between iteration 75 and its end.
Options stallingOptions(double stall, int iterations = 300) {
  Options options = quickOptions();
  options.embedding.exaggerationIterations = 25;
  options.embedding.iterations = iterations;
  options.embedding.stall = stall;
  return options;
}

void expectSameMap(const RunPtr& run, const RunPtr& alone, const std::string& what) {
  EXPECT_EQ(run->keys, alone->keys) << what;
  EXPECT_TRUE(sameBits(run->map->positions, alone->map->positions)) << what;
  ASSERT_EQ(run->map->history.size(), alone->map->history.size()) << what;
  for (size_t i = 0; i < run->map->history.size(); ++i) {
    EXPECT_EQ(run->map->history[i].iteration, alone->map->history[i].iteration) << what;
    EXPECT_EQ(run->map->history[i].kl, alone->map->history[i].kl) << what;
  }
  EXPECT_EQ(run->work.descents.back().iterations, alone->work.descents.back().iterations) << what;
  EXPECT_EQ(run->warnings, alone->warnings) << what;
}

TEST(Resume, AMapThatWouldHaveStalledEarlierIsNotTakenForTheStalledOne) {
  const DatasetPtr dataset = test::clusteredDataset(80, 6, 1);
  const RunPtr stalled = runOnce(dataset, stallingOptions(kStall));
  const int stop = stalled->map->history.back().iteration;
  ASSERT_LT(stop, 250) << "the data are to stall";
  // Kept at its end, beyond the stall but not at its end, and exactly where it stalls.
  for (const int kept : {300, stop + 25, stop + 10, stop, stop - 25, stop - 10}) {
    Pipeline pipeline;
    RecordingObserver observer;
    RunControl control;
    pipeline.run(dataset, stallingOptions(0, kept), observer, control);
    const RunPtr after = pipeline.run(dataset, stallingOptions(kStall), observer, control);
    expectSameMap(after, stalled, "kept at " + std::to_string(kept));
    // And back: the stalled map goes on.
    const RunPtr whole = pipeline.run(dataset, stallingOptions(0), observer, control);
    expectSameMap(whole, runOnce(dataset, stallingOptions(0)), "back from " + std::to_string(kept));
  }
}

TEST(Resume, AnySequenceOfStallsAndIterationsGivesWhatEachGivesAlone) {
  const DatasetPtr dataset = test::clusteredDataset(60, 4, 2);
  Pipeline pipeline;
  RecordingObserver observer;
  RunControl control;
  RandomStream random(5, 1);
  const double stalls[] = {0, 0.02, 0.1, 0.4};
  const int iterations[] = {60, 75, 110, 150, 220};
  for (int step = 0; step < 40; ++step) {
    const Options options = stallingOptions(stalls[random.below(4)], iterations[random.below(5)]);
    const RunPtr run = pipeline.run(dataset, options, observer, control);
    expectSameMap(run, runOnce(dataset, options), "step " + std::to_string(step));
  }
}

TEST(Resume, ARunWhoseIterationsWereChangedWhileItStalledSaysWhichItHad) {
  const DatasetPtr dataset = test::clusteredDataset(80, 6, 1);
  const int stop = runOnce(dataset, stallingOptions(kStall))->map->history.back().iteration;
  const std::pair<int, int> raised = {stop - 10, 300}, lowered = {400, 300}, cut = {300, stop - 5},
                            below = {300, 10};
  for (const auto& [first, later] : {raised, lowered, cut, below}) {
    std::atomic<int> live{first};
    RecordingObserver observer;
    observer.onProgress = [&, to = later](const Progress& p) {
      if (p.stage == Stage::Embedding && p.detail.rfind("iteration 30 ", 0) == 0) live = to;
    };
    RunControl control;
    Pipeline pipeline;
    const RunPtr changed = pipeline.run(dataset, stallingOptions(kStall, first), observer, control, &live);
    expectSameMap(changed, runOnce(dataset, changed->options), "live " + std::to_string(later));
    EXPECT_EQ(changed->options.embedding.iterations, std::max(30, later));
  }
}

TEST(Resume, AStartingMapThatChangesWhileItsRunBeginsIsKeptUnderItsOwnKey) {
  const DatasetPtr dataset = test::clusteredDataset(40, 4, 3);
  test::TemporaryFolder folder;
  Options options = quickOptions();
  options.init = (folder / "start.npy").string();
  const std::string one = formatNpy(test::randomMap(40, 1, 1e-4), {40, 2}),
                    two = formatNpy(test::randomMap(40, 2, 1e-4), {40, 2});
  test::writeText(options.init, one);
  const RunPtr fromOne = runOnce(dataset, options);
  Pipeline pipeline;
  RunControl control;
  RecordingObserver meddler;
  meddler.onStage = [&](Stage stage) {
    if (stage == Stage::Features) test::writeText(options.init, two);
  };
  const RunPtr during = pipeline.run(dataset, options, meddler, control);
  expectSameMap(during, fromOne, "the file that was there when the run began");
  RecordingObserver observer;
  const RunPtr after = pipeline.run(dataset, options, observer, control);
  expectSameMap(after, runOnce(dataset, options), "the file as it is now");
  EXPECT_NE(after->keys, during->keys);
  test::writeText(options.init, one);
  expectSameMap(pipeline.run(dataset, options, observer, control), fromOne, "the first file again");
}

}  // namespace
}  // namespace adapsne
