// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class OpenDataset : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& bytes, const DatasetOptions& options = {},
                  const std::string& name = "t.csv", uint64_t seed = 1) {
    return openDataset(folder.write(name, bytes).string(), options, seed, control);
  }
  std::string error(const std::string& bytes, const DatasetOptions& options = {},
                    const std::string& name = "t.csv") {
    return errorOf([&] { open(bytes, options, name); });
  }
  std::string errorOfName(const std::string& name) {
    return errorOf([&] { openDataset(name, {}, 1, control); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(OpenDataset, SuggestsTheNearestName) {
  const std::string message = errorOfName("digit");
  EXPECT_TRUE(contains(message, "digit: there is no such dataset or file. Did you mean \"digits\"?"));
  EXPECT_TRUE(contains(
      message, "Known are digits, fashion-mnist, fashion-mnist-test, blobs, swiss-roll, rings, mixture"));
  EXPECT_TRUE(contains(errorOfName(""), "there is no such dataset or file."));
}

TEST_F(OpenDataset, RefusesWhatIsNoFile) {
  EXPECT_TRUE(
      contains(errorOfName((folder.path() / "none.csv").string()), "none.csv: there is no such file."));
  EXPECT_TRUE(contains(errorOfName(folder.path().string()), ": the folder holds no pictures."));
  EXPECT_TRUE(contains(error(""), "t.csv: the file is empty."));
  EXPECT_TRUE(contains(error(gzip("")), "t.csv: the file is empty."));
  EXPECT_TRUE(contains(error(gzip("1,2\n3,4\n").substr(0, 15)), "ends early: the file is truncated."));
}

TEST_F(OpenDataset, KnowsTheFormatByContentBeforeName) {
  const std::string array = formatNpy(std::vector<float>{1, 2, 3, 4}, {2, 2});
  for (const std::string& bytes :
       {array, gzip(array), idx(0x08, {2, 2}, "abcd"), gzip(idx(0x08, {2, 2}, "abcd")),
        zip({storedEntry("X.npy", array)}), std::string("1,2\n3,4\n")})
    EXPECT_EQ(open(bytes, {}, "misnamed.dat")->dimensions, 2);
}

TEST_F(OpenDataset, ExplainsAFormatThatItDoesNotKnow) {
  EXPECT_TRUE(
      contains(error("\x01\x02\x03\x04", {}, "data.xyz"),
               "data.xyz: the format is unknown. Known are " + listedFormats() + ", gzipped or not."));
  EXPECT_TRUE(contains(error("\x01\x02\x03\x04", {}, "train-images-idx3-ubyte"), "is not an IDX file"));
  EXPECT_TRUE(contains(error("rubbish", {}, "a.npy"), "is not an NPY file"));
  EXPECT_TRUE(contains(error("rubbish", {}, "a.npz"), "is not a readable NPZ (zip) file"));
  EXPECT_TRUE(contains(error(std::string("1\0", 2)), "holds a NUL byte"));
}

TEST_F(OpenDataset, TakesTheFirstRowsAndTellsWhichClassesAreMissing) {
  const DatasetPtr part = open("1,a\n2,a\n3,b\n4,c\n", {.points = 2});
  EXPECT_EQ(part->features, (std::vector<float>{1, 2}));
  EXPECT_EQ(part->sourceRows, (std::vector<int64_t>{0, 1}));
  ASSERT_EQ(part->warnings.size(), 1u);
  EXPECT_TRUE(contains(part->warnings[0], "The first 2 rows hold only 1 of 3 classes; --pick random takes"));
  EXPECT_TRUE(open("1,a\n2,b\n3,b\n", {.points = 2})->warnings.empty());
}

TEST_F(OpenDataset, DrawsDistinctRowsBySeed) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += std::to_string(i) + "\n";
  const DatasetOptions options{.points = 300, .pick = PickRows::Random};
  const DatasetPtr part = open(text, options);
  ASSERT_EQ(part->sourceRows.size(), 300u);
  for (size_t i = 0; i < 300; ++i) {
    EXPECT_EQ(part->features[i], static_cast<float>(part->sourceRows[i]));
    EXPECT_TRUE(i == 0 || part->sourceRows[i - 1] < part->sourceRows[i]);
  }
  EXPECT_EQ(open(text, options)->sourceRows, part->sourceRows);
  EXPECT_NE(open(text, options, "t.csv", 2)->sourceRows, part->sourceRows);
  EXPECT_GT(part->sourceRows.back(), 900);
}

TEST_F(OpenDataset, RefusesMorePointsThanThereAre) {
  EXPECT_TRUE(contains(error("1\n2\n3\n", {.points = 4}), "4 points are wanted, there are 3."));
  EXPECT_TRUE(contains(error("1\n2\n3\n", {.points = -1}), "points: cannot be negative."));
  EXPECT_EQ(open("1\n2\n3\n", {.points = 3})->points, 3);
}

TEST_F(OpenDataset, RefusesMissingValuesWithCountPlaceAndRemedy) {
  const std::string message = error("a,b\n1,2\n3,\n?,inf\n1e400,4\n");
  EXPECT_TRUE(
      contains(message,
               "4 values are missing or not finite (2 NaN or empty, 2 infinite), the first in row 1 (counted "
               "from 0), line 3, column 2 (b)."));
  EXPECT_TRUE(contains(message, "--missing drop"));
  EXPECT_TRUE(contains(message, "--missing mean"));
  EXPECT_TRUE(contains(error("1\nnan\n"),
                       "1 value is missing or not finite (1 NaN or empty, 0 infinite), the first "
                       "in row 1 (counted from 0), line 2, column 1."));
}

/// Columns that are no features count, and so do lines without a row: both lead to the cell in an editor.
TEST_F(OpenDataset, TheCellOfAMissingValueIsFoundInTheFile) {
  EXPECT_TRUE(contains(error("time,who,name,acc_x,acc_y,acc_z,label\n"
                             "1,ann,\"x\ny\",1,2,3,a\n\n2,bob,z,4,5,6,b\n3,eve,w,4,5,,b\n"),
                       "the first in row 2 (counted from 0), line 6, column 6 (acc_z)."));
  EXPECT_TRUE(contains(error("a,1,2\nb,3,\n", {.labelColumn = "1"}),
                       "the first in row 1 (counted from 0), line 2, column 3."));
  EXPECT_TRUE(contains(error("id,x,wide,label\nq,1,inf,a\nr,2,inf,b\n", {.missing = MissingPolicy::Mean}),
                       "column 3 (wide) holds no finite value"));
  const DatasetPtr part = open("x,label\n1,a\n,b\n3,c\n4,d\n", {.points = 2, .missing = MissingPolicy::Drop});
  EXPECT_EQ(part->sourceRows, (std::vector<int64_t>{0, 2}));
  EXPECT_EQ(part->sourceLines, (std::vector<int32_t>{2, 4})) << "rows of the file from 0, its lines from 1";
}

TEST_F(OpenDataset, DropsRowsWithMissingValues) {
  const DatasetPtr part = open("1,a\n,b\n3,c\ninf,d\n", {.missing = MissingPolicy::Drop});
  EXPECT_EQ(part->features, (std::vector<float>{1, 3}));
  EXPECT_EQ(part->sourceRows, (std::vector<int64_t>{0, 2}));
  EXPECT_EQ(part->classNames[part->labels[1]], "c");
  ASSERT_EQ(part->warnings.size(), 1u);
  EXPECT_TRUE(contains(part->warnings[0], "2 of 4 rows were left out"));
  EXPECT_TRUE(
      contains(error("1,nan\nnan,2\n", {.missing = MissingPolicy::Drop}), "every row has missing values"));
  EXPECT_TRUE(contains(error("1\nnan\n3\n", {.points = 3, .missing = MissingPolicy::Drop}),
                       "3 points are wanted, there are 2."));
}

TEST_F(OpenDataset, FillsInMeans) {
  const DatasetPtr filled = open("1,5\n,6\n3,inf\n", {.missing = MissingPolicy::Mean});
  EXPECT_EQ(filled->features, (std::vector<float>{1, 5, 2, 6, 3, 5.5}));
  EXPECT_TRUE(filled->sourceRows.empty());
  ASSERT_EQ(filled->warnings.size(), 1u);
  EXPECT_TRUE(contains(filled->warnings[0], "2 values are missing or not finite"));
  EXPECT_TRUE(contains(error("a,b\n1,inf\n2,inf\n", {.missing = MissingPolicy::Mean}),
                       "column 2 (b) holds no finite value, so it has no mean."));
}

TEST_F(OpenDataset, WarnsOfIdenticalPoints) {
  const DatasetPtr constant = open("5,5\n5,5\n5,5\n");
  ASSERT_EQ(constant->warnings.size(), 1u);
  EXPECT_TRUE(contains(constant->warnings[0], "All 3 points are identical"));
  EXPECT_TRUE(open("5,5\n")->warnings.empty());
  EXPECT_TRUE(open("5,5\n5,6\n")->warnings.empty());
}

TEST_F(OpenDataset, AttachesALabelsFileToAnyFormat) {
  const std::string labels = folder.write("labels.txt", "b\na\n").string();
  const std::string array = formatNpy(std::vector<float>{1, 2, 3, 4}, {2, 2});
  for (const std::string& bytes : {array, idx(0x08, {2, 2}, "abcd"), std::string("1,x\n3,x\n"),
                                   zip({storedEntry("X.npy", array), storedEntry("y.npy", array)})}) {
    const DatasetPtr dataset = open(bytes, {.labels = labels});
    EXPECT_EQ(dataset->labels, (std::vector<int32_t>{1, 0}));
  }
  EXPECT_TRUE(contains(error("1\n2\n3\n", {.labels = labels}), "holds 2 labels, the data holds 3 points."));
  EXPECT_TRUE(
      contains(error("1\n", {.labels = (folder.path() / "none").string()}), "there is no such file."));
}

TEST_F(OpenDataset, FillsInTheHash) {
  EXPECT_EQ(open("1,2\n3,4\n")->hash, open("1;2\n3;4\n", {}, "other.txt")->hash);
}

TEST_F(OpenDataset, KeepsWholeSmallNumbersAsBytesWhateverTheFormat) {
  const std::string bytes("\x01\x02\x03\xff", 4);
  const DatasetPtr first = open(idx(0x08, {2, 2}, bytes), {}, "t.idx");
  for (const std::string& other :
       {npyOf("|u1", "(2, 2)", bytes), formatNpy(std::vector<float>{1, 2, 3, 255}, {2, 2}),
        formatNpy(std::vector<int64_t>{1, 2, 3, 255}, {2, 2}), std::string("1,2\n3,255\n")}) {
    const DatasetPtr dataset = open(other, {}, "t.data");
    EXPECT_TRUE(dataset->features.keptAsBytes());
    EXPECT_EQ(dataset->features, first->features);
    EXPECT_EQ(dataset->hash, first->hash);
  }
  EXPECT_FALSE(open("1,2\n3,256\n")->features.keptAsBytes());
  EXPECT_FALSE(open("1,2\n3,0.5\n")->features.keptAsBytes());
}

TEST_F(OpenDataset, CanBeCancelled) {
  control.cancel();
  EXPECT_THROW(openDataset("digits", {}, 1, control), Cancelled);
}

}  // namespace
}  // namespace adapsne
