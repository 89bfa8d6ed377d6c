// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_readers.h"
#include "core/arrays/npy.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class NpyReader : public ::testing::Test {
 protected:
  Dataset read(const std::string& bytes) { return readNpy(folder.write("a.npy", bytes), {}, control); }
  Dataset read(const std::vector<int64_t>& shape) {
    int64_t count = 1;
    for (const int64_t extent : shape) count *= extent;
    return read(formatNpy(std::vector<float>(count, 0.5f), shape));
  }
  std::string error(const std::string& bytes) {
    return errorOf([&] { read(bytes); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(NpyReader, ReadsATable) {
  const Dataset dataset = read(formatNpy(std::vector<double>{1, 2, 3, 4, 5, 6}, {3, 2}));
  EXPECT_EQ(dataset.points, 3);
  EXPECT_EQ(dataset.dimensions, 2);
  EXPECT_EQ(dataset.features, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(dataset.name, "a");
  EXPECT_TRUE(dataset.image.empty());
}

TEST_F(NpyReader, KeepsBytesAsBytesAndNothingElse) {
  const Dataset bytes = read(npyOf("|u1", "(2, 2)", std::string("\x00\x7f\x80\xff", 4)));
  EXPECT_TRUE(bytes.features.keptAsBytes());
  EXPECT_EQ(bytes.features, (std::vector<float>{0, 127, 128, 255}));
  const Dataset fortran = read(npyOf("|u1", "(2, 2)", std::string("\x01\x03\x02\xff", 4), true));
  EXPECT_TRUE(fortran.features.keptAsBytes());
  EXPECT_EQ(fortran.features, (std::vector<float>{1, 2, 3, 255}));
  const Dataset truths = read(npyOf("|b1", "(2, 1)", std::string("\x00\x07", 2)));
  EXPECT_TRUE(truths.features.keptAsBytes());
  EXPECT_EQ(truths.features, (std::vector<float>{0, 1}));
  EXPECT_FALSE(read(npyOf("|i1", "(2, 1)", "\xff\x7f")).features.keptAsBytes());
}

TEST_F(NpyReader, ReadsGzipped) {
  EXPECT_EQ(read(gzip(formatNpy(std::vector<float>{1, 2}, {2}))).points, 2);
}

TEST_F(NpyReader, TakesOneDimensionAsOneFeature) {
  EXPECT_EQ(read(std::vector<int64_t>{5}).dimensions, 1);
}

TEST_F(NpyReader, TakesThreeAndFourDimensionsAsImages) {
  const Dataset grey = read(std::vector<int64_t>{2, 3, 4});
  EXPECT_EQ(grey.dimensions, 12);
  EXPECT_EQ(grey.image.height, 3);
  EXPECT_EQ(grey.image.width, 4);
  EXPECT_EQ(grey.image.channels, 1);
  EXPECT_EQ(grey.imageMaximum, 1);
  EXPECT_EQ(read(std::vector<int64_t>{2, 3, 4, 3}).image.channels, 3);
  const Dataset channelsFirst = read(std::vector<int64_t>{2, 3, 4, 5});
  EXPECT_EQ(channelsFirst.dimensions, 60);
  EXPECT_TRUE(channelsFirst.image.empty());
}

TEST_F(NpyReader, ReadsFortranOrder) {
  EXPECT_EQ(read(npyOf("<f4", "(2, 2)", raw<float>({1, 3, 2, 4}), true)).features,
            (std::vector<float>{1, 2, 3, 4}));
}

TEST_F(NpyReader, RefusesWhatIsNoTable) {
  EXPECT_TRUE(
      contains(error(npyOf("<f4", "()", "1234")), "a.npy: holds a single value, not one row a point."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(0, 3)", "")), "holds no points (0 x 3)."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(3, 0)", "")), "holds no features (3 x 0)."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(4611686018427387904, 0)", "")), "holds no features"));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(9, 9)", "1234")), "It is truncated: copy it again."));
}

}  // namespace
}  // namespace adapsne
