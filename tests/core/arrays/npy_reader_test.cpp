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
  const Dataset dataset = read(std::vector<int64_t>{5});
  EXPECT_EQ(dataset.dimensions, 1);
  ASSERT_EQ(dataset.warnings.size(), 1u);
  EXPECT_TRUE(contains(dataset.warnings[0], "one dimension (5): one value a point"));
}

TEST_F(NpyReader, TakesThreeAndFourDimensionsAsImages) {
  const Dataset grey = read(std::vector<int64_t>{2, 3, 4});
  EXPECT_EQ(grey.dimensions, 12);
  EXPECT_EQ(grey.image.height, 3);
  EXPECT_EQ(grey.image.width, 4);
  EXPECT_EQ(grey.image.channels, 1);
  EXPECT_EQ(grey.imageMaximum, 1);
  EXPECT_EQ(read(std::vector<int64_t>{2, 3, 4, 3}).image.channels, 3);
  const Dataset fiveChannels = read(std::vector<int64_t>{2, 5, 4, 5});
  EXPECT_EQ(fiveChannels.dimensions, 100);
  EXPECT_TRUE(fiveChannels.image.empty());
}

/// Points x channels x height x width and points x height x width x channels of the same pictures.
struct BothOrders {
  std::vector<float> first, last;
};
BothOrders pictures(int64_t points, int64_t channels, int64_t height, int64_t width) {
  const auto value = [=](int64_t i, int64_t c, int64_t y, int64_t x) {
    return static_cast<float>((i * 31 + c * 17 + y * 5 + x) % 251);
  };
  BothOrders both;
  for (int64_t i = 0; i < points; ++i) {
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t y = 0; y < height; ++y)
        for (int64_t x = 0; x < width; ++x) both.first.push_back(value(i, c, y, x));
    for (int64_t y = 0; y < height; ++y)
      for (int64_t x = 0; x < width; ++x)
        for (int64_t c = 0; c < channels; ++c) both.last.push_back(value(i, c, y, x));
  }
  return both;
}

TEST_F(NpyReader, ChannelsComeLastWhereverTheFileHasThem) {
  for (const int64_t channels : {1, 3, 4}) {
    const BothOrders both = pictures(5, channels, 6, 7);
    const Dataset first = read(formatNpy(both.first, {5, channels, 6, 7}));
    const Dataset last = read(formatNpy(both.last, {5, 6, 7, channels}));
    EXPECT_EQ(first.features, last.features) << channels;
    EXPECT_EQ(contentHash(first), contentHash(last)) << channels;
    EXPECT_EQ(first.image.height, 6);
    EXPECT_EQ(first.image.width, 7);
    EXPECT_EQ(first.image.channels, channels);
    ASSERT_EQ(first.warnings.size(), 1u);
    EXPECT_TRUE(contains(first.warnings[0], "before their rows and columns (5 x " + std::to_string(channels) +
                                                " x 6 x 7); --channels last reads them as they lie."));
    EXPECT_TRUE(last.warnings.empty());
  }
  // Bytes and the order of Fortran.
  std::string bytes;
  for (const float value : pictures(2, 3, 6, 5).first) bytes += static_cast<char>(value);
  const Dataset kept = read(npyOf("|u1", "(2, 3, 6, 5)", bytes));
  EXPECT_TRUE(kept.features.keptAsBytes());
  EXPECT_EQ(kept.features, pictures(2, 3, 6, 5).last);
  const Dataset fortran = read(npyOf("|u1", "(1, 3, 1, 2)", "abcdef", true));
  EXPECT_EQ(fortran.features, (std::vector<float>{'a', 'b', 'c', 'd', 'e', 'f'}))
      << "the first index runs fastest, so the pixels of one place lie together";
}

TEST_F(NpyReader, ChannelsAreAsAskedWhereBothCanBe) {
  const BothOrders both = pictures(4, 3, 5, 4);
  const auto path = folder.write("a.npy", formatNpy(both.first, {4, 3, 5, 4}));
  const Dataset automatic = readNpy(path, {}, control);
  EXPECT_EQ(automatic.image.channels, 4) << "the last extent may be channels";
  EXPECT_EQ(automatic.features, both.first);
  const Dataset first = readNpy(path, {.channels = ChannelOrder::First}, control);
  EXPECT_EQ(first.image.channels, 3);
  EXPECT_EQ(first.features, both.last);
  const auto plain = folder.write("b.npy", formatNpy(both.first, {4, 3, 4, 5}));
  const Dataset last = readNpy(plain, {.channels = ChannelOrder::Last}, control);
  EXPECT_TRUE(last.image.empty());
  EXPECT_EQ(last.features, both.first);
  EXPECT_TRUE(last.warnings.empty());
  const auto five = folder.write("c.npy", formatNpy(both.first, {4, 5, 4, 3}));
  EXPECT_TRUE(contains(errorOf([&] { readNpy(five, {.channels = ChannelOrder::First}, control); }),
                       "5 channels cannot be shown, only 1, 3 or 4. Give --channels auto."));
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
  EXPECT_TRUE(contains(error(gzip(npyOf("<f4", "(9, 9)", "1234"))), "the file holds 4 bytes. It is truncated"));
  EXPECT_TRUE(contains(error(gzip(npyOf("<f4", "(1, 1)", "12345"))), "the file holds at least 5 bytes. Save one"));
  EXPECT_TRUE(contains(error(gzip(npyOf("<f4", "(9, 9)", "1234", true))), "It is truncated"));
  EXPECT_TRUE(contains(error(npyOf("<U3", "(2,)", std::string(24, 'x'))), "Labels go beside the data with --labels"));
}

}  // namespace
}  // namespace adapsne
