// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_archive.h"

#include <algorithm>

#include "core/arrays/array_readers.h"
#include "core/arrays/npy.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/numeric_array.h"
#include "core/catalogue/catalogue.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Floats = std::vector<float>;
using Indices = std::vector<int32_t>;
using Texts = std::vector<std::string>;
using Arrays = std::vector<std::pair<std::string, std::string>>;

std::string npz(const Arrays& arrays) {
  std::vector<ZipEntry> entries;
  for (const auto& [name, bytes] : arrays) entries.push_back(deflatedEntry(name + ".npy", bytes));
  return zip(entries);
}

std::string integers(const std::vector<int64_t>& values) {
  return formatNpy(values, {static_cast<int64_t>(values.size())});
}
std::string doubles(const std::vector<double>& values) {
  return formatNpy(values, {static_cast<int64_t>(values.size())});
}
std::string bytesOf(const std::string& descr, const std::string& shape, const std::string& bytes) {
  return npyOf(descr, shape, bytes);
}

class Archives : public ::testing::Test {
 protected:
  DatasetPtr open(const Arrays& arrays, const DatasetOptions& options = {}) {
    return openDataset(folder.write("a.npz", npz(arrays)).string(), options, 1, control);
  }
  std::string error(const Arrays& arrays, const DatasetOptions& options = {}) {
    return errorOf([&] { open(arrays, options); });
  }
  /// What is said of arrays that are not read, "" for nothing.
  static std::string notRead(const Dataset& dataset) {
    for (const std::string& warning : dataset.warnings)
      if (warning.starts_with("Not read: ")) return warning.substr(10, warning.find(';') - 10);
    return "";
  }
  static bool warns(const Dataset& dataset, const std::string& part) {
    return std::any_of(dataset.warnings.begin(), dataset.warnings.end(),
                       [&](const std::string& w) { return w.find(part) != std::string::npos; });
  }
  TemporaryFolder folder;
  RunControl control{1};
  const std::string matrix = formatNpy(std::vector<double>{1, 2, 3, 4, 5, 6.5}, {3, 2});
};

TEST_F(Archives, NoArrayOfOneDimensionIsTakenAsPointsUnasked) {
  // scripts save a curve as x and y, embeddings beside ids, or an index beside the data.
  const std::string curve = doubles({0.5, 1.5, 2.5});
  EXPECT_TRUE(
      contains(error({{"x", curve}, {"y", curve}}),
               "holds no array of features; its arrays are x (3) and y (3). Features are an array of N x D "
               "numbers. --array NAME takes one of one dimension"));
  EXPECT_TRUE(contains(error({{"data", curve}}), "holds no array of features; its arrays are data (3)."));
  EXPECT_TRUE(contains(error({{"X", curve}, {"index", integers({1, 2, 3})}, {"t", curve}}),
                       "its arrays are X (3), index (3) and t (3)."));
  const DatasetPtr asked = open({{"x", curve}, {"y", curve}}, {.labelColumn = "none", .array = "x"});
  EXPECT_EQ(asked->features, (Floats{0.5, 1.5, 2.5}));
  EXPECT_TRUE(warns(*asked, "one value a point"));
}

TEST_F(Archives, FeaturesAreFoundBehindArraysOfOneDimension) {
  const Arrays arrays = {
      {"ids", integers({7, 8, 9})}, {"embeddings", matrix}, {"label", integers({1, 0, 1})}};
  const DatasetPtr dataset = open(arrays);
  EXPECT_EQ(dataset->features, (Floats{1, 2, 3, 4, 5, 6.5}));
  EXPECT_EQ(dataset->labels, (Indices{1, 0, 1}));
  EXPECT_EQ(notRead(*dataset), "ids (3)");
  // `data` is one-dimensional: the matrix beside it is meant.
  const DatasetPtr other = open({{"data", doubles({1, 2, 3})}, {"vectors", matrix}});
  EXPECT_EQ(other->dimensions, 2);
  EXPECT_EQ(notRead(*other), "data (3)");
}

TEST_F(Archives, ArraysAreChosenByName) {
  const Arrays arrays = {{"X", matrix},
                         {"other", formatNpy(std::vector<float>{9, 8, 7}, {3, 1})},
                         {"y", integers({0, 0, 1})},
                         {"kind", integers({2, 3, 4})}};
  EXPECT_EQ(open(arrays)->classes(), 2);
  const DatasetPtr chosen = open(arrays, {.array = "other", .labelArray = "kind"});
  EXPECT_EQ(chosen->features, (Floats{9, 8, 7}));
  EXPECT_EQ(chosen->classNames, (Texts{"2", "3", "4"}));
  EXPECT_EQ(notRead(*chosen), "X (3 x 2) and y (3)");
  EXPECT_FALSE(open(arrays, {.labelArray = "none"})->hasLabels());
  EXPECT_FALSE(open(arrays, {.labelColumn = "none"})->hasLabels());
  EXPECT_TRUE(contains(error(arrays, {.array = "z"}), "holds no array \"z\"; its arrays are X (3 x 2), "));
  EXPECT_TRUE(contains(error(arrays, {.labelArray = "z"}), "Give --label-array the name of one of these."));
  EXPECT_TRUE(contains(error({{"a", matrix}, {"b", matrix}}), "Choose one with --array NAME."));
}

TEST_F(Archives, LabelsAreTextBytesTruthsFloatsOrOneHot) {
  const auto labels = [&](const std::string& y) {
    const DatasetPtr dataset = open({{"X", matrix}, {"y", y}});
    Texts names;
    for (const int32_t label : dataset->labels)
      names.push_back(label == kUnlabelled ? "?" : dataset->classNames[static_cast<size_t>(label)]);
    return names;
  };
  EXPECT_EQ(labels(formatNpyText({"cat", "", "emu"})), (Texts{"cat", "?", "emu"}));
  EXPECT_EQ(labels(bytesOf("|S3", "(3,)", std::string("cat\0\0\0em\0", 9))), (Texts{"cat", "?", "em"}));
  EXPECT_EQ(labels(bytesOf("|b1", "(3,)", std::string("\1\0\1", 3))), (Texts{"1", "0", "1"}));
  EXPECT_EQ(labels(doubles({2, std::numeric_limits<double>::quiet_NaN(), 3})), (Texts{"2", "?", "3"}));
  EXPECT_EQ(labels(bytesOf("|u1", "(3, 1)", "\5\7\5")), (Texts{"5", "7", "5"}));
  EXPECT_EQ(labels(formatNpy(std::vector<double>{0, 0, 1, 1, 0, 0, 0, 1, 0}, {3, 3})),
            (Texts{"2", "0", "1"}));
  EXPECT_EQ(labels(bytesOf("|b1", "(3, 2)", std::string("\0\1\1\0\0\1", 6))), (Texts{"1", "0", "1"}));
  EXPECT_EQ(labels(bytesOf(">U2", "(3, 1)",
                           std::string("\0\0\0b\0\0\0\0", 8) + std::string("\0\0\0a\0\0\0x", 8) +
                               std::string("\0\0\0b\0\0\0\0", 8))),
            (Texts{"b", "ax", "b"}));
  // Distinct beyond 2^53, where float64 has gaps.
  EXPECT_EQ(labels(integers({(1ll << 60) + 1, 1ll << 60, (1ll << 60) + 1})),
            (Texts{"1152921504606846977", "1152921504606846976", "1152921504606846977"}));
}

TEST_F(Archives, ARegressionTargetIsRefusedWithARemedyThatWorks) {
  for (const std::string& target :
       {doubles({1.5, 2, 3}), formatNpy(std::vector<float>{0.1f, 0.2f, 5}, {3, 1}),
        formatNpy(std::vector<double>{0.5, 0.5, 1, 0, 0, 1}, {3, 2}),
        formatNpy(std::vector<int64_t>{1, 1, 0, 0, 0, 1}, {3, 2})}) {
    const Arrays arrays = {{"X", matrix}, {"y", target}};
    EXPECT_TRUE(contains(error(arrays), "--label-column none"));
    EXPECT_FALSE(open(arrays, {.labelColumn = "none"})->hasLabels());
  }
}

TEST_F(Archives, LabelsUnderOtherNamesAreFoundOrNamed) {
  for (const char* name : {"label", "Labels", "targets", "class", "target"}) {
    const DatasetPtr dataset = open({{"X", matrix}, {name, integers({5, 6, 5})}});
    EXPECT_EQ(dataset->labels, (Indices{0, 1, 0})) << name;
    EXPECT_EQ(notRead(*dataset), "") << name;
  }
  const Arrays arrays = {{"X", matrix}, {"species", formatNpyText({"a", "b", "a"})}};
  const DatasetPtr dataset = open(arrays);
  EXPECT_FALSE(dataset->hasLabels());
  EXPECT_TRUE(warns(*dataset, "Not read: species (3); --label-array NAME takes an array as labels"));
  EXPECT_EQ(open(arrays, {.labelArray = "species"})->classNames, (Texts{"a", "b"}));
}

TEST_F(Archives, SplitsAreOffered) {
  const std::string one = bytesOf("|u1", "(1, 1, 2)", "\7\10");
  const auto check = [&](const Arrays& arrays) {
    const DatasetPtr train = open(arrays);
    EXPECT_EQ(train->features, (Floats{1, 2, 3, 4}));
    EXPECT_EQ(train->classNames, (Texts{"0", "3"}));
    EXPECT_TRUE(warns(*train, "The split train is read; --split takes val or test, or all"));
    const DatasetPtr val = open(arrays, {.split = "val"});
    EXPECT_EQ(val->features, (Floats{5, 6}));
    EXPECT_EQ(val->classNames, (Texts{"3"}));
    EXPECT_EQ(open(arrays, {.split = "test"})->features, (Floats{7, 8}));
    const DatasetPtr all = open(arrays, {.split = "all"});
    EXPECT_EQ(all->features, (Floats{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(all->labels, (Indices{1, 0, 1, 2}));
    EXPECT_EQ(all->classNames, (Texts{"0", "3", "9"}));
    EXPECT_EQ(all->image.width, 2);
    const DatasetPtr part = open(arrays, {.points = 3, .pick = PickRows::Random, .split = "all"});
    for (size_t i = 0; i < 3; ++i)
      EXPECT_EQ(part->features[2 * i], static_cast<float>(1 + 2 * part->sourceRows[i]));
    EXPECT_TRUE(
        contains(error(arrays, {.split = "dev"}), "holds no split \"dev\", only train, val and test."));
  };
  const std::string train = bytesOf("|u1", "(2, 1, 2)", "\1\2\3\4"),
                    val = bytesOf("|u1", "(1, 1, 2)", "\5\6");
  const std::string y2 = bytesOf("|u1", "(2, 1)", std::string("\3\0", 2)),
                    y3 = bytesOf("|u1", "(1, 1)", "\3"), y9 = bytesOf("|u1", "(1, 1)", "\11");
  {
    SCOPED_TRACE("MedMNIST");
    check({{"train_images", train},
           {"val_images", val},
           {"test_images", one},
           {"train_labels", y2},
           {"val_labels", y3},
           {"test_labels", y9}});
  }
  {
    SCOPED_TRACE("Keras");
    check({{"x_test", one},
           {"x_train", train},
           {"x_val", val},
           {"y_test", y9},
           {"y_train", y2},
           {"y_val", y3}});
  }
  {
    SCOPED_TRACE("capitals");
    check({{"X_train", train},
           {"X_valid", val},
           {"X_test", one},
           {"Y_train", y2},
           {"Y_valid", y3},
           {"Y_test", y9}});
  }
  EXPECT_TRUE(
      contains(error({{"X", matrix}}, {.split = "test"}), "holds no splits, and --split test was given."));
  const DatasetPtr partly = open({{"x_train", train}, {"y_train", y2}, {"x_test", one}}, {.split = "all"});
  EXPECT_EQ(partly->labels, (Indices{1, 0, kUnlabelled})) << "the test split has no labels";
}

TEST_F(Archives, UnlabelledPointsComeBackFromClassNames) {
  const DatasetPtr dataset = open({{"features", matrix},
                                   {"labels", formatNpy(std::vector<int32_t>{1, -1, 0}, {3})},
                                   {"class_names", formatNpyText({"zebra", "ape"})}});
  EXPECT_EQ(dataset->labels, (Indices{1, kUnlabelled, 0}));
  EXPECT_EQ(dataset->classNames, (Texts{"zebra", "ape"}));
}

TEST_F(Archives, ObjectArraysAreRefusedWithTheLineThatSavesThem) {
  const std::string objects = bytesOf("|O", "(3,)", "\x80\4pickled");
  EXPECT_TRUE(contains(error({{"X", matrix}, {"y", objects}}), "numpy.array(a.tolist(), str)"));
  EXPECT_TRUE(contains(error({{"X", objects}}, {.array = "X"}), "holds Python objects (dtype |O)"));
  EXPECT_TRUE(contains(error({{"X", objects}}, {.array = "X"}),
                       "numpy.save(\"new.npy\", numpy.array(a.tolist(), \"float32\"))"));
  EXPECT_EQ(open({{"X", matrix}, {"y", objects}}, {.labelColumn = "none"})->points, 3);
}

// --- scipy.sparse.save_npz ---------------------------------------------------------------------------------

/// [[0, 2, 0], [0, 0, 0], [1, 0, 3], [0, 4, 0]]
const Floats kDense = {0, 2, 0, 0, 0, 0, 1, 0, 3, 0, 4, 0};

Arrays sparse(const std::string& format) {
  const std::string kind = bytesOf("|S3", "()", format), shape = integers({4, 3});
  if (format == "csr")
    return {{"indices", formatNpy(std::vector<int32_t>{1, 0, 2, 1}, {4})},
            {"indptr", formatNpy(std::vector<int32_t>{0, 1, 1, 3, 4}, {5})},
            {"format", kind},
            {"shape", shape},
            {"data", doubles({2, 1, 3, 4})}};
  if (format == "csc")
    return {{"indices", integers({2, 0, 3, 2})},
            {"indptr", integers({0, 1, 3, 4})},
            {"format", bytesOf("<U3", "()", std::string("c\0\0\0s\0\0\0c\0\0\0", 12))},
            {"shape", shape},
            {"data", formatNpy(std::vector<float>{1, 2, 4, 3}, {4})}};
  // Two entries of one place are added.
  return {{"row", integers({3, 0, 2, 2, 3})},
          {"col", integers({1, 1, 2, 0, 1})},
          {"format", kind},
          {"shape", shape},
          {"data", bytesOf("|i1", "(5,)", "\1\2\3\1\3")}};
}

TEST_F(Archives, SparseMatricesAreReadRowByRow) {
  for (const char* format : {"csr", "csc", "coo"}) {
    const DatasetPtr dataset = open(sparse(format));
    EXPECT_EQ(dataset->points, 4) << format;
    EXPECT_EQ(dataset->features, kDense) << format;
    EXPECT_TRUE(dataset->warnings.empty()) << format;
    const DatasetPtr part = open(sparse(format), {.points = 2, .pick = PickRows::Random});
    for (size_t i = 0; i < 2; ++i)
      for (size_t d = 0; d < 3; ++d)
        EXPECT_EQ(part->features[3 * i + d], kDense[static_cast<size_t>(3 * part->sourceRows[i]) + d]);
  }
  Arrays labelled = sparse("csr");
  labelled.emplace_back("labels", integers({1, 1, 0, 0}));
  EXPECT_EQ(open(labelled)->labels, (Indices{1, 1, 0, 0}));
}

TEST_F(Archives, SparseMatricesThatAreDamagedOrTooLargeAreRefused) {
  const auto with = [](const std::string& format, const std::string& name, const std::string& bytes) {
    Arrays arrays = sparse(format);
    for (auto& [key, value] : arrays)
      if (key == name) value = bytes;
    return arrays;
  };
  EXPECT_TRUE(
      contains(error(with("csr", "indices", integers({1, 0, 3, 1}))), "entries lie outside its 4 x 3"));
  EXPECT_TRUE(
      contains(error(with("csr", "indices", integers({1, -1, 2, 1}))), "holds -1, which is no index"));
  EXPECT_TRUE(contains(error(with("csr", "indices", doubles({1, 0, NAN, 1}))), "which is no index"));
  EXPECT_TRUE(contains(error(with("csr", "indptr", integers({0, 3, 1, 3, 4}))), "indptr does not count"));
  EXPECT_TRUE(contains(error(with("csr", "indptr", integers({0, 4}))), "indptr does not count"));
  EXPECT_TRUE(contains(error(with("csc", "indptr", integers({0, 1, 3, 9}))), "indptr does not count"));
  EXPECT_TRUE(contains(error(with("coo", "row", integers({0, 1}))), "not equally many"));
  EXPECT_TRUE(contains(error(with("csr", "format", bytesOf("|S3", "()", "bsr"))),
                       "a sparse matrix in the format \"bsr\"; read are csr, csc and coo."));
  EXPECT_TRUE(contains(error(with("csr", "shape", integers({4}))), "lacks its indices or its shape"));
  EXPECT_TRUE(contains(error(with("coo", "shape", integers({100000000, 3}))),
                       "promises 100000000 rows, of which only 5 entries are there"));
  EXPECT_TRUE(
      contains(error(with("coo", "shape", integers({1ll << 31, 1ll << 31}))), "is a sparse matrix whose"));
  EXPECT_TRUE(
      contains(error(with("coo", "shape", integers({1ll << 60, 3}))), "lacks its indices or its shape"));
}

TEST_F(Archives, TellTheirArraysAndWhatTheyAreReadAs) {
  const auto path =
      folder.write("p.npz", zip({storedEntry("x_train.npy", formatNpy(Floats{1, 2, 3, 4}, {2, 2})),
                                 storedEntry("y_train.npy", formatNpy(Indices{0, 1}, {2})),
                                 storedEntry("x_test.npy", formatNpy(Floats{1, 2}, {1, 2})),
                                 storedEntry("names.npy", formatNpyText({"p", "q"}))}));
  const auto told = [&](const DatasetOptions& options) {
    std::string text;
    for (const SourcePart& part :
         datasetFromArchive(*openNpz(path, control), path, options, {}, control).dataset.parts)
      text += part.name + " (" + shapeText(part.shape) + ", " + kPartKindWords.wordOf(part.kind) +
              "): " + kPartUseWords.wordOf(part.use) + (part.remark.empty() ? "" : ": " + part.remark) + "\n";
    return text;
  };
  EXPECT_EQ(told({}),
            "x_train (2 x 2, numbers): features\ny_train (2, numbers): labels\n"
            "x_test (1 x 2, numbers): not read: split test\nnames (2, texts): not read\n");
  EXPECT_TRUE(contains(told({.labelArray = "names"}), "names (2, texts): labels\n"));
  EXPECT_TRUE(contains(told({.labelColumn = "none"}),
                       "y_train (2, numbers): not read: labels that are not wanted\n"));
}

/// Too wide for its zeros: 40 rows of three groups of columns, of which row 7 holds none.
struct WideMatrix {
  static constexpr int64_t kRows = 40, kColumns = 40'000'000;
  std::vector<int32_t> row, column, labels;
  Floats value;
  WideMatrix() {
    for (int32_t i = 0; i < kRows; ++i) {
      labels.push_back(i % 3);
      for (int32_t k = 0; k < 5 && i != 7; ++k) {
        row.push_back(i);
        column.push_back(i % 3 * 13'000'000 + k * (1 + i / 20));
        value.push_back(static_cast<float>(1 + (i + k) % 4));
      }
    }
  }
  Arrays arrays() const {
    return {{"row", formatNpy(row, {std::ssize(row)})},      {"col", formatNpy(column, {std::ssize(column)})},
            {"format", bytesOf("|S3", "()", "coo")},         {"shape", integers({kRows, kColumns})},
            {"data", formatNpy(value, {std::ssize(value)})}, {"labels", formatNpy(labels, {kRows})}};
  }
  double product(int32_t a, int32_t b) const {
    double sum = 0;
    for (size_t p = 0; p < row.size(); ++p)
      for (size_t q = 0; q < row.size(); ++q)
        if (row[p] == a && row[q] == b && column[p] == column[q])
          sum += static_cast<double>(value[p]) * value[q];
    return sum;
  }
};

TEST_F(Archives, SparseMatricesThatAreTooWideAreReduced) {
  const WideMatrix wide;
  const DatasetPtr all = open(wide.arrays());
  EXPECT_EQ(all->points, 40);
  EXPECT_LE(all->dimensions, 40);
  EXPECT_EQ(all->labels, wide.labels);
  EXPECT_TRUE(all->sharedUnit);
  EXPECT_TRUE(contains(all->warnings.at(0),
                       "A sparse matrix of 40 x 40000000 with 195 entries: its columns are "
                       "reduced to "));
  EXPECT_TRUE(contains(all->warnings.at(0), "which keep 100 % of the squares"));
  // Nothing is lost at this rank: inner products are those of the matrix.
  const auto product = [&](const Dataset& dataset, int64_t a, int64_t b) {
    double sum = 0;
    for (int64_t d = 0; d < dataset.dimensions; ++d) sum += dataset.value(a, d) * dataset.value(b, d);
    return sum;
  };
  for (const auto& [a, b] : {std::pair{0, 0}, {0, 3}, {1, 4}, {5, 38}, {7, 7}, {0, 1}})
    EXPECT_NEAR(product(*all, a, b), wide.product(a, b), 1e-3) << a << " and " << b;
  const DatasetPtr few = open(wide.arrays(), {.textDimensions = 2});
  EXPECT_EQ(few->dimensions, 2);
  EXPECT_FALSE(contains(few->warnings.at(0), "100 %"));
  const DatasetPtr part = open(wide.arrays(), {.points = 12, .pick = PickRows::Random});
  ASSERT_EQ(part->points, 12);
  for (int64_t i = 0; i < 12; ++i) {
    const auto row = static_cast<int32_t>(part->sourceRow(i));
    EXPECT_NEAR(product(*part, i, i), wide.product(row, row), 1e-3);
    EXPECT_EQ(part->labels[static_cast<size_t>(i)], row % 3);
  }
  EXPECT_EQ(open(wide.arrays())->hash, all->hash);
}

TEST_F(Archives, MissingValuesInAWideSparseMatrixFollowThePolicy) {
  WideMatrix wide;
  wide.value[0] = NAN;  // Row 0, column 0, which 7 of the 14 rows of its class that come first hold.
  EXPECT_TRUE(contains(error(wide.arrays()),
                       "1 value is missing or not finite, the first in row 0 (counted from 0), column 1."));
  const DatasetPtr dropped = open(wide.arrays(), {.missing = MissingPolicy::Drop});
  EXPECT_EQ(dropped->points, 39);
  EXPECT_EQ(dropped->sourceRow(0), 1);
  EXPECT_EQ(dropped->labels[0], 1);
  double sum = 0;
  for (size_t k = 1; k < wide.value.size(); ++k) sum += wide.column[k] == 0 ? wide.value[k] : 0;
  wide.value[0] = static_cast<float>(sum / 39);
  const DatasetPtr expected = open(wide.arrays());
  wide.value[0] = NAN;
  EXPECT_EQ(open(wide.arrays(), {.missing = MissingPolicy::Mean})->features, expected->features);
  Floats zeros(wide.value.size());
  wide.value = zeros;
  EXPECT_TRUE(contains(error(wide.arrays()), "holds nothing but zeros."));
}

}  // namespace
}  // namespace adapsne
