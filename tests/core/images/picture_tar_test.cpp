// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/catalogue.h"
#include "core/images/image_readers.h"
#include "tests/core/images/made_pictures.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using namespace test;
using Texts = std::vector<std::string>;

std::string pictureOf(uint8_t shade) {
  return png(plainPicture(5, 5, 3, {shade, 1, 2}));
}

class PictureTar : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& bytes, const DatasetOptions& options = {},
                  const std::string& name = "shard-000.tar") {
    return openDataset(folder.write(name, bytes).string(), options, 1, control);
  }
  std::string error(const std::string& bytes, const DatasetOptions& options = {}) {
    return errorOf([&] { open(bytes, options); });
  }
  static ::testing::AssertionResult warns(const Dataset& dataset, const std::string& part) {
    std::string all;
    for (const std::string& warning : dataset.warnings) all += warning + "\n";
    return contains(all, part);
  }
  TemporaryFolder folder;
  RunControl control{2};
};

TEST_F(PictureTar, AsWebDatasetLaysItOut) {
  const std::string bytes =
      tarOf({tarEntry("0001.png", pictureOf(10)), tarEntry("0001.cls", "7\n"), tarEntry("0001.txt", "a cat"),
             tarEntry("0002.cls", "3"), tarEntry("0002.png", pictureOf(20)),
             tarEntry("0002.json", "{\"width\": 5, \"who\": \"Ann\", \"boxes\": [1]}"),
             tarEntry("0003.seg.png", pictureOf(30)), tarEntry("0003.cls", "7")});
  for (const std::string& packed : {bytes, gzip(bytes)}) {
    const DatasetPtr dataset = open(packed);
    EXPECT_EQ(dataset->name, "shard-000");
    ASSERT_EQ(dataset->points, 3);
    EXPECT_EQ(dataset->classNames, (Texts{"3", "7"}));
    EXPECT_EQ(dataset->labels, (std::vector<int32_t>{1, 0, 1}));
    EXPECT_EQ(rowOf(*dataset, 2)[0], 30);
    ASSERT_EQ(dataset->attributes.size(), 4u);
    EXPECT_EQ(dataset->attributes[0].role, ColumnRole::Picture);
    EXPECT_EQ(dataset->attributes[0].values, (Texts{"0001.png", "0002.png", "0003.seg.png"}));
    EXPECT_EQ(dataset->attributes[1].values, (Texts{"a cat", "", ""}));
    EXPECT_EQ(dataset->attributes[2].values, (Texts{"", "5", ""}));
    EXPECT_EQ(dataset->attributes[3].values, (Texts{"", "Ann", ""}));
  }
  EXPECT_EQ(open(bytes, {.labelColumn = "who"})->classNames, Texts{"Ann"});
  EXPECT_FALSE(open(bytes, {.labelColumn = "none"})->hasLabels());
  EXPECT_TRUE(contains(error(bytes, {.labelColumn = "what"}), "no sample has a field \"what\"."));
  EXPECT_EQ(open(gzip(bytes), {}, "a.tar.gz")->name, "a");
  EXPECT_EQ(open(gzip(bytes), {}, "b.tgz")->name, "b");
}

TEST_F(PictureTar, OfFoldersTakesThemAsClasses) {
  const DatasetPtr dataset =
      open(tarOf({tarEntry("./data/cats/1.png", pictureOf(1)), tarEntry("./data/dogs/1.png", pictureOf(2))}));
  EXPECT_EQ(dataset->classNames, (Texts{"cats", "dogs"}));
  EXPECT_EQ(dataset->attributes[0].values, (Texts{"data/cats/1.png", "data/dogs/1.png"}));
}

TEST_F(PictureTar, WithoutClassesHasNoLabels) {
  EXPECT_FALSE(open(tarOf({tarEntry("1.png", pictureOf(1)), tarEntry("2.png", pictureOf(2))}))->hasLabels());
}

TEST_F(PictureTar, WhatLeadsOutOfItIsLeftOut) {
  const DatasetPtr dataset =
      open(tarOf({tarEntry("../up.png", pictureOf(1)), tarEntry("a/../../up.png", pictureOf(2)),
                  tarEntry("/etc/root.png", pictureOf(3)), tarEntry("link.png", "", '2', "/etc/passwd"),
                  tarEntry("hard.png", "", '1', "1.png"), tarEntry("fine..png", pictureOf(4)),
                  tarEntry(".hidden.png", pictureOf(5))}));
  EXPECT_EQ(dataset->attributes[0].values, Texts{"fine..png"});
  EXPECT_TRUE(warns(*dataset,
                    "5 entries are links or lead out of the archive, and were left out: ../up.png, "
                    "a/../../up.png, /etc/root.png and 2 more."));
}

TEST_F(PictureTar, BrokenPicturesAreNamed) {
  const DatasetPtr dataset = open(tarOf({tarEntry("a.jpg", "hello"), tarEntry("b.png", pictureOf(9))}));
  EXPECT_EQ(dataset->points, 1);
  EXPECT_TRUE(warns(*dataset, "1 of 2 pictures cannot be read and were left out: a.jpg is no picture"));
}

TEST_F(PictureTar, DamageIsRefused) {
  const std::string bytes = tarOf({tarEntry("a.png", pictureOf(1)), tarEntry("b.png", pictureOf(2))});
  EXPECT_TRUE(contains(error(bytes.substr(0, 600)), "is no readable tar archive, or ends early"));
  EXPECT_TRUE(contains(error(gzip(bytes).substr(0, 90)), "the gzip data ends early"));
  EXPECT_TRUE(contains(error(tarOf({tarEntry("a.csv", "1,2\n")})), "the archive holds no pictures."));
  EXPECT_NE(error("not a tar"), "");
}

TEST_F(PictureTar, ThatUnpacksWithoutEndIsRefused) {
  const std::string bomb = gzip(tarOf({tarEntry("a.png", pictureOf(1))}).substr(0, 1024) +
                                tarEntry("zeros.png", std::string(100 << 20, '\0')));
  ASSERT_LT(bomb.size(), 200000u);
  EXPECT_TRUE(contains(error(bomb), "unpacks to more than"));
  // An entry that claims to be 8 GB and is not there.
  std::string liar = tarEntry("big.png", "");
  liar.replace(124, 11, "77777777777");
  size_t sum = 8 * ' ';
  for (size_t i = 0; i < 512; ++i)
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(liar[i]);
  for (size_t i = 6; i-- > 0; sum /= 8) liar[148 + i] = static_cast<char>('0' + sum % 8);
  EXPECT_TRUE(contains(error(liar + std::string(2048, '\0')), "is no readable tar archive, or ends early"));
}

TEST_F(PictureTar, IsTheSameAtAnyNumberOfThreads) {
  std::vector<std::string> entries;
  for (int i = 0; i < 700; ++i)  // more than one batch
    entries.push_back(tarEntry(std::to_string(i) + ".jpg", jpeg(testPicture(20 + i % 9, 20, 3))));
  std::string hash;
  for (const int threads : kThreadCounts) {
    RunControl several(threads);
    const DatasetPtr dataset = openDataset(folder.write("a.tar", tarOf(entries)).string(), {}, 1, several);
    EXPECT_EQ(dataset->points, 700);
    if (hash.empty()) hash = dataset->hash;
    EXPECT_EQ(dataset->hash, hash) << threads << " threads";
  }
}

}  // namespace
}  // namespace adapsne
