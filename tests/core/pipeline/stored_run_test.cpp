// SPDX-License-Identifier: GPL-3.0-or-later
// A run's folder read back: what is in it, and what is said of one that is damaged.
#include "core/pipeline/stored_run.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/arrays/numeric_array.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_store.h"
#include "core/support/random.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test::readText;
using test::writeText;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string numbers(std::vector<float> values, std::vector<int64_t> shape) {
  return formatNpy(std::span<const float>(values), shape);
}
std::string rowList(std::vector<int64_t> rows) {
  return formatNpy(std::span<const int64_t>(rows), {std::ssize(rows)});
}

class StoredRunTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    dataset_ = test::clusteredDataset(90, 5, 1);
    run_ = new RunPtr(test::runOnce(dataset_, test::quickOptions("adapsne")));
  }
  static void TearDownTestSuite() {
    delete run_;
    dataset_ = nullptr;
  }
  void SetUp() override { RunFolder(path()).write(**run_, "my run"); }

  fs::path path() const { return folder_ / "run"; }
  std::string text(const std::string& file) const { return readText(path() / file); }
  StoredRun read() {
    RunControl control(1);
    return readStoredRun(path(), control);
  }
  std::string failure() {
    try {
      read();
    } catch (const Error& e) {
      EXPECT_FALSE(e.problem().empty());
      EXPECT_FALSE(e.remedy().empty()) << e.what();
      return e.what();
    }
    return "read";
  }
  /// The folder with this file is refused in these words, and read again once the file is what it was.
  void expectRefusal(const std::string& file, const std::string& bytes, const std::string& words) {
    const std::string before = text(file);
    writeText(path() / file, bytes);
    const std::string message = failure();
    EXPECT_NE(message.find(file), std::string::npos) << message;
    EXPECT_NE(message.find(words), std::string::npos) << message;
    writeText(path() / file, before);
  }
  void expectManifestRefusal(const std::function<void(json&)>& change, const std::string& words) {
    json manifest = json::parse(text("manifest.json"));
    change(manifest);
    expectRefusal("manifest.json", manifest.dump(2), words);
  }
  void expectWorkRefusal(const std::function<void(json&)>& change, const std::string& words) {
    json work = json::parse(text("work.json"));
    change(work);
    expectRefusal("work.json", work.dump(1), words);
  }
  std::string replaced(const std::string& file, const std::string& from, const std::string& to) const {
    std::string bytes = text(file);
    const size_t at = bytes.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return bytes.replace(at, from.size(), to);
  }
  /// `line` counts from 0, the header.
  std::string withLine(const std::string& file, size_t line, const std::string& put) const {
    std::string bytes = text(file);
    size_t begin = 0;
    for (; line > 0; --line) begin = bytes.find('\n', begin) + 1;
    return bytes.replace(begin, bytes.find('\n', begin) + 1 - begin, put);
  }

  static inline DatasetPtr dataset_;
  static inline RunPtr* run_ = nullptr;
  test::TemporaryFolder folder_;
};

TEST_F(StoredRunTest, HoldsWhatTheFolderSays) {
  const StoredRun stored = read();
  const adapsne::Run& run = **run_;
  EXPECT_EQ(stored.name, "my run");
  EXPECT_EQ(stored.hash, dataset_->hash);
  EXPECT_EQ(stored.points, 90);
  EXPECT_TRUE(stored.sourceRows.empty());
  EXPECT_TRUE(test::sameBits(stored.map.positions, run.map->positions));
  EXPECT_TRUE(test::sameBits(stored.sigma, run.sigma->sigma));
  EXPECT_EQ(stored.exemplars, run.subset->rows);
  EXPECT_EQ(stored.sampler, run.subset->sampler);
  EXPECT_EQ(stored.keys, run.keys);
  EXPECT_EQ(stored.targetPerplexity, run.targetPerplexity);
  EXPECT_EQ(stored.seconds, run.seconds);
  EXPECT_EQ(stored.peakMemoryBytes, run.peakMemoryBytes);
  EXPECT_EQ(toJson(stored.work), toJson(run.work));
  ASSERT_EQ(stored.map.history.size(), run.map->history.size());
  for (size_t i = 0; i < run.map->history.size(); ++i) {
    EXPECT_EQ(stored.map.history[i].iteration, run.map->history[i].iteration);
    EXPECT_EQ(stored.map.history[i].kl, run.map->history[i].kl);
    EXPECT_EQ(stored.map.history[i].gradientNorm, run.map->history[i].gradientNorm);
  }
  ASSERT_EQ(stored.guidance.size(), run.guidance.size());
  ASSERT_EQ(stored.guidance.size(), 3u);
  for (size_t i = 0; i < run.guidance.size(); ++i) {
    EXPECT_EQ(stored.guidance[i].entropyRepresentation, run.guidance[i].entropyRepresentation);
    EXPECT_EQ(stored.guidance[i].entropyOccupancy, run.guidance[i].entropyOccupancy);
    EXPECT_EQ(stored.guidance[i].trustworthiness, run.guidance[i].trustworthiness);
    EXPECT_EQ(stored.guidance[i].representationDeviation, run.guidance[i].representationDeviation);
    EXPECT_EQ(stored.guidance[i].seconds, run.guidance[i].seconds);
    EXPECT_TRUE(test::sameBits(stored.guidance[i].thumbnail, run.guidance[i].thumbnail));
  }
  EXPECT_EQ(stored.guidanceCurve.chosen, run.guidanceCurve.chosen);
  EXPECT_EQ(stored.guidanceCurve.leastTrustworthiness, run.guidanceCurve.leastTrustworthiness);
  EXPECT_TRUE(test::sameBits(stored.guidanceCurve.entropy, run.guidanceCurve.entropy));
  EXPECT_TRUE(test::sameBits(stored.guidanceCurve.trustworthinessDeviation,
                             run.guidanceCurve.trustworthinessDeviation));
  for (const Measure& measure : measures())
    EXPECT_TRUE(
        test::sameBits(std::vector{stored.measures.at(measure.key)}, std::vector{measure.value(run)}) ||
        std::isnan(measure.value(run)))
        << measure.key;
}

TEST_F(StoredRunTest, OldFoldersHaveNoCandidateMapsAndNoTimesOfTheirOwn) {
  fs::remove(path() / "candidates.npy");
  json manifest = json::parse(text("manifest.json"));
  manifest.erase("name");
  manifest.erase("seconds");
  for (json& stage : manifest["stages"]) stage.erase("computed");
  writeText(path() / "manifest.json", manifest.dump(2));
  const StoredRun stored = read();
  EXPECT_EQ(stored.name, "");
  EXPECT_NEAR(stored.seconds, (*run_)->seconds, 1e-9);
  ASSERT_EQ(stored.guidance.size(), 3u);
  for (const GuidanceRecord& record : stored.guidance) EXPECT_TRUE(record.thumbnail.empty());
  for (const StageTiming& timing : stored.timing) EXPECT_EQ(timing.computed, timing.seconds);
}

TEST_F(StoredRunTest, PartsOfASourceComeBackAsRowsOfTheDataset) {
  std::vector<int64_t> part;
  for (int64_t i = 1; i < 90; i += 2) part.push_back(i);
  const RunPtr half =
      test::runOnce(std::make_shared<const Dataset>(selectRows(*dataset_, part)), test::quickOptions());
  RunFolder(path()).write(*half);
  const StoredRun stored = read();
  EXPECT_EQ(stored.sourceRows, part);
  EXPECT_EQ(stored.exemplars, half->subset->rows);
  EXPECT_TRUE(stored.guidance.empty());
  EXPECT_TRUE(stored.guidanceCurve.empty());

  expectRefusal("subset.npy", rowList({0, 1, 3, 5, 7}), "row 0, which is none of the run's points");
  part.back() = 3;
  expectRefusal("rows.npy", rowList(part), "does not ascend");
  part.pop_back();
  expectRefusal("rows.npy", rowList(part), "a row number for each of 45 points");
  fs::remove(path() / "rows.npy");
  EXPECT_NE(failure().find("rows.npy"), std::string::npos);
}

TEST_F(StoredRunTest, EveryMissingEmptyOrForeignFileIsNamed) {
  for (const char* file : {"manifest.json", "embedding.npy", "sigma.npy", "subset.npy", "history.csv",
                           "guidance.csv", "work.json"}) {
    const std::string before = text(file);
    fs::remove(path() / file);
    EXPECT_NE(failure().find(std::string(file) + ": cannot be read."), std::string::npos) << file;
    fs::create_directory(path() / file);
    EXPECT_NE(failure().find(std::string(file) + ": is a folder."), std::string::npos) << file;
    fs::remove(path() / file);
    writeText(path() / file, before);
    expectRefusal(file, "", "is empty");
    expectRefusal(file, std::string(5000, '\0'), "");
    expectRefusal(file, "what is this?\n1,2,3\n", "");
    expectRefusal(file, "\x1f\x8b not gzip at all", "");
  }
  expectRefusal("candidates.npy", "what is this?", "not an NPY file");
  EXPECT_EQ(failure(), "read");
}

TEST_F(StoredRunTest, NothingThatIsCutOffIsTakenForWhole) {
  for (const char* file : {"manifest.json", "embedding.npy", "sigma.npy", "subset.npy", "candidates.npy",
                           "guidance.csv", "work.json"}) {
    const std::string whole = text(file);
    for (int i = 0; i < 40; ++i) {
      // Not the very end: the last line's break may go.
      writeText(path() / file, whole.substr(0, (whole.size() - 3) * i / 40));
      EXPECT_NE(failure(), "read") << file << " " << i;
    }
    writeText(path() / file, whole);
    if (fs::path(file).extension() == ".npy") expectRefusal(file, whole + "more", "the file holds");
  }
  // Of a table each line may be the last: what else is in the folder tells.
  const std::string whole = text("history.csv");
  ASSERT_GT(std::count(whole.begin(), whole.end(), '\n'), 4);
  for (size_t at = whole.find('\n'); at + 1 < whole.size(); at = whole.find('\n', at + 1)) {
    writeText(path() / "history.csv", whole.substr(0, at + 1));
    EXPECT_NE(failure(), "read") << at;
  }
}

TEST_F(StoredRunTest, MapsAndSigmasAreNumbersOfTheRunsPoints) {
  std::vector<float> map(180, 1);
  expectRefusal("embedding.npy", numbers(map, {60, 3}),
                "two numbers for each of the run's 90 points: its shape is 60 x 3");
  expectRefusal("embedding.npy", numbers(map, {180}), "two numbers");
  map[15] = std::numeric_limits<float>::infinity();
  expectRefusal("embedding.npy", numbers(map, {90, 2}), "row 7: holds a number that is not finite");
  map[15] = -2e18F;
  expectRefusal("embedding.npy", numbers(map, {90, 2}), "row 7: holds a number that is too large");
  std::vector<double> sigma((*run_)->sigma->sigma);
  sigma[3] = kNaN;
  expectRefusal("sigma.npy", formatNpy(std::span<const double>(sigma), {90}),
                "row 3: holds a number that is not finite");
  sigma[3] = -1;
  expectRefusal("sigma.npy", formatNpy(std::span<const double>(sigma), {90}),
                "row 3: a sigma is not positive");
  expectRefusal("candidates.npy", numbers(std::vector<float>(360, 1), {2, 90, 2}),
                "each of the guide's candidates");
  // A header that promises more than there can be.
  expectRefusal("embedding.npy", replaced("embedding.npy", "(90, 2), }      ", "(900000000, 2), }"),
                "the file holds");
}

TEST_F(StoredRunTest, ExemplarsAreRowsOfTheRun) {
  const std::vector<int64_t> rows = (*run_)->subset->rows;
  ASSERT_EQ(rows.size(), 9u);
  auto with = [&](size_t at, int64_t row) {
    std::vector<int64_t> changed = rows;
    changed[at] = row;
    return rowList(changed);
  };
  expectRefusal("subset.npy", with(8, 90), "row 90, which is none of the run's points");
  expectRefusal("subset.npy", with(8, std::numeric_limits<int64_t>::max()), "is not a row number");
  expectRefusal("subset.npy", with(0, -1), "entry 0: -1 is not a row number");
  expectRefusal("subset.npy", with(5, rows[4]), "does not ascend");
  expectRefusal("subset.npy", rowList({1, 2}), "its shape is 2");
  const std::vector<double> halves(9, 0.5);
  expectRefusal("subset.npy", formatNpy(std::span<const double>(halves), {9}), "0.5 is not a row number");
}

TEST_F(StoredRunTest, TablesAreReadLineByLine) {
  const size_t candidates = (*run_)->guidance.size();
  expectRefusal("history.csv", withLine("history.csv", 0, "phase,perplexity\n"),
                "does not begin with the columns");
  expectRefusal("history.csv", withLine("history.csv", 1, "nonsense\n"), "line 2: has 1 cells");
  expectRefusal("history.csv", withLine("history.csv", 1, "final,5,,1,,1,1,1,1,0\n"),
                "line 2, column 1 (phase): \"final\" is neither");
  expectRefusal("history.csv", withLine("history.csv", 1, "candidate,five,,1,,1,1,1,1,0\n"),
                "column 2 (perplexity): \"five\" is not a finite number");
  expectRefusal("history.csv", withLine("history.csv", 1, "candidate,inf,,1,,1,1,1,1,0\n"),
                "not a finite number");
  expectRefusal("history.csv", withLine("history.csv", 1, "candidate,-5,,1,,1,1,1,1,0\n"), "is not positive");
  expectRefusal("history.csv", withLine("history.csv", 2, "candidate,1e-9,,1,,1,1,1,1,0\n"),
                "does not ascend");
  expectRefusal("history.csv", withLine("history.csv", 1, "\"candidate,5,,1\n"), "a quote is opened");
  expectRefusal("history.csv", withLine("history.csv", 1, ""), "history.csv");
  const std::string target = numberText((*run_)->targetPerplexity);
  const size_t first = 1 + candidates;
  expectRefusal("history.csv", withLine("history.csv", first, "embedding," + target + ",0,nan,1,,,,,\n"),
                "(kl): \"nan\" is not a finite number");
  expectRefusal("history.csv", withLine("history.csv", first, "embedding," + target + ",0.5,1,1,,,,,\n"),
                "(iteration): \"0.5\" is not a whole number");
  expectRefusal("history.csv",
                withLine("history.csv", first, "embedding," + target + ",99999999999,1,1,,,,,\n"),
                "is not a whole number");
  expectRefusal("history.csv", withLine("history.csv", first, "embedding," + target + ",-1,1,1,,,,,\n"),
                "is negative");
  expectRefusal("history.csv", withLine("history.csv", first, "embedding," + target + ",59,1,1,,,,,\n"),
                "does not ascend");
  expectRefusal("history.csv", withLine("history.csv", first, "embedding,7,0,1,1,,,,,\n"),
                "is not the run's target perplexity");
  expectRefusal("history.csv", text("history.csv") + "candidate,5,,1,,1,1,1,1,0\n", "a candidate follows");

  expectRefusal("guidance.csv", withLine("guidance.csv", 2, "5.01,1,1,1,1,2,0\n"),
                "\"2\" is neither 0 nor 1");
  expectRefusal("guidance.csv", withLine("guidance.csv", 2, "5.01,,,,,1,0\n"),
                "column entropy: has numbers in some rows");
  expectRefusal("guidance.csv", text("guidance.csv") + "1000,1,1,1,1,1,1\n",
                "a second place that was chosen");
  expectRefusal("guidance.csv", text("guidance.csv") + "1000,1,1,.1,1,0,0\n",
                "lowest to the highest candidate");
  EXPECT_EQ(failure(), "read");
}

TEST_F(StoredRunTest, TheManifestSaysWhichPlaceIsWrong) {
  expectRefusal("manifest.json", "[1, 2]", "/format");
  expectManifestRefusal([](json& m) { m["format"] = "another"; }, "/format: ");
  expectManifestRefusal([](json& m) { m["format_version"] = 2; },
                        "is of format version 2, this program reads version 1");
  expectManifestRefusal([](json& m) { m["options"]["unknown"] = 1; }, "/options: ");
  expectManifestRefusal([](json& m) { m["options"]["learning-rate"] = "fast"; }, "/options: ");
  expectManifestRefusal([](json& m) { m["options"] = 5; }, "/options: ");
  expectManifestRefusal([](json& m) { m["dataset"].erase("opened_as"); },
                        "/dataset/opened_as: does not hold");
  expectManifestRefusal([](json& m) { m["dataset"] = "digits"; }, "/dataset/opened_as");
  expectManifestRefusal([](json& m) { m["dataset"]["hash"] = 7; }, "/dataset/hash");
  expectManifestRefusal([](json& m) { m["dataset"]["points"] = 0; }, "/dataset/points");
  expectManifestRefusal([](json& m) { m["dataset"]["points"] = -1; }, "/dataset/points");
  expectManifestRefusal([](json& m) { m["dataset"]["points"] = 1e300; }, "/dataset/points");
  expectManifestRefusal([](json& m) { m["dataset"]["points"] = 18446744073709551615u; }, "/dataset/points");
  expectManifestRefusal([](json& m) { m["stages"].erase("affinities"); }, "/stages/affinities/key");
  expectManifestRefusal([](json& m) { m["stages"]["assessment"]["key"] = "../../up"; },
                        "/stages/assessment/key");
  expectManifestRefusal([](json& m) { m["stages"]["features"]["seconds"] = -1; }, "/stages/features/seconds");
  expectManifestRefusal([](json& m) { m["resolved"]["target_perplexity"] = nullptr; },
                        "/resolved/target_perplexity");
  expectManifestRefusal([](json& m) { m["resolved"]["sampler"] = "dice"; }, "/resolved/sampler");
  expectManifestRefusal([](json& m) { m["resolved"]["sampler"] = "auto"; }, "/resolved/sampler");
  expectManifestRefusal([](json& m) { m["results"]["peak_memory_mb"] = 1e200; }, "/results/peak_memory_mb");
  expectManifestRefusal([](json& m) { m["results"]["warnings"] = json::array({1}); }, "/results/warnings");
  expectManifestRefusal([](json& m) { m["results"]["kl"] = "low"; }, "/results/kl");
  expectManifestRefusal([](json& m) { m["machine"].erase("threads"); }, "/machine/threads");
  expectManifestRefusal([](json& m) { m["name"] = json::array(); }, "/name");
  const std::string good = text("manifest.json");
  json fixed = json::parse(good);
  fixed["options"]["perplexity"] = 12;
  writeText(path() / "manifest.json", fixed.dump());
  EXPECT_NE(failure().find("is not the perplexity that the options fix"), std::string::npos) << failure();
  fixed["options"]["perplexity"] = (*run_)->targetPerplexity;
  writeText(path() / "manifest.json", fixed.dump());
  EXPECT_NE(failure().find("holds candidates of a guide"), std::string::npos);
}

TEST_F(StoredRunTest, TheWorkIsThatOfTheRun) {
  expectWorkRefusal([](json& w) { w["neighbors"]["points"] = 91; }, "another number of points");
  expectWorkRefusal([](json& w) { w["histogram"]["bin"].erase(0); }, "another number of points");
  expectWorkRefusal([](json& w) { w["histogram"]["bin"][4] = 100000; }, "bin 100000 is not a cell");
  expectWorkRefusal([](json& w) { w["histogram"]["bin"][4] = -2; }, "bin -2 is not a cell");
  expectWorkRefusal([](json& w) { w["histogram"]["bin"][4] = 1e300; }, "is not a cell");
  expectWorkRefusal([](json& w) { w["searches"].erase(0); }, "a search and a descent for the map");
  expectWorkRefusal([](json& w) { w["searches"][0]["groups"][0]["points"] = -1; }, "points is negative");
  expectWorkRefusal([](json& w) { w["searches"][0]["exp_calls"] = 1e300; },
                    "exp_calls is not a whole number");
  expectWorkRefusal([](json& w) { w["searches"].back()["target"] = 1; }, "another perplexity");
  expectWorkRefusal([](json& w) { w["descents"].back()["iterations"] = 1; }, "another number of iterations");
  expectWorkRefusal([](json& w) { w["sampling"]["exemplars"] = 8; }, "another number of exemplars");
}

TEST_F(StoredRunTest, NoMutationCrashes) {
  RandomStream random(7, 0x6d757461);
  int refused = 0, restored = 0;
  const auto open = [&] {
    try {
      RunControl control(1);
      test::RecordingObserver observer;
      Pipeline().restore(dataset_, readStoredRun(path(), control), observer, control);
      ++restored;
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty()) << e.what();
      ++refused;
    }
  };
  for (const char* file : {"manifest.json", "embedding.npy", "sigma.npy", "subset.npy", "history.csv",
                           "guidance.csv", "candidates.npy", "work.json"}) {
    const std::string whole = text(file);
    for (int i = 0; i < 60; ++i) {
      std::string bytes = whole;
      for (int change = 0; change < 3; ++change) {
        const size_t at = random.below(std::min<size_t>(bytes.size(), i % 2 ? 300 : bytes.size()));
        bytes[at] = i % 3 ? "0123456789,.-e\n\"{}["[random.below(19)] : static_cast<char>(random.below(256));
      }
      writeText(path() / file, bytes);
      open();
    }
    writeText(path() / file, whole);
  }
  EXPECT_GT(refused, 100) << "of 480";
  EXPECT_GT(restored, 50) << "what differs in a digit is a run as well";
  EXPECT_EQ(failure(), "read");
}

TEST_F(StoredRunTest, ReadingCanBeCancelled) {
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(readStoredRun(path(), control), Cancelled);
}

TEST_F(StoredRunTest, FoldersThatAreNoRunsAreNamed) {
  RunControl control(1);
  for (const fs::path& folder : {folder_ / "missing", folder_.path(), path() / "manifest.json"})
    EXPECT_THROW(readStoredRun(folder, control), Error) << folder;
}

}  // namespace
}  // namespace adapsne
