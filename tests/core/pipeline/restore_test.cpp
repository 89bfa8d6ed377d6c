// SPDX-License-Identifier: GPL-3.0-or-later
// A run made again of its folder: Pipeline::restore.
#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/arrays/numeric_array.h"
#include "core/formats/file_format.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/stored_run.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test::quickOptions;
using test::readText;
using test::writeText;
using Calls = std::vector<std::string>;

class Restore : public testing::Test {
 protected:
  RunPtr made(const Options& options, const std::string& name = "") {
    const RunPtr run = test::runOnce(dataset_, options);
    RunFolder(folder_ / "run").write(*run, name);
    return run;
  }
  StoredRun read() { return readStoredRun(folder_ / "run", control_); }
  RunPtr restored() {
    observer_ = test::RecordingObserver();
    return pipeline_.restore(dataset_, read(), observer_, control_);
  }
  void changeManifest(const std::function<void(json&)>& change) {
    json manifest = json::parse(readText(folder_ / "run/manifest.json"));
    change(manifest);
    writeText(folder_ / "run/manifest.json", manifest.dump(2));
  }
  void expectWarning(const adapsne::Run& run, const std::string& words) {
    ASSERT_EQ(run.warnings.size(), 1u);
    EXPECT_NE(run.warnings[0].find(words), std::string::npos) << run.warnings[0];
    EXPECT_EQ(observer_.warnings, run.warnings);
  }

  DatasetPtr dataset_ = test::clusteredDataset(90, 5, 1);
  Pipeline pipeline_;
  RunControl control_{1};
  test::RecordingObserver observer_;
  test::TemporaryFolder folder_;
};

TEST_F(Restore, GivesTheWholeRunBack) {
  for (const char* method : {"adapsne", "nms-edge"}) {
    const RunPtr run = made(quickOptions(method)), again = restored();
    EXPECT_EQ(again->warnings, run->warnings);
    EXPECT_EQ(again->dataset, dataset_);
    EXPECT_EQ(again->id(), run->id());
    EXPECT_EQ(optionsToJson(again->options), optionsToJson(run->options));
    EXPECT_EQ(again->features->values, run->features->values);
    EXPECT_EQ(again->graph->k, run->graph->k);
    EXPECT_TRUE(test::sameBits(again->sigma->sigma, run->sigma->sigma));
    EXPECT_EQ(again->sigma->evaluations, run->sigma->evaluations);
    EXPECT_TRUE(test::sameBits(again->map->positions, run->map->positions));
    EXPECT_EQ(again->map->history.size(), run->map->history.size());
    EXPECT_EQ(again->guidance.size(), run->guidance.size());
    EXPECT_EQ(again->guidanceCurve.empty(), run->guidanceCurve.empty());
    EXPECT_EQ(again->subset->rows, run->subset->rows);
    EXPECT_EQ(again->subset->territory, run->subset->territory);
    EXPECT_EQ(again->subset->scans, run->subset->scans);
    EXPECT_EQ(again->assessment.outliers.reasons, run->assessment.outliers.reasons);
    EXPECT_EQ(again->assessment.occupancy.cell, run->assessment.occupancy.cell);
    EXPECT_EQ(toJson(again->work), toJson(run->work));
    for (const Measure& measure : measures())
      EXPECT_TRUE(test::sameBits(std::vector{measure.value(*again)}, std::vector{measure.value(*run)}))
          << measure.key;
  }
}

// Nothing is exempt where program, kernels and data are those that made the run.
TEST_F(Restore, WrittenAgainItIsTheSameToTheByte) {
  std::vector<int64_t> part;
  for (int64_t i = 0; i < 90; i += 2) part.push_back(i);
  const DatasetPtr whole = dataset_, half = std::make_shared<const Dataset>(selectRows(*dataset_, part));
  for (const DatasetPtr& dataset : {whole, half})
    for (const char* method : {"adapsne", "nms-edge"}) {
      dataset_ = dataset;
      made(quickOptions(method), "a name");
      const StoredRun stored = read();
      RunFolder(folder_ / "again").write(*restored(), stored.name);
      const auto files = test::listing(folder_ / "run");
      EXPECT_EQ(test::listing(folder_ / "again"), files);
      EXPECT_EQ(files.size(), (method[0] == 'a' ? 9u : 7u) + (dataset == half));
      for (const std::string& file : files)
        EXPECT_EQ(readText(folder_ / ("again/" + file)), readText(folder_ / ("run/" + file))) << file;
    }
}

TEST_F(Restore, LeavesOutTheGuideAndTheDescentAndSharesTheRest) {
  const Options options = quickOptions("adapsne");
  const RunPtr run = made(options);
  restored();
  EXPECT_EQ(observer_.stageCalls(),
            (Calls{"start features", "finish features", "start neighbors", "finish neighbors",
                   "start affinities", "finish affinities", "start sampling", "finish sampling",
                   "start assessment", "finish assessment"}));
  EXPECT_EQ(observer_.progress.back().fraction, 1);
  EXPECT_EQ(observer_.progress.back().stage, Stage::Assessment);
  // A later run shares what restoring computed, and computes its map and what follows itself.
  observer_ = test::RecordingObserver();
  const RunPtr later = pipeline_.run(dataset_, options, observer_, control_);
  EXPECT_EQ(
      observer_.stageCalls(),
      (Calls{"start features", "reuse features", "start neighbors", "reuse neighbors", "start guidance",
             "finish guidance", "start affinities", "reuse affinities", "start embedding", "finish embedding",
             "start sampling", "finish sampling", "start assessment", "finish assessment"}));
  EXPECT_TRUE(test::sameBits(later->map->positions, run->map->positions));
  restored();
  EXPECT_EQ(observer_.stageCalls()[5], "reuse affinities");
}

TEST_F(Restore, AForeignMapAndTargetStayOutOfLaterRuns) {
  const Options options = quickOptions("adapsne");
  const RunPtr run = made(options);
  // As if another version had come to another target and map.
  GuidanceCurve curve = run->guidanceCurve;
  curve.chosen = curve.chosen > 100 ? 50 : 150;
  const double target = curve.target();
  writeText(folder_ / "run/guidance.csv", guidanceCsv(curve));
  changeManifest([&](json& m) {
    m["resolved"]["target_perplexity"] = target;
    for (const char* stage : {"guidance", "affinities", "embedding", "sampling", "assessment"})
      m["stages"][stage]["key"] = std::string(32, 'a');
  });
  adapsne::Run other = *run;
  other.targetPerplexity = target;
  writeText(folder_ / "run/history.csv", historyCsv(other));
  other.work.searches.back().target = target;
  writeText(folder_ / "run/work.json", toJson(other.work).dump());
  std::vector<float> map = test::randomMap(90, 3);
  writeText(folder_ / "run/embedding.npy", formatNpy(std::span<const float>(map), {90, 2}));

  const RunPtr foreign = restored();
  EXPECT_EQ(foreign->targetPerplexity, target);
  EXPECT_TRUE(test::sameBits(foreign->map->positions, map));
  EXPECT_EQ(foreign->id(), "aaaaaaaa") << "its name is the folder's: it is not what this program would make";
  ASSERT_EQ(foreign->warnings.size(), 3u);
  EXPECT_NE(foreign->warnings[0].find("from the stage \"Entropy guide\" on"), std::string::npos)
      << foreign->warnings[0];
  EXPECT_NE(foreign->warnings[1].find("At 90 of 90 points the search for sigma"), std::string::npos)
      << foreign->warnings[1];
  EXPECT_NE(foreign->warnings[2].find("Trustworthiness"), std::string::npos) << foreign->warnings[2];

  const RunPtr later = pipeline_.run(dataset_, options, observer_, control_);
  EXPECT_EQ(later->targetPerplexity, run->targetPerplexity);
  EXPECT_TRUE(test::sameBits(later->sigma->sigma, run->sigma->sigma));
  EXPECT_TRUE(test::sameBits(later->map->positions, run->map->positions));
  EXPECT_EQ(later->subset->rows, run->subset->rows);
  EXPECT_EQ(later->assessment.trustworthiness, run->assessment.trustworthiness);
  EXPECT_EQ(later->keys, run->keys);
}

TEST_F(Restore, TheStoredSigmaIsHeldAndItsDifferenceSaid) {
  const RunPtr run = made(quickOptions());
  std::vector<double> sigma = run->sigma->sigma;
  sigma[4] *= 1.25;
  sigma[7] *= 1.0001;
  writeText(folder_ / "run/sigma.npy", formatNpy(std::span<const double>(sigma), {90}));
  const RunPtr again = restored();
  EXPECT_TRUE(test::sameBits(again->sigma->sigma, sigma));
  expectWarning(
      *again,
      "At 2 of 90 points the search for sigma ends elsewhere today than sigma.npy says, by up to 20 %");
  // Saved and opened once more it says so once.
  RunFolder(folder_ / "run").write(*again);
  expectWarning(*restored(), "At 2 of 90 points");
}

TEST_F(Restore, AMeasureThatComesOutDifferentlyIsSaid) {
  const RunPtr run = made(quickOptions());
  changeManifest([](json& m) {
    m["results"]["trustworthiness"] = 0.25;
    m["results"]["continuity"] = m["results"]["continuity"].get<double>() + 1e-12;
    m["results"]["lost"] = nullptr;
    m["results"].erase("neighbor_recall");  // an older version did not measure it
    m["results"]["seconds_alone"] = 1e6;    // times are never the same
  });
  const RunPtr again = restored();
  EXPECT_EQ(again->assessment.trustworthiness, run->assessment.trustworthiness);
  expectWarning(*again, "(the folder: 0.2500)");
  EXPECT_NE(again->warnings[0].find("Continuity " + numberText(run->assessment.neighborhood.continuity)),
            std::string::npos)
      << again->warnings[0];
  const std::string lost =
      "Lost points " + std::to_string(run->assessment.outliers.lost) + " (the folder: —)";
  EXPECT_NE(again->warnings[0].find(lost), std::string::npos) << again->warnings[0];
  EXPECT_EQ(again->warnings[0].find("recall"), std::string::npos);
  EXPECT_EQ(again->warnings[0].find("Time"), std::string::npos);
}

TEST_F(Restore, ItsTimesAndMachineAreTheFolders) {
  made(quickOptions());
  changeManifest([](json& m) {
    m["machine"] = {{"threads", 77}, {"instruction_set", "abacus"}};
    m["seconds"] = 1234.5;
    m["stages"]["embedding"] = {
        {"key", m["stages"]["embedding"]["key"]}, {"seconds", 0.5}, {"reused", true}, {"computed", 99}};
    m["results"]["peak_memory_mb"] = 3;
    m["results"]["warnings"] = {"said then"};
  });
  const RunPtr again = restored();
  EXPECT_EQ(again->threads, 77);
  EXPECT_EQ(again->instructionSet, "abacus");
  EXPECT_EQ(again->seconds, 1234.5);
  EXPECT_EQ(again->peakMemoryBytes, 3 << 20);
  EXPECT_EQ(again->warnings, Calls{"said then"});
  const StageTiming& embedding = again->timing[static_cast<size_t>(Stage::Embedding)];
  EXPECT_EQ(embedding.seconds, 0.5);
  EXPECT_TRUE(embedding.reused);
  EXPECT_EQ(embedding.computed, 99);
}

TEST_F(Restore, OpensTheDatasetAgainAndRefusesAnother) {
  const std::string csv = (folder_ / "data.csv").string();
  writeDataset(*dataset_, csv);
  Options options = quickOptions();
  options.dataset.points = 60;
  options.dataset.pick = PickRows::Random;
  dataset_ = openDataset(csv, options.dataset, options.seed, control_);
  made(options);
  const StoredRun stored = read();
  const DatasetPtr opened = openDatasetOf(stored, control_);
  EXPECT_EQ(opened->hash, dataset_->hash);
  EXPECT_EQ(opened->sourceRows, dataset_->sourceRows);
  EXPECT_TRUE(pipeline_.restore(opened, stored, observer_, control_)->warnings.empty());

  const DatasetPtr other = test::clusteredDataset(60, 5, 2);
  EXPECT_THROW(pipeline_.restore(other, stored, observer_, control_), Error);
  Dataset moved = *dataset_;
  moved.sourceRows.back() += 5;
  EXPECT_THROW(pipeline_.restore(std::make_shared<const Dataset>(moved), stored, observer_, control_), Error)
      << "equal numbers, but other rows of the source";
  writeText(csv, readText(csv).substr(0, readText(csv).size() / 2));
  EXPECT_THROW(openDatasetOf(stored, control_), Error);
  fs::remove(csv);
  EXPECT_THROW(openDatasetOf(stored, control_), Error);
}

TEST_F(Restore, OptionsThatDoNotFitTheDataAreTheFoldersFault) {
  made(quickOptions());
  changeManifest([](json& m) { m["options"]["count"] = 91; });
  try {
    restored();
    FAIL();
  } catch (const UsageError& e) {
    FAIL() << "nobody gave this option: " << e.what();
  } catch (const Error& e) {
    EXPECT_NE(e.where().find("manifest.json, /options"), std::string::npos) << e.what();
    EXPECT_FALSE(e.remedy().empty());
  }
}

TEST_F(Restore, CanBeCancelledAtEveryStage) {
  made(quickOptions("adapsne"));
  const StoredRun stored = read();
  for (const Stage stage :
       {Stage::Features, Stage::Neighbors, Stage::Affinities, Stage::Sampling, Stage::Assessment}) {
    Pipeline pipeline;
    RunControl control(1);
    test::RecordingObserver observer;
    observer.onStage = [&](Stage started) {
      if (started == stage) control.cancel();
    };
    EXPECT_THROW(pipeline.restore(dataset_, stored, observer, control), Cancelled) << stageName(stage);
  }
}

TEST_F(Restore, IsTheSameAtAnyNumberOfThreads) {
  made(quickOptions("adapsne"));
  StoredRun stored = read();
  const RunPtr one = pipeline_.restore(dataset_, stored, observer_, control_);
  for (const int threads : test::kThreadCounts) {
    stored.options.threads = threads;
    Pipeline pipeline;
    const RunPtr run = pipeline.restore(dataset_, stored, observer_, control_);
    EXPECT_EQ(run->subset->territory, one->subset->territory);
    EXPECT_EQ(run->assessment.trustworthiness, one->assessment.trustworthiness);
    EXPECT_TRUE(run->warnings.empty());
  }
}

}  // namespace
}  // namespace adapsne
