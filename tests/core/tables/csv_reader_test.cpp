// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/arrays/array_readers.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Floats = std::vector<float>;
using Texts = std::vector<std::string>;

Dataset read(const std::string& text, const std::string& labelColumn = "") {
  RunControl control(1);
  DatasetOptions options;
  options.labelColumn = labelColumn;
  return parseCsv(text, "t.csv", options, control);
}
std::string error(const std::string& text, const std::string& labelColumn = "") {
  return errorOf([&] { read(text, labelColumn); });
}

TEST(Csv, ReadsNumbersWithAndWithoutHeader) {
  const Dataset bare = read("1,2.5\n-3,4e2\n");
  EXPECT_EQ(bare.points, 2);
  EXPECT_EQ(bare.dimensions, 2);
  EXPECT_EQ(bare.features, (Floats{1, 2.5, -3, 400}));
  EXPECT_TRUE(bare.featureNames.empty());
  const Dataset titled = read("width,height\n1,2.5\n-3,4e2\n");
  EXPECT_EQ(titled.features, bare.features);
  EXPECT_EQ(titled.featureNames, (Texts{"width", "height"}));
}

TEST(Csv, ReadsOnePointAndOneColumn) {
  EXPECT_EQ(read("1,2,3").features, (Floats{1, 2, 3}));
  EXPECT_EQ(read("1\n2\n3").dimensions, 1);
  EXPECT_EQ(read("7").features, (Floats{7}));
}

TEST(Csv, ReadsSemicolonsAndTabs) {
  EXPECT_EQ(read("1;2\n3;4\n").features, (Floats{1, 2, 3, 4}));
  EXPECT_EQ(read("a\tb\n1\t2\n").features, (Floats{1, 2}));
  EXPECT_TRUE(std::isnan(read("1\t\t3\n1\t2\t3\n").features[1]));
}

TEST(Csv, ReadsEveryLineEnd) {
  for (const char* text : {"1,2\n3,4\n", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "1,2\n3,4", "\n1,2\n\n   \n3,4\n\n",
                           "\xef\xbb\xbf"
                           "1,2\n3,4\n"})
    EXPECT_EQ(read(text).features, (Floats{1, 2, 3, 4})) << text;
}

TEST(Csv, ReadsQuotedCells) {
  const Dataset dataset =
      read("\"a,b\",\"c\"\"d\",label\n\"1\",\"2.5\",\"x, \"\"y\"\"\nz\"\n 3 , 4 ,plain\n");
  EXPECT_EQ(dataset.featureNames, (Texts{"a,b", "c\"d"}));
  EXPECT_EQ(dataset.features, (Floats{1, 2.5, 3, 4}));
  EXPECT_EQ(dataset.classNames, (Texts{"plain", "x, \"y\"\nz"}));
}

TEST(Csv, ReadsMissingValuesAsNaNOrInfinity) {
  const Dataset dataset = read("1,2\n,?\nNA,nan\n n/a ,NULL\n\"\",NaN\ninf,-Infinity\n1e309,-1e400\n");
  ASSERT_EQ(dataset.points, 7);
  for (size_t i = 2; i < 10; ++i) EXPECT_TRUE(std::isnan(dataset.features[i])) << i;
  for (size_t i = 10; i < 14; ++i) EXPECT_TRUE(std::isinf(dataset.features[i])) << i;
  EXPECT_LT(dataset.features[13], 0);
}

TEST(Csv, ReadsUnusualNumbers) {
  EXPECT_EQ(read("+1,.5,5.,1E3,12345678,0.1,1e-60,-1e-400,00012\n").features,
            (Floats{1, 0.5, 5, 1000, 12345678, 0.1f, 0, 0, 12}));
  // 1 + 2^-24 + a little: through float64 it would be rounded twice, down to 1.
  EXPECT_EQ(read("1.00000005960464477540\n").features[0], std::nextafter(1.0f, 2.0f));
}

TEST(Csv, ReadsAVeryLongLine) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "1,";
  const Dataset dataset = read(text + "2\n" + text + "3\n");
  EXPECT_EQ(dataset.points, 2);
  EXPECT_EQ(dataset.dimensions, 200'001);
}

TEST(CsvLabels, AreFoundByTheNameOfTheColumn) {
  const Dataset dataset = read("a,Class,b\n1,10,2\n3,9,4\n");
  EXPECT_EQ(dataset.features, (Floats{1, 2, 3, 4}));
  EXPECT_EQ(dataset.featureNames, (Texts{"a", "b"}));
  EXPECT_EQ(dataset.classNames, (Texts{"9", "10"}));
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{1, 0}));
  for (const std::string name : {"label", "target", "species", "y"})
    EXPECT_EQ(read(name + ",a\n0,1\n1,2\n").classes(), 2) << name;
}

TEST(CsvLabels, AreNotFoundInCoordinatesAndMeasurements) {
  EXPECT_EQ(read("x,y\n0,1\n1,2\n").dimensions, 2);
  const Dataset measured = read("a,target\n0,1.5\n1,2.25\n");
  EXPECT_EQ(measured.dimensions, 2);
  ASSERT_EQ(measured.warnings.size(), 1u);
  EXPECT_TRUE(contains(measured.warnings[0], "Column \"target\" holds fractions and was taken as a feature"));
  EXPECT_EQ(read("a,target\n0,1.5\n1,2.25\n", "target").classes(), 2);
}

TEST(CsvLabels, AreTheLastColumnIfItAloneIsText) {
  const Dataset dataset = read("1,2,setosa\n3,4,virginica\n5,6,setosa\n");
  EXPECT_EQ(dataset.dimensions, 2);
  EXPECT_EQ(dataset.classNames, (Texts{"setosa", "virginica"}));
  EXPECT_EQ(read("a,b,kind\n1,2,setosa\n3,4,virginica\n").classNames, (Texts{"setosa", "virginica"}));
}

TEST(CsvLabels, AreTakenFromTheWantedColumn) {
  EXPECT_EQ(read("a,b\n1,2\n3,4\n", "a").features, (Floats{2, 4}));
  EXPECT_EQ(read("a,b\n1,2\n3,4\n", "1").features, (Floats{2, 4}));
  EXPECT_EQ(read("1,2\n3,4\n", "2").features, (Floats{1, 3}));
  EXPECT_EQ(read("2,label\n1,2\n3,4\n", "2").features, (Floats{2, 4}));  // A name comes before a number.
  EXPECT_EQ(read("a,label\n1,2\n3,4\n", "none").dimensions, 2);
}

TEST(CsvLabels, RefuseAWrongColumn) {
  EXPECT_TRUE(contains(error("width,height\n1,2\n", "widht"),
                       "t.csv: there is no column \"widht\" for the labels. Did you mean \"width\"?"));
  EXPECT_TRUE(
      contains(error("1,2\n", "kind"), "The file has no header: give the column's number, from 1 to 2."));
  EXPECT_TRUE(contains(error("1,2\n", "3"),
                       "there is no column 3 for the labels. Give --label-column a number from"));
  EXPECT_TRUE(contains(error("1\n2\n", "1"), "has no column beside that of the labels."));
}

TEST(CsvLabels, OtherColumnsOfTextAreLeftOutAndNamed) {
  const char* table = "id,width,label,note,height\nK-1,1,x,good,2\nK-2,3,y,,4\nK-3,5,x,bad,6\n";
  const Dataset dataset = read(table);
  EXPECT_EQ(dataset.dimensions, 2);
  EXPECT_EQ(dataset.featureNames, (Texts{"width", "height"}));
  EXPECT_EQ(dataset.features, (Floats{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(dataset.classNames, (Texts{"x", "y"}));
  ASSERT_EQ(dataset.warnings.size(), 2u);
  EXPECT_TRUE(contains(dataset.warnings[0],
                       "Column \"id\" is named as an id and tells all points apart, and was taken as an id"));
  EXPECT_TRUE(contains(dataset.warnings[1], "\"note\""));
  const Dataset noted = read(table, "id");
  EXPECT_EQ(noted.classNames, (Texts{"K-1", "K-2", "K-3"}));
  EXPECT_EQ(noted.dimensions, 2) << "label is text as well";
  EXPECT_EQ(read("a,1\nb,2\nc,3\n", "none").features, (Floats{1, 2, 3})) << "without a header too";
}

TEST(CsvLabels, AMissingOneIsAPointWithoutALabel) {
  const Dataset dataset = read("a,label\n1,x\n2,\n3,NA\n4,y\n");
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{0, kUnlabelled, kUnlabelled, 1}));
  ASSERT_EQ(dataset.warnings.size(), 1u);
  EXPECT_TRUE(contains(dataset.warnings[0], "2 of 4 points have no label"));
  EXPECT_EQ(read("a,label\n1,x\n2,\"NA\"\n").classNames, (Texts{"NA", "x"}));  // Quoted, it is a name.
}

TEST(CsvErrors, NameLineAndCountsOfARaggedRow) {
  EXPECT_TRUE(contains(error("1,2,3\n\n4,5\n6,7,8\n"),
                       "t.csv, line 3: has 2 cells, 3 are expected as in the first line."));
  EXPECT_TRUE(contains(error("1,2\n3,4,5,6\n1,2\n"), "t.csv, line 2: has 4 cells, 2 are expected"));
  EXPECT_TRUE(contains(error("1,2\n3\n"), "line 2: has 1 cell, 2 are expected"));
}

TEST(CsvErrors, NameLineColumnAndTextThatIsNoNumber) {
  EXPECT_TRUE(contains(
      error("a,petal\n1,2\n3,oops\n5,6\n"),
      "t.csv, line 3, column 2 (petal): \"oops\" is not a number. Correct or remove the row, leave "
      "the column out with --leave-out \"petal\", take it as the labels with --label-column \"petal\""));
  EXPECT_TRUE(contains(error("1,2\n3,4\nx,6\n"), "line 3, column 1: \"x\" is not a number."));
  EXPECT_TRUE(contains(error("1,2\n1 2,4\n"), "line 2, column 1: \"1 2\" is not a number."));
  EXPECT_TRUE(contains(error("name,a,label\nBob,1,x\n7,2,y\nEve,3,x\n8,1,y\n"),
                       "line 2, column 1 (name): \"Bob\" is not a number."))
      << "a column that holds numbers too is meant as a feature";
  EXPECT_TRUE(contains(error("1,2\n3," + std::string(1000, 'x') + "\n"), std::string(40, 'x') + "...\""));
}

TEST(CsvErrors, CountPhysicalLines) {
  EXPECT_TRUE(
      contains(error("a,label\r\n1,\"two\r\nlines\"\r\n\r\nx,y\r\n2,z\r\n"), "line 5, column 1 (a): \"x\""));
}

TEST(CsvErrors, ExplainADecimalComma) {
  EXPECT_TRUE(contains(
      error("1,5;2,5\n3,5;4,5\n"),
      "line 1, column 1: \"1,5\" is not a number. It has a decimal comma: write numbers with a point."));
  EXPECT_TRUE(contains(error("a;b\n1;2,5\n3;4,5\n"), "It has a decimal comma"));
}

TEST(CsvErrors, NameTheLineOfABrokenQuote) {
  EXPECT_TRUE(
      contains(error("1,2\n3,\"4\n5,6\n"), "t.csv, line 2: a quote is opened here and never closed."));
  EXPECT_TRUE(contains(error("1,2\n\"3\"x,4\n"), "t.csv, line 2: there is text after a closing quote."));
}

TEST(CsvErrors, RefuseWhatHoldsNoNumbers) {
  EXPECT_TRUE(contains(error("a,b,c\n"), "t.csv: holds one line of text and no data under it."));
  EXPECT_TRUE(contains(error("a,b\nc,d\n"), "t.csv: no column holds numbers."));
  EXPECT_TRUE(contains(error("\n\n  \n"), "holds no data, only empty lines."));
  EXPECT_TRUE(contains(error(""), "holds no data, only empty lines."));
}

TEST(CsvErrors, RefuseWhatIsNoText) {
  EXPECT_TRUE(contains(error(std::string("1,2\n3,\0"
                                         "4\n",
                                         8)),
                       "t.csv, line 2: holds a NUL byte"));
  EXPECT_TRUE(contains(error("\xff\xfe"
                             "1"),
                       "is text in UTF-16. Convert it to UTF-8 with: iconv"));
}

TEST(CsvReader, ReadsPlainAndGzippedFiles) {
  TemporaryFolder folder;
  RunControl control(1);
  for (const std::string& bytes : {std::string("1,2\n3,4\n"), gzip("1,2\n3,4\n")}) {
    const Dataset dataset = readCsv(folder.write("my-table.csv.gz", bytes), {}, control);
    EXPECT_EQ(dataset.features, (Floats{1, 2, 3, 4}));
    EXPECT_EQ(dataset.name, "my-table");
    EXPECT_EQ(dataset.source, (folder.path() / "my-table.csv.gz").string());
  }
}

TEST(CsvReader, CanBeCancelled) {
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(parseCsv("1,2\n", "t.csv", {}, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
