// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/attach_pictures.h"

#include <algorithm>

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "tests/core/images/made_pictures.h"

namespace adapsne {
namespace {
using namespace test;
namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

class AttachPictures : public ::testing::Test {
 protected:
  /// A picture that is like no other, six times four pixels.
  void put(const std::string& file, int shade) const {
    putBytes(file, png(plainPicture(6, 4, 3, {static_cast<uint8_t>(shade), 10, 200})));
  }
  fs::path putBytes(const std::string& file, const std::string& bytes) const {
    fs::create_directories((folder.path() / file).parent_path());
    return folder.write(file, bytes);
  }
  /// Four rows of two values.
  std::string vectors() const {
    return putBytes("vectors.npy", formatNpy(std::vector<float>{0, 1, 2, 4, 8, 16, 32, 64}, {4, 2})).string();
  }
  std::string pictures(const std::string& name = "pictures") const { return (folder.path() / name).string(); }
  DatasetPtr open(const std::string& source, const std::string& of, DatasetOptions options = {}) {
    options.pictures = of;
    return openDataset(source, options, 1, control);
  }
  std::string error(const std::string& source, const std::string& of) {
    return errorOf([&] { open(source, of); });
  }
  /// The name of each point's picture, "" for none.
  static Texts names(const Dataset& dataset) {
    Texts names;
    for (int64_t i = 0; i < dataset.points; ++i)
      names.push_back(dataset.pictures ? dataset.pictures->nameOf(dataset.sourceRow(i)) : "no pictures");
    return names;
  }
  static int shadeOf(const Dataset& dataset, int64_t point) {
    return dataset.pictures->read(dataset.sourceRow(point), 0, RunControl(1)).samples.at(0);
  }
  static ::testing::AssertionResult warns(const Dataset& dataset, const std::string& part) {
    std::string all;
    for (const std::string& warning : dataset.warnings) all += warning + "\n";
    return contains(all, part);
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(AttachPictures, AFolderOfAsManyBelongsToTheRowsInOrder) {
  for (int i = 0; i < 4; ++i) put("pictures/00" + std::to_string(i) + ".png", 10 * i);
  const DatasetPtr dataset = open(vectors(), pictures());
  EXPECT_EQ(names(*dataset), (Texts{"000.png", "001.png", "002.png", "003.png"}));
  EXPECT_TRUE(warns(*dataset,
                    "4 points are shown as pictures of pictures, in the order of their paths, "
                    "000.png for row 0."));
  EXPECT_EQ(shadeOf(*dataset, 2), 20);
  EXPECT_TRUE(dataset->image.empty()) << "they are no features";
  EXPECT_EQ(dataset->hash, open(vectors(), "")->hash);
  EXPECT_FALSE(dataset->pictures->areOriginals());
}

TEST_F(AttachPictures, ARowsPictureStaysItsOwnInAPart) {
  for (int i = 0; i < 4; ++i) put("pictures/" + std::to_string(i) + ".png", 10 * i);
  DatasetOptions options;
  options.points = 2;
  options.pick = PickRows::Random;
  const DatasetPtr part = open(vectors(), pictures(), options);
  ASSERT_EQ(part->sourceRows.size(), 2U);
  for (int64_t i = 0; i < 2; ++i) EXPECT_EQ(shadeOf(*part, i), 10 * part->sourceRow(i));
  const Dataset one = selectRows(*part, {1});
  EXPECT_EQ(shadeOf(one, 0), 10 * part->sourceRow(1));
}

TEST_F(AttachPictures, NumbersAloneAreCountedOtherNamesAreSorted) {
  for (const int i : {9, 10, 8, 11}) put("pictures/" + std::to_string(i) + ".png", i);
  const DatasetPtr counted = open(vectors(), pictures());
  EXPECT_EQ(names(*counted), (Texts{"8.png", "9.png", "10.png", "11.png"}));
  EXPECT_TRUE(warns(*counted, "in the order of the numbers in their names, 8.png for row 0"));
  for (const int i : {9, 10, 8, 11}) put("named/img" + std::to_string(i) + ".png", i);
  EXPECT_EQ(names(*open(vectors(), pictures("named"))),
            (Texts{"img10.png", "img11.png", "img8.png", "img9.png"}));
}

TEST_F(AttachPictures, OtherCountsAreRefusedWithBothAndARemedy) {
  for (int i = 0; i < 3; ++i) put("pictures/" + std::to_string(i) + ".png", i);
  EXPECT_TRUE(
      contains(error(vectors(), pictures()),
               "holds 3 pictures, the data hold 4 rows, and no column of the data names them. Give one "
               "picture a row, or --pictures a text with one path a line"));
  folder.write("list.txt", "pictures/0.png\npictures/1.png\n");
  EXPECT_TRUE(contains(error(vectors(), pictures("list.txt")), "names 2 pictures, the data hold 4 rows."));
  folder.write("images.npy", formatNpy(std::vector<float>(3 * 4, 1), {3, 2, 2}));
  EXPECT_TRUE(contains(error(vectors(), pictures("images.npy")), "holds 3 images, the data hold 4 rows."));
  folder.write("flat.npy", formatNpy(std::vector<float>(4 * 4, 1), {4, 4}));
  EXPECT_TRUE(contains(error(vectors(), pictures("flat.npy")), "which are no images"));
  EXPECT_FALSE(error(vectors(), pictures("nowhere")).empty());
}

TEST_F(AttachPictures, AColumnNamesThem) {
  for (const char* name : {"a", "b", "c"}) put(std::string("pictures/deep/") + name + ".png", name[0]);
  put("pictures/other.png", 1);
  const auto table = [&](const std::string& column, const Texts& cells) {
    std::string csv = column + ",width,height\n";
    for (size_t i = 0; i < cells.size(); ++i)
      csv += cells[i] + "," + std::to_string(0.5 * double(i * i)) + "," + std::to_string(3.25 - double(i)) +
             "\n";
    return folder.write("table.csv", csv).string();
  };
  // As a path, with folders that are not there, as a file's name, without its ending.
  const DatasetPtr paths =
      open(table("file", {"deep/c.png", "x/deep/b.png", "a.png", "gone.png"}), pictures());
  EXPECT_EQ(names(*paths), (Texts{"deep/c.png", "deep/b.png", "deep/a.png", ""}));
  EXPECT_TRUE(warns(*paths, "3 points are shown as pictures of pictures, by the column \"file\"."));
  EXPECT_TRUE(warns(*paths, "1 of 4 rows has no picture named."));
  EXPECT_EQ(names(*open(table("id", {"c", "a", "b", "d"}), pictures())),
            (Texts{"deep/c.png", "deep/a.png", "deep/b.png", ""}));
  // Another ending, as converted pictures have.
  EXPECT_EQ(names(*open(table("file", {"c.tiff", "b.tiff", "a.tiff", "a.tiff"}), pictures())),
            (Texts{"deep/c.png", "deep/b.png", "deep/a.png", "deep/a.png"}));
  // A name that two pictures have is none's; a column that names fewer than half is no list of pictures.
  put("pictures/again/a.png", 2);
  EXPECT_EQ(names(*open(table("file", {"c.png", "b.png", "a.png", "deep/a.png"}), pictures())),
            (Texts{"deep/c.png", "deep/b.png", "", "deep/a.png"}));
  EXPECT_TRUE(contains(error(table("file", {"c.png", "u.png", "v.png", "w.png"}), pictures()),
                       "the column \"file\" names only 1 of them"));
}

TEST_F(AttachPictures, ATableShowsWhatItNamesBesideIt) {
  put("img/a.png", 1);
  put("img/b.png", 2);
  putBytes("img/broken.png", "no picture");
  put("outside.png", 3);
  fs::create_directories(folder.path() / "table");
  fs::rename(folder.path() / "img", folder.path() / "table/img");
  fs::create_symlink(folder.path() / "outside.png", folder.path() / "table/img/link.png");
  const std::string csv =
      putBytes("table/t.csv",
               "picture,width,height\nimg/a.png,0.5,1\nimg/gone.png,1.5,2\nimg/broken.png,2.5,4\n"
               "img/link.png,3.25,8\n../outside.png,4,16\n./img/b.png,5,32\n")
          .string();
  const DatasetPtr dataset = open(csv, "");
  EXPECT_EQ(names(*dataset), (Texts{"img/a.png", "", "img/broken.png", "", "", "./img/b.png"}));
  EXPECT_EQ(shadeOf(*dataset, 5), 2);
  EXPECT_TRUE(warns(*dataset, "2 points are shown as pictures of the column \"picture\"."));
  EXPECT_TRUE(
      warns(*dataset, "2 of 6 rows name pictures that are not there: img/gone.png and ../outside.png."));
  EXPECT_TRUE(warns(*dataset,
                    "1 picture is reached by symbolic links that lead out of the folder "
                    "(img/link.png): not shown; --follow-links follows."));
  EXPECT_TRUE(warns(*dataset, "1 file is no picture that can be read: img/broken.png."));
  EXPECT_TRUE(contains(errorOf([&] { shadeOf(*dataset, 2); }), "img/broken.png"));
  EXPECT_TRUE(contains(errorOf([&] { shadeOf(*dataset, 1); }), "has no picture"));
  DatasetOptions follow;
  follow.followLinks = true;
  const DatasetPtr followed = open(csv, "", follow);
  EXPECT_EQ(shadeOf(*followed, 3), 3);
  EXPECT_EQ(shadeOf(*followed, 4), 3);
}

TEST_F(AttachPictures, ATableWhosePicturesAreElsewhereSaysSo) {
  const std::string csv =
      folder.write("t.csv", "picture,width,height\na.png,0.5,1\nb.png,1.5,2\nc.png,2.5,4\n").string();
  const DatasetPtr dataset = open(csv, "");
  EXPECT_EQ(dataset->pictures, nullptr);
  EXPECT_TRUE(warns(*dataset,
                    "Column \"picture\" names pictures, none of which lies beside the table; "
                    "--pictures FOLDER shows those of a folder."));
}

TEST_F(AttachPictures, AListNamesOneALine) {
  for (int i = 0; i < 3; ++i) put("pictures/" + std::to_string(i) + ".png", 10 + i);
  folder.write("list.txt", "path\n../" + folder.path().filename().string() + "/pictures/2.png\n\n" +
                               pictures() + "/0.png\npictures/1.png\n");
  const DatasetPtr dataset = open(vectors(), pictures("list.txt"));
  EXPECT_EQ(names(*dataset)[1], "") << "an empty line is a row without a picture";
  EXPECT_TRUE(warns(*dataset, "1 of 4 rows has no picture named."));
  EXPECT_EQ(shadeOf(*dataset, 0), 12);
  EXPECT_EQ(shadeOf(*dataset, 2), 10);
  EXPECT_EQ(shadeOf(*dataset, 3), 11);
}

TEST_F(AttachPictures, AnArrayHoldsOneImageARow) {
  std::vector<float> values;
  for (int i = 0; i < 4 * 6; ++i) values.push_back(static_cast<float>(i * 10));
  folder.write("images.npy", formatNpy(values, {4, 2, 3}));
  const DatasetPtr dataset = open(vectors(), pictures("images.npy"));
  EXPECT_TRUE(warns(*dataset, "Points are shown as the images of images.npy (3 x 2), one a row."));
  EXPECT_EQ(shadeOf(*dataset, 3), 180);
  EXPECT_EQ(dataset->hash, open(vectors(), "")->hash);
  DatasetOptions options;
  options.points = 2;
  options.pick = PickRows::Random;
  const DatasetPtr part = open(vectors(), pictures("images.npy"), options);
  for (int64_t i = 0; i < 2; ++i) EXPECT_EQ(shadeOf(*part, i), 60 * part->sourceRow(i));
}

TEST_F(AttachPictures, PicturesAreShownUprightAndReduced) {
  putBytes("pictures/a.jpg", jpeg(testPicture(80, 40, 3), {.exif = exif(6)}));
  const std::string one = folder.write("one.npy", formatNpy(std::vector<float>{1, 2}, {1, 2})).string();
  const DatasetPtr dataset = open(one, pictures());
  const ShownPicture whole = dataset->pictures->read(0, 0, control);
  EXPECT_EQ(std::pair(whole.width, whole.height), std::pair(40, 80));
  const ShownPicture small = dataset->pictures->read(0, 20, control);
  EXPECT_EQ(std::pair(small.width, small.height), std::pair(10, 20));
  EXPECT_EQ(std::pair(small.ownWidth, small.ownHeight), std::pair(40, 80));
  EXPECT_EQ(small.samples.size(), 10U * 20U * 3U);
}

TEST_F(AttachPictures, AnImageFolderShowsItsOriginals) {
  for (int i = 0; i < 4; ++i)
    putBytes("photos/c/" + std::to_string(i) + ".png", png(testPicture(20 + i, 30, 3)));
  putBytes("photos/c/0a.png", "no picture");
  DatasetOptions options;
  options.imageSize = 8;
  const DatasetPtr dataset = open(pictures("photos"), "", options);
  ASSERT_TRUE(dataset->pictures);
  EXPECT_TRUE(dataset->pictures->areOriginals());
  ASSERT_EQ(dataset->points, 4) << "the broken one is left out, and the rows of the others stay theirs";
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(dataset->pictures->nameOf(dataset->sourceRow(i)),
              attributeOf(*dataset, ColumnRole::Picture)->values[static_cast<size_t>(i)]);
    EXPECT_EQ(dataset->pictures->read(dataset->sourceRow(i), 0, control).width, 20 + i);
  }
}

TEST_F(AttachPictures, AFolderNeverLeadsOutUnlessAllowed) {
  put("elsewhere/far.png", 77);
  for (int i = 0; i < 4; ++i) put("pictures/" + std::to_string(i) + ".png", i);
  fs::create_symlink(folder.path() / "elsewhere", folder.path() / "pictures/links");
  const DatasetPtr dataset = open(vectors(), pictures());
  EXPECT_TRUE(warns(*dataset, "1 symbolic link leads out of the folder (links): not followed"));
  const Texts all = names(*dataset);
  EXPECT_EQ(std::count(all.begin(), all.end(), "links/far.png"), 0);
}

TEST_F(AttachPictures, WhatChoosesAmongArraysIsNotIgnoredSilently) {
  DatasetOptions options;
  options.array = "images";
  options.labelArray = "y";
  const DatasetPtr dataset = open(vectors(), "", options);
  EXPECT_TRUE(warns(*dataset, "--array (images) has no effect: vectors is no file of several arrays."));
  EXPECT_TRUE(warns(*dataset, "--label-array (y) has no effect"));
  options.labelArray = "none";
  options.array = "";
  EXPECT_TRUE(open(vectors(), "", options)->warnings.empty());
}

}  // namespace
}  // namespace adapsne
