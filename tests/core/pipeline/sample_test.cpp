// SPDX-License-Identifier: GPL-3.0-or-later
// Subsets without a whole run: Pipeline::sample, and a run's map read back.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/formats/file_format.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/stored_run.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::quickOptions;

class Sampling : public testing::Test {
 protected:
  Sample sample(const Options& options, std::span<const float> map = {}) {
    observer_ = test::RecordingObserver();
    return pipeline_.sample(dataset_, options, map, observer_, control_);
  }
  std::string failure(const std::filesystem::path& folder) {
    try {
      readStoredMap(folder, control_);
    } catch (const Error& e) {
      return e.what();
    }
    return "read";
  }
  DatasetPtr dataset_ = test::clusteredDataset(120, 5, 3);
  Pipeline pipeline_;
  RunControl control_{1};
  test::RecordingObserver observer_;
  test::TemporaryFolder folder_;
};

TEST_F(Sampling, ComputesOnlyWhatTheSamplerLooksAt) {
  Options options = quickOptions();
  options.sampling.sampler = Sampler::KMeansFeatures;
  sample(options);
  EXPECT_EQ(observer_.stageCalls(),
            (std::vector<std::string>{"start features", "finish features", "start sampling",
                                      "finish sampling", "start assessment", "finish assessment"}));
  options.sampling.sampler = Sampler::FacilityLocation;
  sample(options);
  EXPECT_EQ(observer_.stageCalls()[1], "reuse features");
  EXPECT_EQ(observer_.stageCalls()[3], "finish neighbors");
  EXPECT_EQ(observer_.progress.back().fraction, 1);
}

TEST_F(Sampling, GivesWhatARunGives) {
  for (const Sampler sampler :
       {Sampler::KMeans, Sampler::Random, Sampler::FacilityLocation, Sampler::Herding}) {
    Options options = quickOptions();
    options.sampling.sampler = sampler;
    options.sampling.classes = ClassPolicy::PerClass;
    const RunPtr run = test::runOnce(dataset_, options);
    const Sample s = sample(options, run->map->positions);
    EXPECT_EQ(s.subset->rows, run->subset->rows);
    EXPECT_EQ(s.measures.discrepancy, run->assessment.subset.discrepancy);
    EXPECT_EQ(s.measures.coverage.mean, run->assessment.subset.coverage.mean);
  }
}

TEST_F(Sampling, AFolderGivesItsMapBack) {
  const std::string csv = (folder_ / "data.csv").string();
  writeDataset(*dataset_, csv);
  DatasetOptions opening;
  dataset_ = openDataset(csv, opening, 1, control_);
  const RunPtr run = test::runOnce(dataset_, quickOptions("adapsne"));
  RunFolder(folder_ / "run").write(*run);
  const StoredMap stored = readStoredMap(folder_ / "run", control_);
  EXPECT_EQ(stored.positions, run->map->positions);
  EXPECT_EQ(stored.dataset->hash, dataset_->hash);
  EXPECT_EQ(sample(stored.options, stored.positions).subset->rows, run->subset->rows);

  // What has changed since is not sampled from.
  const std::string manifest = test::readText(folder_ / "run/manifest.json"),
                    map = test::readText(folder_ / "run/embedding.npy");
  test::writeText(folder_ / "run/embedding.npy", map.substr(0, 100));
  EXPECT_NE(failure(folder_ / "run").find("embedding.npy"), std::string::npos);
  std::vector<float> positions(240, 1);
  test::writeText(folder_ / "run/embedding.npy", formatNpy(std::span<const float>(positions), {120, 2, 1}));
  EXPECT_NE(failure(folder_ / "run").find("two numbers"), std::string::npos);
  positions[7] = std::numeric_limits<float>::quiet_NaN();
  test::writeText(folder_ / "run/embedding.npy", formatNpy(std::span<const float>(positions), {120, 2}));
  EXPECT_NE(failure(folder_ / "run").find("not finite"), std::string::npos);
  test::writeText(folder_ / "run/embedding.npy", map);
  test::writeText(folder_ / "run/manifest.json", "{}");
  EXPECT_NE(failure(folder_ / "run").find("does not hold what a run writes"), std::string::npos);
  test::writeText(folder_ / "run/manifest.json", manifest);
  EXPECT_EQ(failure(folder_ / "run"), "read");
  std::ofstream(csv, std::ios::app) << test::readText(csv).substr(
      test::readText(csv).rfind('\n', test::readText(csv).size() - 2) + 1);
  EXPECT_NE(failure(folder_ / "run").find("no longer the data"), std::string::npos);
  std::filesystem::remove(csv);
  EXPECT_NE(failure(folder_ / "run"), "read");
  EXPECT_NE(failure(folder_ / "missing").find("cannot be read"), std::string::npos);
}

TEST_F(Sampling, GeneratorsAndBundledDataAreOpenedByName) {
  for (const char* name : {"blobs", "digits"}) {
    Options options = quickOptions();
    options.dataset.points = 90;
    options.seed = 5;
    dataset_ = openDataset(name, options.dataset, options.seed, control_);
    EXPECT_EQ(dataset_->openedAs, name);
    RunFolder(folder_ / name).write(*test::runOnce(dataset_, options));
    EXPECT_EQ(readStoredMap(folder_ / name, control_).dataset->hash, dataset_->hash);
  }
}

TEST_F(Sampling, PerClassWithoutLabelsIsRefusedBeforeTheWork) {
  dataset_ = test::datasetOf(test::clusteredFeatures(60, 4, 1));
  EXPECT_THROW(test::runOnce(dataset_, quickOptions("adapsne-plus")), UsageError);
  Options options = quickOptions();
  options.sampling.classes = ClassPolicy::PerClass;
  EXPECT_THROW(sample(options), UsageError);
}

}  // namespace
}  // namespace adapsne
