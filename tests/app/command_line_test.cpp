// SPDX-License-Identifier: GPL-3.0-or-later
// The program as people run it: results, JSON, options, generators, interruption.
#include <cmath>
#include <cstdlib>

#include <fstream>

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/pipeline/schema.h"
#include "tests/support/comma_locale.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test::listing;
using test::ProcessResult;
using test::readText;
using Words = std::vector<std::string>;

class CommandLine : public testing::Test {
 protected:
  static Words command(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return arguments;
  }
  ProcessResult adapsne(const Words& arguments) {
    return test::runProcess(command(arguments), folder_.path());
  }
  /// The --json object of a run that must succeed.
  json measures(Words arguments) {
    arguments.push_back("--json");
    const ProcessResult result = adapsne(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.code == 0 ? json::parse(result.out) : json::object();
  }
  std::string bytes(const std::string& run, const std::string& file) {
    return readText(folder_ / (run + "/" + file));
  }
  test::TemporaryFolder folder_;
};

TEST_F(CommandLine, TheReferenceRunOnDigits) {
  const json m =
      measures({"run", "digits", "--method", "nms-ideal", "--scale", "none", "--pca", "0", "--neighbors",
                "all", "--perplexity", "30", "--iterations", "1000", "--out", "out"});
  EXPECT_LE(m["kl"].get<double>(), 0.70);
  EXPECT_GE(m["trustworthiness"].get<double>(), 0.985);
  const auto golden = test::goldenTable("digits_beta.csv");
  const NpyArray sigma = parseNpy(bytes("out", "sigma.npy"), "sigma.npy");
  ASSERT_EQ(sigma.shape, std::vector<int64_t>{1797});
  ASSERT_EQ(golden.size(), 1797u);
  for (size_t i = 0; i < golden.size(); ++i)
    ASSERT_NEAR(1 / (2 * sigma.values[i] * sigma.values[i]) / golden[i][2], 1, 1e-8) << "row " << i;
}

TEST_F(CommandLine, TextAndImageFeaturesReachTheMap) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 60; ++i)
    csv += (i % 2 ? "market share fell by " : "the cat sat on mat ") + std::to_string(i % 7) +
           (i % 2 ? ",money\n" : ",animal\n");
  test::writeText(folder_ / "t.csv", csv);
  EXPECT_EQ(measures({"run", "t.csv", "--text-column", "text", "--method", "nms-ideal", "--perplexity", "5",
                      "--iterations", "20", "--out", "text"})["points"],
            60);
  const json text = json::parse(bytes("text", "manifest.json"));
  EXPECT_EQ(text["resolved"]["scale"], "none");
  EXPECT_EQ(text["dataset"]["classes"], (json{"animal", "money"}));
  EXPECT_EQ(adapsne({"run", "t.csv", "--text-column", "body"}).code, 1);

  EXPECT_EQ(measures({"run", "digits", "--points", "200", "--features", "hog", "--method", "nms-ideal",
                      "--perplexity", "5", "--iterations", "20", "--out", "hog"})["points"],
            200);
  const json hog = json::parse(bytes("hog", "manifest.json"));
  EXPECT_EQ(hog["resolved"]["scale"], "standardize");
  EXPECT_EQ(hog["resolved"]["pca"], "80");
  const ProcessResult table = adapsne({"run", "blobs", "--features", "patches"});
  EXPECT_EQ(table.code, 1);
  EXPECT_NE(table.err.find("holds no images"), std::string::npos) << table.err;
}

TEST_F(CommandLine, TheIdealMethodsAreTrustworthyOnDigits) {
  for (const char* method : {"adapsne", "nms-ideal"}) {
    const json m = measures({"run", "digits", "--method", method, "--ratio", "0.05", "--seed", "1"});
    EXPECT_GE(m["trustworthiness"].get<double>(), 0.985) << method;
    EXPECT_EQ(m["subset_size"], 90);
    EXPECT_LE(m["lost"].get<int>(), 5) << "of 1,797";
  }
}

TEST_F(CommandLine, TheEdgeDatapathLosesPointsWithBisectionAndKeepsThemWithFireworks) {
  const auto lost = [&](const char* method) {
    return measures({"run", "digits", "--method", method, "--ratio", "0.05", "--seed", "1", "--scale", "max",
                     "--neighbors", "all", "--perplexity", "30"})["lost"]
        .get<int>();
  };
  const int bisection = lost("nms-edge"), fireworks = lost("adapsne-edge");
  EXPECT_GE(bisection, 5 * std::max(1, fireworks))
      << "nms-edge " << bisection << ", adapsne-edge " << fireworks;
}

TEST_F(CommandLine, SameBytesTwiceAndWithOneTwoThreeThreads) {
  for (const char* method : {"adapsne", "adapsne-edge", "nms-edge", "nms-ideal"}) {
    int run = 0;
    for (const char* threads : {"1", "1", "2", "3"}) {
      const ProcessResult result = adapsne({"run",
                                            "digits",
                                            "--points",
                                            "400",
                                            "--method",
                                            method,
                                            "--iterations",
                                            "60",
                                            "--candidate-iterations",
                                            "20",
                                            "--candidates",
                                            "3",
                                            "--ratio",
                                            "0.05",
                                            "--seed",
                                            "1",
                                            "--threads",
                                            threads,
                                            "--out",
                                            std::string(method) + std::to_string(run++)});
      ASSERT_EQ(result.code, 0) << result.err;
    }
    for (const char* file : {"embedding.npy", "sigma.npy", "subset.npy", "subset.csv", "work.json"})
      for (const char* other : {"1", "2", "3"})
        EXPECT_EQ(bytes(std::string(method) + "0", file), bytes(std::string(method) + other, file)) << file;
  }
}

TEST_F(CommandLine, JsonHasEveryFieldOnStdoutAlone) {
  const ProcessResult result = adapsne({"run", "blobs", "--points", "200", "--iterations", "30",
                                        "--perplexity", "10", "--json", "--out", "out"});
  ASSERT_EQ(result.code, 0) << result.err;
  const json m = json::parse(result.out);
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
                          "entropy_representation",
                          "entropy_occupancy",
                          "evaluations_per_point",
                          "passes_per_point",
                          "subset_size",
                          "seconds",
                          "peak_memory_mb",
                          "run"})
    EXPECT_TRUE(m.contains(key)) << key;
  EXPECT_EQ(m["points"], 200);
  EXPECT_EQ(m["dimensions"], 10);
  EXPECT_EQ(m["run"], "out");
  EXPECT_TRUE(m["seconds"].contains("embedding"));
  EXPECT_EQ(m["target_perplexity"], 10);
  EXPECT_GT(m["peak_memory_mb"].get<double>(), 1);
  EXPECT_NE(result.err.find("Embedding"), std::string::npos) << "progress goes to stderr";
}

TEST_F(CommandLine, WithoutOutTheRunGetsAFolderOfItsOwn) {
  const Words run = {"run", "rings", "--points", "60", "--iterations", "10", "--perplexity", "5"};
  const ProcessResult result = adapsne(run);
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_NE(result.out.find("results in adapsne-runs/rings-adapsne-"), std::string::npos) << result.out;
  EXPECT_EQ(listing(folder_ / "adapsne-runs").size(), 8u);
  ASSERT_EQ(adapsne(run).code, 0) << "the same run again replaces itself";
  EXPECT_EQ(listing(folder_ / "adapsne-runs").size(), 8u);
}

TEST_F(CommandLine, StartsFromAFileAndReadsItsOwnOptionsBack) {
  ASSERT_EQ(
      adapsne({"run", "rings", "--points", "60", "--iterations", "40", "--perplexity", "5", "--out", "a"})
          .code,
      0);
  const ProcessResult continued =
      adapsne({"run", "rings", "--points", "60", "--iterations", "1", "--perplexity", "5",
               "--exaggeration-iterations", "0", "--init", "a/embedding.npy", "--out", "b"});
  ASSERT_EQ(continued.code, 0) << continued.err;
  const NpyArray a = parseNpy(bytes("a", "embedding.npy"), "a"),
                 b = parseNpy(bytes("b", "embedding.npy"), "b");
  double moved = 0, size = 0;
  for (size_t i = 0; i < a.values.size(); ++i) {
    moved += std::abs(a.values[i] - b.values[i]);
    size += std::abs(a.values[i]);
  }
  EXPECT_LT(moved, size) << "one step from where the other ended";
  const json options = json::parse(bytes("b", "manifest.json"))["options"];
  EXPECT_EQ(options["init"], "a/embedding.npy");
  EXPECT_EQ(options["points"], 60);
}

TEST_F(CommandLine, OptionsAreDescribedAsTextAndJson) {
  const ProcessResult text = adapsne({"options"}), described = adapsne({"options", "--json"});
  EXPECT_EQ(text.code, 0);
  const json list = json::parse(described.out);
  ASSERT_EQ(list.size(), schema().size());
  const ProcessResult help = adapsne({"run", "--help"});
  EXPECT_EQ(help.code, 0);
  for (const OptionSpec& spec : schema()) {
    EXPECT_NE(text.out.find("--" + spec.name + "  ("), std::string::npos) << spec.name;
    EXPECT_NE(help.out.find("--" + spec.name), std::string::npos) << spec.name;
  }
  EXPECT_EQ(adapsne({"--version"}).out.rfind("adapsne ", 0), 0u);
}

TEST_F(CommandLine, ThePageOfOptionsIsThatOfTheSchema) {
  std::ifstream file(test::sourceFile("docs/options.md"));
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), adapsne({"options", "--markdown"}).out)
      << "stale: run build/release/adapsne options --markdown > docs/options.md";
}

TEST_F(CommandLine, GeneratesFilesThatItReads) {
  for (const char* name : {"blobs", "swiss-roll", "rings", "mixture"}) {
    for (const char* ending : {"csv", "tsv", "npz", "npy"}) {
      const std::string file = std::string(name) + "." + ending;
      const ProcessResult made = adapsne({"generate", name, "--points", "80", "--seed", "5", "--out", file});
      ASSERT_EQ(made.code, 0) << made.err;
      EXPECT_NE(made.out.find("80 points"), std::string::npos);
      const json m =
          measures({"run", file, "--iterations", "5", "--perplexity", "5", "--out", file + ".run"});
      EXPECT_EQ(m["points"], 80) << file;
      EXPECT_EQ(m["classes"].get<int>() > 0, std::string(ending) != "npy") << file;
    }
    EXPECT_EQ(adapsne({"generate", name, "--points", "80", "--seed", "5", "--out", "again.csv"}).code, 0);
    EXPECT_EQ(readText(folder_ / "again.csv"), readText(folder_ / (std::string(name) + ".csv")));
  }
}

TEST_F(CommandLine, LinksNoQt) {
  const ProcessResult ldd = test::runProcess({"ldd", test::commandLineProgram()}, folder_.path());
  ASSERT_EQ(ldd.code, 0);
  EXPECT_NE(ldd.out.find("libc.so"), std::string::npos);
  EXPECT_EQ(ldd.out.find("Qt"), std::string::npos) << ldd.out;
}

TEST_F(CommandLine, AnInterruptLeavesNothingAndExits130) {
  for (int signal : {SIGINT, SIGTERM}) {
    for (const char* reached : {"Preprocessing", "Neighbours", "Affinities"}) {
      test::Process process(command({"run", "digits", "--points", "600", "--method", "nms-ideal",
                                     "--iterations", "1000000", "--out", "deep/out"}),
                            folder_.path());
      ASSERT_TRUE(
          process.waitUntil([&] { return process.errorsSoFar().find(reached) != std::string::npos; }));
      process.signal(signal);
      const ProcessResult result = process.wait();
      EXPECT_EQ(result.code, 130);
      EXPECT_NE(result.err.find("adapsne: interrupted; nothing was written."), std::string::npos)
          << result.err;
      EXPECT_EQ(listing(folder_.path()), Words{});
    }
  }
}

TEST_F(CommandLine, GeneratesByTheEndingInAnyCaseAndSaysWhatItWrote) {
  const auto generate = [&](const std::string& name, const std::string& file) {
    const ProcessResult result = adapsne({"generate", name, "--points", "60", "--seed", "5", "--out", file});
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
  };
  EXPECT_EQ(generate("blobs", "x.CSV"), "x.CSV: 60 points x 10 dimensions, labels of 9 classes\n");
  EXPECT_EQ(generate("blobs", "f.npy"),
            "f.npy: 60 points x 10 dimensions\nf-labels.npy: their labels, 9 classes; --labels reads them\n");
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "run");
    arguments.insert(arguments.end(), {"--perplexity", "5", "--iterations", "5"});
    return measures(arguments);
  };
  const json csv = run({"x.CSV", "--out", "a"}),
             npy = run({"f.npy", "--labels", "f-labels.npy", "--out", "b"});
  EXPECT_EQ(csv["kl"], npy["kl"]);
  EXPECT_EQ(csv["classes_hit"], npy["classes_hit"]);
  const json unlabelled = run({"f.npy", "--out", "c"});
  EXPECT_TRUE(unlabelled["classes_hit"].is_null());
}

/// Nothing of what is printed or written depends on the locale of the environment.
TEST_F(CommandLine, NumbersHaveAPointInEveryLocale) {
  const auto run = [&](const std::string& folder) {
    const ProcessResult result =
        adapsne({"run", "blobs", "--points", "120", "--neighbor-search", "approximate", "--perplexity", "5.5",
                 "--iterations", "20", "--out", folder});
    EXPECT_EQ(result.code, 0) << result.err;
    std::string printed;
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);)  // times and the folder's name differ
      if (line.find("time") == std::string::npos && line.find("Time") == std::string::npos &&
          line.find(folder) == std::string::npos)
        printed += line + "\n";
    return printed;
  };
  const std::string plain = run("plain");
  const test::CommaLocale comma;
  if (!comma.works()) GTEST_SKIP() << "this C library does not read the test's locale";
  EXPECT_EQ(run("comma"), plain);
  for (const char* file : {"history.csv", "subset.csv", "embedding.npy", "work.json"})
    EXPECT_EQ(bytes("comma", file), bytes("plain", file)) << file;
  EXPECT_EQ(json::parse(bytes("comma", "manifest.json"))["warnings"],
            json::parse(bytes("plain", "manifest.json"))["warnings"]);
}

}  // namespace
}  // namespace adapsne
