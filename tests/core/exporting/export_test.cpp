// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/row_export.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/pipeline/run_store.h"
#include "core/support/atomic_file.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test::readText;
using Rows = std::vector<int64_t>;

class RowExport : public testing::Test {
 protected:
  std::string failure(const Rows& rows, const std::string& name) {
    try {
      writeRows(*dataset_, rows, selectedByHand(), folder_ / name);
    } catch (const Error& e) {
      return e.what();
    }
    return "written";
  }
  DatasetPtr dataset_ = test::clusteredDataset(40, 3, 1);
  test::TemporaryFolder folder_;
};

TEST_F(RowExport, WritesRowsOfTheSourceInEachFormat) {
  Rows part;
  for (int64_t i = 1; i < 40; i += 2) part.push_back(i);
  const Dataset odd = selectRows(*dataset_, part);
  for (const char* name : {"a.csv", "a.npy", "a.TXT"})
    writeRows(odd, {5, 0, 2}, selectedByHand(), folder_ / name);
  EXPECT_EQ(readText(folder_ / "a.csv"), "row,label\n11,class 2\n1,class 1\n5,class 2\n");
  EXPECT_EQ(readText(folder_ / "a.TXT"), "11\n1\n5\n");
  const std::string npy = readText(folder_ / "a.npy");
  EXPECT_NE(npy.find("'<i8'"), std::string::npos);
  EXPECT_EQ(parseNpy(npy, "a.npy").values, (std::vector<double>{11, 1, 5}));
  EXPECT_EQ(test::listing(folder_.path()),
            (std::vector<std::string>{"a.TXT", "a.TXT.json", "a.csv", "a.csv.json", "a.npy", "a.npy.json"}));
}

TEST_F(RowExport, AFileOfSomebodyElsesBesideTheListIsNotReplaced) {
  EXPECT_EQ(failure({1}, "a.csv"), "written");
  EXPECT_EQ(failure({2}, "a.csv"), "written") << "its own it may";
  for (const char* foreign : {"{\"mine\": 1}", "no JSON at all", "", "[3]", "{\"format\": 7}"}) {
    writeFile(folder_ / "b.csv.json", foreign);
    EXPECT_NE(failure({1}, "b.csv").find("b.csv.json"), std::string::npos) << foreign;
    EXPECT_EQ(readText(folder_ / "b.csv.json"), foreign);
    EXPECT_FALSE(fs::exists(folder_ / "b.csv"));
  }
}

TEST_F(RowExport, SaysWhereTheRowsComeFrom) {
  const RunPtr run = test::runOnce(dataset_, test::quickOptions());
  writeRows(*dataset_, {3, 4}, selectedByHand(*run), folder_ / "hand.csv");
  json origin = json::parse(readText(folder_ / "hand.csv.json"));
  EXPECT_EQ(origin["program"].get<std::string>().rfind("AdapSNE Studio ", 0), 0u);
  EXPECT_EQ(origin["dataset"], json({{"name", "tiny"},
                                     {"source", "tiny (made by a test)"},
                                     {"opened_as", ""},
                                     {"hash", dataset_->hash},
                                     {"points", 40}}));
  EXPECT_EQ(origin["chosen"], "selected by hand in the map of run " + run->id());
  EXPECT_EQ(origin["rows"], 2);
  EXPECT_EQ(origin["run"]["id"], run->id());
  EXPECT_EQ(origin["run"]["seed"], 1);
  EXPECT_EQ(origin["run"]["options"], optionsToJson(run->options));

  writeRows(*dataset_, run->subset->rows, exemplarsOf(*run), folder_ / "exemplars.csv");
  origin = json::parse(readText(folder_ / "exemplars.csv.json"));
  EXPECT_EQ(origin["chosen"], "exemplars: sampler grid");
  EXPECT_EQ(readText(folder_ / "exemplars.csv"), subsetCsv(*run));

  writeRows(*dataset_, {3}, selectedByHand(), folder_ / "no-run.txt");
  origin = json::parse(readText(folder_ / "no-run.txt.json"));
  EXPECT_EQ(origin["chosen"], "selected by hand");
  EXPECT_FALSE(origin.contains("run"));
}

TEST_F(RowExport, NamesThatAreNoUnicodeDoNotFailIt) {
  Dataset old = *dataset_;
  old.name = "caf\xe9";
  writeRows(old, {1}, selectedByHand(), folder_ / "a.csv");
  EXPECT_NE(json::parse(readText(folder_ / "a.csv.json"))["dataset"]["name"].get<std::string>().find("caf"),
            std::string::npos);
}

TEST_F(RowExport, RefusesNothingUnknownAndUnwritableAndLeavesNoHalf) {
  EXPECT_NE(failure({}, "a.csv").find("there is no row to write"), std::string::npos);
  EXPECT_NE(failure({1}, "a.doc").find("no format to write has the ending .doc. Name it .csv, .npy or .txt."),
            std::string::npos);
  EXPECT_NE(
      failure({1}, "a").find("a: has no ending, which tells the format to write. Name it .csv, .npy or "),
      std::string::npos);
  EXPECT_NE(failure({1}, "none/a.csv").find("none/a.csv"), std::string::npos);
  EXPECT_TRUE(test::listing(folder_.path()).empty());
  // The list is not replaced where its provenance cannot be written.
  test::writeText(folder_ / "a.csv", "old");
  fs::create_directory(folder_ / "a.csv.json");
  EXPECT_NE(failure({1}, "a.csv").find("a.csv.json: is a folder"), std::string::npos);
  EXPECT_EQ(readText(folder_ / "a.csv"), "old");
  EXPECT_EQ(test::listing(folder_.path()), (std::vector<std::string>{"a.csv", "a.csv.json"}));
}

}  // namespace
}  // namespace adapsne
