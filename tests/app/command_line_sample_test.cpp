// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne sample` as people run it.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using nlohmann::json;
using test::ProcessResult;
using Words = std::vector<std::string>;

class SampleCommand : public testing::Test {
 protected:
  ProcessResult adapsne(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  ProcessResult makeRun() {
    return adapsne({"run", "blobs", "--points", "200", "--method", "nms-ideal", "--iterations", "20",
                    "--ratio", "0.1", "--seed", "4", "--out", "run"});
  }
  std::string text(const std::string& file) { return test::readText(folder_ / file); }
  test::TemporaryFolder folder_;
};

TEST_F(SampleCommand, OfARunGivesItsOwnSubsetAgainAndOthers) {
  ASSERT_EQ(makeRun().code, 0);
  ASSERT_EQ(adapsne({"sample", "run", "--out", "same"}).code, 0);
  EXPECT_EQ(text("same/subset.csv"), text("run/subset.csv"));
  EXPECT_EQ(text("same/subset.npy"), text("run/subset.npy"));
  const ProcessResult other = adapsne({"sample", "run", "--sampler", "poisson-disk", "--classes", "per-class",
                                       "--count", "15", "--json", "--out", "other"});
  ASSERT_EQ(other.code, 0) << other.err;
  const json object = json::parse(other.out);
  EXPECT_EQ(object["sampler"], "poisson-disk");
  EXPECT_EQ(object["subset_size"], 15);
  EXPECT_EQ(object["classes_hit"], object["classes"]);
  EXPECT_EQ(parseNpy(text("other/subset.npy"), "subset.npy").shape, std::vector<int64_t>{15});
  ASSERT_EQ(adapsne({"sample", "run", "--seed", "9", "--out", "same"}).code, 0) << "replaces its own folder";
  EXPECT_NE(text("same/subset.csv"), text("run/subset.csv"));
}

TEST_F(SampleCommand, ExtendsWhatIsGivenAndLeavesOutWhatIsExcluded) {
  ASSERT_EQ(makeRun().code, 0);
  const std::vector<double> before = parseNpy(text("run/subset.npy"), "subset.npy").values;
  std::vector<double> excluded;
  for (double row = 0; excluded.size() < 60; ++row)
    if (!std::binary_search(before.begin(), before.end(), row)) excluded.push_back(row);
  std::string list;
  for (const double row : excluded) list += std::to_string(static_cast<int>(row)) + "\n";
  test::writeText(folder_ / "not.txt", list);
  // The export of the run is a start for the next choice, of another sampler.
  const ProcessResult more = adapsne({"sample", "run", "--given", "run/subset.csv", "--exclude", "not.txt",
                                      "--sampler", "k-center", "--count", "26", "--json", "--out", "more"});
  ASSERT_EQ(more.code, 0) << more.err;
  const json object = json::parse(more.out);
  EXPECT_EQ(object["subset_size"], 26);
  EXPECT_EQ(object["given"], 20);
  EXPECT_TRUE(text("more/subset.csv").starts_with("row,label,given,order\n"));
  const std::vector<double> after = parseNpy(text("more/subset.npy"), "subset.npy").values;
  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
  for (const double row : excluded) EXPECT_FALSE(std::binary_search(after.begin(), after.end(), row)) << row;
  const ProcessResult few =
      adapsne({"sample", "run", "--given", "run/subset.csv", "--count", "7", "--out", "few"});
  EXPECT_EQ(few.code, 2);
  EXPECT_NE(few.err.find("--given: 20 rows are given, and only 7 exemplars were asked for"),
            std::string::npos)
      << few.err;
  test::writeText(folder_ / "not.txt", "5\n400\n");
  const ProcessResult wrong = adapsne({"sample", "run", "--exclude", "not.txt", "--out", "few"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.err.find("not.txt, line 2: row 400 is not there"), std::string::npos) << wrong.err;
}

TEST_F(SampleCommand, BudgetsOfClassesAreKept) {
  const ProcessResult result =
      adapsne({"sample", "digits", "--points", "300", "--sampler", "random", "--classes", "given",
               "--class-budget", "3=5,8=2", "--json", "--out", "some"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(json::parse(result.out)["subset_size"], 7);
  const std::string csv = text("some/subset.csv");
  EXPECT_EQ(csv.substr(0, 10), "row,label\n");
  size_t threes = 0;
  for (size_t at = csv.find(",3\n"); at != std::string::npos; at = csv.find(",3\n", at + 1)) ++threes;
  EXPECT_EQ(threes, 5u);
  const ProcessResult two = adapsne(
      {"sample", "digits", "--classes", "given", "--class-budget", "3=5", "--count", "9", "--out", "some"});
  EXPECT_EQ(two.code, 2);
  EXPECT_NE(two.err.find("--count: --class-budget was given too"), std::string::npos) << two.err;
}

TEST_F(SampleCommand, OfADatasetComputesAMapOnlyWhereItIsLookedAt) {
  const Words common = {"sample",    "digits",       "--points", "150",     "--method",
                        "nms-ideal", "--iterations", "10",       "--count", "12"};
  const auto with = [&](const std::string& sampler) {
    Words words = common;
    words.insert(words.end(), {"--sampler", sampler, "--out", sampler});
    return adapsne(words);
  };
  const ProcessResult features = with("kmeans-features"), map = with("kmeans");
  ASSERT_EQ(features.code, 0) << features.err;
  ASSERT_EQ(map.code, 0) << map.err;
  EXPECT_EQ(features.err.find("Embedding"), std::string::npos);
  EXPECT_NE(map.err.find("Embedding"), std::string::npos);
  EXPECT_NE(features.out.find("Exemplars                12"), std::string::npos) << features.out;
  EXPECT_EQ(test::listing(folder_ / "kmeans-features"), (Words{"subset.csv", "subset.npy"}));
}

TEST_F(SampleCommand, MistakesAreNamedWithARemedy) {
  ASSERT_EQ(makeRun().code, 0);
  const auto expect = [&](Words arguments, int code, const std::string& part) {
    const ProcessResult result = adapsne(std::move(arguments));
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    EXPECT_TRUE(result.out.empty());
    EXPECT_FALSE(std::filesystem::exists(folder_ / "x"));
  };
  expect({"sample", "run"}, 2, "--out");
  expect({"sample", "run", "--scale", "none", "--out", "x"}, 2, "--scale: was decided when the run was made");
  expect({"sample", "run", "--sampler", "poison-disk", "--out", "x"}, 2, "Did you mean poisson-disk?");
  expect({"sample", "run", "--ratio", "0.1", "--count", "3", "--out", "x"}, 2, "only one of them");
  expect({"sample", "run", "--count", "201", "--out", "x"}, 2, "201 exemplars were asked for");
  expect({"sample", "no-such-data", "--out", "x"}, 1, "there is no such dataset or file");
  test::writeText(folder_ / "plain.csv", "a,b\n1,2\n2,1\n3,4\n4,3\n5,6\n6,5\n");
  expect({"sample", "plain.csv", "--sampler", "random", "--classes", "per-class", "--out", "x"}, 2,
         "Give --labels FILE or --classes ignore");
  expect(
      {"run", "plain.csv", "--method", "adapsne-plus", "--out", "x"}, 2,
      "kernel-ridge needs labels of the points, and the dataset has none. Give --labels FILE, or a sampler "
      "without labels");
  test::writeText(folder_ / "run/notes.txt", "mine");
  expect({"sample", "run", "--out", "run"}, 1, "run");
  test::writeText(folder_ / "run/manifest.json", "{");
  expect({"sample", "run", "--out", "x"}, 1, "is not valid JSON");
}

}  // namespace
}  // namespace adapsne
