// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as other programs and other countries write them: read right, or refused with a remedy that works.
#include "core/catalogue/catalogue.h"
#include "core/files/text_encoding.h"
#include "core/formats/file_format.h"
#include "core/tables/cell_value.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Texts = std::vector<std::string>;

class ForeignTables : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& bytes, const DatasetOptions& options = {},
                  const std::string& name = "t.csv") {
    return openDataset(folder.write(name, bytes).string(), options, 1, control);
  }
  std::string error(const std::string& bytes, const DatasetOptions& options = {},
                    const std::string& name = "t.csv") {
    return errorOf([&] { open(bytes, options, name); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST(TextEncoding, BytesThatAreNoUtf8AreWindows1252) {
  EXPECT_EQ(validUtf8("H\xf6he \x80"), "Höhe €");
  EXPECT_EQ(validUtf8("Höhe €"), "Höhe €");
  std::string both = "ä\xe4";
  EXPECT_TRUE(makeValidUtf8(both));
  EXPECT_EQ(both, "ää");
  EXPECT_FALSE(makeValidUtf8(both));
  // Cut short, overlong, half of a pair.
  EXPECT_EQ(validUtf8("\xe2\x82"), "â‚");
  EXPECT_EQ(validUtf8("\xc0\xaf"), "À¯");
  EXPECT_EQ(validUtf8("\xed\xa0\x80"), "\xef\xbf\xbd");
  std::string wide =
      "\xff\xfe"
      "1";
  EXPECT_FALSE(makeValidUtf8(wide)) << "it is UTF-16, which its reader refuses";
}

TEST_F(ForeignTables, NamesAndClassesInAnotherEncodingAreLetters) {
  const DatasetPtr dataset = open("H\xf6he,Art\n1,B\xe4r\n2,Fuchs\n3,B\xe4r\n");
  EXPECT_EQ(dataset->classNames, (Texts{"Bär", "Fuchs"}));
  EXPECT_EQ(dataset->featureNames, (Texts{"Höhe"}));
  EXPECT_EQ(dataset->sourceLines, (std::vector<int32_t>{2, 3, 4}));
  ASSERT_FALSE(dataset->warnings.empty());
  EXPECT_TRUE(contains(dataset->warnings.back(), "other bytes were read as Windows-1252"));
  const DatasetPtr labelled =
      open("1\n2\n3\n", {.labels = folder.write("labels.txt", "B\xe4r\nFuchs\nB\xe4r\n").string()});
  EXPECT_EQ(labelled->classNames, (Texts{"Bär", "Fuchs"}));
  const DatasetPtr plain = open("Höhe,Art\n1,Bär\n2,b\n");
  for (const std::string& warning : plain->warnings) EXPECT_FALSE(contains(warning, "1252"));
}

TEST_F(ForeignTables, WideTextIsRefusedWithACommand) {
  EXPECT_TRUE(contains(error("\xff\xfe"
                             "1"),
                       "is text in UTF-16. Convert it to UTF-8 with: iconv -f UTF-16 -t UTF-8 \""));
}

TEST_F(ForeignTables, NumbersInAnotherSpellingAreNamedForWhatTheyAre) {
  struct Case {
    const char* cell;
    NumberStyle style;
  };
  for (const Case& c : std::initializer_list<Case>{{"1,5", NumberStyle::DecimalComma},
                                                   {"1'100.5", NumberStyle::Thousands},
                                                   {"1’100", NumberStyle::Thousands},
                                                   {"1 234,5", NumberStyle::Thousands},
                                                   {"1\u202f234,5", NumberStyle::Thousands},
                                                   {"1\u00a0234.5", NumberStyle::Thousands},
                                                   {"1.000,5", NumberStyle::Thousands},
                                                   {"1,000", NumberStyle::Either},
                                                   {"45 %", NumberStyle::Percent},
                                                   {"$1,000", NumberStyle::Currency},
                                                   {"€ 12.50", NumberStyle::Currency},
                                                   {"-12,50 €", NumberStyle::Currency},
                                                   {"1.5D+03", NumberStyle::FortranExponent},
                                                   {"-0.1d-3", NumberStyle::FortranExponent},
                                                   {"$", NumberStyle::None},
                                                   {"$a", NumberStyle::None},
                                                   {"3D", NumberStyle::None},
                                                   {"3D5", NumberStyle::None},
                                                   {"12 a", NumberStyle::None},
                                                   {"A4", NumberStyle::None}})
    EXPECT_EQ(numberStyle(c.cell), c.style) << c.cell;

  EXPECT_TRUE(contains(
      error("a;b\n1,5;2\n2,5;3\n"),
      "It has a decimal comma: write numbers with a point. Make all commas points with: tr , . < \""));
  EXPECT_TRUE(contains(error("a,b\n\"1,5\",2\n\"2,5\",3\n"), "with a point. Or leave the column out"))
      << "there commas separate the columns too";
  EXPECT_TRUE(contains(error("a,b\n$5,2\n$6,3\n"), "\"$5\" is not a number. It has the sign of a currency"));
  EXPECT_EQ(open("a,b\n$5,2\n$6,3\n", {.leaveOut = "a"})->dimensions, 1);
  EXPECT_TRUE(
      contains(error(" 0.5D+00 1.0D+01\n 0.6D+00 2.0D+01\n"), "It has Fortran's exponent D: write E."));
  EXPECT_TRUE(contains(error("a;b\n1'100.5;2\n1'200.5;3\n"), "It has separators between thousands"));
}

TEST_F(ForeignTables, WhatSpreadsheetsShowForNoValueIsMissing) {
  for (const char* word : {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"}) {
    const std::string table = std::string("a,b\n1,2\n") + word + ",3\n4,5\n";
    EXPECT_EQ(open(table, {.missing = MissingPolicy::Drop})->points, 2) << word;
    EXPECT_TRUE(contains(error(table), "missing")) << word;
  }
}

TEST_F(ForeignTables, IdsHaveManyNames) {
  for (const char* name : {"PassengerId", "customerID", "Nr", "No.", "CaseID", "user_id"}) {
    const DatasetPtr dataset = open(std::string(name) + ",a\n7,1\n9,3\n8,2\n");
    EXPECT_EQ(dataset->dimensions, 1) << name;
    EXPECT_EQ(dataset->columns[0].role, ColumnRole::Id) << name;
  }
  for (const char* name : {"Acid", "GRID", "Humid", "note", "Id of whom"})
    EXPECT_EQ(open(std::string(name) + ",a\n7,1\n9,3\n8,2\n")->dimensions, 2) << name;
}

TEST_F(ForeignTables, AFirstLineOfAnotherKindIsNamed) {
  // As word2vec writes it: how many words, of how many numbers.
  EXPECT_TRUE(
      contains(error("3 2\nthe 0.1 0.2\nof 0.3 0.4\nand 0.5 0.6\n", {}, "t.txt"),
               "line 2: has 3 cells, 2 are expected as in the first line. If the first line is no part of "
               "the table, as a title or the numbers of rows and columns, remove it"));
  EXPECT_TRUE(
      contains(error("1,2\n3,4\n5\n"), "line 3: has 1 cell, 2 are expected as in the first line. Complete"));
}

TEST_F(ForeignTables, JsonByColumnsIsRefusedWithACommand) {
  const std::string columns = R"({"a": {"0": 1.5, "1": 2.5}, "b": {"0": 3, "1": 4}})";
  EXPECT_TRUE(
      contains(error(columns, {}, "t.json"),
               "is one object of columns with a value for each row, as pandas writes it by default. Save "
               "it again with data.to_json(\"data.jsonl\", orient=\"records\", lines=True)."));
  EXPECT_TRUE(contains(error(R"({"data": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]})", {}, "t.json"),
                       "take them out with: jq -c '.data[]' \""));
  // Objects within a record are columns of their own.
  EXPECT_EQ(
      open("{\"at\": {\"x\": 1, \"y\": 2}}\n{\"at\": {\"x\": 3, \"y\": 5}}\n", {}, "t.jsonl")->dimensions, 2);
}

TEST_F(ForeignTables, ALabelFilesTitleIsFoundWhereSomeRowsAreRead) {
  const DatasetPtr all =
      open("1\n2\n3\n4\n", {.labels = folder.write("l.txt", "Work\nb\na\nb\na\n").string()});
  const std::string labels = (folder.path() / "l.txt").string();
  EXPECT_EQ(all->classNames, (Texts{"a", "b"}));
  for (const char* name : {"t.csv", "t.npy"}) {
    const std::string bytes = std::string(name) == "t.csv"
                                  ? "1\n2\n3\n4\n"
                                  : npyOf("<f4", "(4, 1)", raw(std::vector<float>{1, 2, 3, 4}));
    for (const PickRows pick : {PickRows::First, PickRows::Random}) {
      const DatasetPtr part = open(bytes, {.points = 2, .pick = pick, .labels = labels}, name);
      EXPECT_EQ(part->classNames, (Texts{"a", "b"})) << name;
      for (int64_t i = 0; i < 2; ++i)
        EXPECT_EQ(part->labels[static_cast<size_t>(i)], part->sourceRow(i) % 2 == 0 ? 1 : 0) << name;
      EXPECT_TRUE(contains(part->warnings.at(0), "Line 1 of the labels, \"Work\", was taken as their title"))
          << name;
    }
  }
  // Missing ones are counted among the points that are there.
  const std::string gaps = folder.write("g.txt", "Work\nb\n\nb\na\n").string();
  const DatasetPtr part = open(npyOf("<f4", "(4, 1)", raw(std::vector<float>{1, 2, 3, 4})),
                               {.points = 2, .labels = gaps}, "t.npy");
  EXPECT_EQ(part->labels, (std::vector<int32_t>{1, kUnlabelled}));
  EXPECT_TRUE(contains(part->warnings.at(1), "1 of 2 points have no label"));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(4, 1)", raw(std::vector<float>{1, 2, 3, 4})),
                             {.points = 2, .labels = folder.write("s.txt", "b\na\nb\n").string()}, "t.npy"),
                       "holds 3 labels, the data holds 4 points."));
}

}  // namespace
}  // namespace adapsne
