// SPDX-License-Identifier: GPL-3.0-or-later
// Of binary arrays only the rows that are wanted are read: they are those that reading all of them would
// give.
#include <algorithm>
#include <cmath>
#include <limits>

#include <map>

#include "core/arrays/npy.h"
#include "core/arrays/npy_layout.h"
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/support/random.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/peak_memory.h"

namespace adapsne {
namespace {
using namespace test;

constexpr int64_t kPoints = 200;

class PartOfFile : public ::testing::Test {
 protected:
  /// What is left of everything that is read, row by row of the source.
  void expectRowsOfAll(const std::string& path, DatasetOptions options) {
    options.points = 0;
    const DatasetPtr all = openDataset(path, options, 5, control);
    for (const PickRows pick : {PickRows::First, PickRows::Random}) {
      options.pick = pick;
      options.points = 60;
      const DatasetPtr part = openDataset(path, options, 5, control);
      ASSERT_EQ(part->points, 60);
      ASSERT_EQ(part->sourceRows.size(), 60u);
      EXPECT_EQ(part->dimensions, all->dimensions);
      EXPECT_EQ(part->imageMaximum, all->imageMaximum);
      EXPECT_EQ(part->classNames, all->classNames);
      for (int64_t i = 0; i < 60; ++i) {
        int64_t there = part->sourceRow(i);
        if (!all->sourceRows.empty())
          there = std::find(all->sourceRows.begin(), all->sourceRows.end(), there) - all->sourceRows.begin();
        ASSERT_LT(there, all->points);
        for (int64_t d = 0; d < all->dimensions; ++d) EXPECT_EQ(part->value(i, d), all->value(there, d));
        if (all->hasLabels()) {
          EXPECT_EQ(part->labels[static_cast<size_t>(i)], all->labels[static_cast<size_t>(there)]);
        }
      }
      // The rows that were drawn before files were read in part.
      if (options.missing == MissingPolicy::Refuse && pick == PickRows::Random) {
        const DatasetPtr table =
            openDataset(folder.write("rows.csv", rowNumbers()).string(), options, 5, control);
        EXPECT_EQ(part->sourceRows, table->sourceRows);
      }
    }
  }
  static std::string rowNumbers() {
    std::string csv;
    for (int64_t i = 0; i < kPoints; ++i) csv += std::to_string(i) + "\n";
    return csv;
  }
  static std::vector<float> values(int64_t dimensions) {
    RandomStream random(8);
    std::vector<float> result;
    for (int64_t k = 0; k < kPoints * dimensions; ++k) result.push_back(static_cast<float>(random.normal()));
    return result;
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(PartOfFile, IsThatOfTheWhole) {
  const std::string table = formatNpy(values(7), {kPoints, 7});
  expectRowsOfAll(folder.write("a.npy", table).string(), {});
  expectRowsOfAll(folder.write("a.npy.gz", gzip(table)).string(), {});
  expectRowsOfAll(folder.write("f.npy", npyOf("<f4", "(200, 7)", raw(values(7)), true)).string(), {});
  std::string bytes;
  RandomStream random(2);
  // Dark first: the white is that of all.
  for (int64_t k = 0; k < kPoints * 12; ++k)
    bytes += static_cast<char>(random.below(k < kPoints * 10 ? 9 : 256));
  expectRowsOfAll(folder.write("i.idx", idx(0x08, {200, 3, 4}, bytes)).string(), {});
  expectRowsOfAll(folder.write("c.npy", npyOf("|u1", "(200, 3, 2, 2)", bytes)).string(),
                  {.channels = ChannelOrder::First});
  std::vector<int64_t> kinds;
  for (int64_t i = 0; i < kPoints; ++i) kinds.push_back(i % 3);
  const std::string labels = formatNpy(kinds, {kPoints});
  expectRowsOfAll(
      folder.write("a.npz", zip({deflatedEntry("X.npy", table), deflatedEntry("y.npy", labels)})).string(),
      {});
  expectRowsOfAll(folder.write("a.npy", table).string(), {.labels = folder.write("y.npy", labels).string()});
}

TEST_F(PartOfFile, WithoutRowsThatMissValues) {
  std::vector<float> some = values(3);
  for (size_t k = 0; k < some.size(); k += 13) some[k] = k % 2 ? std::numeric_limits<float>::infinity() : NAN;
  const std::string path = folder.write("a.npy", formatNpy(some, {kPoints, 3})).string();
  expectRowsOfAll(path, {.missing = MissingPolicy::Drop});
  const DatasetPtr part = openDataset(path, {.points = 60, .missing = MissingPolicy::Drop}, 5, control);
  EXPECT_TRUE(contains(part->warnings.at(0), "of 200 rows were left out because values were missing"));
  const DatasetPtr filled = openDataset(path, {.points = 60, .missing = MissingPolicy::Mean}, 5, control);
  DatasetOptions all{.missing = MissingPolicy::Mean};
  const DatasetPtr everything = openDataset(path, all, 5, control);
  for (int64_t k = 0; k < 180; ++k) EXPECT_EQ(filled->features[k], everything->features[k]);
  EXPECT_TRUE(
      contains(errorOf([&] { openDataset(path, {.points = 60}, 5, control); }), "values are missing"));
  EXPECT_TRUE(contains(
      errorOf([&] { openDataset(path, {.points = 199, .missing = MissingPolicy::Drop}, 5, control); }),
      "199 points are wanted, there are 1"));
}

TEST_F(PartOfFile, TellsWhichClassesTheFirstRowsLack) {
  const std::string images = folder.write("t-images.idx", idx(0x08, {4, 1, 1}, "abcd")).string();
  folder.write("t-labels.idx", idx(0x08, {4}, std::string("\0\0\1\2", 4)));
  const DatasetPtr part = openDataset(images, {.points = 2}, 1, control);
  EXPECT_TRUE(contains(part->warnings.at(0), "The first 2 rows hold only 1 of 3 classes"));
  EXPECT_TRUE(contains(errorOf([&] { openDataset(images, {.points = 5}, 1, control); }),
                       "5 points are wanted, there are 4."));
  const std::string labels = folder.write("few.npy", formatNpy(std::vector<int32_t>{1, 2, 3}, {3})).string();
  EXPECT_TRUE(contains(errorOf([&] { openDataset(images, {.points = 2, .labels = labels}, 1, control); }),
                       "holds 3 labels, the data holds 4 points."));
}

/// Another program shortens the file after its header was read and before its values are.
TEST_F(PartOfFile, ThatIsShortenedMeanwhileIsAnError) {
  const std::string values(1 << 20, '\1');
  const std::string json = R"({"x": {"dtype": "F32", "shape": [1024, 256], "data_offsets": [0, 1048576]}})";
  const std::map<std::string, std::string> files = {
      {"a.npy", formatNpyHeader("<f4", {1024, 256}) + values},
      {"a.idx", idx(0x0D, {1024, 256}, values)},
      {"a.safetensors", littleEndian(json.size(), 8) + json + values}};
  for (const auto& [name, bytes] : files) {
    const auto path = folder.write(name, bytes);
    const FileFormat& format = fileFormat(path, control);
    const auto shorten = [&](int64_t) {
      std::filesystem::resize_file(path, 4096);
      return std::vector<int64_t>{0, 500, 1023};
    };
    EXPECT_TRUE(contains(errorOf([&] { format.readRows(path, {}, shorten, control); }), name)) << name;
  }
}

/// A file of 8 GB that takes no room on the disk: a header, then zeros.
std::string sparseFile(const TemporaryFolder& folder, const std::string& name, const std::string& header) {
  const auto path = folder.write(name, header);
  std::filesystem::resize_file(path, header.size() + (8ull << 30));
  return path.string();
}

TEST_F(PartOfFile, OfEightGigabytesTakesLittleMemory) {
  constexpr int64_t kRows = 1 << 24;  // of 512 bytes
  const std::string npy = sparseFile(folder, "a.npy", formatNpyHeader("<f4", {kRows, 128}));
  const std::string doubles = sparseFile(folder, "d.npy", formatNpyHeader("<f8", {kRows, 64}));
  const std::string json =
      R"({"x": {"dtype": "F32", "shape": [16777216, 128], "data_offsets": [0, 8589934592]}})";
  const std::string tensors = sparseFile(folder, "a.safetensors", littleEndian(json.size(), 8) + json);
  const std::string images = sparseFile(folder, "a.idx", idx(0x0D, {1u << 24, 128}, ""));
  for (const std::string& path : {npy, doubles, tensors, images}) {
    for (const PickRows pick : {PickRows::First, PickRows::Random}) {
      const Measured measured = inChild([&] {
        try {
          RunControl child(1);
          return openDataset(path, {.points = 5000, .pick = pick}, 1, child)->points == 5000;
        } catch (const Error& error) {
          std::fprintf(stderr, "%s\n", error.what());
          return false;
        }
      });
      EXPECT_TRUE(measured.good) << path;
      EXPECT_LT(measured.megabytes, 500) << path;
      RecordProperty(std::filesystem::path(path).filename().string(), std::to_string(measured.megabytes));
    }
  }
}

}  // namespace
}  // namespace adapsne
