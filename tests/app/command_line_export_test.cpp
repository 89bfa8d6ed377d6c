// SPDX-License-Identifier: GPL-3.0-or-later
// `adapsne export` as people run it.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/exporting/export_format.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using nlohmann::json;
using test::ProcessResult;
using Words = std::vector<std::string>;

class ExportCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string table = "id,u,v,label\n";
    for (int i = 0; i < kRows; ++i) table += line(i);
    test::writeText(folder_ / "data.csv", table);
  }
  static std::string line(int i) {
    return "n" + std::to_string(i) + "," + std::to_string(i % 7) + "," + std::to_string(i * i % 11) + ",c" +
           std::to_string(i % 3) + "\n";
  }
  ProcessResult adapsne(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  void makeRun() {
    const ProcessResult result = adapsne({"run", "data.csv", "--method", "nms-ideal", "--iterations", "20",
                                          "--ratio", "0.1", "--seed", "4", "--out", "run"});
    ASSERT_EQ(result.code, 0) << result.err;
  }
  std::string text(const std::string& file) { return test::readText(folder_ / file); }
  void expectRefusal(Words arguments, int code, const std::string& part) {
    const ProcessResult result = adapsne(std::move(arguments));
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
    EXPECT_TRUE(result.out.empty());
  }
  static constexpr int kRows = 60;
  test::TemporaryFolder folder_;
};

TEST_F(ExportCommand, OfARunGivesItsExemplarsLinesWithWeights) {
  makeRun();
  const ProcessResult result = adapsne({"export", "run", "--out", "subset.csv", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const json object = json::parse(result.out);
  EXPECT_EQ(object["points"], 6);
  EXPECT_EQ(object["written"], json({"subset.csv", "subset.csv.weights.csv", "subset.csv.provenance.json"}));
  std::string expected = "id,u,v,label\n";
  std::istringstream rows(text("run/subset.csv"));
  std::string row;
  std::getline(rows, row);
  while (std::getline(rows, row)) expected += line(std::stoi(row));
  EXPECT_EQ(text("subset.csv"), expected);
  EXPECT_EQ(adapsne({"describe", "subset.csv"}).code, 0);

  // From a list that a run or an export wrote, and by the dataset and a list.
  ASSERT_EQ(adapsne({"export", "run", "--as", "rows", "--out", "list.csv"}).code, 0);
  EXPECT_EQ(text("list.csv").substr(0, 20), "row,id,label,weight\n");
  ASSERT_EQ(adapsne({"export", "list.csv", "--out", "b.csv"}).code, 0);
  ASSERT_EQ(adapsne({"export", "run/subset.npy", "--out", "c.csv"}).code, 0);
  ASSERT_EQ(adapsne({"export", "data.csv", "--rows", "list.csv", "--out", "d.csv"}).code, 0);
  for (const char* file : {"b.csv", "c.csv", "d.csv"}) EXPECT_EQ(text(file), expected) << file;
  EXPECT_EQ(text("b.csv.weights.csv"), text("subset.csv.weights.csv"));
  test::writeText(folder_ / "mine.txt", "7\n5\n");
  ASSERT_EQ(adapsne({"export", "run", "--rows", "mine.txt", "--out", "e.csv"}).code, 0);
  EXPECT_EQ(text("e.csv"), "id,u,v,label\n" + line(5) + line(7));
  ASSERT_EQ(adapsne({"export", "run", "--what", "split", "--as", "npz", "--out", "f.npz"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "f-train.npz"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "f-test.npz"));
}

TEST_F(ExportCommand, ItsOwnCommandsGiveItAgain) {
  makeRun();
  test::writeText(folder_ / "mine.txt", "7\n5\n");
  for (const Words& words : {Words{"export", "run", "--as", "tsv", "--out", "it's.tsv"},
                             Words{"export", "data.csv", "--rows", "mine.txt", "--label-column", "u",
                                   "--seed", "3", "--what", "rest", "--out", "it's.tsv"}}) {
    const ProcessResult result = adapsne(words);
    ASSERT_EQ(result.code, 0) << result.err;
    const std::string before = text("it's.tsv");
    const json origin = json::parse(text("it's.tsv.provenance.json"));
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      if (entry.path().filename().string().starts_with("it's")) std::filesystem::remove(entry.path());
    ASSERT_FALSE(origin["commands"].empty());
    for (const std::string command : origin["commands"]) {
      ASSERT_EQ(command.rfind("adapsne ", 0), 0u);
      const ProcessResult again = test::runProcess(
          {"sh", "-c", "'" + test::commandLineProgram() + "'" + command.substr(7)}, folder_.path());
      EXPECT_EQ(again.code, 0) << command << ": " << again.err;
    }
    EXPECT_EQ(text("it's.tsv"), before);
    EXPECT_EQ(json::parse(text("it's.tsv.provenance.json"))["commands"], origin["commands"]);
    std::filesystem::remove(folder_ / "it's.tsv");
    std::filesystem::remove(folder_ / "it's.tsv.provenance.json");
    std::filesystem::remove(folder_ / "it's.tsv.weights.csv");
  }
}

TEST_F(ExportCommand, MistakesAreNamedWithARemedy) {
  makeRun();
  expectRefusal({"export", "run"}, 2, "--out");
  expectRefusal({"export", "run", "--as", "cvs", "--out", "x.csv"}, 2, "Did you mean csv?");
  expectRefusal({"export", "run", "--what", "others", "--out", "x.csv"}, 2,
                "--what: \"others\" is none of its words");
  expectRefusal({"export", "run", "--files", "link", "--out", "x.csv"}, 2, "--files");
  expectRefusal({"export", "run", "--points", "5", "--out", "x.csv"}, 2,
                "--points: was decided when the points were chosen");
  expectRefusal({"export", "data.csv", "--out", "x.csv"}, 1, "Give the dataset, and the list with --rows");
  expectRefusal({"export", "no-run", "--out", "x.csv"}, 1, "is neither a run's folder nor a list");
  expectRefusal({"export", "run", "--out", "x"}, 1, "has no ending");
  expectRefusal({"export", "run", "--as", "images", "--out", "x"}, 1, "has no pictures");
  test::writeText(folder_ / "bad.txt", "7\n600\n");
  expectRefusal({"export", "data.csv", "--rows", "bad.txt", "--out", "x.csv"}, 1, "names row 600");
  test::writeText(folder_ / "y.csv", "mine");
  expectRefusal({"export", "run", "--out", "y.csv"}, 1, "--overwrite replaces an earlier export");
  expectRefusal({"export", "run", "--out", "y.csv", "--overwrite"}, 1, "y.csv: exists already");
  EXPECT_EQ(text("y.csv"), "mine");
  ASSERT_EQ(adapsne({"export", "run", "--as", "rows", "--out", "list.csv"}).code, 0);
  test::writeText(folder_ / "data.csv", "id,u,v,label\nx,1,2,c\ny,2,3,c\nz,4,1,d\n");
  expectRefusal({"export", "run", "--out", "x.csv"}, 1,
                "is no longer the data that the run in run was made of");
  expectRefusal({"export", "list.csv", "--out", "x.csv"}, 1,
                "is no longer the data that the rows in list.csv");
  std::filesystem::remove(folder_ / "data.csv");
  expectRefusal({"export", "run", "--out", "x.csv"}, 1, "there is no such file");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.csv"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x"));
}

TEST_F(ExportCommand, HelpHasEveryFormat) {
  const ProcessResult help = adapsne({"export", "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_GE(exportFormats().size(), 10u);
  for (const ExportFormat& format : exportFormats())
    EXPECT_NE(help.out.find(format.word + ": "), std::string::npos) << format.word;
}

}  // namespace
}  // namespace adapsne
