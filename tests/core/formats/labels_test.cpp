// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_readers.h"
#include "core/arrays/npy.h"
#include "core/formats/file_format.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Indices = std::vector<int32_t>;
using Texts = std::vector<std::string>;

class ReadLabels : public ::testing::Test {
 protected:
  Labels read(const std::string& bytes, const std::string& name = "labels.txt") {
    return readLabels(folder.write(name, bytes), control);
  }
  std::string error(const std::string& bytes, const std::string& name = "labels.txt") {
    return errorOf([&] { read(bytes, name); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST(IndexLabels, SortsIntegersByValue) {
  const Labels labels = indexLabels({"10", "9", "-1", "10"});
  EXPECT_EQ(labels.names, (Texts{"-1", "9", "10"}));
  EXPECT_EQ(labels.values, (Indices{2, 1, 0, 2}));
}

TEST(IndexLabels, SortsTextAsText) {
  const Labels labels = indexLabels({"b10", "b9", "a"});
  EXPECT_EQ(labels.names, (Texts{"a", "b10", "b9"}));
  EXPECT_EQ(labels.values, (Indices{1, 2, 0}));
  EXPECT_EQ(indexLabels({"10", "9", "x"}).names, (Texts{"10", "9", "x"}));
  EXPECT_TRUE(indexLabels({}).values.empty());
}

TEST_F(ReadLabels, FromIdxNpyAndText) {
  EXPECT_EQ(read(idx(0x08, {3}, "\x02\x01\x02")).values, (Indices{1, 0, 1}));
  EXPECT_EQ(read(gzip(idx(0x08, {3}, "\x02\x01\x02"))).names, (Texts{"1", "2"}));
  EXPECT_EQ(read(formatNpy(std::vector<double>{3, 5}, {2})).names, (Texts{"3", "5"}));
  EXPECT_EQ(read(formatNpy(std::vector<int32_t>{3, 5}, {2, 1})).values, (Indices{0, 1}));
  EXPECT_EQ(read("dog\ncat\ndog\n").values, (Indices{1, 0, 1}));
  EXPECT_EQ(read("\"dog, big\"\r\ncat\r\n").names, (Texts{"cat", "dog, big"}));
}

TEST_F(ReadLabels, SkipsATitle) {
  EXPECT_EQ(read("kind\n0\n1\n").values, (Indices{0, 1}));
  EXPECT_EQ(read("Species\nsetosa\nvirginica\n").values, (Indices{0, 1}));
  EXPECT_EQ(read("0\n1\nx\n").values.size(), 3u);
}

TEST_F(ReadLabels, RefusesWhatIsNoLabels) {
  EXPECT_TRUE(
      contains(error(idx(0x08, {2, 2, 2}, "12345678"), "images"),
               "images: holds 2 x 2 x 2 values; labels have one dimension. Give the file of the labels"));
  EXPECT_TRUE(contains(error(formatNpy(std::vector<double>{1, 1.5}, {2})),
                       "row 1 (counted from 0): is not a class number: 1.5."));
  EXPECT_TRUE(contains(error(formatNpy(std::vector<double>{1e300}, {1})), "is not a class number: 1e+300."));
  EXPECT_TRUE(
      contains(error("1,2\n3,4\n"), "line 1: has more than one column; a labels file has one label a line."));
  EXPECT_TRUE(contains(error(zip({storedEntry("y.npy", formatNpy(std::vector<int32_t>{1}, {1}))})),
                       "is NPZ; a file of labels is CSV, TSV, NPY or IDX. Save the labels with numpy.save"));
}

TEST_F(ReadLabels, AMissingOneKeepsItsPlace) {
  EXPECT_EQ(read("a\nNA\nb\n").values, (Indices{0, kUnlabelled, 1}));
  EXPECT_EQ(read("a\n\n\nb\n").values, (Indices{0, kUnlabelled, kUnlabelled, 1}));
  EXPECT_EQ(read("\nb\n\n\n").values, (Indices{kUnlabelled, 0})) << "empty lines at the end are none";
}

TEST_F(ReadLabels, RefusesMissingOnesInArrays) {
  EXPECT_TRUE(contains(error(npyOf("<f4", "(2,)", raw<float>({1, std::numeric_limits<float>::quiet_NaN()}))),
                       "row 1 (counted from 0): the label is missing."));
}

}  // namespace
}  // namespace adapsne
