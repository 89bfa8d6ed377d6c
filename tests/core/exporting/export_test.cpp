// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/export_data.h"

#include <numeric>
#include <random>
#include <set>

#include <sys/mount.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/exporting/export_format.h"
#include "core/exporting/row_table.h"
#include "core/formats/file_format.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/schema.h"
#include "core/support/atomic_file.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/installed_data.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using Points = std::vector<int64_t>;

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> listing(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    names.push_back(entry.path().lexically_relative(folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

class Export : public testing::Test {
 protected:
  DatasetPtr open(const fs::path& path, const DatasetOptions& options = {}) {
    return openDataset(path.string(), options, 1, control_);
  }
  static ExportRequest requestFor(const DatasetPtr& dataset, Points chosen, const fs::path& out,
                                  const std::string& format = "source", const DatasetOptions& options = {}) {
    ExportRequest request;
    request.dataset = dataset;
    request.chosen = std::move(chosen);
    request.format = format;
    request.out = out;
    request.provenance = {.chosen = "a test", .byHand = true};
    request.provenance.options.dataset = options;
    return request;
  }
  std::string failure(const ExportRequest& request) {
    return test::errorOf([&] { exportData(request, control_); });
  }
  /// The rows of `reopened` are the points `chosen` of `dataset`: values bit for bit, and names of classes.
  static void expectSamePoints(const Dataset& reopened, const Dataset& dataset, const Points& chosen,
                               const std::string& what) {
    ASSERT_EQ(reopened.points, std::ssize(chosen)) << what;
    ASSERT_EQ(reopened.dimensions, dataset.dimensions) << what;
    EXPECT_EQ(reopened.image.height, dataset.image.height) << what;
    EXPECT_EQ(reopened.image.channels, dataset.image.channels) << what;
    bool anyLabelled = false;
    for (const int64_t point : chosen) anyLabelled |= dataset.isLabelled(point);
    EXPECT_EQ(reopened.hasLabels(), anyLabelled) << what;
    for (size_t i = 0; i < chosen.size(); ++i) {
      const auto here = static_cast<int64_t>(i);
      for (int64_t d = 0; d < dataset.dimensions; ++d)
        ASSERT_EQ(reopened.value(here, d), dataset.value(chosen[i], d)) << what << ", row " << i;
      ASSERT_EQ(reopened.isLabelled(here), dataset.isLabelled(chosen[i])) << what << ", row " << i;
      if (dataset.isLabelled(chosen[i])) {
        EXPECT_EQ(reopened.classNames[reopened.labels[i]], dataset.classNames[dataset.labels[chosen[i]]])
            << what;
      }
    }
  }
  /// Exports the rows from the source's own bytes and opens them again.
  DatasetPtr roundTrip(const fs::path& source, const Points& chosen, const std::string& out,
                       const DatasetOptions& options = {}) {
    const DatasetPtr dataset = open(source, options);
    exportData(requestFor(dataset, chosen, folder_.path() / out, "source", options), control_);
    DatasetOptions whole = options;
    whole.points = 0;
    DatasetPtr reopened = open(folder_.path() / out, whole);
    expectSamePoints(*reopened, *dataset, chosen, out);
    return reopened;
  }

  test::TemporaryFolder folder_;
  RunControl control_{1};
};

// --- lists
// ---------------------------------------------------------------------------------------------------

TEST_F(Export, WritesRowsOfTheSourceInEachForm) {
  const DatasetPtr all = test::clusteredDataset(40, 3, 1);
  Points part;
  for (int64_t i = 1; i < 40; i += 2) part.push_back(i);
  const auto odd = std::make_shared<const Dataset>(selectRows(*all, part));
  for (const char* name : {"a.csv", "a.npy", "a.TXT"}) {
    ExportRequest request = requestFor(odd, {5, 0, 2, 5}, folder_.path() / name, "rows");
    request.weights = {7, 3, 4, 7};
    EXPECT_EQ(exportData(request, control_).points, 3);
  }
  EXPECT_EQ(slurp(folder_.path() / "a.csv"), "row,label,weight\n1,class 1,3\n5,class 2,4\n11,class 2,7\n");
  EXPECT_EQ(slurp(folder_.path() / "a.TXT"), "1\n5\n11\n");
  EXPECT_EQ(slurp(folder_.path() / "a.npy.weights.csv"), "row,weight\n1,3\n5,4\n11,7\n");
  EXPECT_EQ(parseNpy(slurp(folder_.path() / "a.npy"), "a.npy").values, (std::vector<double>{1, 5, 11}));
}

TEST_F(Export, ListsHaveIdsAndFilesAndReadBack) {
  Dataset odd = *test::clusteredDataset(4, 2, 1);
  odd.labels = {0, kUnlabelled, 1, 2};
  odd.classNames = {"plain", "com,ma", "quo\"te\nand line"};
  odd.attributes = {{"name", ColumnRole::Id, {"a", "b,c", "", "NA"}},
                    {"photo", ColumnRole::Picture, {"x/1.png", "x/2.png", "y/1.png", "y/2.png"}}};
  const auto dataset = std::make_shared<const Dataset>(odd);
  exportData(requestFor(dataset, {0, 1, 2, 3}, folder_.path() / "a.csv", "rows"), control_);
  EXPECT_EQ(slurp(folder_.path() / "a.csv"),
            "row,id,label,file\n0,a,plain,x/1.png\n1,\"b,c\",,x/2.png\n2,\"\",\"com,ma\",y/1.png\n"
            "3,\"NA\",\"quo\"\"te\nand line\",y/2.png\n");
  EXPECT_EQ(readRowNumbers(folder_.path() / "a.csv", control_), (Points{0, 1, 2, 3}));
  EXPECT_EQ(readRowNumbers(folder_.write("b.txt", "3\r\n1\n\n2\n"), control_), (Points{3, 1, 2}));
  EXPECT_EQ(readRowNumbers(folder_.write("row.csv", "x,row\na,3\nb,1\n"), control_), (Points{3, 1}));
  EXPECT_EQ(readRowNumbers(folder_.path() / "a.csv.provenance.json", control_), (Points{0, 1, 2, 3}));
  const auto refused = [&](const std::string& text) {
    return test::errorOf([&] { readRowNumbers(folder_.write("bad", text), control_); });
  };
  EXPECT_TRUE(test::contains(refused("row\n1\nx\n"), "line 3: \"x\" is not a row number"));
  EXPECT_TRUE(test::contains(refused("1\n-2\n"), "line 2: -2 is no row number"));
  EXPECT_TRUE(test::contains(refused("{}"), "does not list row numbers"));
  EXPECT_EQ(pointsOfRows(*dataset, {3, 1, 3}, "x"), (Points{1, 3}));
  EXPECT_TRUE(test::contains(test::errorOf([&] { pointsOfRows(*dataset, {4}, "x"); }), "names row 4"));
}

TEST_F(Export, SaysWhichExemplarsWereGiven) {
  ExportRequest request =
      requestFor(test::clusteredDataset(20, 3, 1), {2, 5, 9}, folder_.path() / "rows.csv", "rows");
  request.weights = {7, 8, 5};
  request.provenance.given = {5};
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "rows.csv"),
            "row,label,weight,given\n2,class 2,7,0\n5,class 2,8,1\n9,class 0,5,0\n");
  EXPECT_EQ(readRowNumbers(folder_.path() / "rows.csv", control_), (Points{2, 5, 9}));
}

TEST_F(Export, SaysWhereItComesFromAndHowToRepeatIt) {
  const DatasetPtr dataset = test::clusteredDataset(40, 3, 1);
  const RunPtr run = test::runOnce(dataset, test::quickOptions());
  ExportRequest request = requestFor(dataset, run->subset->rows, folder_.path() / "exemplars.csv", "rows");
  request.provenance = exemplarsOf(*run);
  request.provenance.runFolder = folder_.path() / "my run";
  exportData(request, control_);
  const json origin = json::parse(slurp(folder_.path() / "exemplars.csv.provenance.json"));
  EXPECT_EQ(origin["program"].get<std::string>().rfind("AdapSNE Studio ", 0), 0u);
  EXPECT_EQ(origin["dataset"], manifest(*run)["dataset"]);
  EXPECT_EQ(origin["options"], optionsToJson(run->options));
  EXPECT_EQ(origin["chosen"], "exemplars: sampler grid");
  EXPECT_EQ(origin["rows"], run->subset->rows.size());
  EXPECT_EQ(origin["files"], json({"exemplars.csv"}));
  EXPECT_EQ(origin["run"]["id"], run->id());
  EXPECT_FALSE(origin.contains("row_numbers"));
  ASSERT_EQ(origin["commands"].size(), 2u);
  const std::string first = origin["commands"][0], second = origin["commands"][1];
  EXPECT_TRUE(test::contains(first, "adapsne run "));
  EXPECT_TRUE(test::contains(first, " --method nms-ideal "));
  EXPECT_EQ(second, "adapsne export '" + (folder_.path() / "my run").string() +
                        "' --as rows --what exemplars --out " + (folder_.path() / "exemplars.csv").string());

  request.provenance = selectedByHand(*run);
  request.out = folder_.path() / "hand.csv";
  request.chosen = {3, 4};
  exportData(request, control_);
  const json hand = json::parse(slurp(folder_.path() / "hand.csv.provenance.json"));
  EXPECT_EQ(hand["chosen"], "selected by hand in the map of run " + run->id());
  EXPECT_EQ(hand["row_numbers"], json({3, 4}));
  ASSERT_EQ(hand["commands"].size(), 1u);
  EXPECT_TRUE(test::contains(hand["commands"][0],
                             "--rows " + (folder_.path() / "hand.csv.provenance.json").string()));
}

TEST_F(Export, OptionsAreSaidAsTheMethodLeavesThem) {
  Options options;
  setOption(options, optionSpec("method"), std::string("adapsne-edge"));
  EXPECT_EQ(optionWords(options, false), (std::vector<std::string>{"--method", "adapsne-edge"}));
  setOption(options, optionSpec("arithmetic"), std::string("float64"));
  setOption(options, optionSpec("seed"), std::string("7"));
  setOption(options, optionSpec("threads"), std::string("3"));
  Options again;
  const std::vector<std::string> words = optionWords(options, false);
  for (size_t i = 0; i < words.size(); i += 2) setOption(again, optionSpec(words[i].substr(2)), words[i + 1]);
  again.threads = options.threads;
  EXPECT_EQ(optionsToJson(again), optionsToJson(options));
  EXPECT_EQ(optionWords(options, true), (std::vector<std::string>{"--seed", "7"}));
}

TEST_F(Export, ListsCarryWhatWasGivenAndTheirWeights) {
  const DatasetPtr dataset = test::clusteredDataset(40, 3, 1);
  ExportRequest request = requestFor(dataset, {2, 9}, folder_.path() / "g.csv", "rows");
  request.weights = {30, 10};
  request.provenance.given = {9};
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "g.csv"), "row,label,weight,given\n2,class 2,30,0\n9,class 0,10,1\n");
  EXPECT_EQ(readWeights(folder_.path() / "g.csv", control_), (std::map<int64_t, int64_t>{{2, 30}, {9, 10}}));
  EXPECT_TRUE(readWeights(folder_.write("n.csv", "row,label\n2,x\n"), control_).empty());
  EXPECT_TRUE(readWeights(folder_.write("n.txt", "2\n"), control_).empty());
  EXPECT_TRUE(test::contains(
      test::errorOf([&] { readWeights(folder_.write("n.csv", "row,weight\n2,x\n"), control_); }),
      "does not hold a row and its weight"));
}

// --- the source's own bytes
// ----------------------------------------------------------------------------------

TEST_F(Export, ATablesLinesLeaveByteForByte) {
  const std::string header = "\xef\xbb\xbfid;na\xc3\xafve;\"x;y\";when;label\r\n";
  const std::vector<std::string> lines = {"a1;1.50;2;2024-01-31;\"one;\r\ntwo\"\r\n",
                                          "a2; 1e1 ;-0.0;2024-01-30;NA\r\n",
                                          "a3;3;4;2024-02-01;\"\"\"q\"\"\"\r\n",
                                          "a4;7;8;2024-02-02;\xc3\xbc\r\n", "a5;9;10;2024-02-03;plain\r\n"};
  std::string text = header;
  for (const std::string& line : lines) text += line;
  const DatasetOptions options;
  const DatasetPtr reopened = roundTrip(folder_.write("t\xc3\xa4"
                                                      "ble one.csv",
                                                      text),
                                        {0, 1, 3}, "sub set \xc3\xb6.csv", options);
  EXPECT_EQ(slurp(folder_.path() / "sub set \xc3\xb6.csv"), header + lines[0] + lines[1] + lines[3]);
  ASSERT_TRUE(attributeOf(*reopened, ColumnRole::Id));
  EXPECT_EQ(attributeOf(*reopened, ColumnRole::Id)->values, (std::vector<std::string>{"a1", "a2", "a4"}));
  roundTrip(folder_.path() /
                "t\xc3\xa4"
                "ble one.csv",
            {0, 1, 2, 3, 4}, "all.csv", options);
  EXPECT_EQ(slurp(folder_.path() / "all.csv"), text);
}

TEST_F(Export, ATablesCommentsAndGapsBelongToNoRow) {
  const std::string table =
      "# made by hand\na,b,label\n1,2,x\n\n# a remark\n3,4,\"y\n# no remark\"\n\n\n5,6,x\n7,8,x\n\n";
  roundTrip(folder_.write("t.csv", table), {0, 1, 3}, "o.csv");
  EXPECT_EQ(slurp(folder_.path() / "o.csv"),
            "# made by hand\na,b,label\n1,2,x\n3,4,\"y\n# no remark\"\n7,8,x\n");
}

TEST_F(Export, RowsThatWereDroppedOrNotTakenAreNoPartOfTheirNeighbours) {
  std::string table = "a,b,label\n";
  for (int i = 0; i < 60; ++i)
    table += std::to_string(i) + "," + (i % 7 == 0 ? "NA" : std::to_string(i * i)) + ",c" +
             std::to_string(i % 3) + "\n";
  const fs::path path = folder_.write("t.csv", table);
  DatasetOptions drop;
  drop.missing = MissingPolicy::Drop;
  roundTrip(path, {0, 4, 5, 6}, "dropped.csv", drop);
  EXPECT_EQ(slurp(folder_.path() / "dropped.csv"), "a,b,label\n1,1,c1\n5,25,c2\n6,36,c0\n8,64,c2\n");
  drop.points = 20;
  drop.pick = PickRows::Random;
  const DatasetPtr part = open(path, drop);
  exportData(requestFor(part, {3, 19}, folder_.path() / "picked.csv", "source", drop), control_);
  const auto line = [&](int64_t point) {
    const int64_t i = part->sourceRow(point);
    return std::to_string(i) + "," + std::to_string(i * i) + ",c" + std::to_string(i % 3) + "\n";
  };
  EXPECT_EQ(slurp(folder_.path() / "picked.csv"), "a,b,label\n" + line(3) + line(19));
}

TEST_F(Export, OtherTextsLeaveByTheirLines) {
  const DatasetOptions plain;
  roundTrip(folder_.write("t.tsv", "a\tb\tclass\n1\t2\tx\n3\t4\ty\n5\t6\tx"), {0, 2}, "o.tsv");
  EXPECT_EQ(slurp(folder_.path() / "o.tsv"), "a\tb\tclass\n1\t2\tx\n5\t6\tx");
  roundTrip(folder_.write("t.jsonl",
                          "{\"a\": 1, \"b\": [2, 3], \"label\": \"x\\\"\"}\n\n{\"a\": 4,  \"b\": [5, 6], "
                          "\"label\": \"y\"}\n{\"a\": 7, \"b\": [8, 9], \"label\": \"y\"}\n"),
            {0, 1}, "o.jsonl");
  EXPECT_EQ(
      slurp(folder_.path() / "o.jsonl"),
      "{\"a\": 1, \"b\": [2, 3], \"label\": \"x\\\"\"}\n{\"a\": 4,  \"b\": [5, 6], \"label\": \"y\"}\n");
  roundTrip(folder_.write("t.svm", "# c\n1 1:0.5 3:2 # first\n-1 2:1 3:4\n1 1:1 2:1 3:1\n"), {0, 2}, "o.svm");
  EXPECT_EQ(slurp(folder_.path() / "o.svm"), "# c\n1 1:0.5 3:2 # first\n1 1:1 2:1 3:1\n");
  roundTrip(folder_.write("t.arff",
                          "@RELATION r\n@ATTRIBUTE a NUMERIC\n@ATTRIBUTE b NUMERIC\n@ATTRIBUTE class "
                          "{x,y}\n@DATA\n% none\n1,2,x\n3,4,y\n5,6,y\n"),
            {1, 2}, "o.arff");
  EXPECT_TRUE(test::contains(slurp(folder_.path() / "o.arff"), "@DATA\n% none\n3,4,y\n5,6,y\n"));
  const fs::path packed = folder_.write("t.csv.gz", test::gzip("a,b\n1,2\n3,4\n5,6\n"));
  roundTrip(packed, {1}, "o.csv.gz");
  EXPECT_EQ(slurp(folder_.path() / "o.csv.gz").substr(0, 2), "\x1f\x8b");
  roundTrip(packed, {0, 1}, "o.csv");
  EXPECT_EQ(slurp(folder_.path() / "o.csv"), "a,b\n1,2\n3,4\n");
}

TEST_F(Export, TextsThatWereReadAsFeaturesLeaveByTheirLines) {
  std::string table = "text,label\n";
  std::vector<std::string> lines;
  for (int i = 0; i < 30; ++i)
    table += lines.emplace_back("\"word" + std::to_string(i % 5) + " and\nword" + std::to_string(i % 7) +
                                ", too\",c" + std::to_string(i % 2) + "\n");
  DatasetOptions options;
  options.textColumn = "text";
  const DatasetPtr dataset = open(folder_.write("t.csv", table), options);
  exportData(requestFor(dataset, {3, 29}, folder_.path() / "o.csv", "source", options), control_);
  EXPECT_EQ(slurp(folder_.path() / "o.csv"), "text,label\n" + lines[3] + lines[29]);
}

TEST_F(Export, AJsonArrayIsNotCutIntoLines) {
  const fs::path path =
      folder_.write("t.json", "[\n{\"a\": 1, \"b\": 2},\n{\"a\": 3, \"b\": 4},\n{\"a\": 5, \"b\": 7}\n]\n");
  EXPECT_TRUE(test::contains(failure(requestFor(open(path), {0}, folder_.path() / "o.json")),
                             "of which rows cannot be copied"));
  exportData(requestFor(open(path), {0, 2}, folder_.path() / "o.csv", "csv"), control_);
  expectSamePoints(*open(folder_.path() / "o.csv"), *open(path), {0, 2}, "o.csv");
}

TEST_F(Export, AnArraysBytesLeaveWithTypeOrderAndShape) {
  const std::vector<double> values = {1, 2, 3.5, 4, 5, 6.25, 7, 8, 9, 10, 11, 1e300 / 1e299};
  roundTrip(folder_.write("c.npy", test::npyOf("<f8", "(4, 3)", test::raw(values))), {1, 3}, "c2.npy");
  EXPECT_TRUE(test::contains(slurp(folder_.path() / "c2.npy"),
                             "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"));
  EXPECT_EQ(slurp(folder_.path() / "c2.npy").size() % 64, 48u);
  roundTrip(folder_.write("f.npy", test::npyOf("<f8", "(4, 3)", test::raw(values), true)), {0, 2, 3},
            "f2.npy");
  EXPECT_TRUE(test::contains(slurp(folder_.path() / "f2.npy"), "'fortran_order': True, 'shape': (3, 3)"));
  std::string bytes, wide;
  for (int i = 0; i < 5 * 2 * 3; ++i) {
    bytes += static_cast<char>(200 + i);
    wide += test::bigEndian(static_cast<uint64_t>(i * 1000), 2);
  }
  roundTrip(folder_.write("i.npy", test::npyOf("|u1", "(5, 2, 3)", bytes)), {0, 4}, "i2.npy");
  EXPECT_EQ(slurp(folder_.path() / "i2.npy").substr(128 - 64), slurp(folder_.path() / "i2.npy").substr(64));
  EXPECT_TRUE(slurp(folder_.path() / "i2.npy").ends_with(bytes.substr(0, 6) + bytes.substr(24)));
  roundTrip(folder_.write("b.npy", test::npyOf(">u2", "(5, 6)", wide)), {2}, "b2.npy");
  EXPECT_TRUE(slurp(folder_.path() / "b2.npy").ends_with(wide.substr(24, 12)));
  const fs::path second = folder_.write(
      "v2.npy.gz", test::gzip(test::npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n",
                                        test::raw(std::vector<float>{1, 2, 3, 4}), 2)));
  roundTrip(second, {1}, "v3.npy.gz");
}

TEST_F(Export, AnArchivesArraysOfEachPointAreTakenApartAndTheOthersStay) {
  const std::string features = test::npyOf("<f4", "(3, 2)", test::raw(std::vector<float>{1, 2, 3, 4, 5, 6}));
  const std::string labels = test::npyOf("<i8", "(3,)", test::raw(std::vector<int64_t>{0, 1, 1}));
  const std::string ids = test::npyOf("|S2", "(3,)", "aabbcc"),
                    scale = test::npyOf("<f8", "()", test::raw(std::vector<double>{2}));
  const fs::path path = folder_.write(
      "a.npz", test::zip({test::storedEntry("X.npy", features), test::deflatedEntry("y.npy", labels),
                          test::storedEntry("ids.npy", ids), test::storedEntry("scale.npy", scale)}));
  roundTrip(path, {0, 2}, "b.npz");
  exportData(requestFor(open(folder_.path() / "b.npz"), {1}, folder_.path() / "c.npz"), control_);
  const std::string bytes = slurp(folder_.path() / "b.npz");
  EXPECT_TRUE(test::contains(bytes, "aacc"));
  EXPECT_TRUE(test::contains(bytes, scale)) << "an array that is no column stays as it is";
  DatasetOptions part;
  part.points = 2;
  roundTrip(path, {1}, "d.npz", part);
}

/// [[0, 2, 0], [0, 0, 0], [1, 0, 3], [0, 4, 0]] as scipy.sparse.save_npz writes it, in types of its own.
std::string sparseNpz(const std::string& format) {
  const auto i8 = [](const std::vector<int64_t>& values) {
    return test::npyOf("<i8", "(" + std::to_string(values.size()) + ",)", test::raw(values));
  };
  const auto i4 = [](const std::vector<int32_t>& values) {
    return test::npyOf("<i4", "(" + std::to_string(values.size()) + ",)", test::raw(values));
  };
  std::vector<double> values = {2, 1, 3, 4};
  std::string inner = i4({1, 0, 2, 1}), outer = i4({0, 1, 1, 3, 4}), innerName = "indices",
              outerName = "indptr";
  if (format == "csc") {
    values = {1, 2, 4, 3};
    inner = i4({2, 0, 3, 2});
    outer = i4({0, 1, 3, 4});
  } else if (format == "coo") {
    values = {4, 1, 3, 2};
    inner = i4({1, 0, 2, 1});
    outer = i4({3, 2, 2, 0});
    innerName = "col";
    outerName = "row";
  }
  return test::zip({test::storedEntry(innerName + ".npy", inner),
                    test::storedEntry(outerName + ".npy", outer),
                    test::storedEntry("format.npy", test::npyOf("|S3", "()", format)),
                    test::storedEntry("shape.npy", i8({4, 3})),
                    test::storedEntry("data.npy", test::npyOf("<f8", "(4,)", test::raw(values))),
                    test::storedEntry("labels.npy", i8({1, 1, 0, 0}))});
}

TEST_F(Export, ASparseMatrixLeavesAsItsOwnEntries) {
  for (const std::string format : {"csr", "csc", "coo"}) {
    SCOPED_TRACE(format);
    const fs::path path = folder_.write(format + ".npz", sparseNpz(format));
    roundTrip(path, {0, 2}, format + "2.npz");
    const std::string bytes = slurp(folder_.path() / (format + "2.npz"));
    // Entries of its own types, in their own order.
    const std::vector<double> values = format == "csr"   ? std::vector<double>{2, 1, 3}
                                       : format == "csc" ? std::vector<double>{1, 2, 3}
                                                         : std::vector<double>{1, 3, 2};
    EXPECT_TRUE(test::contains(bytes, "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"));
    EXPECT_TRUE(test::contains(bytes, test::raw(values)));
    const std::vector<int32_t> rows = format == "csr"   ? std::vector<int32_t>{0, 1, 3}
                                      : format == "csc" ? std::vector<int32_t>{1, 0, 1}
                                                        : std::vector<int32_t>{1, 1, 0};
    EXPECT_TRUE(test::contains(bytes, test::raw(rows)));
    EXPECT_TRUE(test::contains(bytes, test::raw(std::vector<int64_t>{2, 3})));
    // A row without any entry is a row.
    const DatasetPtr empty = roundTrip(path, {1}, format + "1.npz");
    EXPECT_EQ(empty->features, (std::vector<float>{0, 0, 0}));
  }
}

TEST_F(Export, AnIdxPairLeavesAsAPair) {
  std::string pixels;
  for (int i = 0; i < 6 * 2 * 2; ++i) pixels += static_cast<char>(i);
  folder_.write("t-images-idx3-ubyte", test::idx(8, {6, 2, 2}, pixels));
  folder_.write("t-labels-idx1-ubyte", test::idx(8, {6}, std::string("\x03\x09\x03\x09\x03\x01", 6)));
  roundTrip(folder_.path() / "t-images-idx3-ubyte", {1, 4, 5}, "s-images-idx3-ubyte");
  EXPECT_EQ(slurp(folder_.path() / "s-images-idx3-ubyte"),
            test::idx(8, {3, 2, 2}, pixels.substr(4, 4) + pixels.substr(16)));
  EXPECT_EQ(slurp(folder_.path() / "s-labels-idx1-ubyte"), test::idx(8, {3}, std::string("\x09\x03\x01", 3)));
  EXPECT_TRUE(test::contains(
      failure(requestFor(open(folder_.path() / "t-images-idx3-ubyte"), {1}, folder_.path() / "s.idx")),
      "Name it as in data-images-idx3-ubyte"));
  EXPECT_FALSE(fs::exists(folder_.path() / "s.idx"));
}

TEST_F(Export, LabelsInAFileOfTheirOwnGoBeside) {
  DatasetOptions options;
  options.labels = folder_.write("names.csv", "cat\n\n\"a, b\"\ncat\n").string();
  const fs::path data =
      folder_.write("x.npy", test::npyOf("<f4", "(4, 1)", test::raw(std::vector<float>{1, 2, 3, 4})));
  const DatasetPtr dataset = open(data, options);
  const ExportResult result =
      exportData(requestFor(dataset, {0, 1, 2}, folder_.path() / "o.npy", "source", options), control_);
  ASSERT_EQ(result.written.size(), 3u);
  DatasetOptions again;
  again.labels = (folder_.path() / "o-labels.csv").string();
  expectSamePoints(*open(folder_.path() / "o.npy", again), *dataset, {0, 1, 2}, "text");
  options.labels =
      folder_.write("y.npy", test::npyOf("<i2", "(4,)", test::raw(std::vector<int16_t>{5, 6, 7, 5})))
          .string();
  const DatasetPtr numbered = open(data, options);
  exportData(requestFor(numbered, {1, 3}, folder_.path() / "p.npy", "source", options), control_);
  again.labels = (folder_.path() / "p-labels.npy").string();
  expectSamePoints(*open(folder_.path() / "p.npy", again), *numbered, {1, 3}, "array");
}

/// Tables of all that can stand in a cell: what leaves is what stood there, and it opens as what it was.
TEST_F(Export, OddTablesLeaveAsTheyAre) {
  const std::vector<std::string> oddities = {"plain", "\"a,b\"",  "\"line\nbreak\"", "\"\"\"\"",
                                             "\"\"",  "NA",       "\"x\r\ny\"",      "\xc3\xa4\xc3\xb6",
                                             "#no",   "5\" disk", "\"#\n\"",         " blank "};
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](size_t n) { return random() % n; };
    const std::string end = below(2) == 0 ? "\n" : "\r\n";
    const size_t n = 1 + below(30);
    std::string table = "u,note,v,label" + end;
    std::vector<std::string> lines;
    for (size_t i = 0; i < n; ++i) {
      const std::string line = std::to_string(below(1000)) + "," + oddities[below(oddities.size())] + "," +
                               std::to_string(static_cast<double>(below(1 << 20)) / 1024) + "," +
                               oddities[below(oddities.size())];
      lines.push_back(line + (i + 1 == n && below(2) == 0 ? "" : end));
      table += lines.back();
    }
    Points chosen;
    std::string expected = "u,note,v,label" + end;
    for (size_t i = 0; i < n; ++i)
      if (below(3) == 0 || (i + 1 == n && chosen.empty())) {
        chosen.push_back(static_cast<int64_t>(i));
        expected += lines[i];
      }
    DatasetOptions options;
    options.leaveOut = "note";
    options.labelColumn = "label";
    options.header = Header::Yes;
    const std::string name = "o" + std::to_string(seed) + ".csv";
    const DatasetPtr dataset = open(folder_.write("t" + std::to_string(seed) + ".csv", table), options);
    ASSERT_EQ(dataset->points, static_cast<int64_t>(n)) << table;
    exportData(requestFor(dataset, chosen, folder_.path() / name, "source", options), control_);
    EXPECT_EQ(slurp(folder_.path() / name), expected) << "seed " << seed;
  }
}

// --- other formats
// -------------------------------------------------------------------------------------------

TEST_F(Export, MadeUpDataLeaveInEveryFormatThatIsWritten) {
  Dataset odd = *test::clusteredDataset(40, 3, 1);
  odd.classNames = {"a, b", "NA", "7"};
  odd.hash = contentHash(odd);
  const auto dataset = std::make_shared<const Dataset>(odd);
  int formats = 0;
  for (const ExportFormat& format : exportFormats()) {
    if (!format.file || !format.file->write) continue;
    ++formats;
    const std::string name = "made-images" + format.endings.front();
    ExportRequest request = requestFor(dataset, {1, 2, 39}, folder_.path() / name, format.word);
    request.weights = {10, 20, 10};
    exportData(request, control_);
    EXPECT_EQ(slurp(folder_.path() / (name + ".weights.csv")), "row,weight\n1,10\n2,20\n39,10\n") << name;
    DatasetOptions options;
    if (format.word == "npy") options.labels = (folder_.path() / "made-images-labels.npy").string();
    const DatasetPtr reopened = open(folder_.path() / name, options);
    ASSERT_EQ(reopened->points, 3) << name;
    EXPECT_EQ(reopened->features, selectRows(odd, {1, 2, 39}).features) << name;
    ASSERT_TRUE(reopened->hasLabels()) << name;
    EXPECT_NE(reopened->labels[0], reopened->labels[1]) << name;
  }
  EXPECT_GE(formats, 8);
}

TEST_F(Export, AnHdf5FileLeavesAsOne) {
  Dataset some = *test::clusteredDataset(9, 2, 1);
  some.labels[3] = kUnlabelled;
  for (const char* name : {"t.h5", "t.safetensors"}) {
    writeDataset(some, folder_.path() / name);
    const DatasetPtr dataset = open(folder_.path() / name);
    const fs::path out = folder_.path() / (std::string("o-") + name);
    const ExportResult result = exportData(requestFor(dataset, {0, 3, 8}, out), control_);
    ASSERT_EQ(result.remarks.size(), 1u);
    EXPECT_TRUE(test::contains(result.remarks[0], "are not copied as they lie in the source"));
    expectSamePoints(*open(out), *dataset, {0, 3, 8}, name);
  }
}

TEST_F(Export, PointsWithoutALabelStayWithoutOrAreRefused) {
  Dataset some = *test::clusteredDataset(9, 2, 1);
  some.labels[3] = kUnlabelled;
  const auto dataset = std::make_shared<const Dataset>(some);
  for (const char* word : {"csv", "tsv"}) {
    const fs::path path = folder_.path() / (std::string("o.") + word);
    exportData(requestFor(dataset, {2, 3, 4}, path, word), control_);
    expectSamePoints(*open(path), some, {2, 3, 4}, word);
  }
  for (const char* name : {"o-images.idx", "o.svm"}) {
    const std::string word = fs::path(name).extension().string().substr(1);
    EXPECT_TRUE(test::contains(failure(requestFor(dataset, {2, 3}, folder_.path() / name, word)),
                               "cannot say that a point has no label, as row 3"));
    exportData(requestFor(dataset, {2, 4}, folder_.path() / name, word), control_);
  }
}

TEST_F(Export, TheRestAndASplitAreTheOtherPoints) {
  const DatasetPtr dataset = test::clusteredDataset(10, 2, 1);
  ExportRequest request = requestFor(dataset, {1, 7}, folder_.path() / "s.csv", "csv");
  request.weights = {4, 6};
  request.part = ExportPart::Split;
  EXPECT_EQ(exportData(request, control_).points, 10);
  EXPECT_EQ(listing(folder_.path()),
            (std::vector<std::string>{"s-test.csv", "s-train.csv", "s-train.csv.weights.csv",
                                      "s.csv.provenance.json"}));
  expectSamePoints(*open(folder_.path() / "s-train.csv"), *dataset, {1, 7}, "train");
  expectSamePoints(*open(folder_.path() / "s-test.csv"), *dataset, {0, 2, 3, 4, 5, 6, 8, 9}, "test");
  request.part = ExportPart::Rest;
  request.out = folder_.path() / "r.txt";
  request.format = "rows";
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "r.txt"), "0\n2\n3\n4\n5\n6\n8\n9\n");
  request.chosen = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  request.weights.clear();
  request.out = folder_.path() / "none.txt";
  EXPECT_TRUE(test::contains(failure(request), "no row to write. Choose fewer points"));
}

// --- pictures
// ------------------------------------------------------------------------------------------------

class ExportPictures : public Export {
 protected:
  /// Six pictures in folders of two classes and beside them; names repeat from folder to folder.
  DatasetPtr pictures() {
    Dataset d;
    d.name = "photos";
    d.openedAs = (folder_.path() / "ph\xc3\xb6tos of us").string();
    d.source = d.openedAs;
    d.points = 6;
    d.dimensions = 1;
    d.features = {0, 1, 2, 3, 4, 5};
    d.labels = {0, 0, 1, 1, kUnlabelled, 0};
    d.classNames = {"cat", "T-shirt/top"};
    const std::vector<std::string> files = {"a/x.JPG",    "a/y.jpg",   "b/x.JPG",
                                            "b/x, y.png", "loose.png", "c/x.JPG"};
    for (size_t i = 0; i < files.size(); ++i) {
      fs::create_directories((fs::path(d.openedAs) / files[i]).parent_path());
      std::ofstream(fs::path(d.openedAs) / files[i]) << "picture " << i << std::string(i * 300, '.');
    }
    d.attributes = {{"file", ColumnRole::Picture, files}};
    d.hash = contentHash(d);
    return std::make_shared<const Dataset>(std::move(d));
  }
  ExportRequest toFolder(const DatasetPtr& dataset, Points chosen) {
    ExportRequest request = requestFor(dataset, std::move(chosen), folder_.path() / "out", "images");
    request.openedNow = true;
    return request;
  }
};

TEST_F(ExportPictures, AFolderHasClassesMetadataAndEachPictureOnce) {
  const DatasetPtr dataset = pictures();
  ExportRequest request = toFolder(dataset, {0, 1, 2, 3, 4, 5});
  request.weights = {1, 2, 3, 4, 5, 6};
  exportData(request, control_);
  EXPECT_EQ(listing(folder_.path() / "out"),
            (std::vector<std::string>{"T-shirt_top", "T-shirt_top/x, y.png", "T-shirt_top/x.JPG", "cat",
                                      "cat/x-5.JPG", "cat/x.JPG", "cat/y.jpg", "loose.png", "metadata.csv",
                                      "provenance.json"}));
  EXPECT_EQ(
      slurp(folder_.path() / "out/metadata.csv"),
      "file_name,label,weight,row\ncat/x.JPG,cat,1,0\ncat/y.jpg,cat,2,1\nT-shirt_top/x.JPG,T-shirt/top,3,2\n"
      "\"T-shirt_top/x, y.png\",T-shirt/top,4,3\nloose.png,,5,4\ncat/x-5.JPG,cat,6,5\n");
  EXPECT_EQ(slurp(folder_.path() / "out/cat/x-5.JPG"), slurp(fs::path(dataset->openedAs) / "c/x.JPG"));
  EXPECT_FALSE(fs::is_symlink(folder_.path() / "out/cat/x.JPG"));
}

TEST_F(ExportPictures, MayBeLinks) {
  const DatasetPtr dataset = pictures();
  ExportRequest request = toFolder(dataset, {0, 3});
  request.files = PicturePlacing::HardLink;
  exportData(request, control_);
  EXPECT_TRUE(fs::equivalent(folder_.path() / "out/cat/x.JPG", fs::path(dataset->openedAs) / "a/x.JPG"));
  EXPECT_EQ(fs::hard_link_count(folder_.path() / "out/cat/x.JPG"), 2u);
  request.files = PicturePlacing::SymbolicLink;
  request.overwrite = true;
  exportData(request, control_);
  EXPECT_EQ(fs::read_symlink(folder_.path() / "out/cat/x.JPG"), fs::path(dataset->openedAs) / "a/x.JPG");
  EXPECT_EQ(slurp(fs::path(dataset->openedAs) / "a/x.JPG"), "picture 0") << "the original is not touched";
}

TEST_F(ExportPictures, ASplitIsTwoFoldersInOne) {
  ExportRequest request = toFolder(pictures(), {0, 2});
  request.part = ExportPart::Split;
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "out/train/metadata.csv"),
            "file_name,label,row\ncat/x.JPG,cat,0\nT-shirt_top/x.JPG,T-shirt/top,2\n");
  EXPECT_TRUE(fs::exists(folder_.path() / "out/test/cat/x.JPG"))
      << "row 5: names repeat in parts of their own";
}

TEST_F(ExportPictures, AMissingOneLeavesNothing) {
  const DatasetPtr dataset = pictures();
  fs::remove(fs::path(dataset->openedAs) / "b/x.JPG");
  for (const char* format : {"images", "webdataset"}) {
    ExportRequest request = toFolder(dataset, {0, 2});
    request.format = format;
    request.out = folder_.path() / (std::string(format) == "images" ? "out" : "out.tar");
    EXPECT_TRUE(
        test::contains(failure(request), "b/x.JPG: the picture of row 2 (counted from 0) is not there"));
  }
  EXPECT_EQ(listing(folder_.path()).size(), 9u) << "the originals alone";
}

TEST_F(ExportPictures, ClassesGetFoldersThatExist) {
  const std::vector<std::string> folders = classFolders(
      {"a", "A", "..", ".", "", "a/b", "a\\b", "metadata.csv", std::string(300, 'x'), "new\nline"});
  EXPECT_EQ(folders[0], "a");
  EXPECT_EQ(folders[1], "A-2");
  EXPECT_EQ(folders[2], "_..");
  EXPECT_EQ(folders[5], "a_b");
  EXPECT_EQ(folders[6], "a_b-2");
  EXPECT_EQ(folders[9], "new_line");
  EXPECT_TRUE(test::allDistinct(folders));
  for (const std::string& folder : folders) fs::create_directory(folder_.path() / folder);
}

TEST_F(ExportPictures, PixelsBecomePngs) {
  const DatasetPtr digits = test::digits(60);
  const ExportResult result = exportData(toFolder(digits, {0, 59}), control_);
  EXPECT_EQ(result.remarks.size(), 1u) << "white of 16 became 255";
  const std::string png = slurp(folder_.path() / "out/0/00.png");
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(test::bigEndian(8, 4) + test::bigEndian(8, 4) + std::string("\x08\x00", 2), png.substr(16, 10));
}

TEST_F(ExportPictures, AWebDatasetHasAMemberForEachThing) {
  ExportRequest request = toFolder(pictures(), {0, 3, 4});
  request.format = "webdataset";
  request.out = folder_.path() / "out.tar";
  request.weights = {3, 2, 1};
  exportData(request, control_);
  const std::string tar = slurp(request.out);
  ASSERT_EQ(tar.size() % 512, 0u);
  std::vector<std::string> names;
  std::string third;
  for (size_t at = 0; at < tar.size() && tar[at] != '\0';) {
    names.emplace_back(tar.c_str() + at);
    EXPECT_EQ(tar.substr(at + 257, 8), std::string("ustar\0"
                                                   "00",
                                                   8));
    unsigned sum = 0;
    for (size_t i = 0; i < 512; ++i)
      sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(tar[at + i]);
    EXPECT_EQ(std::stoul(tar.substr(at + 148, 6), nullptr, 8), sum);
    const size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
    if (names.back() == "3.json") third = tar.substr(at + 512, size);
    at += 512 + (size + 511) / 512 * 512;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"0.jpg", "0.cls", "0.json", "3.png", "3.cls", "3.json", "4.png",
                                             "4.json"}));
  EXPECT_EQ(json::parse(third),
            json({{"row", 3}, {"label", "T-shirt/top"}, {"weight", 2}, {"file", "b/x, y.png"}}));
  EXPECT_TRUE(tar.ends_with(std::string(1024, '\0')));
}

TEST_F(ExportPictures, FashionLeavesAsItsOwnBytes) {
  if (const std::string missing = test::missingData("fashion-mnist"); !missing.empty())
    GTEST_SKIP() << missing;
  DatasetOptions options;
  options.points = 500;
  const DatasetPtr dataset = openDataset("fashion-mnist", options, 1, control_);
  exportData(requestFor(dataset, {3, 400, 499}, folder_.path() / "f-images-idx3-ubyte", "source", options),
             control_);
  const DatasetPtr reopened = open(folder_.path() / "f-images-idx3-ubyte");
  EXPECT_EQ(reopened->features, selectRows(*dataset, {3, 400, 499}).features);
  for (size_t i : {0, 1, 2})
    EXPECT_EQ(reopened->classNames[reopened->labels[i]],
              std::to_string(dataset->labels[std::vector<size_t>{3, 400, 499}[i]]));
}

class ReopenedPictures : public Export {
 protected:
  /// A folder of classes with PNM pictures, whose names repeat from class to class.
  void SetUp() override {
    for (int i = 0; i < 24; ++i) {
      const fs::path folder = folder_.path() / "photos" /
                              (i % 3 == 0   ? "T\xc3\xb6pfe"
                               : i % 3 == 1 ? "NA"
                                            : "c, d");
      fs::create_directories(folder);
      std::string bytes = "P6 5 4 255\n";
      for (int k = 0; k < 60; ++k) bytes += static_cast<char>(i * 31 + k * 7);
      std::ofstream(folder / (std::to_string(i / 3) + ".ppm"), std::ios::binary) << bytes;
    }
  }
  static const Attribute& column(const Dataset& d, const std::string& name) {
    for (const Attribute& attribute : d.attributes)
      if (attribute.name == name) return attribute;
    throw std::runtime_error("no column " + name);
  }
  /// Each row of the reopened pictures is that of the dataset which its column `row` names.
  static void expectRows(const Dataset& reopened, const Dataset& dataset, const Points& chosen) {
    ASSERT_EQ(reopened.points, std::ssize(chosen));
    const Attribute& rows = column(reopened, "row");
    Points seen;
    for (int64_t i = 0; i < reopened.points; ++i) {
      const int64_t point = std::stoll(rows.values[static_cast<size_t>(i)]);
      seen.push_back(point);
      EXPECT_EQ(test::rowOf(reopened, i), test::rowOf(dataset, point));
      EXPECT_EQ(reopened.classNames[reopened.labels[i]], dataset.classNames[dataset.labels[point]]);
    }
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(seen, chosen);
  }
};

TEST_F(ReopenedPictures, AFolderOpensAsTheSameRowsAndPixels) {
  const DatasetPtr dataset = open(folder_.path() / "photos");
  ASSERT_EQ(dataset->points, 24);
  const Points chosen = {0, 3, 9, 17, 23};
  ExportRequest request = requestFor(dataset, chosen, folder_.path() / "out");
  request.weights = {5, 4, 3, 2, 10};
  exportData(request, control_);
  const DatasetPtr reopened = open(folder_.path() / "out");
  expectRows(*reopened, *dataset, chosen);
  EXPECT_EQ(column(*reopened, "weight").values.size(), 5u);
  // Links lead out of the folder, which has to be allowed.
  request.out = folder_.path() / "links";
  request.files = PicturePlacing::SymbolicLink;
  exportData(request, control_);
  DatasetOptions follow;
  follow.followLinks = true;
  expectRows(*open(folder_.path() / "links", follow), *dataset, chosen);
  request.part = ExportPart::Split;
  request.out = folder_.path() / "split";
  exportData(request, control_);
  follow.split = "train";
  expectRows(*open(folder_.path() / "split", follow), *dataset, chosen);
  follow.split = "all";
  EXPECT_EQ(open(folder_.path() / "split", follow)->points, 24);
}

TEST_F(ReopenedPictures, ATarOpensAsTheSameRowsAndPixels) {
  const DatasetPtr dataset = open(folder_.path() / "photos");
  const Points chosen = {1, 2, 8, 20};
  exportData(requestFor(dataset, chosen, folder_.path() / "out.tar", "webdataset"), control_);
  DatasetOptions names;
  names.labelColumn = "label";
  const DatasetPtr reopened = open(folder_.path() / "out.tar", names);
  expectRows(*reopened, *dataset, chosen);
  // And from the tar, whose pictures are no files.
  exportData(requestFor(reopened, {0, 3}, folder_.path() / "again", "images", names), control_);
  EXPECT_EQ(open(folder_.path() / "again")->points, 2);
}

TEST_F(ReopenedPictures, PixelsOpenAsTheSameBytes) {
  Dataset bytes = *test::clusteredDataset(30, 2, 1);
  bytes.dimensions = 32 * 32 * 3;
  bytes.image = {32, 32, 3};
  bytes.imageMaximum = 255;
  std::vector<uint8_t> pixels;
  for (size_t i = 0; i < 30 * 32 * 32 * 3; ++i) pixels.push_back(static_cast<uint8_t>(i * i >> 7));
  pixels[0] = 255;
  bytes.features = FeatureValues(std::move(pixels));
  bytes.classNames = {"7", "8", "9"};
  bytes.hash = contentHash(bytes);
  const auto dataset = std::make_shared<const Dataset>(bytes);
  const Points chosen = {0, 4, 29};
  ExportRequest request = requestFor(dataset, chosen, folder_.path() / "pixels", "images");
  EXPECT_TRUE(exportData(request, control_).remarks.empty());
  expectRows(*open(folder_.path() / "pixels"), bytes, chosen);
  request.format = "bin";
  request.out = folder_.path() / "c.bin";
  exportData(request, control_);
  expectSamePoints(*open(request.out), bytes, chosen, "CIFAR");
  roundTrip(folder_.path() / "c.bin", {1, 2}, "d.bin");
  EXPECT_EQ(slurp(folder_.path() / "d.bin"), slurp(folder_.path() / "c.bin").substr(3073));
}

// --- what must not happen
// ------------------------------------------------------------------------------------

TEST_F(Export, NothingIsReplacedUnasked) {
  const DatasetPtr dataset = test::clusteredDataset(10, 2, 1);
  ExportRequest request = requestFor(dataset, {1, 2}, folder_.path() / "a.csv", "csv");
  request.weights = {5, 5};
  folder_.write("a.csv", "mine");
  EXPECT_TRUE(test::contains(failure(request), "a.csv: exists already; nothing was replaced"));
  request.overwrite = true;
  EXPECT_TRUE(test::contains(failure(request), "exists already")) << "it is no earlier export";
  EXPECT_EQ(listing(folder_.path()), std::vector<std::string>{"a.csv"});
  EXPECT_EQ(slurp(folder_.path() / "a.csv"), "mine");
  fs::remove(folder_.path() / "a.csv");

  folder_.write("a.csv.weights.csv", "mine");
  EXPECT_TRUE(test::contains(failure(request), "a.csv.weights.csv: exists already"));
  EXPECT_EQ(listing(folder_.path()), std::vector<std::string>{"a.csv.weights.csv"});
  fs::remove(folder_.path() / "a.csv.weights.csv");

  exportData(request, control_);
  request.chosen = {3};
  request.weights.clear();
  request.overwrite = false;
  EXPECT_TRUE(test::contains(failure(request), "exists already"));
  request.overwrite = true;
  exportData(request, control_);
  EXPECT_EQ(listing(folder_.path()), (std::vector<std::string>{"a.csv", "a.csv.provenance.json"}))
      << "nothing of the earlier one stays";
  EXPECT_EQ(open(folder_.path() / "a.csv")->points, 1);

  for (const char* foreign : {"{\"mine\": 1}", "no JSON at all", "", "[3]", "{\"format\": 7}"}) {
    writeFile(folder_.path() / "b.csv.provenance.json", foreign);
    request.out = folder_.path() / "b.csv";
    EXPECT_TRUE(test::contains(failure(request), "b.csv.provenance.json: exists and is not")) << foreign;
    EXPECT_EQ(slurp(folder_.path() / "b.csv.provenance.json"), foreign);
    EXPECT_FALSE(fs::exists(folder_.path() / "b.csv"));
  }
}

TEST_F(Export, WhereADialogAskedTheFileItselfIsReplaced) {
  const DatasetPtr dataset = test::clusteredDataset(10, 2, 1);
  ExportRequest request = requestFor(dataset, {1, 2}, folder_.path() / "a.txt", "rows");
  folder_.write("a.txt", "old");
  request.replaceOut = true;
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "a.txt"), "1\n2\n");
  request.chosen = {4};
  exportData(request, control_);
  EXPECT_EQ(slurp(folder_.path() / "a.txt"), "4\n");
  folder_.write("b.txt", "old");
  folder_.write("b.txt.weights.csv", "mine");
  request.out = folder_.path() / "b.txt";
  request.weights = {3};
  EXPECT_TRUE(test::contains(failure(request), "b.txt.weights.csv: exists already"));
  EXPECT_EQ(slurp(folder_.path() / "b.txt"), "old");
}

TEST_F(ExportPictures, AFolderIsReplacedOnlyWhereItIsOursAlone) {
  const DatasetPtr dataset = pictures();
  ExportRequest request = toFolder(dataset, {0, 1, 3});
  exportData(request, control_);
  request.chosen = {2};
  EXPECT_TRUE(test::contains(failure(request), "out: exists already and is not empty"));
  request.overwrite = true;
  folder_.write("out/cat/mine.txt", "precious");
  EXPECT_TRUE(
      test::contains(failure(request), "holds \"cat/mine.txt\", which is not part of an earlier export"));
  fs::remove(folder_.path() / "out/cat/mine.txt");
  exportData(request, control_);
  EXPECT_EQ(listing(folder_.path() / "out"), (std::vector<std::string>{"T-shirt_top", "T-shirt_top/x.JPG",
                                                                       "metadata.csv", "provenance.json"}));
  fs::create_directory(folder_.path() / "empty");
  request.overwrite = false;
  request.out = folder_.path() / "empty/";
  exportData(request, control_);
  EXPECT_TRUE(fs::exists(folder_.path() / "empty/metadata.csv"));
  folder_.write("a file", "mine");
  request.out = folder_.path() / "a file";
  EXPECT_TRUE(test::contains(failure(request), "exists and is not a folder"));
}

TEST_F(Export, RefusesNamesThatTellNothing) {
  const DatasetPtr dataset = test::clusteredDataset(10, 2, 1);
  const auto refused = [&](const char* name, const char* format) {
    return failure(requestFor(dataset, {1}, folder_.path() / name, format));
  };
  EXPECT_TRUE(test::contains(refused("a", "rows"),
                             "has no ending, which tells the format to write. Name it .csv, .npy or .txt."));
  EXPECT_TRUE(test::contains(refused("a.doc", "rows"), "no format to write has the ending .doc"));
  EXPECT_TRUE(test::contains(refused("a", "npy"), "is not named as NPY is. Name it .npy."));
  EXPECT_TRUE(test::contains(refused(".npy", "npy"), "is not named as NPY is"));
  EXPECT_TRUE(test::contains(refused("a.csv.gz", "csv"), "no format to write has the ending .gz"));
  EXPECT_TRUE(test::contains(refused("", "csv"), "is a folder, a file was to be written there"));
  EXPECT_TRUE(test::contains(refused("a.csv", "cvs"), "Did you mean csv?"));
  EXPECT_TRUE(test::contains(refused("a.csv", "source"), "has no file of its own"));
  EXPECT_TRUE(test::contains(refused("a", "images"), "has no pictures"));
  EXPECT_TRUE(test::contains(refused("a.jsonl", "jsonl"), "copied from a source of that format alone"));
  EXPECT_TRUE(
      test::contains(refused("none/a.csv", "csv"), "none/a.csv: cannot create the file: No such file"));
  EXPECT_TRUE(test::contains(failure(requestFor(dataset, {}, folder_.path() / "a.csv", "csv")),
                             "Select some points first"));
  fs::create_directory(folder_.path() / "folder.csv");
  EXPECT_TRUE(test::contains(refused("folder.csv", "csv"), "folder.csv: is a folder"));
  fs::remove(folder_.path() / "folder.csv");
  EXPECT_TRUE(listing(folder_.path()).empty());
}

TEST_F(Export, ASourceThatChangedOrIsGoneIsRefused) {
  const fs::path path = folder_.write("t.csv", "a,b\n1,2\n3,4\n5,6\n");
  const DatasetPtr dataset = open(path);
  const ExportRequest request = requestFor(dataset, {1}, folder_.path() / "o.csv");
  folder_.write("t.csv", "a,b\n1,2\n5,6\n3,4\n");
  EXPECT_TRUE(
      test::contains(failure(request), "t.csv: has changed since it was opened; nothing was written"));
  fs::remove(path);
  EXPECT_TRUE(test::contains(failure(request), "t.csv, which is gone"));
  EXPECT_TRUE(listing(folder_.path()).empty());
  // What is in memory can be written still.
  exportData(requestFor(dataset, {1}, folder_.path() / "o.npy", "npy"), control_);
  // A source that shrank although nobody looked.
  folder_.write("t.csv", "a,b\n1,2\n");
  ExportRequest blind = request;
  blind.openedNow = true;
  EXPECT_TRUE(test::contains(failure(blind), "has changed since it was opened"));
}

/// A small file system, unmounted at the end of the scope; not mounted where that is not allowed.
class SmallDisk {
 public:
  explicit SmallDisk(const char* options, unsigned long flags = 0) {
    mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", flags, options) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  const fs::path& path() const { return folder_.path(); }

 private:
  test::TemporaryFolder folder_;
  bool mounted_ = false;
};

TEST_F(ExportPictures, AFullDiskLeavesNothing) {
  SmallDisk disk("size=16k");
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here";
  const DatasetPtr dataset = test::clusteredDataset(3000, 30, 1);
  Points all(3000);
  std::iota(all.begin(), all.end(), 0);
  int formats = 0;
  for (const char* name : {"a.csv", "a.npy", "a.npz", "a-images.idx", "a.svm", "a.tar", "rows.csv"}) {
    const std::string ending = fs::path(name).extension().string().substr(1);
    const std::string format = std::string(name) == "rows.csv" ? "rows"
                               : ending == "tar"               ? "webdataset"
                                                               : ending;
    const std::string message = failure(requestFor(dataset, all, disk.path() / name, format));
    EXPECT_TRUE(test::contains(message, "No space left")) << name;
    EXPECT_TRUE(test::contains(message, "Free some space")) << name;
    EXPECT_EQ(message.find(".part-"), std::string::npos) << message;
    EXPECT_TRUE(listing(disk.path()).empty()) << name;
    ++formats;
  }
  EXPECT_EQ(formats, 7);
  const DatasetPtr photos = pictures();
  for (int64_t i = 0; i < 6; ++i)
    std::ofstream(fs::path(photos->openedAs) / photos->attributes[0].values[static_cast<size_t>(i)])
        << std::string(9000, 'x');
  ExportRequest request = toFolder(photos, {0, 1, 2, 3, 4, 5});
  request.out = disk.path() / "out";
  EXPECT_TRUE(test::contains(failure(request), "No space left"));
  EXPECT_TRUE(listing(disk.path()).empty());
  // Hard links do not lead to another file system.
  request.files = PicturePlacing::HardLink;
  EXPECT_TRUE(test::contains(failure(request), "is on another file system than the pictures"));
  EXPECT_TRUE(listing(disk.path()).empty());
}

TEST_F(Export, AReadOnlyPlaceIsSaid) {
  SmallDisk disk("size=64k", MS_RDONLY);
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here";
  const DatasetPtr dataset = test::digits(20);
  EXPECT_TRUE(
      test::contains(failure(requestFor(dataset, {1}, disk.path() / "a.csv", "csv")),
                     "a.csv: cannot create the file: Read-only file system. This file system is read-only"));
  EXPECT_TRUE(test::contains(failure(requestFor(dataset, {1}, disk.path() / "a", "images")),
                             "Read-only file system"));
}

TEST_F(Export, CancelledLeavesNothing) {
  const DatasetPtr digits = test::digits(100);
  Points all(100);
  std::iota(all.begin(), all.end(), 0);
  for (const char* name : {"out", "out.tar"}) {
    RunControl control(1);
    const std::string format = std::string(name) == "out" ? "images" : "webdataset";
    EXPECT_THROW(exportData(requestFor(digits, all, folder_.path() / name, format), control,
                            [&](double share) {
                              if (share > 0.5) control.cancel();
                            }),
                 Cancelled);
    EXPECT_TRUE(listing(folder_.path()).empty()) << name;
  }
}

}  // namespace
}  // namespace adapsne
