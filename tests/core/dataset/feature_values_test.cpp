// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/feature_values.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/assessment/nearest_neighbor_classes.h"
#include "core/assessment/predictions.h"
#include "core/dataset/missing_values.h"
#include "core/features/preprocess.h"
#include "core/formats/file_format.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

FeatureValues bytesOf(std::vector<uint8_t> values) {
  return FeatureValues(std::move(values));
}

/// More values than forEachBlock gives at a time, every byte among them.
std::vector<uint8_t> manyBytes(size_t count = 100'003) {
  RandomStream random(3, 0x62797465);
  std::vector<uint8_t> values(count);
  for (uint8_t& v : values) v = static_cast<uint8_t>(random.below(256));
  return values;
}

TEST(FeatureValues, OfBytesReadAsTheirFloats) {
  std::vector<uint8_t> all(256);
  for (int i = 0; i < 256; ++i) all[i] = static_cast<uint8_t>(i);
  const FeatureValues values(all);
  ASSERT_EQ(values.size(), 256u);
  const std::vector<float> floats = values.floats();
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(values[i], static_cast<float>(i));
    EXPECT_EQ(floats[i], static_cast<float>(i));
  }
}

TEST(FeatureValues, SayWhatTheyAreKeptAsAndWhatTheyTake) {
  EXPECT_TRUE(bytesOf({1, 2, 3}).keptAsBytes());
  EXPECT_EQ(bytesOf({1, 2, 3}).memory(), 3u);
  EXPECT_FALSE(FeatureValues({1, 2, 3}).keptAsBytes());
  EXPECT_EQ(FeatureValues({1, 2, 3}).memory(), 12u);
  EXPECT_TRUE(FeatureValues().empty());
  EXPECT_TRUE(FeatureValues().floats().empty());
}

TEST(FeatureValues, AreReadWhereTheyLieOrIntoTheScratch) {
  const FeatureValues floats = {1, 2, 3, 4}, bytes = bytesOf({1, 2, 3, 4});
  std::vector<float> scratch(2, -1);
  EXPECT_EQ(floats.read(1, scratch)[0], 2);
  EXPECT_EQ(scratch, (std::vector<float>{-1, -1})) << "nothing is copied that need not be";
  EXPECT_EQ(bytes.read(1, scratch).data(), scratch.data());
  EXPECT_EQ(scratch, (std::vector<float>{2, 3}));
  for (const FeatureValues* values : {&floats, &bytes}) {
    std::vector<float> copy(3);
    values->copyTo(1, copy);
    EXPECT_EQ(copy, (std::vector<float>{2, 3, 4}));
  }
}

TEST(FeatureValues, ComeInBlocksThatMakeUpTheWhole) {
  const FeatureValues bytes(manyBytes()), floats(bytes.floats());
  for (const FeatureValues* values : {&bytes, &floats}) {
    std::vector<float> all;
    int blocks = 0;
    values->forEachBlock([&](std::span<const float> block) {
      all.insert(all.end(), block.begin(), block.end());
      ++blocks;
    });
    EXPECT_GT(blocks, 1);
    EXPECT_TRUE(test::sameBits(all, values->floats()));
  }
  FeatureValues().forEachBlock([](std::span<const float>) { FAIL() << "there is no block of nothing"; });
}

TEST(FeatureValues, AreEqualWhateverTheyAreKeptAs) {
  EXPECT_EQ(bytesOf({1, 255}), (FeatureValues{1, 255}));
  EXPECT_EQ((FeatureValues{1, 255}), bytesOf({1, 255}));
  EXPECT_NE(bytesOf({1, 255}), (FeatureValues{1, 254.5f}));
  EXPECT_NE(bytesOf({1, 255}), bytesOf({1, 254}));
  EXPECT_NE(bytesOf({1, 255}), (FeatureValues{1}));
}

TEST(FeatureValues, GiveTheirFloatsAwayWithoutACopy) {
  std::vector<float> given = {1, 2};
  const float* where = given.data();
  FeatureValues values(std::move(given));
  EXPECT_EQ(std::move(values).floats().data(), where);
}

TEST(Compacted, KeepsBytesOnlyWhereEveryBitComesBack) {
  RunControl control(1);
  EXPECT_TRUE(compacted({0, 1, 254, 255}, control).keptAsBytes());
  EXPECT_EQ(compacted({0, 1, 254, 255}, control), (FeatureValues{0, 1, 254, 255}));
  for (const float odd : {-1.0f, 0.5f, 254.5f, 256.0f, 1e30f, -0.0f, std::numeric_limits<float>::denorm_min(),
                          std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    const FeatureValues values = compacted({7, odd, 7}, control);
    EXPECT_FALSE(values.keptAsBytes()) << odd;
    EXPECT_EQ(std::signbit(values[1]), std::signbit(odd)) << odd;
  }
  const FeatureValues bytes(manyBytes());
  std::vector<float> values = bytes.floats();
  EXPECT_TRUE(compacted(values, control).keptAsBytes());
  EXPECT_EQ(compacted(values, control), bytes);
  values.back() = 0.5f;
  EXPECT_FALSE(compacted(values, control).keptAsBytes()) << "the last value tells";
  EXPECT_TRUE(compacted({}, control).empty());
  control.cancel();
  EXPECT_THROW(compacted(values, control), Cancelled);
}

/// A dataset of bytes and the same with its values as float32.
class BytesAndFloats : public ::testing::Test {
 protected:
  BytesAndFloats() {
    // More patches (600 x 225) than are learned from, and more rows than a chunk or block holds. The values
    // lie in clusters, so that features and accuracies are not all alike; one column is constant.
    bytes.name = "images";
    bytes.points = kPoints;
    bytes.dimensions = 400;
    bytes.image = {20, 20, 1};
    bytes.imageMaximum = 255;
    RandomStream random(5, 0x62797465);
    std::vector<uint8_t> values;
    for (int64_t i = 0; i < kPoints; ++i) {
      bytes.labels.push_back(static_cast<int32_t>(i % 4));
      for (int64_t d = 0; d < 400; ++d)
        values.push_back(
            static_cast<uint8_t>(d == 0 ? 9 : (d / 20 % 4 == i % 4 ? 100 : 0) + random.below(156)));
    }
    bytes.classNames = {"a", "b", "c", "d"};
    bytes.features = FeatureValues(std::move(values));
    floats = bytes;
    floats.features = bytes.features.floats();
  }
  static constexpr int64_t kPoints = 600;
  Dataset bytes, floats;
  RunControl control{2};
};

TEST_F(BytesAndFloats, AreTheSameContent) {
  ASSERT_TRUE(bytes.features.keptAsBytes());
  ASSERT_FALSE(floats.features.keptAsBytes());
  EXPECT_EQ(contentHash(bytes), contentHash(floats));
  for (const int64_t row : {int64_t{0}, int64_t{77}, kPoints - 1}) {
    EXPECT_EQ(test::rowOf(bytes, row), test::rowOf(floats, row));
    EXPECT_EQ(bytes.value(row, 399), floats.value(row, 399));
  }
}

TEST_F(BytesAndFloats, ComeToTheSameFeaturesAtAnyThreadCount) {
  std::vector<PreprocessOptions> all;
  for (const Scale scale : {Scale::None, Scale::Standardize, Scale::Maximum})
    for (const int pca : {0, 10}) all.push_back({scale, pca});
  all.push_back({Scale::Standardize, 10, ImageFeatures::Raw, Metric::Cosine});
  all.push_back({Scale::Auto, -1, ImageFeatures::Patches});
  all.push_back({Scale::Auto, 0, ImageFeatures::Hog});
  const Dataset heldBytes = selectRows(bytes, {1, 5, 9}), heldFloats = selectRows(floats, {1, 5, 9});
  RunControl one(1), three(3);
  for (const PreprocessOptions& options : all) {
    const Preprocessor expected(floats, options, one);
    for (RunControl* threads : {&one, &three}) {
      const Preprocessor fitted(bytes, options, *threads);
      EXPECT_EQ(fitted.features()->dimensions, expected.features()->dimensions);
      EXPECT_EQ(fitted.features()->keptVariance, expected.features()->keptVariance);
      EXPECT_EQ(fitted.features()->warnings, expected.features()->warnings);
      EXPECT_TRUE(test::sameBits(fitted.features()->values, expected.features()->values));
      EXPECT_TRUE(
          test::sameBits(fitted.apply(heldBytes, *threads).values, expected.apply(heldFloats, one).values));
    }
  }
}

TEST_F(BytesAndFloats, AreSelectedFromAlike) {
  const std::vector<int64_t> rows = {0, 3, 4, kPoints - 1};
  const Dataset part = selectRows(bytes, rows), other = selectRows(floats, rows);
  EXPECT_TRUE(part.features.keptAsBytes());
  EXPECT_FALSE(other.features.keptAsBytes());
  EXPECT_EQ(part.features, other.features);
  EXPECT_EQ(part.hash, other.hash);
  for (size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(test::rowOf(part, static_cast<int64_t>(i)), test::rowOf(floats, rows[i]));
}

TEST_F(BytesAndFloats, AreWrittenAlike) {
  const test::TemporaryFolder folder;
  const Dataset part = selectRows(bytes, {2, 30, 31}), other = selectRows(floats, {2, 30, 31});
  const auto contents = [&](const std::string& name) {
    std::ifstream file(folder.path() / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  for (const std::string ending : {".csv", ".tsv", ".npy", ".npz"}) {
    writeDataset(part, folder.path() / ("bytes" + ending));
    writeDataset(other, folder.path() / ("floats" + ending));
    EXPECT_GT(contents("bytes" + ending).size(), 1000u);
    EXPECT_EQ(contents("bytes" + ending), contents("floats" + ending)) << ending;
  }
}

TEST_F(BytesAndFloats, LackNothing) {
  const Dataset resolved = resolveMissing(bytes, MissingPolicy::Refuse, control);
  EXPECT_EQ(resolved.features, floats.features);
  EXPECT_TRUE(resolved.features.keptAsBytes());
}

TEST_F(BytesAndFloats, ClassifyAlike) {
  const std::vector<int64_t> exemplars = {0, 1, 2, 3};
  const std::vector<int32_t> classes = nearestNeighborClasses(floats, exemplars, floats, control);
  EXPECT_GT(accuracyOf(classes, floats.labels), 0.5);
  EXPECT_EQ(nearestNeighborClasses(bytes, exemplars, bytes, control), classes);
}

}  // namespace
}  // namespace adapsne
