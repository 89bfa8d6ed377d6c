// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/table_layout.h"

#include <cmath>

#include "core/catalogue/catalogue.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Texts = std::vector<std::string>;

/// A table of 40 rows below `header`; in a row's text "#" becomes its number, "%" a decimal number and "@"
/// one of three classes.
std::string table(const std::string& header, const std::string& row) {
  std::string text = header;
  for (int i = 0; i < 40; ++i)
    for (const char c : row + "\n") {
      if (c == '#')
        text += std::to_string(i);
      else if (c == '%')
        text += std::to_string(0.37 * i - 3) + "1";
      else if (c == '@')
        text += i % 3 == 0 ? "ant" : i % 3 == 1 ? "bee" : "cat";
      else
        text += c;
    }
  return text;
}

class Table : public ::testing::Test {
 protected:
  Dataset read(const std::string& text, const DatasetOptions& options = {}) {
    return parseCsv(text, "t.csv", options, control);
  }
  std::string error(const std::string& text, const DatasetOptions& options = {}) {
    return errorOf([&] { read(text, options); });
  }
  static std::string roles(const Dataset& dataset) {
    std::string text;
    for (const SourceColumn& column : dataset.columns)
      text += (text.empty() ? "" : ",") + std::string(kColumnRoleWords.wordOf(column.role));
    return text;
  }
  static bool warns(const Dataset& dataset, const std::string& part) {
    for (const std::string& warning : dataset.warnings)
      if (warning.find(part) != std::string::npos) return true;
    return false;
  }
  RunControl control{1};
};

TEST_F(Table, NumbersAreNamesWhereTheyCountTheColumns) {
  for (const auto& [header, row] :
       {std::pair{"0,1,2,3,species\n", "%,%,%,%,@"}, std::pair{"0,1,2,3\n", "%,%,%,%"},
        std::pair{"1,2\n", "%,%"}, std::pair{"0,1,2,3,4\n", "#,7,#,#,9"},
        std::pair{",0,1,label\n", "#,%,%,@"}}) {
    const Dataset dataset = read(table(header, row));
    EXPECT_EQ(dataset.points, 40) << header;
    EXPECT_FALSE(dataset.featureNames.empty()) << header;
    EXPECT_TRUE(warns(dataset, "--header no")) << header;
  }
  EXPECT_EQ(read(table("0,1,2,3\n", "%,%,%,%"), {.header = Header::No}).points, 41);
}

TEST_F(Table, NumbersAreAPointWhereTheyMayBeOne) {
  EXPECT_EQ(read("1,2,a\n3,4,b\n5,6,c\n").points, 3);
  EXPECT_EQ(read("0,1,ant\n2,3,ant\n4,5,bee\n").points, 3);
  EXPECT_EQ(read("1\n2\n3\n").points, 3);
  EXPECT_EQ(read(table("3,7,9\n", "%,%,%")).points, 41);
  EXPECT_EQ(read(table("0,1,ant\n", "%,%,@")).points, 41) << "ant stands below too";
  EXPECT_EQ(read(table("3,7\n", "%,%"), {.header = Header::Yes}).featureNames, (Texts{"3", "7"}));
}

TEST_F(Table, ColumnsThatNameThePointsAreIds) {
  EXPECT_EQ(roles(read(table(",a,b,label\n", "#,%,%,@"))), "id,feature,feature,label");
  EXPECT_EQ(roles(read(table("Unnamed: 0,a,b\n", "#,%,%"))), "id,feature,feature");
  EXPECT_EQ(roles(read(table("\"\",\"a\",\"label\"\n", "\"#\",%,\"@\""))), "id,feature,label");
  EXPECT_EQ(roles(read(table("customer_id,a,label\n", "9#,%,@"))), "id,feature,label");
  EXPECT_EQ(roles(read(table("uuid,a,label\n", "x-#,%,@"))), "id,feature,label");
  EXPECT_EQ(roles(read(table("", "#,%,%"))), "id,feature,feature") << "without a header too";
  EXPECT_EQ(roles(read(table("", "%,#"))), "feature,id");
  EXPECT_EQ(roles(read(table("t,label\n", "#,@"))), "feature,label")
      << "a named column that counts may be time";
  EXPECT_EQ(roles(read(table(",label\n", "#,@"))), "feature,label") << "nothing else is left";
  EXPECT_EQ(roles(read(table("id,a\n", "7,%"))), "left out,feature") << "a constant is no id";
  EXPECT_EQ(roles(read(table("id,a\n", "#,%"), {.idColumn = "none"})), "feature,feature");
  EXPECT_EQ(roles(read(table("k,a\n", "#,%"), {.idColumn = "k"})), "id,feature");
}

TEST_F(Table, IndexedAndPlainTablesAreTheSameData) {
  const Dataset plain = read(table("a,b,label\n", "%,%,@")), indexed = read(table(",a,b,label\n", "#,%,%,@"));
  EXPECT_EQ(contentHash(plain), contentHash(indexed));
  ASSERT_NE(attributeOf(indexed, ColumnRole::Id), nullptr);
  EXPECT_EQ(attributeOf(indexed, ColumnRole::Id)->values[39], "39");
}

TEST_F(Table, RowNamesOfRHaveNoNameThemselves) {
  const Dataset dataset = read(table("\"a\" \"b\" \"label\"\n", "\"#\" % % \"@\""));
  EXPECT_EQ(roles(dataset), "id,feature,feature,label");
  EXPECT_EQ(dataset.featureNames, (Texts{"a", "b"}));
  EXPECT_EQ(roles(read(table("a,b,label\n", "r#,%,%,@"))), "id,feature,feature,label") << "with commas too";
}

TEST_F(Table, ASeparatorAtEachLinesEndIsAnEmptyColumn) {
  EXPECT_EQ(roles(read(table("a,b,c,\n", "%,%,%,"))), "feature,feature,feature,left out");
  EXPECT_EQ(roles(read(table("a,b,label,\n", "%,%,@,"))), "feature,feature,label,left out");
  EXPECT_EQ(roles(read(table("a,b,kind\n", "%,%,@,"))), "feature,feature,label,left out")
      << "not above the names";
  EXPECT_EQ(roles(read(table("", "%,%,@,"))), "feature,feature,label,left out");
}

TEST_F(Table, OneColumnHoldsTheLabelsAndTheOthersAreNamed) {
  const Dataset frame = read(table("a,b,target,species\n", "%,%,1,@"));
  EXPECT_EQ(roles(frame), "feature,feature,left out,label") << "names of classes before their numbers";
  EXPECT_TRUE(warns(frame, "\"target\" is named as labels are"));
  EXPECT_EQ(roles(read(table("a,label,label\n", "%,#,@"))), "feature,left out,label");
  EXPECT_EQ(roles(read(table("a,label,class\n", "%,#,#"))), "feature,label,left out");
  EXPECT_EQ(roles(read(table("a,target,label\n", "%,#,@"), {.labelColumn = "none"})), "feature,feature,text");
  EXPECT_EQ(roles(read(table("a,target,label\n", "%,#,@"), {.featureColumns = "a,target"})),
            "feature,feature,label");
}

TEST_F(Table, TextOfWhichMostIsDifferentOrAllIsTheSameIsNoClass) {
  EXPECT_EQ(roles(read(table("a,comment,kind\n", "%,same,@"))), "feature,text,label");
  EXPECT_EQ(roles(read(table("a,comment,kind\n", "%,no #,@"))), "feature,text,label");
  EXPECT_EQ(roles(read(table("a,kind,comment\n", "%,@,no #"))), "feature,text,text");
  EXPECT_EQ(roles(read(table("a,kind,sort\n", "%,@,@"))), "feature,text,text") << "either may be the class";
}

TEST_F(Table, RolesCanBeGiven) {
  const std::string text = table("a,b,c,d\n", "%,%,#,@");
  EXPECT_EQ(roles(read(text, {.leaveOut = "b"})), "feature,left out,feature,label");
  EXPECT_EQ(roles(read(text, {.leaveOut = "2, c"})), "feature,left out,left out,label");
  EXPECT_EQ(roles(read(text, {.leaveOut = "2-3"})), "feature,left out,left out,label");
  EXPECT_EQ(roles(read(text, {.featureColumns = "c"})), "left out,left out,feature,left out");
  EXPECT_EQ(roles(read(text, {.labelColumn = "d", .featureColumns = "c"})),
            "left out,left out,feature,label");
  EXPECT_EQ(roles(read(table("\"a,b\",c\n", "%,%"), {.leaveOut = "\"a,b\""})), "left out,feature");
  EXPECT_TRUE(contains(error(text, {.leaveOut = "e"}), "there is no column \"e\" to leave out."));
  EXPECT_TRUE(contains(error(text, {.leaveOut = "9"}), "Give --leave-out a number from 1 to 4."));
  EXPECT_TRUE(
      contains(error(text, {.featureColumns = "a", .leaveOut = "a"}), "to be a feature and to be left out"));
  EXPECT_TRUE(contains(error(text, {.leaveOut = "a,b,c"}), "has no column beside that of the labels."));
}

TEST_F(Table, WhatIsLeftOutStaysWithThePoints) {
  const Dataset dataset = read("a,note,label\n1,\"x, y\",p\n2,,q\n3,z,p\n");
  ASSERT_EQ(dataset.attributes.size(), 1u);
  EXPECT_EQ(dataset.attributes[0].name, "note");
  EXPECT_EQ(dataset.attributes[0].values, (Texts{"x, y", "", "z"}));
  const Dataset part = selectRows(dataset, {0, 2});
  EXPECT_EQ(part.attributes[0].values, (Texts{"x, y", "z"}));
}

TEST_F(Table, ColumnsTellTheirRangeAndGaps) {
  const Dataset dataset = read("a,when,label\n1.5,2024-01-31,p\n,2024-02-01,q\n-3,2024-02-03,\n");
  ASSERT_EQ(dataset.columns.size(), 3u);
  EXPECT_EQ(dataset.columns[0].missing, 1);
  EXPECT_EQ(dataset.columns[0].least, -3);
  EXPECT_EQ(dataset.columns[0].largest, 1.5);
  EXPECT_EQ(dataset.columns[0].example, "1.5");
  EXPECT_EQ(dataset.columns[1].kind, ColumnKind::Date);
  EXPECT_EQ(dataset.columns[1].largest - dataset.columns[1].least, 3 * 86400.0);
  EXPECT_EQ(dataset.columns[2].missing, 1);
}

TEST_F(Table, TrueAndFalseAreNumbers) {
  const Dataset dataset = read("a,smoker,label\n1,True,p\n2,FALSE,q\n3,,p\n");
  EXPECT_EQ(dataset.features[1], 1);
  EXPECT_EQ(dataset.features[3], 0);
  EXPECT_TRUE(std::isnan(dataset.features[5]));
  EXPECT_TRUE(warns(dataset, "\"smoker\" holds true and false"));
  EXPECT_TRUE(contains(error("a,b\n1,true\n2,false\n3,maybe\n"), "\"maybe\" is neither true nor false."));
}

TEST_F(Table, DatesAreSeconds) {
  const Dataset dataset = read("t,v\n2024-01-01,1\n2024-01-02 12:00,2\n2024-01-03T00:00:00Z,3\n");
  EXPECT_EQ(dataset.value(1, 0) - dataset.value(0, 0), 1.5 * 86400);
  EXPECT_EQ(dataset.value(2, 0), 1704240000.0);
  EXPECT_TRUE(warns(dataset, "read as seconds since 1970 (UTC)"));
  EXPECT_EQ(roles(read("t,v\n01/02/2024,1\n03/04/2024,2\n")), "text,feature") << "either may be the month";
}

TEST_F(Table, UsualSpellingsOfMissingValuesAreKnown) {
  for (const char* word :
       {"",     "NA",   "n/a", "#N/A", "#NA", "<NA>", "NaN", "nan",    "-nan",    "None",    "none",
        "null", "NULL", "\\N", "?",    ".",   "-",    "--",  "1.#IND", "-1.#IND", "1.#QNAN", "NaT"}) {
    const Dataset dataset = read("a,b,label\n1,2,x\n" + std::string(word) + ",3,y\n4,5,z\n");
    EXPECT_TRUE(std::isnan(dataset.features[2])) << word;
    EXPECT_EQ(dataset.columns[0].missing, 1) << word;
  }
  EXPECT_TRUE(contains(error("a,b\n1,2\nn.d.,3\n4,5\n"), "add it to --missing-words"));
  EXPECT_TRUE(std::isnan(read("a,b\n1,2\nn.d.,3\n4,5\n", {.missingWords = "n.d."}).features[2]));
  EXPECT_TRUE(std::isnan(read("a,b\n1,2\n-999,3\n4,5\n", {.missingWords = "-999, x"}).features[2]));
}

TEST_F(Table, NumbersInOtherDressAreNamed) {
  EXPECT_TRUE(
      contains(error("pop,b\n\"1,000\",2\n\"1,037\",3\n"), "Its comma separates thousands or stands for"));
  EXPECT_TRUE(
      contains(error("pop,b\n\"1,000,000\",2\n\"1,037\",3\n"), "It has separators between thousands"));
  EXPECT_TRUE(contains(error("pop;b\n1.000,5;2\n1.001,5;3\n"), "It has separators between thousands"));
  EXPECT_TRUE(contains(error("p,b\n0%,2\n45 %,3\n"), "It has a percent sign"));
  EXPECT_EQ(roles(read("p,b\n0%,2\n45%,3\n", {.leaveOut = "p"})), "left out,feature") << "the remedy works";
}

TEST_F(Table, LinesAboveTheTable) {
  EXPECT_EQ(read("sep=;\na;b;label\n0.1;0.2;x\n0.3;0.4;y\n").featureNames, (Texts{"a", "b"}));
  EXPECT_EQ(read("sep=\t\r\na\tb\r\n1\t2\r\n").features, (std::vector<float>{1, 2}));
  const Dataset dataset = read("# made by a tool\n# date 2024\na,b\n1,2\n# in between\n3,4\n");
  EXPECT_EQ(dataset.features, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(dataset.sourceLines, (std::vector<int32_t>{4, 6}));
  EXPECT_EQ(read("# a,b\n1.5,2\n3,4\n").featureNames, (Texts{"a", "b"})) << "as numpy.savetxt writes names";
  EXPECT_TRUE(read("# two words\n1.5,2,7\n3,4,7\n").featureNames.empty());
  EXPECT_EQ(roles(read("#,b\n1,2\n3,5\n")), "id,feature") << "a name, not a comment";
}

TEST_F(Table, BlanksAndBarsSeparateToo) {
  EXPECT_EQ(read("0.1 0.2\n0.3 0.4\n").dimensions, 2);
  EXPECT_EQ(read("  0.1   0.2\n 10.3\t0.4  \n").features, (std::vector<float>{0.1f, 0.2f, 10.3f, 0.4f}));
  EXPECT_EQ(read("a|b|label\n1|2|x\n3|4|y\n").classes(), 2);
  EXPECT_TRUE(contains(error("1 2 3\n4 5\n"), "line 2: has 2 cells, 3 are expected"));
}

TEST_F(Table, AListInACellIsAsManyColumns) {
  const Dataset dataset = read("id,emb,label\n7,\"[0.5, 1]\",x\n9,\"[2,3]\",y\n");
  EXPECT_EQ(dataset.features, (std::vector<float>{0.5, 1, 2, 3}));
  EXPECT_EQ(dataset.featureNames, (Texts{"emb_0", "emb_1"}));
  EXPECT_TRUE(
      contains(error("emb;l\n[1 2];x\n[3 4];y\n[5];x\n"), "line 4, column 1: is no list of 2 numbers"));
}

TEST_F(Table, LateTextIsSeen) {
  std::string text = "a,notes,label\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 0.5) + "," + (i > 2500 ? "text" : "") + ",x\n";
  EXPECT_EQ(roles(read(text)), "feature,text,label");
}

TEST_F(Table, ConstantColumnsTellNothingApart) {
  const Dataset dataset = read(table("a,unit,b\n", "%,7,%"));
  EXPECT_EQ(roles(dataset), "feature,left out,feature");
  EXPECT_TRUE(warns(dataset, "\"unit\" holds one value in all rows"));
  EXPECT_EQ(dataset.dimensions, 2);
  EXPECT_EQ(dataset.sourceColumns, (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(roles(read(table("pixel1,pixel2\n", "%,0"))), "feature,feature") << "places of an array stay";
  EXPECT_EQ(roles(read(table("a,b\n", "1,1"))), "feature,feature") << "something has to stay";
}

TEST_F(Table, NumbersThatFloat32RoundsTogetherStayApart) {
  std::string text = "t,label\n";
  for (int i = 0; i < 100; ++i)
    text += std::to_string(1700000000LL + i) + "," + std::to_string(i / 50) + "\n";
  const Dataset epochs = read(text);
  EXPECT_EQ(epochs.value(99, 0), 1700000099.0);
  EXPECT_EQ(epochs.features[1] - epochs.features[0], 1);
  EXPECT_TRUE(warns(epochs, "\"t\"") || warns(epochs, "Column t is kept"));
  const Dataset tiny = read("a\n1e-50\n2e-50\n4e-50\n");
  EXPECT_EQ((tiny.features[2] - tiny.features[1]) / (tiny.features[1] - tiny.features[0]), 2);
  EXPECT_TRUE(read("a,b\n0.1,100000\n0.2,100001\n").scales.empty()) << "whole numbers below 2^24 are exact";
}

TEST(Json, LinesListsAndArraysAreTables) {
  TemporaryFolder folder;
  RunControl control(1);
  const auto read = [&](const std::string& text) {
    return readJson(folder.write("t.json", text), {}, control);
  };
  const Dataset lines = read("{\"x\": 1, \"label\": \"a\"}\n\n{\"x\": 2.5, \"label\": null}\n");
  EXPECT_EQ(lines.features, (std::vector<float>{1, 2.5}));
  EXPECT_EQ(lines.labels, (std::vector<int32_t>{0, kUnlabelled}));
  EXPECT_EQ(lines.sourceLines, (std::vector<int32_t>{1, 3}));
  const Dataset vectors =
      read("{\"id\": 0, \"e\": [1, 2], \"label\": \"a\"}\n{\"id\": 1, \"e\": [3, 4], \"label\": \"b\"}\n");
  EXPECT_EQ(vectors.featureNames, (Texts{"e_0", "e_1"}));
  EXPECT_EQ(vectors.features, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(read("[{\"x\": 1}, {\"x\": 2}, {\"y\": 7, \"x\": 3}]").points, 3);
  EXPECT_EQ(read("[[1, 2], [3, 4]]").features, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(read("[1, 2]\n[3, 4]\n").dimensions, 2);
  EXPECT_EQ(read("{\"p\": {\"x\": 1, \"y\": 2}}\n{\"p\": {\"x\": 3, \"y\": 4}}\n").featureNames,
            (Texts{"p.x", "p.y"}));
  EXPECT_TRUE(contains(errorOf([&] { read("{\"x\": 1}\n{\"x\": }\n"); }), "line 2: is not valid JSON"));
  EXPECT_TRUE(contains(errorOf([&] { read("{\"x\": [[1]]}\n"); }), "is a list of lists"));
  EXPECT_TRUE(contains(errorOf([&] { read("[1, 2, 3]"); }), ""));
  EXPECT_TRUE(contains(errorOf([&] { read(std::string(100000, '[')); }), "t.json"));
}

TEST(Arff, NamesAndClassesAreRead) {
  TemporaryFolder folder;
  RunControl control(1);
  const Dataset dataset =
      readArff(folder.write("t.arff",
                            "% a comment\n@RELATION t\n@attribute 'petal width' numeric\n"
                            "@attribute class {ant,'b e'}\n\n@DATA\n0.5,ant\n% no\n?,'b e'\n1,?\n"),
               {}, control);
  EXPECT_EQ(dataset.featureNames, (Texts{"petal width"}));
  EXPECT_EQ(dataset.classNames, (Texts{"ant", "b e"}));
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{0, 1, kUnlabelled}));
  EXPECT_EQ(dataset.sourceLines, (std::vector<int32_t>{7, 9, 10}));
  EXPECT_TRUE(contains(errorOf([&] {
                         readArff(folder.write("s.arff", "@relation t\n@attribute a numeric\n@data\n{0 1}\n"),
                                  {}, control);
                       }),
                       "sparse"));
}

TEST(Svmlight, WhatIsNotThereIsZero) {
  TemporaryFolder folder;
  RunControl control(1);
  const auto read = [&](const std::string& text) {
    return readSvmlight(folder.write("t.svm", text), {}, control);
  };
  const Dataset dataset = read("# head\n+1 1:0.5 3:2 # note\n-1 qid:4 2:1\n\n+1\n");
  EXPECT_EQ(dataset.dimensions, 3);
  EXPECT_EQ(dataset.features, (std::vector<float>{0.5, 0, 2, 0, 1, 0, 0, 0, 0}));
  EXPECT_EQ(dataset.classNames, (Texts{"-1", "1"}));
  EXPECT_EQ(dataset.sourceLines, (std::vector<int32_t>{2, 3, 5}));
  EXPECT_EQ(read("0 0:1 1:2\n").dimensions, 2);
  EXPECT_FALSE(read("0.5 1:1\n1.5 1:2\n").hasLabels());
  EXPECT_TRUE(contains(errorOf([&] { read("1 1:x\n"); }), "line 1: holds \"x\", which is no number."));
  EXPECT_TRUE(contains(errorOf([&] { read("1 4000000000000000000:1\n"); }),
                       "line 1: has an index of 4000000000000000000"));
  EXPECT_EQ(read("1 1:5 2:1 1:6\n").features, (std::vector<float>{6, 1})) << "the last value counts";
}

TEST(Svmlight, ManyColumnsAreReduced) {
  TemporaryFolder folder;
  RunControl control(1);
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += std::to_string(i % 2) + " " + std::to_string(1 + i % 2) + ":3 " +
            std::to_string(1'000'000'000 + i % 5) + ":" + std::to_string(1 + i % 3) + "\n";
  const auto path = folder.write("t.svm", text);
  const DatasetPtr all = openDataset(path.string(), {}, 1, control);
  EXPECT_EQ(all->points, 30);
  EXPECT_LE(all->dimensions, 7);
  EXPECT_EQ(all->classNames, (Texts{"0", "1"}));
  EXPECT_EQ(all->sourceLines.size(), 30u);
  EXPECT_NEAR(
      all->value(4, 0) * all->value(4, 0) +
          [&] {
            double rest = 0;
            for (int64_t d = 1; d < all->dimensions; ++d) rest += all->value(4, d) * all->value(4, d);
            return rest;
          }(),
      9 + 4, 1e-3);
  const DatasetPtr part = openDataset(path.string(), {.points = 7, .pick = PickRows::Random}, 1, control);
  ASSERT_EQ(part->points, 7);
  for (int64_t i = 0; i < 7; ++i) {
    EXPECT_EQ(part->sourceLines[static_cast<size_t>(i)], part->sourceRow(i) + 1);
    EXPECT_EQ(part->labels[static_cast<size_t>(i)], part->sourceRow(i) % 2);
  }
  EXPECT_TRUE(contains(errorOf([&] { readSvmlight(path, {}, control); }), "too large with all its zeros"));
}

}  // namespace
}  // namespace adapsne
