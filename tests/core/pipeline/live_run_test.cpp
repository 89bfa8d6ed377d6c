// SPDX-License-Identifier: GPL-3.0-or-later
// A run while it works: progress, frames, live options, cancelling; and data with nothing to see.
#include <cmath>

#include <gtest/gtest.h>

#include "core/arrays/npy.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/progress_meter.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::quickOptions;
using test::RecordingObserver;
using test::runOnce;
using test::sameBits;

TEST(LiveRun, ProgressNeverFallsAndEndsAtOne) {
  const DatasetPtr dataset = test::clusteredDataset(120, 8, 1);
  Pipeline pipeline;
  for (const char* method : {"adapsne", "nms-edge", "adapsne"}) {  // the last one reuses everything
    RecordingObserver observer;
    RunControl control;
    pipeline.run(dataset, quickOptions(method), observer, control);
    ASSERT_FALSE(observer.progress.empty());
    double before = 0;
    for (const Progress& p : observer.progress) {
      EXPECT_GE(p.fraction, before);
      EXPECT_LE(p.fraction, 1 + 1e-12);
      EXPECT_TRUE(p.secondsLeft >= 0 || p.secondsLeft == -1) << p.secondsLeft;
      before = p.fraction;
    }
    EXPECT_NEAR(before, 1, 1e-12) << method;
  }
}

TEST(LiveRun, FramesAreCopiedOnlyForThoseWhoWantThem) {
  const DatasetPtr dataset = test::clusteredDataset(60, 4, 2);
  RunControl control;
  RecordingObserver blind, seeing;
  seeing.frames = true;
  Pipeline a, b;
  const RunPtr unseen = a.run(dataset, quickOptions(), blind, control);
  const RunPtr seen = b.run(dataset, quickOptions(), seeing, control);
  EXPECT_TRUE(blind.frameIterations.empty());
  EXPECT_EQ(seeing.frameIterations.size(), 61u) << "each iteration, and the finished map";
  EXPECT_EQ(seeing.lastFrame, seen->map->positions);
  EXPECT_TRUE(sameBits(unseen->map->positions, seen->map->positions));
}

TEST(LiveRun, TheCurveIsToldAsItIsKept) {
  RunControl control;
  RecordingObserver observer;
  Pipeline pipeline;
  const RunPtr result = pipeline.run(test::clusteredDataset(60, 4, 3), quickOptions(), observer, control);
  const std::vector<int> expected = {0, 25, 50, 60};
  ASSERT_EQ(result->map->history.size(), 4u);
  ASSERT_EQ(observer.samples.size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(result->map->history[i].iteration, expected[i]);
    EXPECT_EQ(observer.samples[i].iteration, expected[i]);
    EXPECT_EQ(observer.samples[i].kl, result->map->history[i].kl);
  }
  EXPECT_EQ(result->map->kl, result->map->history.back().kl);
}

TEST(LiveRun, IterationsCanBeChangedWhileTheMapMoves) {
  const DatasetPtr dataset = test::clusteredDataset(60, 4, 4);
  const auto runChanging = [&](int first, int later) {
    std::atomic<int> live{first};
    RecordingObserver observer;
    observer.onProgress = [&](const Progress& p) {
      if (p.stage == Stage::Embedding && p.detail.rfind("iteration 20 ", 0) == 0) live = later;
    };
    RunControl control;
    Pipeline pipeline;
    return pipeline.run(dataset, quickOptions(), observer, control, &live);
  };
  const std::pair<int, int> longer = {60, 90}, shorter = {60, 30}, past = {60, 5};
  for (const auto& [first, later] : {longer, shorter, past}) {
    const RunPtr changed = runChanging(first, later);
    Options options = quickOptions();
    options.embedding.iterations = std::max(20, later);  // it cannot end before it was told to
    const RunPtr fixed = runOnce(dataset, options);
    EXPECT_EQ(changed->options.embedding.iterations, options.embedding.iterations) << later;
    EXPECT_TRUE(sameBits(changed->map->positions, fixed->map->positions)) << later;
    EXPECT_EQ(changed->keys, fixed->keys) << "it is the run that its last options would have given";
    EXPECT_EQ(changed->subset->rows, fixed->subset->rows);
  }
}

/// The stages that calls of this kind named, in order.
std::vector<std::string> stagesOf(const std::string& kind, const RecordingObserver& observer) {
  std::vector<std::string> stages;
  for (const std::string& call : observer.calls)
    if (call.rfind(kind, 0) == 0) stages.push_back(call.substr(kind.size()));
  return stages;
}

TEST(LiveRun, CanBeCancelledInEveryStageAndGoesOnFromThere) {
  const DatasetPtr dataset = test::clusteredDataset(120, 8, 5);
  const RunPtr whole = runOnce(dataset, quickOptions("adapsne"));
  for (Stage target : kStages) {
    if (target == Stage::Dataset) continue;
    Pipeline pipeline;
    RunControl control;
    RecordingObserver observer;
    observer.onStage = [&](Stage stage) {
      if (stage == target) control.cancel();
    };
    EXPECT_THROW(pipeline.run(dataset, quickOptions("adapsne"), observer, control), Cancelled)
        << stageName(target);
    EXPECT_EQ(observer.calls.back(), std::string("start ") + stageName(target));
    RunControl fresh;
    RecordingObserver again;
    const RunPtr result = pipeline.run(dataset, quickOptions("adapsne"), again, fresh);
    // What was finished before is reused, all of it, and nothing else is.
    const std::vector<std::string> finished = stagesOf("finish ", observer);
    EXPECT_EQ(stagesOf("reuse ", again), finished) << stageName(target);
    EXPECT_EQ(finished.size(), static_cast<size_t>(target) - 1) << "all between the dataset and this one";
    EXPECT_EQ(result->keys, whole->keys);
    EXPECT_TRUE(sameBits(result->map->positions, whole->map->positions));
    EXPECT_EQ(result->subset->rows, whole->subset->rows);
  }
}

TEST(LiveRun, CanBeCancelledInTheMiddleOfTheMap) {
  const DatasetPtr dataset = test::clusteredDataset(60, 4, 6);
  RunControl control;
  RecordingObserver observer;
  observer.onProgress = [&](const Progress& p) {
    if (p.detail.rfind("iteration 33 ", 0) == 0) control.cancel();
  };
  Pipeline pipeline;
  EXPECT_THROW(pipeline.run(dataset, quickOptions(), observer, control), Cancelled);
  EXPECT_EQ(observer.progress.back().detail, "iteration 33 of 60");
}

TEST(LiveRun, WarningsReachTheObserverAndTheRun) {
  Dataset dataset = *test::clusteredDataset(50, 4, 7);
  std::vector<float> values = dataset.features.floats();
  for (int64_t i = 0; i < 50; ++i) values[4 * i + 1] = 3;
  dataset.features = std::move(values);
  dataset.warnings = {"read with a frown"};
  RunControl control;
  RecordingObserver observer;
  Pipeline pipeline;
  const RunPtr result =
      pipeline.run(std::make_shared<const Dataset>(dataset), quickOptions(), observer, control);
  EXPECT_EQ(result->warnings,
            (std::vector<std::string>{"read with a frown",
                                      "1 of 4 columns are constant and carry no information."}));
  EXPECT_EQ(observer.warnings, result->warnings);
}

std::string messageOf(const DatasetPtr& dataset, const Options& options) {
  try {
    runOnce(dataset, options);
  } catch (const Error& e) {
    return e.what();
  }
  return "ran";
}

TEST(DegenerateData, TooFewAndIdenticalPointsAreRefusedWithAReason) {
  for (int64_t n : {0, 1, 2, 3}) {
    const std::string message = messageOf(test::clusteredDataset(n, 3, 1), quickOptions());
    EXPECT_NE(message.find("too few for a map"), std::string::npos) << message;
  }
  const auto identical = test::datasetOf(test::featuresOf(std::vector<float>(40, 1.5f), 20, 2));
  for (const char* scale : {"none", "standardize", "max"}) {
    Options options = quickOptions();
    options.perplexity = 5;
    setOption(options, optionSpec("scale"), std::string(scale));
    EXPECT_NE(messageOf(identical, options).find("all 20 points are identical after preprocessing"),
              std::string::npos);
  }
}

TEST(DegenerateData, SmallAndLopsidedDataRunInEveryMethod) {
  std::vector<DatasetPtr> data = {test::clusteredDataset(4, 3, 1), test::clusteredDataset(5, 1, 2)};
  data.push_back(test::datasetOf(test::latticeFeatures(40, 2, 3, 2)));  // four distinct points, no labels
  data.push_back(
      test::datasetOf(test::clusteredFeatures(30, 40, 4), std::vector<int32_t>(30, 0), 1));  // one class
  std::vector<float> outlier(60, 0);
  outlier[59] = 1e6f;
  data.push_back(test::datasetOf(test::featuresOf(outlier, 30, 2)));  // all but one coincide
  for (size_t d = 0; d < data.size(); ++d) {
    for (const char* method : {"adapsne", "adapsne-edge", "nms-edge", "nms-ideal"}) {
      Options options = quickOptions(method);
      if (options.perplexity > 0) options.perplexity = 3;
      const RunPtr run = runOnce(data[d], options);
      SCOPED_TRACE(testing::Message() << "data " << d << " " << method);
      EXPECT_TRUE(std::isfinite(run->map->kl));
      for (float v : run->map->positions) ASSERT_TRUE(std::isfinite(v));
      for (double s : run->sigma->sigma) ASSERT_TRUE(std::isfinite(s) && s > 0);
      EXPECT_GE(run->subset->rows.size(), 1u);
      EXPECT_GE(run->assessment.entropyRepresentation, 0);
      EXPECT_TRUE(std::isfinite(run->assessment.trustworthiness));
    }
  }
}

TEST(DegenerateData, AGraphOfOneOrTwoNeighboursCanBeGuided) {
  for (int k : {1, 2}) {
    Options options = quickOptions("adapsne");
    options.neighbors = k;
    const RunPtr run = runOnce(test::clusteredDataset(60, 4, 8), options);
    EXPECT_GE(run->targetPerplexity, 1);
    EXPECT_EQ(run->assessment.outliers.unreachable, 0);
  }
}

TEST(DegenerateData, AMapThatLeavesTheNumbersIsAnErrorNotAResult) {
  for (const char* method : {"nms-ideal", "adapsne"}) {
    for (RepulsionMethod repulsion :
         {RepulsionMethod::Exact, RepulsionMethod::Mesh, RepulsionMethod::BarnesHut}) {
      Options options = quickOptions(method);
      options.embedding.repulsion.method = repulsion;
      // A step is bounded, so a map can only start beyond the numbers.
      test::TemporaryFolder folder;
      options.init = (folder / "start.npy").string();
      test::writeText(options.init, formatNpy(test::randomMap(80, 1, 1e25), {80, 2}));
      const std::string message = messageOf(test::clusteredDataset(80, 4, 9), options);
      EXPECT_NE(message.find("--init"), std::string::npos) << message;
    }
  }
}

TEST(DegenerateData, DistancesBeyondFloatAreAnErrorNotNaN) {
  Features f = test::clusteredFeatures(40, 3, 10);
  for (float& v : f.values) v *= 1e25f;
  Options options = quickOptions();
  options.preprocess.scale = Scale::None;
  const std::string message = messageOf(test::datasetOf(f), options);
  EXPECT_NE(message.find("--scale"), std::string::npos) << message;
  options.preprocess.scale = Scale::Standardize;
  EXPECT_EQ(messageOf(test::datasetOf(f), options), "ran");
}

}  // namespace
}  // namespace adapsne
