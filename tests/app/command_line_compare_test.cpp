// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne compare` as people run it.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using test::ProcessResult;
using Words = std::vector<std::string>;

class CompareCommand : public testing::Test {
 protected:
  Words command(Words arguments) {
    arguments.insert(arguments.begin(), {test::commandLineProgram(), "compare"});
    return arguments;
  }
  ProcessResult compare(const Words& arguments) {
    return test::runProcess(command(arguments), folder_.path());
  }
  test::TemporaryFolder folder_;
};

TEST_F(CompareCommand, PrintsATableAndWritesTheSameFiguresAtAnyThreadCount) {
  const auto with = [&](const std::string& threads) {
    return compare({"digits", "--points", "200", "--methods", "nms-ideal,random,stratified,kmeans-pca",
                    "--seeds", "2", "--ratios", "0.05,0.1", "--iterations", "20", "--csv", threads + ".csv",
                    "--threads", threads});
  };
  const ProcessResult one = with("1"), three = with("3");
  ASSERT_EQ(one.code, 0) << one.err;
  ASSERT_EQ(three.code, 0) << three.err;
  EXPECT_EQ(one.out, three.out);
  const std::string csv = test::readText(folder_ / "1.csv");
  EXPECT_EQ(csv, test::readText(folder_ / "3.csv"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 25)
      << "a header, and two ratios of four methods by three classifiers";
  EXPECT_NE(one.out.find("160 points to choose from, 40 held out"), std::string::npos) << one.out;
  EXPECT_NE(one.out.find("ratio 0.05, 8 exemplars, 2 seeds"), std::string::npos) << one.out;
}

TEST_F(CompareCommand, MistakesAreNamedWithARemedy) {
  const auto expect = [&](const Words& arguments, int code, const std::string& part) {
    const ProcessResult result = compare(arguments);
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    EXPECT_TRUE(result.out.empty());
  };
  expect({}, 2, "data is required");
  expect({"digits", "--methods", "randm"}, 2, "Did you mean random?");
  expect({"digits", "--methods", ","}, 2, "none was given");
  expect({"digits", "--ratios", "0.1,x"}, 2, "\"x\" is not a number");
  expect({"digits", "--ratios", "0.1,2"}, 2, "not above 0 and at most 1");
  expect({"digits", "--classifiers", "cn"}, 2, "Did you mean cnn?");
  expect({"digits", "--classifiers", ","}, 2, "none was given");
  expect({"digits", "--seeds", "0"}, 2, "at least one is needed");
  expect({"digits", "--method", "adapsne"}, 2, "there is no such option");
  expect({"digits", "--csv", "no/folder.csv"}, 1, "there is no folder");
  test::writeText(folder_ / "plain.csv", "a,b\n1,2\n2,1\n3,4\n4,3\n5,6\n6,5\n");
  expect({"plain.csv", "--label-column", "none"}, 1, "has no labels");
}

TEST_F(CompareCommand, CtrlCEndsItAndWritesNothing) {
  test::Process process(
      command({"digits", "--methods", "nms-ideal", "--iterations", "1000000", "--csv", "x.csv"}),
      folder_.path());
  ASSERT_TRUE(process.waitUntil(
      [&] { return process.errorsSoFar().find("nms-ideal, seed 1") != std::string::npos; }));
  process.signal(SIGINT);
  const ProcessResult result = process.wait();
  EXPECT_EQ(result.code, 130) << result.err;
  EXPECT_NE(result.err.find("nothing was written"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.csv"));
}

/// Where random is the first method its differences are those from the first.
TEST_F(CompareCommand, DifferencesFromRandomStandOnce) {
  const auto heads = [&](const std::string& methods) {
    const ProcessResult result =
        compare({"blobs", "--points", "150", "--methods", methods, "--seeds", "2", "--ratios", "0.1"});
    EXPECT_EQ(result.code, 0) << result.err;
    int count = 0;
    for (size_t at = 0; (at = result.out.find("- random", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_EQ(heads("random,stratified"), 1);
  EXPECT_EQ(heads("stratified,random"), 1);
}

}  // namespace
}  // namespace adapsne
