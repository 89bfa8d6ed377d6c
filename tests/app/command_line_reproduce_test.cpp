// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne reproduce` as people run it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {

TEST(ReproduceCommand, MeasuresEveryClaimTheSameAtAnyThreadCount) {
  const test::TemporaryFolder folder;
  const auto with = [&](const std::string& threads) {
    return test::runProcess({test::commandLineProgram(), "reproduce", "blobs", "--points", "150", "--seeds",
                             "2", "--budgets", "6", "--classifiers", "1-nn", "--iterations", "60", "--json",
                             "--out", threads + ".html", "--threads", threads},
                            folder.path());
  };
  const test::ProcessResult one = with("1"), two = with("2");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  EXPECT_EQ(test::readText(folder / "1.html"), test::readText(folder / "2.html"));
  const nlohmann::json report = nlohmann::json::parse(one.out);
  ASSERT_EQ(report.at("claims").size(), 5u);
  size_t conditions = 0;
  for (const nlohmann::json& claim : report.at("claims"))
    for (const nlohmann::json& condition : claim.at("conditions")) {
      EXPECT_EQ(condition.at("gains").size(), 2u);
      ++conditions;
    }
  EXPECT_EQ(conditions, 6u + 2 + 3 + 4 + 1);
  // By the model's own constants, whatever the data.
  EXPECT_NEAR(report.at("claims")[4].at("conditions")[0].at("gain").get<double>(), 17, 1);
}

TEST(ReproduceCommand, MistakesAreNamed) {
  const test::TemporaryFolder folder;
  const auto refused = [&](std::vector<std::string> words, int code, const std::string& part) {
    words.insert(words.begin(), {test::commandLineProgram(), "reproduce"});
    const test::ProcessResult result = test::runProcess(words, folder.path());
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
  };
  refused({"digits", "--claims", "energi"}, 2, "Did you mean energy?");
  refused({"digits", "--seeds", "0"}, 2, "at least one");
  refused({"digits", "--budgets", "x"}, 2, "is not a number");
  refused({"digits", "--out", "no/page.html"}, 1, "there is no folder");
}

}  // namespace
}  // namespace adapsne
