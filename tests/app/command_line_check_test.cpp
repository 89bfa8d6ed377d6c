// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne check` as people run it.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/support/random.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using nlohmann::json;
using test::ProcessResult;

class CheckCommand : public testing::Test {
 protected:
  /// Two classes apart from each other, with one row far away, one copy, and one wrong label.
  CheckCommand() {
    RandomStream random(1);
    std::string csv = "id,x,y,z,class\n";
    for (int i = 0; i < 80; ++i) {
      double values[3];
      for (double& v : values) v = (i % 2) * 30 + random.normal();
      if (i == 20) values[0] = 400;
      std::string line;
      for (const double v : values) line += std::to_string(v) + ",";
      line += i % 2 == (i == 33) ? "a" : "b";
      if (i == 51) line = copied_;
      if (i == 11) copied_ = line;
      csv += "n" + std::to_string(i) + "," + line + "\n";
    }
    test::writeText(folder_ / "data.csv", csv);
  }
  ProcessResult adapsne(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  test::TemporaryFolder folder_;
  std::string copied_;
};

TEST_F(CheckCommand, SaysWhatItFoundAndWritesIt) {
  const ProcessResult result = adapsne({"check", "data.csv", "--scale", "none", "--out", "found.csv"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_NE(result.out.find("data: 80 points x 3 dimensions"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("near duplicate           2 in 1 group"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("row 33       labelled"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("findings in found.csv"), std::string::npos) << result.out;
  const std::string csv = test::readText(folder_ / "found.csv");
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "row,id,fault,score,label,suggested,group,reason,evidence");
  for (const char* start : {"\n20,n20,far,", "\n11,n11,duplicate,1,b,,1,equal to row 51,51\n",
                            "\n51,n51,duplicate,1,b,,1,equal to row 11,11\n", "\n33,n33,label,1,a,b,,"})
    EXPECT_NE(csv.find(start), std::string::npos) << start << csv;
}

TEST_F(CheckCommand, AsJson) {
  const ProcessResult result = adapsne({"check", "data.csv", "--scale", "none", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const json object = json::parse(result.out);
  EXPECT_EQ(object["points"], 80);
  EXPECT_GE(object["far"], 1);
  EXPECT_EQ(object["duplicate"], 2);
  EXPECT_EQ(object["groups"], 1);
  EXPECT_GE(object["label"], 1) << "the row far away has neighbours of either class";
  EXPECT_EQ(object["compared"], 80);
}

TEST_F(CheckCommand, AnyDataCanBeChecked) {
  test::writeText(folder_ / "one.csv", "a,b\n1,2\n");
  test::writeText(folder_ / "two.csv", "a,b\n1,2\n1,2\n");
  test::writeText(folder_ / "three.csv", "a,b\n1,2\n3,4\n5,7\n");
  for (const char* file : {"one.csv", "two.csv", "three.csv"}) {
    const ProcessResult result = adapsne({"check", file, "--scale", "none", "--json"});
    ASSERT_EQ(result.code, 0) << file << result.err;
    EXPECT_EQ(json::parse(result.out)["duplicate"], std::string(file) == "two.csv" ? 2 : 0);
  }
}

TEST_F(CheckCommand, RefusesWhatItCannotDo) {
  EXPECT_EQ(adapsne({"check", "nothing.csv"}).code, 1);
  EXPECT_EQ(adapsne({"check", "data.csv", "--ratio", "0.1"}).code, 2) << "no option of a check";
  const ProcessResult result = adapsne({"check", "data.csv", "--out", "no/such/folder/found.csv"});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.err.find("--out"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace adapsne
