// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/catalogue.h"
#include "core/images/image_readers.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using namespace test;
using Texts = std::vector<std::string>;

/// A record: its labels and planes of one value each.
std::string record(const std::string& labels, char red, char green, char blue) {
  return labels + std::string(1024, red) + std::string(1024, green) + std::string(1024, blue);
}

class Cifar : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& name, const DatasetOptions& options = {}) {
    return openDataset((folder.path() / name).string(), options, 1, control);
  }
  std::string error(const std::string& name, const DatasetOptions& options = {}) {
    return errorOf([&] { open(name, options); });
  }
  TemporaryFolder folder;
  RunControl control{2};
};

TEST_F(Cifar, TenAsOneFile) {
  std::string first = record("\x03", 1, 2, 3);
  first[1] = 77;  // the red of the first pixel
  folder.write("data_batch_1.bin", first + record(std::string(1, '\0'), 4, 5, 6) + record("\x03", 7, 8, 9));
  const DatasetPtr dataset = open("data_batch_1.bin");
  ASSERT_EQ(dataset->points, 3);
  EXPECT_EQ(dataset->name, "data_batch_1");
  EXPECT_EQ(dataset->dimensions, 3072);
  EXPECT_EQ(dataset->image.channels, 3);
  EXPECT_TRUE(dataset->features.keptAsBytes());
  const std::vector<float> row = rowOf(*dataset, 0);
  EXPECT_EQ(std::vector<float>(row.begin(), row.begin() + 6), (std::vector<float>{77, 2, 3, 1, 2, 3}))
      << "channel last";
  EXPECT_EQ(dataset->classNames, (Texts{"0", "3"}));
  EXPECT_EQ(dataset->labels, (std::vector<int32_t>{1, 0, 1}));
  folder.write("batches.meta.txt", "airplane\nautomobile\r\nbird\ncat\n\n");
  EXPECT_EQ(open("data_batch_1.bin")->classNames, (Texts{"airplane", "cat"}));
  EXPECT_FALSE(open("data_batch_1.bin", {.labelColumn = "none"})->hasLabels());
  EXPECT_EQ(open("data_batch_1.bin", {.imageColor = PictureColor::Grey})->dimensions, 1024);
  EXPECT_EQ(open("data_batch_1.bin", {.imageSize = 8})->dimensions, 192);
}

TEST_F(Cifar, TenAsAFolder) {
  folder.write("data_batch_1.bin", record("\x01", 1, 1, 1));
  folder.write("data_batch_2.bin", record("\x02", 2, 2, 2) + record("\x01", 3, 3, 3));
  folder.write("test_batch.bin", record("\x02", 4, 4, 4));
  DatasetPtr dataset = open("");
  EXPECT_EQ(dataset->points, 3);
  EXPECT_EQ(dataset->name, folder.path().filename().string());
  EXPECT_EQ(dataset->labels, (std::vector<int32_t>{0, 1, 0}));
  EXPECT_EQ(dataset->attributes.at(0).values,
            (Texts{"data_batch_1.bin", "data_batch_2.bin", "data_batch_2.bin"}));
  ASSERT_EQ(dataset->warnings.size(), 1u);
  EXPECT_TRUE(contains(dataset->warnings[0], "Of the splits train and test only train was read"));
  EXPECT_EQ(open("", {.split = "test"})->points, 1);
  dataset = open("", {.split = "all"});
  EXPECT_EQ(dataset->points, 4);
  EXPECT_EQ(dataset->attributes.at(1).values, (Texts{"train", "train", "train", "test"}));
  EXPECT_TRUE(contains(error("", {.split = "val"}), "has no split val; it has train and test."));
  EXPECT_TRUE(contains(error("test_batch.bin", {.split = "val"}), "is one split of CIFAR"));
}

TEST_F(Cifar, HundredWithCoarseAndFineLabels) {
  folder.write("train.bin", record("\x05\x32", 1, 1, 1) + record(std::string("\x05\x00", 2), 2, 2, 2));
  folder.write("fine_label_names.txt", "apple\n");
  folder.write("coarse_label_names.txt", "a\nb\nc\nd\ne\nf\n");
  DatasetPtr dataset = open("");
  EXPECT_EQ(dataset->classNames, (Texts{"apple", "50"}));
  EXPECT_EQ(dataset->labels, (std::vector<int32_t>{1, 0}));
  EXPECT_EQ(dataset->attributes.at(0).name, "coarse");
  EXPECT_EQ(dataset->attributes.at(0).values, (Texts{"f", "f"}));
  dataset = open("train.bin", {.labelColumn = "coarse"});
  EXPECT_EQ(dataset->classNames, Texts{"f"});
  EXPECT_TRUE(
      contains(error("train.bin", {.labelColumn = "colour"}), "Give --label-column fine, coarse or none."));
}

TEST_F(Cifar, OtherFilesAreRefused) {
  folder.write("a.bin", record("\x01", 1, 1, 1).substr(0, 3000));
  EXPECT_TRUE(
      contains(error("a.bin"), "is not CIFAR's binary version: its 3.0 kB are not records of 3,073 bytes"));
  folder.write("a.bin", record("\x0b", 1, 1, 1));
  EXPECT_TRUE(contains(error("a.bin"), "is not CIFAR's binary version")) << "no label is 11";
  folder.write("train.bin", "x");
  EXPECT_FALSE(isCifarFolder(folder.path())) << "other data have such names, too";
}

TEST_F(Cifar, ThatUnpacksWithoutEndIsRefused) {
  folder.write("a.bin.gz", gzip(std::string(100 << 20, '\0')));
  EXPECT_TRUE(contains(error("a.bin.gz"), "a.bin.gz: unpacks to more than"));
}

TEST_F(Cifar, MayBeGzipped) {
  folder.write("a.bin.gz", gzip(record("\x01", 1, 1, 1)));
  EXPECT_EQ(open("a.bin.gz")->points, 1);
}

}  // namespace
}  // namespace adapsne
