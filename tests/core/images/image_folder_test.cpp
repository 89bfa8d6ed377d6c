// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <sys/stat.h>

#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/images/image_readers.h"
#include "tests/core/images/made_pictures.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using namespace test;
namespace fs = std::filesystem;

class ImageFolder : public ::testing::Test {
 protected:
  void put(const std::string& file, const std::string& bytes) const {
    fs::create_directories((folder.path() / file).parent_path());
    folder.write(file, bytes);
  }
  /// A small picture that is like no other.
  void put(const std::string& file) {
    const auto shade = static_cast<uint8_t>(++pictures_);
    put(file, png(plainPicture(6, 6, 3, {shade, 0, 200})));
  }
  void link(const fs::path& target, const std::string& file) const {
    fs::create_directories((folder.path() / file).parent_path());
    fs::create_symlink(target, folder.path() / file);
  }
  Dataset read(const DatasetOptions& options = {}) {
    return readImageFolder(folder.path(), options, control);
  }
  std::string error(const DatasetOptions& options = {}) {
    return errorOf([&] { read(options); });
  }
  static std::vector<std::string> files(const Dataset& dataset) {
    return attributeOf(dataset, ColumnRole::Picture)->values;
  }
  static std::vector<std::string> values(const Dataset& dataset, const std::string& name) {
    for (const Attribute& attribute : dataset.attributes)
      if (attribute.name == name) return attribute.values;
    return {"there is no attribute " + name};
  }
  static std::vector<std::string> classes(const Dataset& dataset) {
    std::vector<std::string> names;
    for (int64_t i = 0; i < dataset.points; ++i)
      names.push_back(dataset.isLabelled(i) ? dataset.classNames[static_cast<size_t>(dataset.labels[i])]
                                            : "");
    return names;
  }
  static ::testing::AssertionResult warns(const Dataset& dataset, const std::string& part) {
    std::string all;
    for (const std::string& warning : dataset.warnings) all += warning + "\n";
    return contains(all, part);
  }
  TemporaryFolder folder;
  RunControl control{1};

 private:
  int pictures_ = 0;
};
using Texts = std::vector<std::string>;

TEST_F(ImageFolder, OfClasses) {
  put("dogs/10.png");
  put("dogs/2.png");
  put("cats/a.png");
  put("cats/sub/b.png");
  put("cats-wild/c.png");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset),
            (Texts{"cats/a.png", "cats/sub/b.png", "cats-wild/c.png", "dogs/10.png", "dogs/2.png"}))
      << "folder by folder, names bytewise";
  EXPECT_EQ(classes(dataset), (Texts{"cats", "cats", "cats-wild", "dogs", "dogs"}));
  EXPECT_EQ(dataset.classNames, (Texts{"cats", "cats-wild", "dogs"}));
  EXPECT_EQ(dataset.name, folder.path().filename().string());
  EXPECT_EQ(dataset.image.height, 6);
  EXPECT_EQ(dataset.image.width, 6);
  EXPECT_EQ(dataset.image.channels, 3);
  EXPECT_EQ(dataset.dimensions, 108);
  EXPECT_EQ(dataset.imageMaximum, 255);
  EXPECT_TRUE(dataset.features.keptAsBytes());
  EXPECT_EQ(rowOf(dataset, 0)[0], 3) << "cats/a.png was the third to be made";
  EXPECT_EQ(dataset.attributes.front().name, "file");
  EXPECT_EQ(dataset.warnings, Texts{}) << "nothing was decided that is not plain";
  EXPECT_TRUE(dataset.sourceRows.empty());
}

TEST_F(ImageFolder, FlatHasNoLabels) {
  put("b.png");
  put("a.png");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset), (Texts{"a.png", "b.png"}));
  EXPECT_FALSE(dataset.hasLabels());
}

TEST_F(ImageFolder, OfOnePicture) {
  put("a.png");
  const Dataset dataset = read();
  EXPECT_EQ(dataset.points, 1);
  EXPECT_FALSE(dataset.hasLabels());
}

TEST_F(ImageFolder, OfOneClass) {
  put("cats/a.png");
  put("cats/b.png");
  const Dataset dataset = read();
  EXPECT_EQ(dataset.classNames, Texts{"cats"});
  EXPECT_EQ(dataset.labels, (std::vector<int32_t>{0, 0}));
}

TEST_F(ImageFolder, PicturesBesideClassesHaveNoLabel) {
  put("cats/a.png");
  put("dogs/b.png");
  put("stray.png");
  const Dataset dataset = read();
  EXPECT_EQ(classes(dataset), (Texts{"cats", "dogs", ""}));
  EXPECT_TRUE(warns(dataset, "1 pictures lie beside the folders of classes"));
}

TEST_F(ImageFolder, WithinAFolderThatHoldsEverything) {
  put("archive/PetImages/Cat/1.png");
  put("archive/PetImages/Dog/1.png");
  const Dataset dataset = read();
  EXPECT_EQ(classes(dataset), (Texts{"Cat", "Dog"}));
  EXPECT_TRUE(warns(dataset, "All pictures lie in archive/PetImages/"));
}

TEST_F(ImageFolder, OfPartsReadsTrainUnlessAskedOtherwise) {
  put("train/cats/a.png");
  put("train/dogs/b.png");
  put("Test/cats/c.png");
  put("valid/dogs/d.png");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset), (Texts{"train/cats/a.png", "train/dogs/b.png"}));
  EXPECT_EQ(classes(dataset), (Texts{"cats", "dogs"}));
  EXPECT_TRUE(warns(
      dataset, "Of the splits train, val and test only train was read; --split chooses another, or all."));
  EXPECT_EQ(files(read({.split = "test"})), Texts{"Test/cats/c.png"});
  EXPECT_EQ(files(read({.split = "validation"})), Texts{"valid/dogs/d.png"});
  const Dataset all = read({.split = "all"});
  EXPECT_EQ(all.points, 4);
  EXPECT_EQ(all.classNames, (Texts{"cats", "dogs"}));
  EXPECT_EQ(values(all, "split"), (Texts{"test", "train", "train", "val"}));
  EXPECT_TRUE(
      contains(error({.split = "middle"}), "there is no split \"middle\". Give train, val, test or all."));
}

TEST_F(ImageFolder, OfTwoPartsWithoutTrainReadsBoth) {
  put("val/cats/a.png");
  put("test/dogs/b.png");
  const Dataset dataset = read();
  EXPECT_EQ(dataset.points, 2);
  EXPECT_TRUE(warns(dataset, "Of the splits val and test all were read"));
  EXPECT_TRUE(contains(error({.split = "train"}),
                       "has no split train; it has val and test. Give --split val or test, or all."));
}

TEST_F(ImageFolder, PartsMayBeFlat) {
  put("train/a.png");
  put("test/b.png");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset), Texts{"train/a.png"});
  EXPECT_FALSE(dataset.hasLabels());
}

TEST_F(ImageFolder, WhatLiesBesidePartsIsNamed) {
  put("train/cats/a.png");
  put("test/cats/b.png");
  put("samples/c.png");
  const Dataset dataset = read({.split = "all"});
  EXPECT_EQ(dataset.points, 2);
  EXPECT_TRUE(warns(dataset, "Not read, as no split of the data: samples."));
}

TEST_F(ImageFolder, ClassesMayBeCalledAsParts) {
  put("dev/a.png");
  put("cats/b.png");
  EXPECT_EQ(classes(read()), (Texts{"cats", "dev"}));
  EXPECT_TRUE(contains(error({.split = "test"}),
                       "has no splits for training, validation and test. Leave out --split."));
}

TEST_F(ImageFolder, MetadataGiveLabelsAndAttributes) {
  put("a.png");
  put("b.png");
  put("c.png");
  put("metadata.csv",
      "file_name,label,photographer\nb.png,cat,Ann\na.png,dog,\"Bo, Jr.\"\nc.png,,Cy\ngone.png,cat,Di\n");
  const Dataset dataset = read();
  EXPECT_EQ(classes(dataset), (Texts{"dog", "cat", ""}));
  EXPECT_EQ(values(dataset, "photographer"), (Texts{"Bo, Jr.", "Ann", "Cy"}));
  EXPECT_TRUE(warns(dataset, "1 pictures that the metadata name are not there: gone.png."));
  EXPECT_EQ(classes(read({.labelColumn = "photographer"})), (Texts{"Bo, Jr.", "Ann", "Cy"}));
  const Dataset unlabelled = read({.labelColumn = "none"});
  EXPECT_FALSE(unlabelled.hasLabels());
  EXPECT_EQ(values(unlabelled, "label"), (Texts{"dog", "cat", ""}));
  EXPECT_TRUE(
      contains(error({.labelColumn = "photgrapher"}),
               "there is no column \"photgrapher\" beside the pictures. Did you mean \"photographer\"?"));
  EXPECT_EQ(attributeOf(read({.idColumn = "photographer"}), ColumnRole::Id)->name, "photographer");
}

TEST_F(ImageFolder, MetadataOfPartsAsJsonLines) {
  put("train/a.png");
  put("train/deep/b.png");
  put("test/c.png");
  put("train/metadata.jsonl",
      "{\"file_name\": \"a.png\", \"class\": 3, \"boxes\": [1, 2], \"ok\": true}\n"
      "{\"file_name\": \"./deep/b.png\", \"class\": 12, \"ok\": null}\n");
  const Dataset dataset = read();
  EXPECT_EQ(classes(dataset), (Texts{"3", "12"}));
  EXPECT_EQ(dataset.classNames, (Texts{"3", "12"}));
  EXPECT_EQ(values(dataset, "ok"), (Texts{"true", ""}));
  EXPECT_EQ(values(dataset, "folder"), (Texts{"", "deep"}));
}

TEST_F(ImageFolder, MetadataWithoutLabelsLeaveTheFolders) {
  put("cats/a.png");
  put("dogs/b.png");
  put("metadata.csv", "file_name,size\ncats/a.png,4\ndogs/b.png,5\n");
  EXPECT_EQ(classes(read()), (Texts{"cats", "dogs"}));
  EXPECT_EQ(classes(read({.labelColumn = "size"})), (Texts{"4", "5"}));
  EXPECT_EQ(classes(read({.labelColumn = "folder"})), (Texts{"cats", "dogs"}));
  put("metadata.csv", "name,size\ncats/a.png,4\n");
  EXPECT_TRUE(warns(read(), "metadata.csv has no column file_name and was left out."));
  put("metadata.csv", "file_name,size\ncats/a.png\n");
  EXPECT_TRUE(contains(error(), "metadata.csv, line 2: has 1 cells, 2 are expected"));
}

TEST_F(ImageFolder, BrokenPicturesAreNamedCountedAndLeftOut) {
  put("cats/a.png");
  put("cats/b.jpg", "<html>not found</html>");
  put("cats/c.png", png(testPicture(6, 6, 3)).substr(0, 60));
  put("dogs/d.png");
  put("dogs/e.jpg", "");
  put("dogs/f.jpg", "hello");
  link("nowhere.png", "dogs/g.png");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset), (Texts{"cats/a.png", "dogs/d.png"}));
  EXPECT_EQ(classes(dataset), (Texts{"cats", "dogs"}));
  EXPECT_EQ(rowOf(dataset, 1)[0], 2);
  EXPECT_EQ(dataset.sourceRows, (std::vector<int64_t>{0, 3})) << "rows count those that were left out";
  EXPECT_TRUE(warns(dataset,
                    "5 of 7 pictures cannot be read and were left out: cats/b.jpg is no picture but "
                    "a web page"));
  EXPECT_TRUE(warns(dataset, "cats/c.png ends early. dogs/e.jpg is empty."));
}

TEST_F(ImageFolder, LabelsInAFileBelongToAllPicturesOrToThoseThatCanBeRead) {
  put("a.png");
  put("b.jpg", "hello");
  put("c.png");
  put("d.png");
  TemporaryFolder beside;
  const auto open = [&](const std::string& labels, int64_t points = 0) {
    DatasetOptions options;
    options.points = points;
    options.labels = beside.write("l.txt", labels).string();
    return openDataset(folder.path().string(), options, 1, control);
  };
  const auto all = open("x\ny\nz\nx\n");
  EXPECT_EQ(classes(*all), (Texts{"x", "z", "x"})) << "the broken one's label goes with it";
  EXPECT_EQ(classes(*open("x\nz\nx\n")), (Texts{"x", "z", "x"}));
  EXPECT_EQ(classes(*open("x\ny\nz\nx\n", 2)), (Texts{"x", "z"}));
  EXPECT_TRUE(contains(
      errorOf([&] { open("x\ny\n"); }),
      "holds 2 labels; the data holds 4 points, of which 1 cannot be read or hold missing values, "
      "and were left out. Give one label for each of the 4, or for each of the 3 that can be read."));
}

TEST_F(ImageFolder, TellsItsPartsAndWhatTheyAreReadAs) {
  put("train/cats/a.png");
  put("train/cats/b.png");
  put("train/dogs/c.png");
  put("test/cats/d.png");
  std::string text;
  for (const SourcePart& part : read().parts)
    text += part.name + " " + std::to_string(part.shape[0]) + ", " + kPartUseWords.wordOf(part.use) + ": " +
            part.remark + "\n";
  EXPECT_EQ(text,
            "test/cats/ 1, not read: split test\n"
            "train/cats/ 2, features: class cats\n"
            "train/dogs/ 1, features: class dogs\n");
}

TEST_F(ImageFolder, OfBrokenPicturesAloneIsRefused) {
  put("a.jpg", "hello");
  EXPECT_TRUE(contains(error(), "none of its 1 pictures can be read: a.jpg is no picture that can be read"));
}

TEST_F(ImageFolder, WithoutPicturesIsRefusedWithARemedy) {
  EXPECT_TRUE(contains(
      error(),
      "the folder holds no pictures. Give a folder of pictures (JPEG, PNG, WebP, BMP, GIF, TIFF or PNM)."));
  put("data/table.csv", "1,2\n");
  EXPECT_TRUE(
      contains(error(), "or a file of data itself, as " + (folder.path() / "data/table.csv").string()));
  put("data/a.HEIC", "x");
  put("data/b.heic", "x");
  EXPECT_TRUE(
      contains(error(), "holds no pictures that are read, but 2 .heic. Convert them to JPEG or PNG."));
}

TEST_F(ImageFolder, WhatSystemsLeaveBehindIsPassedOver) {
  put("cats/a.png");
  for (const char* name :
       {"cats/.hidden.png", "cats/._a.png", "cats/Thumbs.db", ".git/x.png", "__MACOSX/cats/y.png",
        "@eaDir/z.png", ".DS_Store", "readme.txt", "cats/boxes.xml"})
    put(name, "rubbish");
  const Dataset dataset = read();
  EXPECT_EQ(dataset.points, 1);
  EXPECT_EQ(dataset.warnings, Texts{});
}

TEST_F(ImageFolder, UnreadKindsAreCounted) {
  put("a.png");
  put("b.heic", "x");
  EXPECT_TRUE(warns(read(), "1 picture of the kind .heic cannot be read"));
}

TEST_F(ImageFolder, LinksLeadOutOfItOnlyWhenAllowed) {
  TemporaryFolder outside;
  outside.write("secret.png", png(plainPicture(6, 6, 3, {99, 0, 0})));
  fs::create_directories(outside.path() / "more");
  outside.write("more/m.png", png(plainPicture(6, 6, 3, {98, 0, 0})));
  fs::create_symlink(outside.path(), outside.path() / "more" / "loop");
  fs::create_symlink(folder.path(), outside.path() / "more" / "back");
  put("cats/a.png");
  put("dogs/b.png");
  link(outside.path() / "secret.png", "cats/s.png");
  link(outside.path() / "more", "wild");
  link(folder.path() / "dogs" / "b.png", "cats/twin.png");
  link(folder.path() / "dogs", "cats/alias");
  link(folder.path(), "dogs/loop");
  link("/etc/passwd", "dogs/passwd");
  const Dataset dataset = read();
  EXPECT_EQ(files(dataset), (Texts{"cats/a.png", "cats/twin.png", "dogs/b.png"}))
      << "links within it are files";
  EXPECT_TRUE(warns(dataset,
                    "2 symbolic links lead out of the folder (cats/s.png and wild): not followed; "
                    "--follow-links follows."));
  EXPECT_TRUE(
      warns(dataset, "2 symbolic links lead to a folder that is read anyway (cats/alias and dogs/loop)"));
  const Dataset followed = read({.followLinks = true});
  EXPECT_EQ(files(followed), (Texts{"cats/a.png", "cats/s.png", "cats/twin.png", "dogs/b.png",
                                    "wild/loop/secret.png", "wild/m.png"}));
  EXPECT_EQ(rowOf(followed, 1)[0], 99);
}

TEST_F(ImageFolder, OfLinksAloneSaysHowToFollowThem) {
  TemporaryFolder outside;
  link(outside.write("x.png", png(testPicture(4, 4, 3))), "a.png");
  EXPECT_TRUE(contains(
      error(), "1 symbolic links that lead out of it (a.png). --follow-links reads what they lead to."));
}

TEST_F(ImageFolder, WhatIsNoFileIsBroken) {
  put("a.png");
  ASSERT_EQ(mkfifo((folder.path() / "pipe.png").c_str(), 0600), 0);
  EXPECT_TRUE(warns(read(), "pipe.png is no regular file."));
}

TEST_F(ImageFolder, SizesAreDecidedAndSaid) {
  put("a.png", png(testPicture(20, 10, 3)));
  put("b.png", png(testPicture(20, 10, 3)));
  Dataset dataset = read();
  EXPECT_EQ(dataset.image.width, 20);
  EXPECT_EQ(dataset.image.height, 10) << "one small size is kept";
  dataset = read({.imageSize = 8});
  EXPECT_EQ(dataset.dimensions, 8 * 8 * 3);
  EXPECT_TRUE(warns(
      dataset,
      "The pictures are of 20 x 10 pixels: the largest square in the middle of each is brought to 8 x 8."));
  put("c.png", png(testPicture(50, 70, 3)));
  dataset = read();
  EXPECT_EQ(dataset.dimensions, 32 * 32 * 3);
  EXPECT_TRUE(
      warns(dataset,
            "The pictures are 20 to 50 pixels wide and 10 to 70 high: the largest square in the middle of "
            "each is brought to 32 x 32; --image-size chooses another size."));
}

TEST_F(ImageFolder, LargePicturesOfOneSizeBecomeSmall) {
  put("a.png", png(testPicture(65, 65, 3)));
  const Dataset dataset = read();
  EXPECT_EQ(dataset.dimensions, 32 * 32 * 3);
  EXPECT_TRUE(warns(dataset, "The pictures are of 65 x 65 pixels: each is brought to 32 x 32; --image-size"));
}

TEST_F(ImageFolder, TurnedPicturesCountAsTheyAreShown) {
  const Picture picture = plainPicture(16, 8, 3, {10, 20, 30});
  put("a.jpg", jpeg(picture));
  put("b.jpg", jpeg(plainPicture(8, 16, 3, {10, 20, 30}), {.exif = exif(6)}));
  const Dataset dataset = read();
  EXPECT_EQ(dataset.image.width, 16) << "both are 16 x 8 as shown";
  EXPECT_EQ(dataset.image.height, 8);
}

TEST_F(ImageFolder, ColourIsThatOfMost) {
  put("a.png", png(plainPicture(4, 4, 3, {255, 0, 0})));
  put("b.png", png(plainPicture(4, 4, 1, {7})));
  Dataset dataset = read();
  EXPECT_EQ(dataset.image.channels, 3) << "half is not most";
  EXPECT_EQ(rowOf(dataset, 1)[2], 7);
  EXPECT_TRUE(warns(dataset, "1 of 2 pictures are grey and were read in three equal channels"));
  put("c.png", png(plainPicture(4, 4, 1, {8})));
  dataset = read();
  EXPECT_EQ(dataset.image.channels, 1);
  EXPECT_EQ(rowOf(dataset, 0)[0], 76);
  EXPECT_TRUE(warns(dataset, "1 of 3 pictures are in colour and were read as grey, as most are"));
  EXPECT_EQ(read({.imageColor = PictureColor::Color}).image.channels, 3);
  EXPECT_EQ(read({.imageColor = PictureColor::Color}).warnings, Texts{});
  EXPECT_EQ(read({.imageColor = PictureColor::Grey}).image.channels, 1);
}

TEST_F(ImageFolder, DeepAndTransparentPicturesAreSaid) {
  put("a.png", png(1, 1, {bigEndian(0x8000, 2)}, {.depth = 16, .type = 0}));
  put("b.png", png(plainPicture(1, 1, 2, {9, 0})));
  const Dataset dataset = read();
  EXPECT_EQ(rowOf(dataset, 0)[0], 128);
  EXPECT_EQ(rowOf(dataset, 1)[0], 255);
  EXPECT_TRUE(warns(dataset, "1 of 2 pictures have more than 8 bits a sample"));
  EXPECT_TRUE(warns(dataset, "1 of 2 pictures can be transparent: they were laid on white."));
}

TEST_F(ImageFolder, IsTheSameAtAnyNumberOfThreads) {
  for (int i = 0; i < 40; ++i)
    put("class" + std::to_string(i % 3) + "/" + std::to_string(i) + ".jpg",
        i == 17 ? "broken" : jpeg(testPicture(30 + i, 50 - i / 2, 3), {.quality = 80}));
  std::string hash;
  for (const int threads : kThreadCounts) {
    RunControl several(threads);
    const DatasetPtr dataset = openDataset(folder.path().string(), {}, 1, several);
    EXPECT_EQ(dataset->points, 39);
    if (hash.empty()) hash = dataset->hash;
    EXPECT_EQ(dataset->hash, hash) << threads << " threads";
  }
}

TEST_F(ImageFolder, IsOpenedAsADataset) {
  put("cats/a.png");
  put("dogs/b.png");
  const DatasetPtr dataset = openDataset(folder.path().string() + "/", {}, 1, control);
  EXPECT_EQ(dataset->points, 2);
  EXPECT_EQ(dataset->name, folder.path().filename().string());
  EXPECT_EQ(openDataset(folder.path().string(), {.points = 1, .pick = PickRows::Random}, 1, control)
                ->attributes[0]
                .values.size(),
            1u);
  EXPECT_TRUE(
      contains(errorOf([&] { openDataset((folder.path() / "cats/a.png").string(), {}, 1, control); }),
               "cats/a.png: is one picture, and a dataset is many. Give the folder that it lies in."));
  EXPECT_TRUE(contains(errorOf([&] { openDataset(folder.path().string(), {.textColumn = "x"}, 1, control); }),
                       "is image folder, which holds no columns of text"));
  const std::string labels = folder.write("labels.txt", "x\ny\n").string();
  EXPECT_EQ(openDataset(folder.path().string(), {.labels = labels}, 1, control)->classNames,
            (Texts{"x", "y"}));
}

TEST_F(ImageFolder, EndsSoonWhenItIsCancelled) {
  for (int i = 0; i < 60; ++i) put(std::to_string(i) + ".png", png(testPicture(600, 600, 3)));
  RunControl several(2);
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    several.cancel();
  });
  EXPECT_THROW(readImageFolder(folder.path(), {}, several), Cancelled);
  canceller.join();
}

TEST_F(ImageFolder, LabelsOfAFileGoBeforeItsOwn) {
  put("cats/a.png");
  put("dogs/b.png");
  const Dataset dataset = read({.labels = "elsewhere.txt"});
  EXPECT_FALSE(dataset.hasLabels());
  EXPECT_EQ(values(dataset, "folder"), (Texts{"cats", "dogs"}));
}

TEST_F(ImageFolder, NamesNeedNotBeText) {
  put("Katzen ü/bild, \"1\".png");
  put("\xff\xfe/x.png");
  const Dataset dataset = read();
  EXPECT_EQ(dataset.points, 2);
  EXPECT_EQ(files(dataset), (Texts{"Katzen ü/bild, \"1\".png", "\xff\xfe/x.png"}));
}

}  // namespace
}  // namespace adapsne
