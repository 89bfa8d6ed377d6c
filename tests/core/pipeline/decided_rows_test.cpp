// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/decided_rows.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/exporting/export_data.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/stored_run.h"
#include "core/support/error.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<int64_t> parsed(const std::string& bytes) {
  RunControl control(1);
  std::vector<int64_t> rows;
  for (const NamedRow& named : parseRowList(bytes, "list", control)) rows.push_back(named.row);
  return rows;
}

std::string refusal(const std::string& bytes) {
  try {
    parsed(bytes);
  } catch (const Error& e) {
    return e.what();
  }
  return "read";
}

void expectPart(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(RowList, EveryFormOfIt) {
  const std::vector<int64_t> expected = {7, 0, 12};
  EXPECT_EQ(parsed("7\n0\n12\n"), expected);
  EXPECT_EQ(parsed("7\r\n0\r\n\r\n12"), expected) << "Windows, an empty line, no end";
  EXPECT_EQ(parsed("\xef\xbb\xbf"
                   "7\n0\n12\n"),
            expected)
      << "a byte-order mark";
  EXPECT_EQ(parsed("row,label\n7,a\n0,\"b,c\"\n12,\n"), expected);
  EXPECT_EQ(parsed("label;row\na;7\nb;0\nc;12\n"), expected);
  EXPECT_EQ(parsed("id\trow\nx\t7\ny\t0\nz\t12\n"), expected);
  EXPECT_EQ(parsed("7,cat\n0,dog\n12,cat\n"), expected) << "without names, the first column";
  EXPECT_EQ(parsed("row\n7\n0\n12\n"), expected);
  EXPECT_EQ(parsed(formatNpy(std::vector<int64_t>{7, 0, 12}, {3})), expected);
  EXPECT_EQ(parsed(formatNpy(std::vector<int32_t>{7, 0, 12}, {3, 1})), expected);
}

TEST(RowList, WhatIsNoneSaysWhere) {
  expectPart(refusal(""), "list: holds no row number");
  expectPart(refusal("row\n"), "list: holds no row number");
  expectPart(refusal("1\n2\nthree\n"), "list, line 3: \"three\" is not a row number");
  expectPart(refusal("1\n2.5\n"), "list, line 2: \"2.5\" is not a row number");
  expectPart(refusal("name,label\n1,a\n"),
             "list, line 1: \"name\" is neither a row number nor names a column");
  expectPart(refusal("label,row\na,1\nb\n"), "list, line 3: there is no cell of the column \"row\"");
  expectPart(refusal("label,row\na,1\nb,\n"), "list, line 3: \"\" is not a row number");
  expectPart(refusal(formatNpy(std::vector<float>{1, 2}, {2})), "2 values that are no integers");
  expectPart(refusal(formatNpy(std::vector<int64_t>{1, 2, 3, 4}, {2, 2})), "it holds 2 x 2 integers");
  expectPart(refusal(std::string("\x93NUMPY\1\0", 8)), "list");
  expectPart(refusal(std::string("1\n\0\n", 4)), "list");
}

class Decided : public testing::Test {
 protected:
  /// A part of a source: rows 10, 12, 14 ... of it.
  Decided() {
    Dataset part = *test::clusteredDataset(60, 4, 1);
    for (int64_t i = 0; i < 60; ++i) part.sourceRows.push_back(10 + 2 * i);
    part_ = std::make_shared<const Dataset>(std::move(part));
    options_.embedding.iterations = 30;
    options_.perplexity = 6;
    options_.threads = 1;
    options_.sampling.count = 9;
  }
  std::string file(const std::string& name, const std::string& text) {
    test::writeText(folder_ / name, text);
    return (folder_ / name).string();
  }
  DecidedLists read(const DatasetPtr& dataset) {
    RunControl control(1);
    return decidedRows(*dataset, options_.sampling, readSideFiles(options_), control);
  }
  std::string refused(const DatasetPtr& dataset) {
    try {
      read(dataset);
    } catch (const Error& e) {
      return e.what();
    }
    return "read";
  }
  DatasetPtr whole_ = test::clusteredDataset(60, 4, 1), part_;
  Options options_;
  test::TemporaryFolder folder_;
};

TEST_F(Decided, FilesNameRowsOfTheSource) {
  options_.sampling.given = file("given.csv", "row,label\n20,x\n14,y\n");
  options_.sampling.exclude = file("not.txt", "10\n");
  EXPECT_EQ(read(part_).given, (std::vector<int64_t>{2, 5}));
  EXPECT_EQ(read(part_).excluded, (std::vector<int64_t>{0}));
  EXPECT_EQ(read(whole_).given, (std::vector<int64_t>{14, 20}));
  options_.sampling.given = options_.sampling.exclude = "";
  EXPECT_TRUE(read(part_).given.empty());
}

TEST_F(Decided, WhatCannotBeSaysFileAndLine) {
  options_.sampling.given = file("given.txt", "10\n12\n11\n");
  expectPart(refused(part_), "given.txt, line 3: row 11 is not there: only 60 rows of tiny were taken");
  options_.sampling.given = file("given.txt", "59\n60\n");
  expectPart(refused(whole_), "given.txt, line 2: row 60 is not there: tiny has the rows 0 to 59");
  options_.sampling.given = file("given.txt", "-1\n");
  expectPart(refused(whole_), "row -1 is not there");
  options_.sampling.given = file("given.txt", "5\n6\n5\n");
  expectPart(refused(whole_), "given.txt, line 3: row 5 stands twice, first at ");
  expectPart(refused(whole_), "given.txt, line 1. Name each row once.");
  options_.sampling.given = file("given.txt", "5\n6\n");
  options_.sampling.exclude = file("exclude.csv", "row\n7\n6\n");
  expectPart(refused(whole_), "exclude.csv, line 3: row 6 is to be excluded, and is given at ");
  options_.sampling.exclude = (folder_ / "none.csv").string();
  expectPart(refused(whole_),
             "none.csv: cannot be read as a list of rows. Check the path given with --exclude.");
  options_.sampling.given = folder_.path().string();
  expectPart(refused(whole_), "cannot be read as a list of rows. Check the path given with --given.");
}

TEST_F(Decided, RowNumbersAreBesideTheFiles) {
  options_.sampling.givenRows = "20, 14";
  options_.sampling.excludeRows = "10";
  EXPECT_EQ(read(part_).given, (std::vector<int64_t>{2, 5}));
  EXPECT_EQ(read(part_).excluded, (std::vector<int64_t>{0}));
  options_.sampling.given = file("given.txt", "14\n30\n");  // one of them again, which says nothing new
  EXPECT_EQ(read(part_).given, (std::vector<int64_t>{2, 5, 10}));
  const RunPtr run = test::runOnce(part_, options_);
  EXPECT_EQ(run->subset->given, (std::vector<int64_t>{2, 5, 10}));
  EXPECT_FALSE(std::binary_search(run->subset->rows.begin(), run->subset->rows.end(), 0));
  options_.sampling.givenRows = "11";
  expectPart(refused(part_), "--given-rows: row 11 is not there: only 60 rows of tiny were taken");
  options_.sampling.givenRows = "12,x";
  expectPart(refused(part_), "--given-rows: \"x\" is not a row number");
  options_.sampling.givenRows = "10";
  expectPart(refused(part_), "--exclude-rows: row 10 is to be excluded, and is given at --given-rows");
}

TEST_F(Decided, KeysFollowRowNumbersAsTheyAct) {
  const auto keyOf = [&](const DatasetPtr& dataset) {
    return stageKeys(*dataset, options_, hashesOf(readSideFiles(options_)));
  };
  const StageKeys plain = keyOf(whole_);
  options_.sampling.givenRows = "14,20";
  const StageKeys pinned = keyOf(whole_);
  EXPECT_EQ(firstDifference(plain, pinned), static_cast<size_t>(Stage::Sampling));
  EXPECT_NE(keyOf(part_).back(), pinned.back()) << "row 14 is another point there";
  options_.sampling.givenRows = " 20, 14";
  EXPECT_EQ(keyOf(whole_), pinned) << "their order says nothing";
  options_.sampling.givenRows = "";
  options_.sampling.excludeRows = "14,20";
  EXPECT_NE(keyOf(whole_).back(), pinned.back());
  EXPECT_NE(keyOf(whole_).back(), plain.back());
  options_.sampling.excludeRows = " ";
  EXPECT_EQ(keyOf(whole_), plain);
}

/// Edits are kept with a run, and leave with its exemplars; the run's own files stay as they are.
TEST_F(Decided, EditsOfExemplarsAreKeptWithTheRun) {
  const RunPtr run = test::runOnce(part_, options_);
  const std::vector<int64_t>& own = run->subset->rows;
  RunControl control(1);
  ExemplarEdits edits = withoutExemplar(own, {}, own[0]);
  const NextExemplar next = nextExemplar(*run->subset, edits, *run->features, own[1], {}, {}, control);
  ASSERT_GE(next.row, 0);
  edits = withSwapped(own, edits, own[1], next.row);
  int64_t other = 0;
  while (std::binary_search(own.begin(), own.end(), other) || other == next.row) ++other;
  edits = withExemplar(own, edits, other);
  const Rows rows = editedRows(own, edits);

  RunFolder(folder_ / "plain").write(*run, "a name");
  RunFolder(folder_ / "edited").write(*run, "a name", edits);
  for (const char* name : {"manifest.json", "subset.csv", "subset.npy", "embedding.npy", "work.json"})
    EXPECT_EQ(test::readText(folder_ / "plain" / name), test::readText(folder_ / "edited" / name)) << name;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "plain/edits.json"));
  const StoredRun stored = readStoredRun(folder_ / "edited", control);
  EXPECT_EQ(stored.exemplars, own);
  EXPECT_EQ(stored.edits, edits);
  EXPECT_TRUE(readStoredRun(folder_ / "plain", control).edits.empty());

  const auto subset = editedSubset(*run->subset, edits, *run->features, control);
  const ExportRequest request = requestOfRun(*run, edits, control);
  EXPECT_EQ(request.chosen, rows);
  EXPECT_EQ(request.weights, territorySizes(subset->territory, rows.size()));
  EXPECT_EQ(request.provenance.chosen,
            "exemplars: sampler grid; 3 exemplars changed by hand: 1 swapped, 1 removed, 1 added");
  ExportRequest list = request;
  list.format = "rows";
  list.out = folder_ / "list.csv";
  exportData(list, control);
  const auto provenance = nlohmann::json::parse(test::readText(folder_ / "list.csv.provenance.json"));
  EXPECT_EQ(provenance["edits"]["removed"], (std::vector<int64_t>{part_->sourceRow(own[0])}));
  EXPECT_EQ(provenance["edits"]["added"], (std::vector<int64_t>{part_->sourceRow(other)}));
  EXPECT_EQ(provenance["edits"]["swapped"][0],
            (std::vector<int64_t>{part_->sourceRow(own[1]), part_->sourceRow(next.row)}));
  EXPECT_EQ(provenance["row_numbers"], sourceRowsOf(*part_, rows)) << "no options choose these again";
  // The folder's edited.csv is the list without weights.
  EXPECT_EQ(test::readText(folder_ / "edited/edited.csv"), rowsCsv(*part_, rows));
  // Saved again without edits, nothing of them is left.
  RunFolder(folder_ / "edited").write(*run, "a name");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "edited/edits.json"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "edited/edited.csv"));
}

TEST_F(Decided, EditsThatDoNotFitAreDamage) {
  const RunPtr run = test::runOnce(whole_, options_);
  RunFolder(folder_ / "run").write(*run);
  RunControl control(1);
  const auto withEdits = [&](const std::string& text) {
    test::writeText(folder_ / "run/edits.json", text);
    try {
      readStoredRun(folder_ / "run", control);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("read");
  };
  const std::string head = R"({"format":"adapsne-edits","format_version":1,)";
  EXPECT_EQ(withEdits(head + R"("swapped":[],"removed":[],"added":[]})"), "read");
  for (const char* text : {"[]", "{}", R"({"format":"adapsne-edits","format_version":2})"})
    expectPart(withEdits(text), "edits.json: is not what is written of exemplars");
  expectPart(withEdits("{"), "edits.json");
  for (const char* rest :
       {R"("swapped":[3],"removed":[],"added":[]})", R"("swapped":[],"removed":["a"],"added":[]})",
        R"("swapped":[],"removed":[],"added":[60]})", R"("swapped":[],"removed":[],"added":[1.5]})",
        R"("swapped":[[-1,2]],"removed":[],"added":[]})"})
    expectPart(withEdits(head + rest), "edits.json: does not fit the exemplars of subset.npy. Delete it");
}

TEST_F(Decided, ARunExtendsWhatItsOwnExportGives) {
  const auto exportRows = [&](const adapsne::Run& run, const char* name) {
    ExportRequest request = requestOfRun(run);
    request.format = "rows";
    request.out = folder_ / name;
    RunControl control(1);
    exportData(request, control);
  };
  const RunPtr first = test::runOnce(part_, options_);
  exportRows(*first, "first.csv");
  EXPECT_EQ(test::readText(folder_ / "first.csv").substr(0, 17), "row,label,weight\n");
  options_.sampling.given = (folder_ / "first.csv").string();
  options_.sampling.count = 15;
  const RunPtr second = test::runOnce(part_, options_);
  EXPECT_EQ(second->subset->given, first->subset->rows);
  EXPECT_EQ(second->subset->rows.size(), 15u);
  for (const int64_t row : first->subset->rows)
    EXPECT_TRUE(std::binary_search(second->subset->rows.begin(), second->subset->rows.end(), row));
  // What it writes says which were given.
  exportRows(*second, "second.csv");
  const std::string csv = test::readText(folder_ / "second.csv");
  EXPECT_EQ(csv.substr(0, 23), "row,label,weight,given\n");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 16);
  size_t given = 0;
  for (size_t at = csv.find(",1\n"); at != std::string::npos; at = csv.find(",1\n", at + 1)) ++given;
  EXPECT_EQ(given, 9u);
  EXPECT_EQ(nlohmann::json::parse(test::readText(folder_ / "second.csv.provenance.json"))["given"], 9);
  options_.sampling.count = 8;
  EXPECT_THROW(test::runOnce(part_, options_), UsageError);
}

TEST_F(Decided, AFolderRemembersWhatWasGiven) {
  options_.sampling.given = file("given.txt", "20\n14\n");
  options_.sampling.exclude = file("exclude.txt", "10\n12\n");
  const RunPtr run = test::runOnce(part_, options_);
  ASSERT_EQ(run->subset->given, (std::vector<int64_t>{2, 5}));
  RunFolder(folder_ / "run").write(*run);
  EXPECT_EQ(test::readText(folder_ / "run/subset.csv").substr(0, 16), "row,label,given\n");
  RunControl control(1);
  const StoredRun stored = readStoredRun(folder_ / "run", control);
  EXPECT_EQ(stored.given, run->subset->given);
  // The files may be gone: the folder's exemplars hold, and a warning says that the options would not.
  std::filesystem::remove(options_.sampling.given);
  Pipeline pipeline;
  test::RecordingObserver observer;
  const RunPtr back = pipeline.restore(part_, stored, observer, control);
  EXPECT_EQ(back->subset->given, run->subset->given);
  EXPECT_EQ(back->subset->rows, run->subset->rows);
  EXPECT_EQ(back->subset->territory, run->subset->territory);
  ASSERT_EQ(back->warnings.size(), run->warnings.size() + 1);
  expectPart(back->warnings.back(), "--given");
  // Without any, nothing is written of it.
  options_.sampling.given = options_.sampling.exclude = "";
  RunFolder(folder_ / "plain").write(*test::runOnce(part_, options_));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "plain/given.npy"));
  EXPECT_EQ(test::readText(folder_ / "plain/subset.csv").substr(0, 10), "row,label\n");
  EXPECT_EQ(test::readText(folder_ / "plain/manifest.json").find("\"given\": 0"), std::string::npos);
  // What does not fit together is damage.
  test::writeText(folder_ / "run/given.npy", formatNpy(std::vector<int64_t>{14, 16}, {2}));
  EXPECT_THROW(readStoredRun(folder_ / "run", control), Error);
}

TEST_F(Decided, KeysFollowTheContentsAndTheRowsOfTheSource) {
  const auto keyOf = [&](const DatasetPtr& dataset) {
    return stageKeys(*dataset, options_, hashesOf(readSideFiles(options_)));
  };
  const StageKeys plain = keyOf(whole_), plainPart = keyOf(part_);
  EXPECT_EQ(plain, plainPart) << "the same content";
  options_.sampling.given = file("a.txt", "14\n");
  const StageKeys a = keyOf(whole_);
  EXPECT_EQ(firstDifference(plain, a), static_cast<size_t>(Stage::Sampling));
  EXPECT_NE(keyOf(part_).back(), a.back()) << "row 14 is another point there";
  options_.sampling.given = file("b.txt", "14\n");
  EXPECT_EQ(keyOf(whole_), a) << "the contents count, not the name";
  file("b.txt", "16\n");
  EXPECT_NE(keyOf(whole_).back(), a.back());
  options_.sampling.given = "";
  options_.sampling.exclude = file("c.txt", "14\n");
  EXPECT_NE(keyOf(whole_).back(), a.back());
}

TEST_F(Decided, BudgetsOfClassesFollowTheirNames) {
  Dataset renamed = *whole_;
  std::swap(renamed.classNames[0], renamed.classNames[1]);
  const auto other = std::make_shared<const Dataset>(std::move(renamed));
  options_.sampling.classes = ClassPolicy::Given;
  options_.sampling.classBudget = "class 0=5,class 1=2";
  const RunPtr a = test::runOnce(whole_, options_), b = test::runOnce(other, options_);
  EXPECT_NE(a->keys.back(), b->keys.back());
  EXPECT_NE(a->subset->rows, b->subset->rows);
}

}  // namespace
}  // namespace adapsne
