// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_store.h"

#include <cmath>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/pipeline/run_tables.h"
#include "core/pipeline/stored_run.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test::readText;
using Names = std::vector<std::string>;

std::vector<std::vector<std::string>> csvOf(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream cells(line + ",");
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

class RunStore : public testing::Test {
 protected:
  void write(const RunPtr& run) { RunFolder(folder_ / "run").write(*run); }
  NpyArray npy(const std::string& name) { return parseNpy(readText(folder_ / ("run/" + name)), name); }
  test::TemporaryFolder folder_;
  DatasetPtr dataset_ = test::clusteredDataset(90, 5, 1);
};

TEST_F(RunStore, HasItsFilesInTheirShapes) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions());
  write(run);
  EXPECT_EQ(test::listing(folder_ / "run"), (Names{"embedding.npy", "history.csv", "manifest.json",
                                                   "sigma.npy", "subset.csv", "subset.npy", "work.json"}));
  const NpyArray map = npy("embedding.npy"), sigma = npy("sigma.npy"), subset = npy("subset.npy");
  EXPECT_EQ(map.shape, (std::vector<int64_t>{90, 2}));
  EXPECT_EQ(std::vector<float>(map.values.begin(), map.values.end()), run->map->positions);
  EXPECT_NE(readText(folder_ / "run/embedding.npy").find("'<f4'"), std::string::npos);
  EXPECT_EQ(sigma.values, run->sigma->sigma);
  EXPECT_NE(readText(folder_ / "run/sigma.npy").find("'<f8'"), std::string::npos);
  EXPECT_EQ(subset.shape, std::vector<int64_t>{9});
  EXPECT_NE(readText(folder_ / "run/subset.npy").find("'<i8'"), std::string::npos);

  const auto rows = csvOf(readText(folder_ / "run/subset.csv"));
  ASSERT_EQ(rows.size(), 10u);
  EXPECT_EQ(rows[0], (Names{"row", "label"}));
  for (size_t i = 0; i < 9; ++i) {
    EXPECT_EQ(std::stoll(rows[i + 1][0]), static_cast<int64_t>(subset.values[i]));
    EXPECT_EQ(rows[i + 1][1], dataset_->classNames[dataset_->labels[run->subset->rows[i]]]);
  }
}

TEST_F(RunStore, PartsOfASourceAreWrittenInItsRows) {
  std::vector<int64_t> part;
  for (int64_t i = 1; i < 90; i += 2) part.push_back(i);
  const RunPtr run =
      test::runOnce(std::make_shared<const Dataset>(selectRows(*dataset_, part)), test::quickOptions());
  write(run);
  const NpyArray rows = npy("rows.npy"), subset = npy("subset.npy");
  EXPECT_EQ(std::vector<int64_t>(rows.values.begin(), rows.values.end()), part);
  const auto csv = csvOf(readText(folder_ / "run/subset.csv"));
  ASSERT_EQ(subset.values.size(), run->subset->rows.size());
  ASSERT_EQ(csv.size(), 1 + subset.values.size());
  ASSERT_FALSE(subset.values.empty());
  for (size_t i = 0; i < subset.values.size(); ++i) {
    EXPECT_EQ(subset.values[i], part[run->subset->rows[i]]);
    EXPECT_EQ(std::stoll(csv[i + 1][0]), part[run->subset->rows[i]]);
  }
}

TEST_F(RunStore, TheOrderOfChoiceIsAColumnThatComesBack) {
  Options options = test::quickOptions();
  options.sampling.sampler = Sampler::KernelRidge;
  const RunPtr run = test::runOnce(dataset_, options);
  ASSERT_EQ(run->subset->order.size(), 9u);
  write(run);
  const std::string text = readText(folder_ / "run/subset.csv");
  const auto rows = csvOf(text);
  ASSERT_EQ(rows.size(), 10u);
  EXPECT_EQ(rows[0], (Names{"row", "label", "order"}));
  for (size_t i = 0; i < 9; ++i)
    EXPECT_EQ(run->subset->order[std::stoll(rows[i + 1][2]) - 1], std::stoll(rows[i + 1][0]));
  RunControl control(1);
  EXPECT_EQ(readStoredRun(folder_ / "run", control).order, run->subset->order);
  EXPECT_EQ(parseOrder("row,label\n3,a\n", 1, false, "subset.csv"), std::vector<int64_t>{});
  for (const char* damaged : {"row,label,order\n3,a,1\n5,b,1\n", "row,label,order\n3,a,1\n5,b,3\n",
                              "row,label,order\n3,a,1\n", "row,label,order\n3,a,1\n5,b,x\n"})
    EXPECT_THROW(parseOrder(damaged, 2, false, "subset.csv"), Error) << damaged;
}

TEST_F(RunStore, TheManifestGivesTheRunBack) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions("adapsne"));
  write(run);
  const json manifest = json::parse(readText(folder_ / "run/manifest.json"));
  EXPECT_EQ(manifest["format"], "adapsne-run");
  EXPECT_EQ(manifest["dataset"]["hash"], dataset_->hash);
  EXPECT_EQ(manifest["dataset"]["points"], 90);
  EXPECT_EQ(manifest["dataset"]["classes"].size(), 3u);
  EXPECT_EQ(manifest["resolved"]["scale"], "standardize");
  EXPECT_EQ(manifest["resolved"]["neighbors"], 89);
  EXPECT_EQ(manifest["resolved"]["target_perplexity"], run->targetPerplexity);
  EXPECT_EQ(manifest["resolved"]["sampler"], "grid");
  EXPECT_EQ(manifest["machine"]["threads"], 1);
  EXPECT_EQ(manifest["results"], summary(*run));
  for (Stage stage : kStages)
    EXPECT_EQ(manifest["stages"][stageName(stage)]["key"], run->keys[static_cast<size_t>(stage)]);
  // The options in it are enough to repeat the run.
  const RunPtr again = test::runOnce(dataset_, optionsFromJson(manifest["options"]));
  EXPECT_EQ(again->keys, run->keys);
  EXPECT_TRUE(test::sameBits(again->map->positions, run->map->positions));
}

TEST_F(RunStore, TheHistoryHasCandidatesThenTheCurve) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions("adapsne"));
  const auto rows = csvOf(historyCsv(*run));
  ASSERT_EQ(run->guidance.size(), 3u);
  ASSERT_EQ(rows.size(), 1 + run->guidance.size() + run->map->history.size());
  for (const auto& row : rows) EXPECT_EQ(row.size(), 10u);
  EXPECT_EQ(rows[0][0], "phase");
  for (size_t i = 0; i < run->guidance.size(); ++i) {
    EXPECT_EQ(rows[1 + i][0], "candidate");
    EXPECT_EQ(std::stod(rows[1 + i][1]), run->guidance[i].perplexity);
    EXPECT_EQ(std::stod(rows[1 + i][5]), run->guidance[i].entropyRepresentation);
    EXPECT_EQ(std::stod(rows[1 + i][7]), run->guidance[i].trustworthiness);
  }
  for (size_t i = 0; i < run->map->history.size(); ++i) {
    const auto& row = rows[1 + run->guidance.size() + i];
    EXPECT_EQ(row[0], "embedding");
    EXPECT_EQ(std::stoi(row[2]), run->map->history[i].iteration);
    EXPECT_EQ(std::stod(row[3]), run->map->history[i].kl) << "every digit, so that it reads back exactly";
  }
}

TEST_F(RunStore, TheGuidesConclusionReadsBackExactly) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions("adapsne"));
  const GuidanceCurve& curve = run->guidanceCurve;
  const auto rows = csvOf(guidanceCsv(curve));
  ASSERT_EQ(rows.size(), 1 + curve.perplexity.size());
  int chosen = 0;
  for (size_t i = 0; i < curve.perplexity.size(); ++i) {
    ASSERT_EQ(rows[1 + i].size(), 7u);
    EXPECT_EQ(std::stod(rows[1 + i][0]), curve.perplexity[i]);
    EXPECT_EQ(std::stod(rows[1 + i][1]), curve.entropy[i]);
    EXPECT_EQ(std::stod(rows[1 + i][2]), curve.entropyDeviation[i]);
    EXPECT_EQ(std::stod(rows[1 + i][3]), curve.trustworthiness[i]);
    EXPECT_EQ(rows[1 + i][5], curve.allowed(i) ? "1" : "0");
    if (rows[1 + i][6] == "1") {
      ++chosen;
      EXPECT_EQ(std::stod(rows[1 + i][0]), run->targetPerplexity);
    }
  }
  EXPECT_EQ(chosen, 1);
}

TEST_F(RunStore, WorkIsWhatWasCounted) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions("nms-edge"));
  const json work = toJson(run->work);
  ASSERT_EQ(work["searches"].size(), 1u);
  EXPECT_EQ(work["searches"][0]["evaluations"], 90 * 24);
  EXPECT_EQ(work["searches"][0]["passes"], 90 * 24);
  EXPECT_EQ(work["searches"][0]["exp_calls"], 90 * 24 * 89);
  EXPECT_EQ(work["searches"][0]["groups"],
            nlohmann::json::parse(R"([{"evaluations":24,"passes":24,"points":90}])"));
  EXPECT_EQ(work["descents"][0]["iterations"], 60);
  EXPECT_EQ(work["histogram"]["bin"].size(), 90u);
  EXPECT_EQ(work["sampling"]["exemplars"], 9);
}

TEST_F(RunStore, ARerunReplacesTheFolderAndForeignFilesAreSafe) {
  write(test::runOnce(dataset_, test::quickOptions()));
  Options other = test::quickOptions();
  other.sampling.count = 4;
  write(test::runOnce(dataset_, other));
  EXPECT_EQ(npy("subset.npy").shape, std::vector<int64_t>{4});
  EXPECT_EQ(test::listing(folder_.path()).size(), 8u) << "the folder and its seven files";
  test::writeText(folder_ / "run/notes.txt", "mine");
  EXPECT_THROW(RunFolder(folder_ / "run"), Error);
}

TEST_F(RunStore, TheSummaryHasEveryMeasure) {
  const json s = summary(*test::runOnce(dataset_, test::quickOptions("adapsne-edge")));
  for (const char* key : {"points",
                          "dimensions",
                          "classes",
                          "method",
                          "arithmetic",
                          "search",
                          "target_perplexity",
                          "kl",
                          "trustworthiness",
                          "lost",
                          "unreachable",
                          "stray",
                          "missed",
                          "entropy_representation",
                          "entropy_occupancy",
                          "assessed_rows",
                          "continuity",
                          "neighbor_recall",
                          "coverage_radius",
                          "coverage_mean",
                          "class_entropy",
                          "classes_hit",
                          "exemplar_agreement",
                          "mean_discrepancy",
                          "evaluations_per_point",
                          "passes_per_point",
                          "subset_size",
                          "seconds",
                          "peak_memory_mb"})
    EXPECT_TRUE(s.contains(key)) << key;
  EXPECT_EQ(s["arithmetic"], "fixed16-saturate");
  EXPECT_EQ(s["classes"], 3);
  double sum = 0;
  for (const auto& [stage, seconds] : s["seconds"].items())
    if (stage != "total") sum += seconds.get<double>();
  EXPECT_LE(sum, s["seconds"]["total"].get<double>() + 1e-6);
}

TEST_F(RunStore, NamesThatAreNoFileNamesNoCsvAndNoUnicode) {
  Dataset odd = *dataset_;
  odd.name = "../my data: \xff";
  odd.classNames = {"a,b", "say \"hi\"", "caf\xe9"};  // Latin-1, as old tables have it
  const RunPtr run = test::runOnce(std::make_shared<const Dataset>(odd), test::quickOptions());
  const fs::path folder = defaultRunFolder(*run);
  EXPECT_EQ(folder.parent_path(), "adapsne-runs");
  EXPECT_EQ(folder.filename().string().rfind("---my-data----nms-ideal-", 0), 0u) << folder;
  const std::string csv = subsetCsv(*run);
  EXPECT_NE(csv.find("\"a,b\""), std::string::npos);
  EXPECT_NE(csv.find("\"say \"\"hi\"\"\""), std::string::npos);
  write(run);
  const json manifest = json::parse(readText(folder_ / "run/manifest.json"));
  EXPECT_EQ(manifest["dataset"]["classes"].size(), 3u);
}

TEST_F(RunStore, WithoutLabelsTheColumnIsEmpty) {
  const auto unlabelled = test::datasetOf(test::clusteredFeatures(40, 3, 1));
  const auto rows = csvOf(subsetCsv(*test::runOnce(unlabelled, test::quickOptions())));
  EXPECT_EQ(rows[0], (Names{"row", "label"}));
  ASSERT_EQ(rows.size(), 5u);
  for (size_t i = 1; i < rows.size(); ++i) EXPECT_EQ(rows[i][1], "");
}

}  // namespace
}  // namespace adapsne
