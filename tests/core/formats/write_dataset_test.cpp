// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"

#include <bit>
#include <cmath>

#include "core/arrays/array_writers.h"
#include "core/arrays/npy.h"
#include "core/catalogue/generators.h"
#include "core/support/random.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using namespace test;

std::string contentsOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Any finite float, in columns and classes whose names are as awkward as they can be.
Dataset awkward() {
  Dataset dataset;
  dataset.points = 500;
  dataset.dimensions = 4;
  dataset.featureNames = {"plain", "with, comma", "12", "label"};
  dataset.classNames = {"a", "b \"quoted\"", "c, d; e", "NA", "two\nlines", " spaced "};
  RandomStream random(5);
  std::vector<float> values = {-0.0f, std::numeric_limits<float>::denorm_min()};
  while (values.size() < 2000) {
    const float value = std::bit_cast<float>(static_cast<uint32_t>(random.next()));
    if (std::isfinite(value)) values.push_back(value);
  }
  dataset.features = std::move(values);
  for (int i = 0; i < 500; ++i) dataset.labels.push_back(static_cast<int32_t>(random.below(6)));
  return dataset;
}

void expectSame(const Dataset& read, const Dataset& written) {
  ASSERT_EQ(read.points, written.points);
  ASSERT_EQ(read.dimensions, written.dimensions);
  EXPECT_EQ(raw(read.features.floats()), raw(written.features.floats()));
  ASSERT_EQ(read.labels.size(), written.labels.size());
  for (size_t i = 0; i < read.labels.size(); ++i)
    EXPECT_EQ(read.classNames[read.labels[i]], written.classNames[written.labels[i]]);
}

class Writers : public ::testing::Test {
 protected:
  Dataset writeAndRead(const Dataset& dataset, const std::string& name) {
    const auto path = folder.path() / name;
    writeDataset(dataset, path);
    return fileFormat(path, control).read(path, {}, control);
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(Writers, WhatHoldsLabelsReadsBackBitForBit) {
  for (const std::string name : {"a.csv", "a.tsv", "a.npz", "a.h5", "a.safetensors"}) {
    SCOPED_TRACE(name);
    expectSame(writeAndRead(awkward(), name), awkward());
    expectSame(writeAndRead(test::made(generateBlobs, 300, 1), name), test::made(generateBlobs, 300, 1));
  }
}

TEST_F(Writers, WithoutLabelsToo) {
  Dataset dataset = awkward();
  dataset.labels.clear();
  dataset.classNames.clear();
  for (const std::string name : {"a.csv", "a.tsv", "a.npz", "a.npy", "a.h5", "a.safetensors"}) {
    SCOPED_TRACE(name);
    expectSame(writeAndRead(dataset, name), dataset);
  }
}

/// Pictures of bytes in colour, of which one has no label; and float64 with an offset that float32 lacks.
TEST_F(Writers, ArchivesKeepShapesBytesAndMissingLabels) {
  Dataset pictures;
  pictures.points = 3;
  pictures.image = {2, 1, 3};
  pictures.dimensions = 6;
  std::vector<uint8_t> pixels;
  for (int k = 0; k < 18; ++k) pixels.push_back(static_cast<uint8_t>(k * 15));
  pictures.features = FeatureValues(pixels);
  pictures.imageMaximum = whiteLevel(pictures.features);
  pictures.labels = {1, kUnlabelled, 0};
  pictures.classNames = {"z\xc3\xb6", "a"};
  const std::string offsets =
      folder
          .write("d.npy",
                 npyOf("<f8", "(4, 2)", raw<double>({1e9, 1, 1e9 + 0.25, 2, 1e9 + 0.5, 3, 1e9 + 1, 4})))
          .string();
  const DatasetPtr wide = openDataset(offsets, {}, 1, control);
  ASSERT_FALSE(wide->scales.empty());
  for (const std::string name : {"a.h5", "a.safetensors"}) {
    SCOPED_TRACE(name);
    const Dataset read = writeAndRead(pictures, name);
    EXPECT_EQ(contentHash(read), contentHash(pictures));
    EXPECT_EQ(read.image.channels, 3);
    EXPECT_TRUE(read.features.keptAsBytes());
    EXPECT_EQ(read.labels, pictures.labels);
    EXPECT_EQ(read.classNames, pictures.classNames);
    const Dataset back = writeAndRead(*wide, name);
    ASSERT_EQ(back.points, 4);
    for (int64_t i = 0; i < 4; ++i) EXPECT_EQ(back.value(i, 0), wide->value(i, 0));
    const std::string once = contentsOf(folder.path() / name);
    writeDataset(*wide, folder.path() / name);
    EXPECT_EQ(contentsOf(folder.path() / name), once) << "equal content, equal bytes";
  }
  EXPECT_TRUE(contains(errorOf([&] { writeHdf5(pictures, folder.path() / "a.h5ad"); }), "Name it .h5."));
}

TEST_F(Writers, KeepFeatureNamesThatAreReadBackAsSuch) {
  EXPECT_EQ(writeAndRead(awkward(), "a.csv").featureNames,
            (std::vector<std::string>{"plain", "with, comma", "f3", "f4"}));
}

TEST_F(Writers, CsvIsAsPeopleExpectIt) {
  Dataset dataset;
  dataset.points = 2;
  dataset.dimensions = 2;
  dataset.features = {1, 0.1f, -2.5, 1e20f};
  dataset.labels = {1, 0};
  dataset.classNames = {"ape", "bee"};
  writeDataset(dataset, folder.path() / "a.csv");
  EXPECT_EQ(contentsOf(folder.path() / "a.csv"), "f1,f2,label\n1,0.1,bee\n-2.5,1e+20,ape\n");
}

TEST_F(Writers, NpyHoldsTheFeaturesAndItsNeighbourTheLabels) {
  const auto features = folder.path() / "a.npy", labels = folder.path() / "a-labels.npy";
  EXPECT_EQ(writeDataset(awkward(), features), (std::vector{features, labels}));
  EXPECT_EQ(parseNpy(contentsOf(features), "a").shape, (std::vector<int64_t>{500, 4}));
  const Labels read = readLabels(labels, {}, control);
  EXPECT_EQ(read.values, awkward().labels);
  Dataset plain = awkward();
  plain.labels.clear();
  EXPECT_EQ(writeDataset(plain, folder.path() / "b.npy").size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "b-labels.npy"));
}

TEST_F(Writers, EndingsAreReadInAnyCase) {
  for (const std::string name : {"A.CSV", "a.Tsv", "a.NPZ"}) {
    SCOPED_TRACE(name);
    writeDataset(awkward(), folder.path() / name);
    DatasetOptions options;
    expectSame(*openDataset((folder.path() / name).string(), options, 1, control), awkward());
  }
}

TEST_F(Writers, EqualContentGivesEqualNpz) {
  writeDataset(awkward(), folder.path() / "a.npz");
  writeDataset(awkward(), folder.path() / "b.npz");
  EXPECT_EQ(contentsOf(folder.path() / "a.npz"), contentsOf(folder.path() / "b.npz"));
}

TEST_F(Writers, RefuseAnotherEnding) {
  EXPECT_TRUE(contains(errorOf([&] { writeDataset(awkward(), folder.path() / "a.xlsx"); }),
                       "Name it " + listedEndings(FormatUse::Write) + "."));
  EXPECT_TRUE(contains(errorOf([&] { writeDataset(awkward(), folder.path() / "none" / "a.csv"); }),
                       "cannot create the file"));
}

}  // namespace
}  // namespace adapsne
