// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_readers.h"
#include "core/arrays/npy.h"
#include "core/arrays/npy_text.h"
#include "core/dataset/sparse_points.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class NpzReader : public ::testing::Test {
 protected:
  Dataset read(const std::string& bytes, const DatasetOptions& options = {}) {
    const auto path = folder.write("a.npz", bytes);
    return withFeatures(datasetFromArchive(*openNpz(path, control), path, options, {}, control));
  }
  std::string error(const std::string& bytes) {
    return errorOf([&] { read(bytes); });
  }
  TemporaryFolder folder;
  RunControl control{1};
  const std::string matrix = formatNpy(std::vector<float>{1, 2, 3, 4, 5, 6}, {3, 2});
  const std::string labels = formatNpy(std::vector<int64_t>{7, 5, 7}, {3});
};

TEST_F(NpzReader, KeepsBytesAsBytes) {
  const Dataset dataset = read(zip({storedEntry("X.npy", npyOf("|u1", "(2, 2)", "abcd"))}));
  EXPECT_TRUE(dataset.features.keptAsBytes());
  EXPECT_EQ(dataset.features, (std::vector<float>{97, 98, 99, 100}));
}

TEST_F(NpzReader, ReadsFeaturesAndLabelsStoredOrDeflated) {
  for (const auto pack : {storedEntry, deflatedEntry}) {
    const Dataset dataset = read(zip({pack("X.npy", matrix), pack("y.npy", labels)}));
    EXPECT_EQ(dataset.features, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(dataset.classNames, (std::vector<std::string>{"5", "7"}));
    EXPECT_EQ(dataset.labels, (std::vector<int32_t>{1, 0, 1}));
  }
}

TEST_F(NpzReader, TakesTheOnlyMatrixUnderAnyName) {
  const Dataset dataset = read(zip({storedEntry("other.npy", labels), storedEntry("mine.npy", matrix)}));
  EXPECT_EQ(dataset.points, 3);
  EXPECT_FALSE(dataset.hasLabels());
}

TEST_F(NpzReader, ReadsClassNames) {
  const std::string indices = formatNpy(std::vector<int32_t>{0, 1, 0}, {3});
  const std::string names = formatNpyText({"zebra", "ape"});
  const Dataset dataset = read(zip({storedEntry("features.npy", matrix), storedEntry("labels.npy", indices),
                                    storedEntry("class_names.npy", names)}));
  EXPECT_EQ(dataset.classNames, (std::vector<std::string>{"zebra", "ape"}));
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{0, 1, 0}));
  EXPECT_TRUE(contains(error(zip({storedEntry("features.npy", matrix), storedEntry("labels.npy", labels),
                                  storedEntry("class_names.npy", names)})),
                       "a.npz, array labels.npy: the label 7 is no index into the 2 class_names."));
}

TEST_F(NpzReader, LeavesItsLabelsAloneWhereAFileIsGiven) {
  DatasetOptions options;
  options.labels = "elsewhere.csv";
  EXPECT_FALSE(read(zip({storedEntry("X.npy", matrix), storedEntry("y.npy", matrix)}), options).hasLabels());
}

TEST_F(NpzReader, RefusesToGuess) {
  EXPECT_TRUE(contains(error(zip({})), "holds no arrays."));
  EXPECT_TRUE(contains(error(zip({storedEntry("readme.txt", "hello")})), "holds no arrays."));
  EXPECT_TRUE(contains(error(zip({storedEntry("a.npy", labels)})),
                       "holds no array of features; its arrays are a (3)."));
  EXPECT_TRUE(contains(error(zip({storedEntry("a.npy", matrix), storedEntry("b.npy", matrix)})),
                       "holds more than one array of features; its arrays are a (3 x 2) and b (3 x 2)."));
}

TEST_F(NpzReader, RefusesLabelsThatDoNotFit) {
  const std::string two = formatNpy(std::vector<int32_t>{0, 1}, {2});
  EXPECT_TRUE(contains(error(zip({storedEntry("X.npy", matrix), storedEntry("y.npy", two)})),
                       "array y.npy: holds 2 labels, the data holds 3 points."));
  EXPECT_TRUE(contains(error(zip({storedEntry("X.npy", matrix), storedEntry("y.npy", matrix)})),
                       "holds 3 x 2 values; labels have one dimension."));
}

TEST_F(NpzReader, RefusesDamage) {
  EXPECT_TRUE(contains(error("PK\x03\x04 and no more"), "a.npz: is not a readable NPZ (zip) file: "));
  EXPECT_TRUE(contains(error(zip({storedEntry("X.npy", "rubbish")})), "array X.npy: is not an NPY file"));
  ZipEntry wrong = storedEntry("X.npy", matrix);
  wrong.checksum ^= 1;
  EXPECT_TRUE(contains(error(zip({wrong})), "array X.npy: cannot be unpacked: CRC error"));
  wrong = deflatedEntry("X.npy", matrix);
  wrong.packed[10] ^= 0x55;
  EXPECT_TRUE(contains(error(zip({wrong})), "array X.npy: "));
}

TEST_F(NpzReader, RefusesABomb) {
  ZipEntry bomb = deflatedEntry("X.npy", matrix);
  bomb.size = 0xf0000000u;
  EXPECT_TRUE(
      contains(error(zip({bomb})), "array X.npy: declares 4.0 GB, more than its packed bytes can hold."));
  // Really packed, but more than the array's header promises.
  EXPECT_TRUE(contains(error(zip({deflatedEntry("X.npy", matrix + std::string(1 << 20, '\0'))})),
                       "promises 3 x 2 values in 24 bytes, the file holds 1048600 bytes."));
}

}  // namespace
}  // namespace adapsne
