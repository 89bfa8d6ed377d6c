// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/features/text_features.h"
#include "core/catalogue/catalogue.h"
#include "core/features/preprocess.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Names = std::vector<std::string>;

DatasetOptions textOptions(const std::string& column, const std::string& label = "") {
  DatasetOptions options;
  options.textColumn = column;
  options.labelColumn = label;
  return options;
}

class TextFile : public testing::Test {
 protected:
  Dataset read(const std::string& name, const std::string& bytes, const DatasetOptions& options) {
    RunControl control(1);
    return *openDataset(folder_.write(name, bytes).string(), options, 1, control);
  }
  std::string error(const std::string& name, const std::string& bytes, const DatasetOptions& options) {
    return errorOf([&] { read(name, bytes, options); });
  }
  TemporaryFolder folder_;
};

double product(const Dataset& d, int64_t i, int64_t j) {
  double sum = 0;
  for (int64_t k = 0; k < d.dimensions; ++k) sum += static_cast<double>(d.value(i, k)) * d.value(j, k);
  return sum;
}

TEST_F(TextFile, CsvBecomesFeaturesAndLabels) {
  const Dataset d = read("t.csv",
                         "id,text,label\n1,\"the cat, the mat\",animal\n2,stocks fell today,money\n"
                         "3,\"The cat; the mat!\",animal\n4,stocks rose,money\n",
                         textOptions("text"));
  EXPECT_EQ(d.points, 4);
  EXPECT_EQ(d.name, "t");
  EXPECT_TRUE(d.sharedUnit);
  EXPECT_EQ(d.classNames, (Names{"animal", "money"}));
  EXPECT_EQ(d.labels, (std::vector<int32_t>{0, 1, 0, 1}));
  // Nothing is lost with four texts: inner products are those of the weights.
  EXPECT_NEAR(product(d, 0, 0), 1, 1e-5);
  EXPECT_NEAR(product(d, 0, 2), 1, 1e-5) << "case and punctuation do not count";
  EXPECT_NEAR(product(d, 0, 1), 0, 1e-5) << "no word in common";
  EXPECT_GT(product(d, 1, 3), 0.05);
  ASSERT_EQ(d.warnings.size(), 1u);
  EXPECT_TRUE(contains(d.warnings[0], "keep 100 % of the weights' squares"));
}

TEST_F(TextFile, JsonLinesGiveTheSameAsCsv) {
  const Dataset csv =
      read("t.csv", "text,label\none two,x\n\"three \"\"four\"\"\",y\ntwo three,x\n", textOptions("text"));
  const Dataset json = read(
      "t.jsonl",
      "{\"text\": \"one two\", \"label\": \"x\", \"n\": 1}\n\n"
      "{\"label\": \"y\", \"text\": \"three \\\"four\\\"\"}\r\n{\"text\": \"two three\", \"label\": \"x\"}",
      textOptions("text"));
  EXPECT_EQ(json.features, csv.features);
  EXPECT_EQ(json.labels, csv.labels);
  EXPECT_EQ(json.classNames, csv.classNames);
  const Dataset numbers =
      read("n.jsonl", "{\"t\":\"a\",\"y\":10}\n{\"t\":\"b\",\"y\":9}\n", textOptions("t"));
  EXPECT_EQ(numbers.classNames, (Names{"9", "10"}));
  EXPECT_FALSE(read("n.jsonl", "{\"t\":\"a\",\"y\":10}\n{\"t\":\"b\",\"y\":9}\n", textOptions("t", "none"))
                   .hasLabels());
}

TEST_F(TextFile, ColumnsByNumberAndFilesWithoutHeader) {
  EXPECT_EQ(read("t.csv", "x,one two\ny,three\n", textOptions("2")).points, 2);
  EXPECT_FALSE(read("t.csv", "x,one two\ny,three\n", textOptions("2")).hasLabels());
  EXPECT_EQ(read("t.csv", "x,one two\ny,three\n", textOptions("2", "1")).classNames, (Names{"x", "y"}));
  // A label column's name makes the first line a header.
  EXPECT_EQ(read("t.tsv", "label\tbody\nx\tone\ny\ttwo\n", textOptions("2")).points, 2);
}

TEST_F(TextFile, KeepsAsManyDimensionsAsAreWanted) {
  std::string csv = "text\n";
  for (int i = 0; i < 60; ++i)
    csv.append("w").append(std::to_string(i % 20)).append(" v").append(std::to_string(i % 7)).append("\n");
  DatasetOptions options = textOptions("text");
  options.textDimensions = 5;
  EXPECT_EQ(read("t.csv", csv, options).dimensions, 5);
  options.textDimensions = 500;
  EXPECT_LE(read("t.csv", csv, options).dimensions, 60);
}

TEST_F(TextFile, TextsWithoutWordsFollowThePolicyForMissingValues) {
  const std::string csv = "text\none two\n\"...\"\nthree\n\"\"\none\n";
  DatasetOptions options = textOptions("text");
  EXPECT_TRUE(contains(error("t.csv", csv, options), "t.csv, line 3: 2 of 5 texts hold no word"));
  RunControl control(1);
  options.missing = MissingPolicy::Drop;
  const DatasetPtr dropped = openDataset(folder_.write("t.csv", csv).string(), options, 1, control);
  EXPECT_EQ(dropped->points, 3);
  EXPECT_EQ(dropped->sourceRows, (std::vector<int64_t>{0, 2, 4}));
  EXPECT_TRUE(contains(error("t.csv", "text\n!\n?\n", options), "holds no text with a word in it"));
  EXPECT_TRUE(contains(error("j.jsonl", "{\"t\": null}\n{\"t\": \"a\"}\n", textOptions("t")),
                       "j.jsonl, line 1: 1 of 2"));
}

TEST_F(TextFile, RefusesWhatItCannotRead) {
  const auto options = textOptions("text");
  EXPECT_TRUE(contains(error("t.csv", "body,label\na,b\n", options),
                       "there is no column \"text\". Did you mean \"body\"? There are body, label."));
  EXPECT_TRUE(contains(error("t.csv", "a,b\nc,d\n", textOptions("3")), "there is no column \"3\""));
  EXPECT_TRUE(contains(error("t.csv", "text,label\na,x\nb\n", options),
                       "t.csv, line 3: has 1 cells, 2 are expected"));
  EXPECT_TRUE(contains(error("t.csv", "text,label\na,x\n", textOptions("text", "class")),
                       "there is no column \"class\""));
  EXPECT_TRUE(contains(error("t.csv", "text,n\na,1\n", textOptions("text", "text")), "would be one column"));
  EXPECT_TRUE(contains(error("t.csv", "text\n", options), "holds no text"));
  EXPECT_TRUE(contains(error("t.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\n", options),
                       "t.jsonl, line 2: is not valid JSON"));
  EXPECT_TRUE(
      contains(error("t.jsonl", "{\"text\": \"a\"}\n[1]\n", options), "t.jsonl, line 2: is no JSON object"));
  EXPECT_TRUE(contains(error("t.jsonl", "{\"text\": 5}\n", options), "\"text\" is no text"));
  EXPECT_TRUE(contains(error("t.jsonl", "{\"tex\": \"a\"}\n", options), "Did you mean \"tex\"?"));
  EXPECT_TRUE(contains(error("t.jsonl", "{\"a\": \"x\"}\n{\"a\": \"y\"}\n", textOptions("")),
                       "no column holds numbers. Give one row"));
  EXPECT_TRUE(contains(
      error("t.npy", npyOf("<f4", "(1, 1)", std::string(4, '\0')), options),
      "is NPY, which holds no columns of text, and --text-column was given. Leave it out, or give a file of "
      "CSV, TSV or JSON."));
  RunControl control(1);
  EXPECT_TRUE(
      contains(errorOf([&] { openDataset("digits", options, 1, control); }), "digits: holds no text."));
}

TEST_F(TextFile, IsNotStandardisedAndJsonLinesAreFoundByContent) {
  RunControl control(1);
  const auto path = folder_.write("plain", "{\"t\": \"a b\"}\n{\"t\": \"b c\"}\n{\"t\": \"c d\"}\n");
  const DatasetPtr dataset = openDataset(path.string(), textOptions("t"), 1, control);
  EXPECT_EQ(dataset->points, 3);
  const auto features = preprocess(*dataset, {}, control);
  EXPECT_EQ(features->scale, Scale::None);
  EXPECT_EQ(features->values, dataset->features);
}

}  // namespace
}  // namespace adapsne
