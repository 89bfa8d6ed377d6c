// SPDX-License-Identifier: GPL-3.0-or-later
// float64 and 64-bit integers that lie close together beside their size keep their neighbours in float32.
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/support/random.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

constexpr int64_t kPoints = 120, kDimensions = 4;

/// Of every point, the others by their squared distance.
template <typename Distance>
std::vector<std::vector<int64_t>> neighbors(Distance squared) {
  std::vector<std::vector<int64_t>> all;
  for (int64_t i = 0; i < kPoints; ++i) {
    std::vector<int64_t> order(kPoints);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return squared(i, a) < squared(i, b); });
    order.resize(10);
    all.push_back(order);
  }
  return all;
}

std::vector<std::vector<int64_t>> neighborsOf(const std::vector<double>& values) {
  return neighbors([&](int64_t i, int64_t j) {
    double sum = 0;
    for (int64_t d = 0; d < kDimensions; ++d) {
      const double difference = values[i * kDimensions + d] - values[j * kDimensions + d];
      sum += difference * difference;
    }
    return sum;
  });
}
std::vector<std::vector<int64_t>> neighborsOf(const Dataset& dataset) {
  return neighbors([&](int64_t i, int64_t j) {
    double sum = 0;
    for (int64_t d = 0; d < kDimensions; ++d) {
      const double difference =
          static_cast<double>(dataset.features[i * kDimensions + d]) - dataset.features[j * kDimensions + d];
      sum += difference * difference;
    }
    return sum;
  });
}

/// Share of neighbours that both have.
double agreement(const std::vector<std::vector<int64_t>>& a, const std::vector<std::vector<int64_t>>& b) {
  int common = 0;
  for (size_t i = 0; i < a.size(); ++i)
    for (const int64_t j : a[i]) common += std::find(b[i].begin(), b[i].end(), j) != b[i].end();
  return common / (static_cast<double>(a.size()) * static_cast<double>(a[0].size()));
}

class ArrayScales : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& bytes, const DatasetOptions& options = {}, const std::string& name = "a.npy") {
    return openDataset(folder.write(name, bytes).string(), options, 1, control);
  }
  static std::vector<double> normals(double offset, double unit) {
    RandomStream random(3);
    std::vector<double> values;
    for (int64_t k = 0; k < kPoints * kDimensions; ++k) values.push_back(offset + unit * random.normal());
    return values;
  }
  static std::string asNpy(const std::vector<double>& values) { return formatNpy(values, {kPoints, kDimensions}); }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(ArrayScales, AnOffsetChangesNoNeighbours) {
  for (const double offset : {1e7, -1e7, 1.7e9, 1e12}) {
    const std::vector<double> values = normals(offset, 1);
    const DatasetPtr dataset = open(asNpy(values));
    EXPECT_GT(agreement(neighborsOf(*dataset), neighborsOf(values)), 0.999) << offset;
    for (int64_t i = 0; i < 5; ++i)
      EXPECT_NEAR(dataset->value(i, 1), values[i * kDimensions + 1], 1e-5 + 1e-15 * std::abs(offset)) << offset;
    ASSERT_EQ(dataset->warnings.size(), 1u);
    EXPECT_TRUE(contains(dataset->warnings[0], "kept as differences from a middle value"));
  }
}

TEST_F(ArrayScales, TinyAndHugeUnitsChangeNoNeighbours) {
  for (const double unit : {1e-50, 1e-300, 1e40, 1e200}) {
    const std::vector<double> values = normals(0, unit);
    const DatasetPtr dataset = open(asNpy(values));
    std::vector<double> inUnits;
    for (const double value : values) inUnits.push_back(value / unit);
    EXPECT_GT(agreement(neighborsOf(*dataset), neighborsOf(inUnits)), 0.999) << unit;
  }
}

TEST_F(ArrayScales, EpochSecondsMillisecondsAndNanosecondsAreTold) {
  // Nanoseconds lie 256 to a float64.
  for (const int64_t start : {1700000000ll, 1700000000000ll, 1700000000000000000ll}) {
    std::vector<int64_t> values;
    for (int64_t k = 0; k < kPoints * kDimensions; ++k) values.push_back(start + k);
    const DatasetPtr dataset = open(formatNpy(values, {kPoints, kDimensions}));
    ASSERT_EQ(dataset->scales.size(), static_cast<size_t>(kDimensions));
    for (int64_t i = 1; i < kPoints; ++i)
      for (int64_t d = 0; d < kDimensions; ++d)
        EXPECT_EQ(dataset->features[i * kDimensions + d] - dataset->features[(i - 1) * kDimensions + d],
                  static_cast<float>(kDimensions))
            << start;
    ASSERT_EQ(dataset->warnings.size(), 1u);
  }
}

TEST_F(ArrayScales, IntegersOfEveryWideTypeAreTold) {
  const auto apart = [&](const std::string& bytes) {
    const DatasetPtr dataset = open(bytes);
    EXPECT_EQ(dataset->features[1] - dataset->features[0], 1);
    EXPECT_EQ(dataset->features[2] - dataset->features[1], 1);
  };
  apart(npyOf("<i4", "(3, 1)", raw<int32_t>({2000000000, 2000000001, 2000000002})));
  apart(npyOf("<u4", "(3, 1)", raw<uint32_t>({4000000000u, 4000000001u, 4000000002u})));
  apart(npyOf("<u8", "(3, 1)", raw<uint64_t>({~0ull - 2, ~0ull - 1, ~0ull})));
  apart(npyOf("<i8", "(3, 1)", raw<int64_t>({INT64_MIN, INT64_MIN + 1, INT64_MIN + 2})));
  apart(npyOf(">i8", "(3, 1)", bigEndian(1ull << 60, 8) + bigEndian((1ull << 60) + 1, 8) + bigEndian((1ull << 60) + 2, 8)));
  apart(idx(0x0C, {3, 1}, bigEndian(2000000000, 4) + bigEndian(2000000001, 4) + bigEndian(2000000002, 4)));
  const DatasetPtr fortran = open(npyOf("<i8", "(2, 2)", raw<int64_t>({1ll << 40, (1ll << 40) + 1, 5, 6}), true));
  EXPECT_EQ(fortran->features[2] - fortran->features[0], 1);
  EXPECT_EQ(fortran->features[1], 5);
}

TEST_F(ArrayScales, WhatNeedsNoScaleKeepsTheBitsOfItsRounding) {
  std::vector<double> values = normals(0, 1);
  values[1] = 1e9;         // one outlier
  for (int64_t i = 0; i < kPoints; ++i) values[i * kDimensions + 3] = 0.1;  // a constant
  const DatasetPtr dataset = open(asNpy(values));
  EXPECT_TRUE(dataset->scales.empty());
  EXPECT_TRUE(dataset->warnings.empty());
  for (size_t k = 0; k < values.size(); ++k)
    EXPECT_EQ(std::bit_cast<uint32_t>(dataset->features[k]), std::bit_cast<uint32_t>(static_cast<float>(values[k])));
  const std::vector<int64_t> whole = {(1ll << 24) + 1, 0, -(1ll << 25) - 1, 3, 7, 1ll << 40};
  const DatasetPtr integers = open(formatNpy(whole, {3, 2}));
  EXPECT_TRUE(integers->scales.empty());
  for (size_t k = 0; k < whole.size(); ++k) EXPECT_EQ(integers->features[k], static_cast<float>(whole[k]));
}

TEST_F(ArrayScales, AnEqualColumnIsNoReason) {
  const DatasetPtr same = open(formatNpy(std::vector<int64_t>{1ll << 60, 1, 1ll << 60, 2}, {2, 2}));
  EXPECT_EQ(same->features[0], same->features[2]);
}

TEST_F(ArrayScales, WhatFloat32CannotHoldIsSaid) {
  // A zero among epoch seconds: no middle brings them all near.
  std::vector<double> values(40);
  for (size_t i = 1; i < 40; ++i) values[i] = 1.7e9 + static_cast<double>(i);
  const DatasetPtr dataset = open(formatNpy(values, {40, 1}));
  ASSERT_EQ(dataset->warnings.size(), 1u);
  EXPECT_TRUE(contains(dataset->warnings[0], "In 1 of 1 columns values that differ in the file are equal in float32"));
  // Images share one scale, so theirs is the whole array's.
  std::vector<double> pixels;
  for (int k = 0; k < 8; ++k) pixels.push_back(1e9 + k);
  const std::string message = errorOf([&] { open(formatNpy(pixels, {2, 2, 2})); });
  EXPECT_TRUE(contains(message, "its values differ by less than float32, in which they are kept, can hold"));
  EXPECT_TRUE(contains(message, "Subtract the mean"));
}

TEST_F(ArrayScales, ImagesHaveNoScales) {
  std::vector<double> pixels;
  for (int k = 0; k < 12; ++k) pixels.push_back(k % 5 / 7.0);
  EXPECT_TRUE(open(formatNpy(pixels, {3, 2, 2}))->scales.empty());
  EXPECT_TRUE(open(formatNpy(pixels, {1, 2, 2, 3}))->scales.empty());
}

TEST_F(ArrayScales, ScalesAreThoseOfTheRowsThatAreRead) {
  std::vector<double> values;
  for (int i = 0; i < 50; ++i) values.push_back(i < 10 ? 1e9 + i : i);
  const DatasetPtr part = open(formatNpy(values, {50, 1}), {.points = 10});
  for (int64_t i = 0; i < 10; ++i) EXPECT_EQ(part->value(i, 0), 1e9 + static_cast<double>(i));
}

TEST_F(ArrayScales, GzippedFilesAreScaledAsPlainOnes) {
  const std::string bytes = asNpy(normals(1e8, 1));
  EXPECT_EQ(open(gzip(bytes), {}, "b.npy.gz")->hash, open(bytes)->hash);
}

}  // namespace
}  // namespace adapsne
