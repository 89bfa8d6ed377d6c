// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne landscape` as people run it.
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/catalogue/catalogue.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/arithmetic.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using nlohmann::json;
using test::ProcessResult;
using Words = std::vector<std::string>;

struct Line {
  double u, sigma, perplexity, error;
  std::string feature;
};

class LandscapeCommand : public testing::Test {
 protected:
  ProcessResult adapsne(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  std::vector<Line> linesOf(const std::string& name) {
    std::ifstream file(folder_ / name);
    std::string text;
    std::getline(file, text);
    EXPECT_EQ(text, "ln_sigma,sigma,perplexity,relative_error,feature");
    std::vector<Line> lines;
    while (std::getline(file, text)) {
      std::istringstream cells(text);
      std::string cell[5];
      for (std::string& c : cell) std::getline(cells, c, ',');
      lines.push_back(
          {std::stod(cell[0]), std::stod(cell[1]), std::stod(cell[2]), std::stod(cell[3]), cell[4]});
    }
    return lines;
  }
  test::TemporaryFolder folder_;
};

const Words kDigits = {"landscape", "digits", "--points", "600",   "--scale",
                       "none",      "--pca",  "none",     "--row", "11"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST_F(LandscapeCommand, TheFileHoldsWhatTheDatapathEvaluates) {
  const ProcessResult result = adapsne(with(kDigits, {"--arithmetic", "fixed16-saturate", "--perplexity",
                                                      "40", "--samples", "300", "--csv", "l.csv"}));
  ASSERT_EQ(result.code, 0) << result.err;
  RunControl control(1);
  DatasetOptions options;
  options.points = 600;
  const DatasetPtr digits = openDataset("digits", options, 1, control);
  Features features;
  features.points = 600;
  features.dimensions = digits->dimensions;
  features.values = digits->features.floats();
  const auto graph = exactNeighbors(features, 599, control);
  const auto evaluator = makeEvaluator(Arithmetic::Fixed16Saturate, false);
  evaluator->load(graph->distances(11), graph->largestSquaredDistance);

  std::map<std::string, int> counts;
  const std::vector<Line> lines = linesOf("l.csv");
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    ++counts[line.feature];
    EXPECT_EQ(line.perplexity, evaluator->evaluate(line.u).perplexity) << i;
    EXPECT_NEAR(line.sigma, std::exp(line.u) * std::sqrt(double{graph->largestSquaredDistance}),
                1e-9 * line.sigma);
    EXPECT_NEAR(line.error, line.perplexity / 40 - 1, 1e-12);
    if (i > 0) {
      EXPECT_LE(lines[i - 1].u, line.u);
    }
    if (line.feature == "true-root" || line.feature == "false-root") {
      EXPECT_LT(std::abs(line.error), 0.05);
      const bool ascends = lines[i + 1].perplexity > lines[i - 1].perplexity;
      EXPECT_EQ(ascends, line.feature == "true-root");
    }
  }
  EXPECT_EQ(counts["grid"] + counts["plateau"], 300);
  EXPECT_GT(counts["plateau"], 2);
  EXPECT_GE(counts["true-root"], 1);
  EXPECT_GE(counts["false-root"], 1);
}

TEST_F(LandscapeCommand, TheSummaryCountsWhatTheFileHolds) {
  for (const char* arithmetic : {"float64", "fixed16-saturate"}) {
    for (const char* subtract : {"true", "false"}) {
      const Words words = with(kDigits, {"--arithmetic", arithmetic, "--subtract-nearest", subtract});
      const ProcessResult plain = adapsne(words), asJson = adapsne(with(words, {"--json", "--csv", "l.csv"}));
      ASSERT_EQ(plain.code, 0) << plain.err;
      ASSERT_EQ(asJson.code, 0) << asJson.err;
      const json object = json::parse(asJson.out);
      EXPECT_EQ(object["row"], 11);
      EXPECT_EQ(object["target"], 30) << "NMS's target unless another is given";
      EXPECT_EQ(object["arithmetic"], arithmetic);
      std::map<std::string, size_t> counts;
      for (const Line& line : linesOf("l.csv")) ++counts[line.feature];
      EXPECT_EQ(object["true_roots"].size(), counts["true-root"]);
      EXPECT_EQ(object["false_roots"].size(), counts["false-root"]);
      EXPECT_EQ(object["plateaus"].empty(), counts["plateau"] == 0);
      EXPECT_EQ(counts["grid"] + counts["plateau"], 640u);
      const bool hasFalseRoot =
          std::string(arithmetic) == "fixed16-saturate" && std::string(subtract) == "false";
      EXPECT_EQ(object["false_roots"].size() > 0, hasFalseRoot);
      EXPECT_EQ(object["true_roots"].size(), 1u);
      EXPECT_NE(plain.out.find("true roots     1"), std::string::npos) << plain.out;
      EXPECT_NE(plain.out.find("row 11 in " + std::string(arithmetic) + ", target perplexity 30"),
                std::string::npos);
    }
  }
}

TEST_F(LandscapeCommand, TheSameBytesAtAnyThreadCount) {
  const Words words = with(kDigits, {"--arithmetic", "fixed8"});
  ASSERT_EQ(adapsne(with(words, {"--threads", "1", "--csv", "a.csv"})).code, 0);
  ASSERT_EQ(adapsne(with(words, {"--threads", "7", "--csv", "b.csv"})).code, 0);
  const auto bytes = [&](const char* name) {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
  EXPECT_EQ(bytes("a.csv"), bytes("b.csv"));
  EXPECT_GT(bytes("a.csv").size(), 10000u);
}

TEST_F(LandscapeCommand, MistakesAreNamedWithARemedyAndLeaveNothing) {
  test::writeText(folder_ / "same.csv", "a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n");
  test::writeText(folder_ / "huge.csv", "a,b\n1e30,2\n1,2e30\n1,3\n5,2\n4,2\n");
  const Words before = test::listing(folder_.path());
  const auto refused = [&](const Words& arguments, int code, const std::string& part) {
    const ProcessResult result = adapsne(with({"landscape"}, arguments));
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(test::listing(folder_.path()), before);
  };
  refused({}, 2, "data");
  refused({"digits"}, 2, "--row");
  refused({"digits", "--row", "x"}, 2, "--row");
  refused({"digits", "--row", "-1", "--csv", "l.csv"}, 2, "-1 is not a row of digits");
  refused({"digits", "--row", "1797"}, 2, "Rows are counted from 0 to 1796.");
  refused({"digits", "--points", "50", "--row", "50"}, 2, "Rows are counted from 0 to 49.");
  refused({"digits", "--row", "1", "--perplexity", "guided"}, 2, "cannot be guided");
  refused({"digits", "--points", "20", "--row", "1", "--perplexity", "30"}, 2, "number of neighbours, 19");
  refused({"digits", "--row", "1", "--arithmetic", "fixed9"}, 2, "Did you mean fixed8?");
  refused({"digits", "--row", "1", "--samples", "1"}, 2, "--samples: 1 is out of range");
  refused({"digits", "--row", "1", "--samples", "1000001"}, 2, "from 2 to 1000000");
  refused({"digits", "--row", "1", "--sampels", "5"}, 2, "Did you mean --samples?");
  refused({"digits", "--row", "1", "--search", "newton"}, 2, "there is no such option");
  refused({"none.csv", "--row", "1"}, 1, "none.csv");
  refused({"huge.csv", "--row", "1", "--perplexity", "2", "--scale", "none"}, 1, "are too large");
  refused({"digits", "--row", "1", "--csv", "none/l.csv"}, 1, "none/l.csv");
}

TEST_F(LandscapeCommand, IdenticalPointsAreOnePlateau) {
  test::writeText(folder_ / "same.csv", "a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n");
  for (const char* arithmetic : {"float64", "float32", "fixed16-flush", "fixed16-saturate", "fixed8"}) {
    const ProcessResult result = adapsne(
        {"landscape", "same.csv", "--row", "0", "--perplexity", "2", "--arithmetic", arithmetic, "--json"});
    ASSERT_EQ(result.code, 0) << result.err;
    const json object = json::parse(result.out);
    EXPECT_EQ(object["plateaus"].size(), 1u);
    EXPECT_EQ(object["true_roots"].size(), 0u);
    EXPECT_NEAR(object["highest_perplexity"].get<double>(), 4, 0.5) << "within the tables' precision";
  }
}

}  // namespace
}  // namespace adapsne
