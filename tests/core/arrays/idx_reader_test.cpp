// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/arrays/array_readers.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class IdxReader : public ::testing::Test {
 protected:
  Dataset read(const std::string& bytes, const std::string& name = "data.idx") {
    return readIdx(folder.write(name, bytes), {}, control);
  }
  std::string error(const std::string& bytes, const std::string& name = "data.idx") {
    return errorOf([&] { read(bytes, name); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(IdxReader, ReadsImagesWithShapeAndWhite) {
  const Dataset dataset =
      read(idx(0x08, {2, 1, 3}, std::string("\x00\x01\x02\x03\x04\xff", 6)), "digits.idx.gz");
  EXPECT_EQ(dataset.points, 2);
  EXPECT_EQ(dataset.dimensions, 3);
  EXPECT_EQ(dataset.features, (std::vector<float>{0, 1, 2, 3, 4, 255}));
  EXPECT_EQ(dataset.image.height, 1);
  EXPECT_EQ(dataset.image.width, 3);
  EXPECT_EQ(dataset.image.channels, 1);
  EXPECT_EQ(dataset.imageMaximum, 255);
  EXPECT_EQ(dataset.name, "digits");
  EXPECT_FALSE(dataset.hasLabels());
}

TEST_F(IdxReader, TakesTheWhiteFromTheData) {
  EXPECT_EQ(read(idx(0x08, {1, 1, 2}, std::string("\x00\x01", 2))).imageMaximum, 1);
  EXPECT_EQ(read(idx(0x08, {1, 1, 2}, std::string("\x00\x10", 2))).imageMaximum, 16);
  EXPECT_EQ(read(idx(0x0B, {1, 1, 2}, bigEndian(3, 2) + bigEndian(1000, 2))).imageMaximum, 1000);
}

TEST_F(IdxReader, ReadsEveryElementType) {
  EXPECT_EQ(read(idx(0x09, {2}, "\xff\x7f")).features, (std::vector<float>{-1, 127}));
  EXPECT_EQ(read(idx(0x0B, {2}, bigEndian(0xfffe, 2) + bigEndian(300, 2))).features,
            (std::vector<float>{-2, 300}));
  EXPECT_EQ(read(idx(0x0C, {1}, bigEndian(0xffffffff, 4))).features, (std::vector<float>{-1}));
  EXPECT_EQ(read(idx(0x0D, {1}, bigEndian(0x3fc00000, 4))).features, (std::vector<float>{1.5}));
  EXPECT_EQ(read(idx(0x0E, {1}, bigEndian(0xbff8000000000000, 8))).features, (std::vector<float>{-1.5}));
}

TEST_F(IdxReader, KeepsBytesAsBytesAndNothingElse) {
  const Dataset bytes = read(idx(0x08, {2, 2}, std::string("\x00\x7f\x80\xff", 4)));
  EXPECT_TRUE(bytes.features.keptAsBytes());
  EXPECT_EQ(bytes.features, (std::vector<float>{0, 127, 128, 255}));
  EXPECT_FALSE(read(idx(0x09, {2}, "\xff\x7f")).features.keptAsBytes());
}

TEST_F(IdxReader, TakesADoubleBeyondFloat32AsInfinite) {
  EXPECT_TRUE(std::isinf(read(idx(0x0E, {1}, bigEndian(0x7fe0000000000000, 8))).features[0]));
}

TEST_F(IdxReader, FindsTheLabelsBesideTheImages) {
  folder.write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, {2}, "\x05\x03")));
  const Dataset dataset = read(idx(0x08, {2, 1, 1}, "ab"), "train-images-idx3-ubyte");
  EXPECT_EQ(dataset.classNames, (std::vector<std::string>{"3", "5"}));
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{1, 0}));
}

TEST_F(IdxReader, RefusesLabelsOfAnotherLength) {
  folder.write("labels.idx", idx(0x08, {3}, "\x05\x03\x01"));
  const std::string message = error(idx(0x08, {2, 1, 1}, "ab"), "images.idx");
  EXPECT_TRUE(contains(message, "labels.idx"));
  EXPECT_TRUE(contains(message, "holds 3 labels, the data holds 2 points."));
}

TEST_F(IdxReader, RefusesAWrongMagic) {
  const std::string message = error(std::string("\x00\x01\x08\x01\x00\x00\x00\x01x", 9));
  EXPECT_TRUE(contains(message, "data.idx: is not an IDX file: it begins with the bytes 00 01 08 01"));
  EXPECT_TRUE(contains(error(idx(0x0A, {1}, "x")), "is not an IDX file"));
  EXPECT_TRUE(contains(error(idx(0x08, {}, "x")), "is not an IDX file"));
}

TEST_F(IdxReader, RefusesAHeaderThatPromisesMoreThanTheFileHoldsWithoutAllocating) {
  EXPECT_TRUE(contains(error(idx(0x08, {1u << 20, 1u << 10, 1u << 10}, "x")),
                       "the IDX header promises 1048576 x 1024 x 1024 values, more than the file can hold."));
  EXPECT_TRUE(
      contains(error(gzip(idx(0x08, {1u << 20, 1u << 10, 1u << 10}, "x"))), "more than the file can hold."));
  EXPECT_TRUE(
      contains(error(idx(0x0E, std::vector<uint32_t>(9, 0xffffffffu), "x")), "more than the file can hold."));
}

TEST_F(IdxReader, RefusesAFileShorterThanPromised) {
  EXPECT_TRUE(contains(error(idx(0x08, {4, 2}, "1234567")), "more than the file can hold. It is truncated"));
  EXPECT_TRUE(contains(error(gzip(idx(0x08, {4, 2}, "1234567"))),
                       "the IDX header promises 4 x 2 = 8 values, the file holds 7. It is truncated"));
  EXPECT_TRUE(contains(error(std::string("\x00\x00\x08", 3)), "ends inside the IDX header."));
  EXPECT_TRUE(contains(error(std::string("\x00\x00\x08\x02\x00\x00", 6)), "ends inside the IDX header."));
}

TEST_F(IdxReader, RefusesAFileLongerThanPromised) {
  EXPECT_TRUE(contains(error(idx(0x08, {4, 2}, "123456789")),
                       "goes on after the 4 x 2 values that its IDX header promises."));
}

TEST_F(IdxReader, RefusesNoPointsAndNoFeatures) {
  EXPECT_TRUE(contains(error(idx(0x08, {0, 4}, "")), "holds no points (0 x 4)."));
  EXPECT_TRUE(contains(error(idx(0x08, {4, 0}, "")), "holds no features (4 x 0)."));
}

}  // namespace
}  // namespace adapsne
