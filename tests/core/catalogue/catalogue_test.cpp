// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/catalogue.h"

#include <algorithm>
#include <set>

#include "core/catalogue/named_dataset.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

TEST(Catalogue, ListsWhatOpens) {
  std::set<std::string> names;
  RunControl control(1);
  for (const CatalogueEntry& entry : catalogue()) {
    names.insert(entry.name);
    EXPECT_FALSE(entry.title.empty() || entry.attribution.empty());
    EXPECT_EQ(entry.available, entry.remedy.empty()) << entry.name;
    if (!entry.available) continue;
    EXPECT_EQ(openDataset(entry.name, {.points = 100}, 1, control)->points, 100) << entry.name;
  }
  EXPECT_EQ(names, (std::set<std::string>{"digits", "fashion-mnist", "fashion-mnist-test", "blobs",
                                          "swiss-roll", "rings", "mixture"}));
}

TEST(Catalogue, HoldsTheDigits) {
  RunControl control(1);
  const DatasetPtr digits = openDataset("digits", {}, 1, control);
  EXPECT_EQ(digits->points, 1797);
  EXPECT_EQ(digits->dimensions, 64);
  EXPECT_EQ(digits->classes(), 10);
  EXPECT_EQ(digits->classNames[3], "3");
  EXPECT_EQ(digits->labels[0], 0);
  EXPECT_EQ(digits->value(0, 2), 5);
  EXPECT_EQ(digits->image.width, 8);
  EXPECT_EQ(digits->imageMaximum, 16);
  EXPECT_EQ(digits->hash, contentHash(*digits));
  EXPECT_TRUE(contains(digits->attribution, "CC BY 4.0"));
  EXPECT_TRUE(digits->warnings.empty());
}

TEST(Catalogue, ReadsFashionMnistFromItsFolder) {
  TemporaryFolder folder;
  RunControl control(1);
  EXPECT_TRUE(contains(errorOf([&] { readFashionMnist(folder.path(), false, control); }),
                       "Install it with: sudo apt-get install dataset-fashion-mnist"));
  folder.write("train-images-idx3-ubyte.gz", gzip(idx(0x08, {10, 1, 1}, std::string("0123456789"))));
  std::string labels;
  for (int i = 0; i < 10; ++i) labels += static_cast<char>(9 - i);
  folder.write("train-labels-idx1-ubyte.gz", gzip(idx(0x08, {10}, labels)));
  const Dataset dataset = readFashionMnist(folder.path(), false, control);
  EXPECT_EQ(dataset.classNames[dataset.labels[0]], "Ankle boot");
  EXPECT_EQ(dataset.name, "fashion-mnist");
}

TEST(Catalogue, GeneratesAsManyPointsAsWanted) {
  RunControl control(1);
  EXPECT_EQ(openDataset("blobs", {}, 1, control)->points, 2000);
  EXPECT_EQ(openDataset("rings", {.points = 7}, 1, control)->points, 7);
  EXPECT_NE(openDataset("rings", {}, 1, control)->hash, openDataset("rings", {}, 2, control)->hash);
  EXPECT_TRUE(contains(errorOf([&] { openDataset("rings", {.points = 1ll << 40}, 1, control); }),
                       "at most 2147483647 points are possible."));
}

}  // namespace
}  // namespace adapsne
