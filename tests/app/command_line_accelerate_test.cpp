// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne accelerate` as people run it.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using nlohmann::json;
using test::ProcessResult;

class Accelerate : public testing::Test {
 protected:
  ProcessResult adapsne(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  void makeRun() {
    const ProcessResult result = adapsne(
        {"run", "blobs", "--points", "150", "--method", "nms-edge", "--iterations", "20", "--out", "out"});
    ASSERT_EQ(result.code, 0) << result.err;
  }
  test::TemporaryFolder folder_;
};

TEST_F(Accelerate, TimesAProductAsScaleSimDoes) {
  const ProcessResult result = adapsne({"accelerate", "--gemm", "256,256,64", "--rows", "8", "--cols", "8",
                                        "--dataflow", "is", "--drain", "scalesim", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const json object = json::parse(result.out);
  EXPECT_EQ(object["total_cycles"], 71167);
  EXPECT_NEAR(object["utilization"].get<double>(), 92.087624882, 1e-6);
  EXPECT_NEAR(object["mapping_efficiency"].get<double>(), 100, 1e-6);
}

TEST_F(Accelerate, ReportsARunsFolderAndItsKnobsMatter) {
  makeRun();
  const ProcessResult edge = adapsne({"accelerate", "out", "--json"});
  const ProcessResult wide = adapsne({"accelerate", "out", "--set", "columns=64", "--json"});
  ASSERT_EQ(edge.code, 0) << edge.err;
  ASSERT_EQ(wide.code, 0) << wide.err;
  const json a = json::parse(edge.out), b = json::parse(wide.out);
  EXPECT_EQ(a["phases"].size(), 8u);
  EXPECT_NE(a["total_cycles"], b["total_cycles"]);
  EXPECT_EQ(b["configuration"]["columns"], "64");
}

TEST_F(Accelerate, MistakesAreNamedWithARemedy) {
  makeRun();
  const auto expect = [&](std::vector<std::string> arguments, int code, const std::string& part) {
    const ProcessResult result = adapsne(std::move(arguments));
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    EXPECT_TRUE(result.out.empty());
  };
  expect({"accelerate"}, 2, "no run was given");
  expect({"accelerate", "missing"}, 1,
         "missing/work.json: cannot be read. Give the folder that a run was written to");
  expect({"accelerate", "out", "--preset", "tinny"}, 2, "Did you mean tiny?");
  expect({"accelerate", "out", "--set", "colums=3"}, 2, "Did you mean columns?");
  expect({"accelerate", "out", "--set", "rows"}, 2, "\"rows\" is not knob=value");
  expect({"accelerate", "out", "--set", "rows=nan"}, 2, "It takes a whole number from 1 to 1024");
  expect({"accelerate", "--gemm", "1,2"}, 2, "\"1,2\" is not a size");
  expect({"accelerate", "--gemm", "0,2,3"}, 2, "is not a size");
  std::ofstream(folder_ / "out/work.json") << "{\"neighbors\": {\"points\": -3}}";
  expect({"accelerate", "out"}, 1, "does not hold what a run writes");
  std::ofstream(folder_ / "out/work.json") << "{";
  expect({"accelerate", "out"}, 1, "is not valid JSON");
}

TEST_F(Accelerate, CountsTheLargestProducts) {
  const ProcessResult text =
      adapsne({"accelerate", "--gemm", "2147483647,2147483647,2147483647", "--drain", "scalesim"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_NE(text.out.find("total cycles        38685626750085690365575167\n"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("utilisation         100.0000 %"), std::string::npos) << text.out;
  const ProcessResult one =
      adapsne({"accelerate", "--gemm", "3000000,3000000,3000000", "--rows", "1", "--cols", "1", "--json"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_NE(one.out.find("\"total_cycles\": 27000009000000000000,"), std::string::npos) << one.out;
  EXPECT_LE(json::parse(one.out)["utilization"].get<double>(), 100);
}

}  // namespace
}  // namespace adapsne
