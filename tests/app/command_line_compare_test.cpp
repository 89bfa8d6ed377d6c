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
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 33)
      << "a header, and two ratios of four methods by four classifiers";
  EXPECT_NE(one.out.find("160 points to choose from, 40 held out"), std::string::npos) << one.out;
  EXPECT_NE(one.out.find("ratio 0.05, 8 exemplars, 2 seeds"), std::string::npos) << one.out;
}

TEST_F(CompareCommand, ShowsDifferencesFromRandomWhereItTakesPart) {
  const auto with = [&](const std::string& methods) {
    return compare({"digits", "--points", "200", "--methods", methods, "--seeds", "2", "--ratios", "0.1",
                    "--classifiers", "1-nn"})
        .out;
  };
  EXPECT_NE(with("stratified,random").find("- random"), std::string::npos);
  EXPECT_EQ(with("stratified,kmeans-pca").find("random"), std::string::npos);
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
  expect({"digits", "--budgets", "20,0"}, 2, "below 1");
  expect({"digits", "--budgets", "20000"}, 2, "more than the");
  expect({"digits", "--pools", "6"}, 2, "as many as there are seeds");
  expect({"digits", "--resume", "no/cells"}, 1, "there is no folder");
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

/// The cells that a file holds: its whole lines, without the first.
int64_t cellsIn(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return 0;
  const std::string text = test::readText(file);
  return std::max<int64_t>(0, std::count(text.begin(), text.end(), '\n') - 1);
}

TEST_F(CompareCommand, WhatKill9LeavesIsGoneOnFrom) {
  const auto words = [](const std::string& name) {
    return Words{"digits",
                 "--points",
                 "200",
                 "--methods",
                 "nms-ideal,random,stratified",
                 "--seeds",
                 "2",
                 "--budgets",
                 "8,16",
                 "--iterations",
                 "300",
                 "--threads",
                 "2",
                 "--classifiers",
                 "1-nn,mlp",
                 "--resume",
                 name + ".jsonl",
                 "--csv",
                 name + ".csv"};
  };
  const ProcessResult whole = compare(words("whole"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  ASSERT_EQ(cellsIn(folder_ / "whole.jsonl"), 3 * 2 * 2 * 2);
  int64_t before = 0;
  int kills = 0;
  for (const int64_t upTo : {3, 9}) {
    test::Process process(command(words("torn")), folder_.path());
    ASSERT_TRUE(process.waitUntil([&] { return cellsIn(folder_ / "torn.jsonl") >= upTo; }));
    process.signal(SIGKILL);
    EXPECT_EQ(process.wait().code, 128 + SIGKILL);
    EXPECT_GE(cellsIn(folder_ / "torn.jsonl"), before);
    before = cellsIn(folder_ / "torn.jsonl");
    EXPECT_LT(before, 24);
    ++kills;
  }
  EXPECT_EQ(kills, 2);
  // As a kill in the middle of a write leaves it.
  test::writeText(folder_ / "torn.jsonl", test::readText(folder_ / "torn.jsonl") + "{\"accuracy\":0.7");
  const ProcessResult rest = compare(words("torn"));
  ASSERT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(rest.out, whole.out);
  EXPECT_EQ(test::readText(folder_ / "torn.csv"), test::readText(folder_ / "whole.csv"));
  EXPECT_EQ(test::readText(folder_ / "torn.jsonl"), test::readText(folder_ / "whole.jsonl"));
  EXPECT_NE(rest.err.find(std::to_string(before) + " cells were in torn.jsonl, " +
                          std::to_string(24 - before) + " were computed"),
            std::string::npos)
      << rest.err;
  EXPECT_NE(rest.err.find("torn and is left out"), std::string::npos) << rest.err;
  const ProcessResult again = compare(words("torn"));
  EXPECT_EQ(again.out, whole.out);
  EXPECT_NE(again.err.find(" 0 were computed"), std::string::npos) << again.err;
}

TEST_F(CompareCommand, ShardsJoinedAreOneRunByteForByte) {
  const Words common = {"digits",
                        "--points",
                        "150",
                        "--methods",
                        "nms-ideal,random,stratified",
                        "--seeds",
                        "2",
                        "--ratios",
                        "0.1",
                        "--budgets",
                        "9",
                        "--iterations",
                        "20",
                        "--full",
                        "--pools",
                        "2",
                        "--classifiers",
                        "1-nn"};
  const auto with = [&](Words more) {
    more.insert(more.begin(), common.begin(), common.end());
    return compare(more);
  };
  const ProcessResult whole = with({"--resume", "whole", "--csv", "whole.csv"});
  ASSERT_EQ(whole.code, 0) << whole.err;
  for (const std::string part : {"1", "2", "3"})
    ASSERT_EQ(with({"--shard", part + "/3", "--resume", "part" + part}).code, 0) << part;
  const ProcessResult two = compare({"--join", "part3", "part1"});
  EXPECT_EQ(two.code, 0) << two.err;
  EXPECT_NE(two.out.find("Not complete"), std::string::npos) << two.out;
  EXPECT_NE(two.err.find("missing: "), std::string::npos) << two.err;
  const ProcessResult joined =
      compare({"--join", "part3", "part1", "part2", "--csv", "joined.csv", "--resume", "joined"});
  ASSERT_EQ(joined.code, 0) << joined.err;
  EXPECT_EQ(joined.out, whole.out);
  EXPECT_EQ(test::readText(folder_ / "joined.csv"), test::readText(folder_ / "whole.csv"));
  EXPECT_EQ(test::readText(folder_ / "joined"), test::readText(folder_ / "whole"));
  EXPECT_EQ(cellsIn(folder_ / "joined"), 2 * (3 * 2 + 1));
  // Another answer to the same question, another comparison, and what is decided already.
  std::string changed = test::readText(folder_ / "part1");
  const size_t at = changed.find("\"accuracy\":") + 11;
  changed.replace(at, changed.find(',', at) - at, "0.125");
  test::writeText(folder_ / "changed", changed);
  const ProcessResult contrary = compare({"--join", "part1", "changed"});
  EXPECT_EQ(contrary.code, 1);
  EXPECT_NE(contrary.err.find("0.125 with"), std::string::npos) << contrary.err;
  EXPECT_EQ(compare({"--join", "part1", "--seeds", "2"}).code, 2);
  EXPECT_EQ(compare({"digits", "--join", "part1"}).code, 2);
  const ProcessResult other = with({"--resume", "whole", "--final-momentum", "0.7"});
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.err.find("--final-momentum of nms-ideal (the default there, 0.7 here)"), std::string::npos)
      << other.err;
  EXPECT_EQ(with({"--shard", "4/3"}).code, 2);
  EXPECT_EQ(with({"--shard", "x"}).code, 2);
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
