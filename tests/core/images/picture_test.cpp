// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture.h"

#include <chrono>
#include <cmath>

#include "core/support/random.h"
#include "tests/core/images/made_pictures.h"

namespace adapsne {
namespace {
using namespace test;

Picture decoded(const std::string& bytes, const DecodeWish& wish = {}) {
  RunControl control(1);
  return decodePicture(bytes, pictureHeader(bytes), wish, control);
}

/// What is wrong with a picture; "" if nothing is.
std::string fault(const std::string& bytes) {
  try {
    decoded(bytes);
    return "";
  } catch (const BrokenPicture& broken) {
    return broken.what();
  }
}

int largestDifference(const Picture& a, const Picture& b) {
  EXPECT_EQ(a.samples.size(), b.samples.size());
  int largest = 0;
  for (size_t i = 0; i < std::min(a.samples.size(), b.samples.size()); ++i)
    largest = std::max(largest, std::abs(a.samples[i] - b.samples[i]));
  return largest;
}

void expectSame(const Picture& picture, const Picture& wanted, const char* what) {
  EXPECT_EQ(picture.width, wanted.width) << what;
  EXPECT_EQ(picture.height, wanted.height) << what;
  EXPECT_EQ(picture.channels, wanted.channels) << what;
  EXPECT_EQ(picture.samples, wanted.samples) << what;
}

TEST(Pictures, AreListed) {
  EXPECT_EQ(listedPictures(), "JPEG, PNG, WebP, BMP, GIF, TIFF and PNM");
  for (const char* name :
       {"a.jpg", "a.JPEG", "a.png", "a.WebP", "a.bmp", "a.gif", "a.tif", "a.TIFF", "a.ppm"})
    EXPECT_TRUE(isPictureName(name)) << name;
  for (const char* name : {"a", "jpg", "a.txt", "a.heic", "a.jpg.gz"})
    EXPECT_FALSE(isPictureName(name)) << name;
}

TEST(Pictures, WithoutLossComeBackAsTheyWere) {
  const Picture color = testPicture(7, 5, 3), grey = testPicture(7, 5, 1);
  expectSame(decoded(png(color)), color, "PNG");
  expectSame(decoded(png(grey)), grey, "grey PNG");
  expectSame(decoded(webp(color)), color, "WebP");
  expectSame(decoded(animatedWebp(webp(color), 7, 5)), color, "animated WebP");
  expectSame(decoded(bmp(color)), color, "BMP");
  expectSame(decoded(tiff(color)), color, "TIFF");
  expectSame(decoded(tiff(color, {.big = true})), color, "big-endian TIFF");
  expectSame(decoded(tiff(grey)), grey, "grey TIFF");
  expectSame(decoded(pnm(color)), color, "PPM");
  expectSame(decoded(pnm(grey)), grey, "PGM");
}

TEST(Pictures, HeadersSayWhatTheyAre) {
  const PictureHeader header = pictureHeader(png(testPicture(7, 5, 3)));
  EXPECT_STREQ(header.kind, "PNG");
  EXPECT_EQ(header.width, 7);
  EXPECT_EQ(header.height, 5);
  EXPECT_FALSE(header.grey || header.deep || header.transparent);
  EXPECT_TRUE(pictureHeader(png(testPicture(7, 5, 1))).grey);
  EXPECT_TRUE(pictureHeader(jpeg(testPicture(7, 5, 1))).grey);
  EXPECT_FALSE(pictureHeader(jpeg(testPicture(7, 5, 3))).grey);
  EXPECT_TRUE(pictureHeader(png(testPicture(7, 5, 4))).transparent);
  EXPECT_TRUE(pictureHeader(webp(plainPicture(7, 5, 4, {1, 2, 3, 4}))).transparent);
}

TEST(Jpeg, IsCloseAndMayBeReduced) {
  const Picture smooth = [] {
    Picture picture{64, 48, 3, {}};
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x)
        for (const int value : {2 * x, 3 * y, x + y}) picture.samples.push_back(static_cast<uint8_t>(value));
    return picture;
  }();
  for (const bool progressive : {false, true}) {
    const std::string bytes = jpeg(smooth, {.progressive = progressive});
    EXPECT_LE(largestDifference(decoded(bytes), smooth), 4);
    const Picture half = decoded(bytes, {.leastSide = 24});
    EXPECT_EQ(half.width, 32);
    EXPECT_EQ(half.height, 24);
    EXPECT_EQ(decoded(bytes, {.leastSide = 25}).height, 48) << "never smaller than asked for";
    const Picture grey = decoded(bytes, {.grey = true});
    ASSERT_EQ(grey.channels, 1);
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x)
        ASSERT_NEAR(grey.samples[static_cast<size_t>(64 * y + x)],
                    0.299 * 2 * x + 0.587 * 3 * y + 0.114 * (x + y), 4);
  }
  EXPECT_LE(largestDifference(decoded(jpeg(testPicture(16, 16, 1))), testPicture(16, 16, 1)), 4);
}

TEST(Jpeg, OfInksBecomesRgb) {
  // Inverted as Adobe's programs store them: 255 is no ink. Half of cyan, no black.
  const std::string bytes = jpeg(plainPicture(8, 8, 4, {128, 255, 255, 255}), {.inks = true});
  const Picture picture = decoded(bytes);
  ASSERT_EQ(picture.channels, 3);
  // libjpeg marks CMYK as Adobe does.
  EXPECT_LE(largestDifference(picture, plainPicture(8, 8, 3, {128, 255, 255})), 2);
}

TEST(Png, OfAllKinds) {
  // 16 bits: 0, the middle, white.
  const std::string deep =
      png(3, 1, {bigEndian(0, 2) + bigEndian(0x8000, 2) + bigEndian(0xffff, 2)}, {.depth = 16, .type = 0});
  EXPECT_TRUE(pictureHeader(deep).deep);
  EXPECT_EQ(decoded(deep).samples, (std::vector<uint8_t>{0, 128, 255}));
  EXPECT_EQ(decoded(png(8, 1, {"\xa5"}, {.depth = 1, .type = 0})).samples,
            (std::vector<uint8_t>{255, 0, 255, 0, 0, 255, 0, 255}));
  const std::string colors = pngChunk("PLTE", std::string("\x01\x02\x03\x0a\x14\x1e", 6));
  const std::string palette = png(2, 1, {std::string("\x01\x00", 2)}, {.type = 3, .chunks = colors});
  EXPECT_EQ(decoded(palette).samples, (std::vector<uint8_t>{10, 20, 30, 1, 2, 3}));
  EXPECT_FALSE(pictureHeader(palette).grey);
  const std::string greys = pngChunk("PLTE", std::string("\x05\x05\x05\x09\x09\x09", 6));
  EXPECT_TRUE(pictureHeader(png(2, 1, {std::string("\x01\x00", 2)}, {.type = 3, .chunks = greys})).grey);
}

TEST(Png, TransparentPlacesAreWhite) {
  const Picture picture{3, 1, 4, {10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128}};
  EXPECT_EQ(decoded(png(picture)).samples, (std::vector<uint8_t>{10, 20, 30, 255, 255, 255, 127, 127, 127}));
  const Picture grey{2, 1, 2, {9, 255, 9, 0}};
  EXPECT_EQ(decoded(png(grey)).samples, (std::vector<uint8_t>{9, 255}));
  EXPECT_EQ(decoded(webp(picture)).samples[3], 255);
}

TEST(Gif, FirstPictureTransparentOrInterlaced) {
  const std::vector<GifColorType> colors = {{1, 2, 3}, {200, 100, 50}, {0, 0, 255}, {7, 7, 7}};
  EXPECT_EQ(decoded(gif(2, 1, {1, 0}, colors)).samples, (std::vector<uint8_t>{200, 100, 50, 1, 2, 3}));
  EXPECT_EQ(decoded(gif(2, 1, {1, 0}, colors, 0)).samples,
            (std::vector<uint8_t>{200, 100, 50, 255, 255, 255}));
  std::vector<uint8_t> indices;
  for (int y = 0; y < 11; ++y)
    for (int x = 0; x < 3; ++x) indices.push_back(static_cast<uint8_t>((x + y) % 4));
  EXPECT_EQ(decoded(gif(3, 11, indices, colors, NO_TRANSPARENT_COLOR, true)).samples,
            decoded(gif(3, 11, indices, colors)).samples);
  EXPECT_TRUE(pictureHeader(gif(1, 1, {0}, {{5, 5, 5}, {9, 9, 9}})).grey);
}

TEST(Bmp, OfAllDepths) {
  const std::string palette = littleEndian(0x010203, 4) + littleEndian(0x0a141e, 4);
  EXPECT_EQ(decoded(bmp(2, 1, 8, {std::string("\x01\x00", 2)}, palette)).samples,
            (std::vector<uint8_t>{10, 20, 30, 1, 2, 3}));
  EXPECT_EQ(decoded(bmp(3, 1, 1, {"\x40"}, palette)).samples,
            (std::vector<uint8_t>{1, 2, 3, 10, 20, 30, 1, 2, 3}));
  EXPECT_EQ(decoded(bmp(2, 1, 4, {"\x10"}, palette)).samples, (std::vector<uint8_t>{10, 20, 30, 1, 2, 3}));
  EXPECT_EQ(decoded(bmp(1, 1, 16, {littleEndian(0x7c1f, 2)})).samples, (std::vector<uint8_t>{255, 0, 255}));
  EXPECT_EQ(decoded(bmp(1, 1, 32, {std::string("\x03\x02\x01\x00", 4)})).samples,
            (std::vector<uint8_t>{1, 2, 3}));
  const std::string masks = littleEndian(0xf800, 4) + littleEndian(0x07e0, 4) + littleEndian(0x001f, 4);
  EXPECT_EQ(decoded(bmp(1, 1, 16, {littleEndian(0x07e0, 2)}, "", 3, masks)).samples,
            (std::vector<uint8_t>{0, 255, 0}));
  // Rows from the top.
  const std::string down = bmp(1, -2, 24, {"abc", "def"});
  EXPECT_EQ(decoded(down).samples, (std::vector<uint8_t>{'c', 'b', 'a', 'f', 'e', 'd'}));
  EXPECT_TRUE(
      pictureHeader(bmp(1, 1, 8, {"\x01"}, littleEndian(0x050505, 4) + littleEndian(0x090909, 4))).grey);
  EXPECT_EQ(fault(bmp(1, 1, 8, {"\x01"}, palette, 1)),
            "is a compressed BMP, which is not read: save it uncompressed.");
}

TEST(Tiff, DeepOnesAreScaledAndFloatsNamed) {
  const std::string deep = littleEndian(0, 2) + littleEndian(0x8000, 2) + littleEndian(0xffff, 2);
  EXPECT_EQ(decoded(tiff(3, 1, 1, deep, {.bits = 16})).samples, (std::vector<uint8_t>{0, 128, 255}));
  EXPECT_TRUE(pictureHeader(tiff(3, 1, 1, deep, {.bits = 16})).deep);
  const std::string floats = std::string(12, '\0');
  EXPECT_TRUE(
      fault(tiff(3, 1, 1, floats, {.bits = 32, .format = 3})).starts_with("is of a kind that is not read"));
}

TEST(Pnm, OfAllKinds) {
  EXPECT_EQ(decoded("P1\n# a comment\n3 1\n1 01").samples, (std::vector<uint8_t>{0, 255, 0}));
  EXPECT_EQ(decoded("P2 2 1 4 0 2").samples, (std::vector<uint8_t>{0, 128}));
  EXPECT_EQ(decoded("P3 1 1 255 1 2 3").samples, (std::vector<uint8_t>{1, 2, 3}));
  EXPECT_EQ(decoded("P4\n3 1\n\xa0").samples, (std::vector<uint8_t>{0, 255, 0}));
  EXPECT_EQ(decoded("P5 2 1 65535\n" + bigEndian(0x8000, 2) + bigEndian(0xffff, 2)).samples,
            (std::vector<uint8_t>{128, 255}));
}

TEST(Pictures, OrientationIsFoundInEachKind) {
  const Picture picture = testPicture(7, 5, 3);
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const bool big : {false, true}) {
      const std::string data = exif(orientation, big);
      const PictureHeader header = pictureHeader(jpeg(picture, {.exif = data}));
      EXPECT_EQ(header.orientation, orientation);
      EXPECT_EQ(header.shownWidth(), orientation >= 5 ? 5 : 7);
      EXPECT_EQ(pictureHeader(png(picture, pngChunk("eXIf", data))).orientation, orientation);
      EXPECT_EQ(pictureHeader(tiff(picture, {.orientation = orientation, .big = big})).orientation,
                orientation);
      expectSame(decoded(tiff(picture, {.orientation = orientation, .big = big})), picture,
                 "the decoder leaves the turning to us");
    }
  for (const std::string& damaged : {std::string("II"), exif(9), exif(0), exif(6).substr(0, 19)})
    EXPECT_EQ(pictureHeader(jpeg(picture, {.exif = damaged})).orientation, 1);
}

std::vector<std::string> onePictureOfEachKind() {
  const Picture color = testPicture(40, 30, 3);
  std::vector<uint8_t> indices(1200);
  for (size_t i = 0; i < indices.size(); ++i) indices[i] = static_cast<uint8_t>(i * 7 % 4);
  return {jpeg(color), jpeg(color, {.progressive = true}),
          png(color),  webp(color),
          bmp(color),  gif(40, 30, indices, {{1, 2, 3}, {200, 100, 50}, {0, 0, 255}, {7, 7, 7}}),
          tiff(color), pnm(color)};
}

TEST(Pictures, CutOffAnywhereAreBrokenAndNothingElse) {
  for (const std::string& whole : onePictureOfEachKind()) {
    ASSERT_EQ(fault(whole), "");
    const char* kind = pictureHeader(whole).kind;
    for (size_t size = 0; size < whole.size(); size += 1 + size / 16) {
      const std::string found = fault(whole.substr(0, size));
      // The end of a PNG or a GIF is a mark alone.
      if (size + 60 < whole.size()) {
        EXPECT_NE(found, "") << kind << " cut off at " << size;
      }
    }
  }
}

TEST(Pictures, DamagedAnywhereAreReadOrBrokenAndNothingElse) {
  RandomStream random(7);
  int broken = 0, read = 0;
  for (const std::string& whole : onePictureOfEachKind())
    for (int round = 0; round < 300; ++round) {
      std::string bytes = whole;
      for (uint64_t k = 1 + random.below(4); k > 0; --k)
        bytes[random.below(bytes.size())] = static_cast<char>(random.next());
      fault(bytes).empty() ? ++read : ++broken;
    }
  EXPECT_GT(broken, 200);
  EXPECT_GT(read, 200);
}

TEST(Pictures, OtherContentIsNamed) {
  EXPECT_EQ(fault(""), "is empty.");
  EXPECT_EQ(fault("hello"), "is no picture that can be read: it begins with the bytes 68 65 6c 6c.");
  EXPECT_TRUE(fault("<!DOCTYPE html><html>").starts_with("is no picture but a web page"));
  EXPECT_TRUE(fault(std::string("\0\0\0\x18"
                                "ftypheic",
                                12))
                  .starts_with("is a HEIC picture"));
  EXPECT_TRUE(fault("version https://git-lfs.github.com/spec/v1").starts_with("is a pointer of Git LFS"));
}

/// A file of a few bytes that promises more than it can hold is refused from its header alone.
TEST(Pictures, BombsAreRefusedAtOnce) {
  const std::vector<std::string> row = {std::string(100, '\0')};
  std::string jpegBomb = jpeg(testPicture(16, 16, 3));
  const size_t frame = jpegBomb.find(std::string("\xff\xc0\x00\x11\x08", 5));
  ASSERT_NE(frame, jpegBomb.npos);
  jpegBomb.replace(frame + 5, 4, bigEndian(60000, 2) + bigEndian(60000, 2));
  std::string webpBomb = webp(plainPicture(16383, 16383 / 4, 3, {0, 0, 0}));
  EXPECT_LT(webpBomb.size(), 10000u);
  std::string gifBomb = gif(1, 1, {0}, {{1, 2, 3}, {4, 5, 6}});
  gifBomb.replace(6, 4, littleEndian(65535, 2) + littleEndian(65535, 2));
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"PNG", png(65000, 65000, row)},
      {"PNG of one bit", png(65000, 60000, row, {.depth = 1, .type = 0})},
      {"PNG below the limit of pixels", png(8000, 8000, row)},
      {"interlaced PNG", png(8000, 8000, row, {.interlaced = true})},
      {"JPEG", jpegBomb},
      {"WebP", webpBomb},
      {"GIF", gifBomb},
      {"BMP", bmp(60000, 60000, 24, {"abc"})},
      {"TIFF", tiff(60000, 60000, 3, "abc")},
      {"TIFF below the limit of pixels", tiff(8000, 8000, 3, "abc")},
      {"PPM", "P6 60000 60000 255\nabc"},
      {"text PPM", "P3 60000 60000 255 1 2 3"}};
  for (const auto& [name, bytes] : bombs) {
    const std::string found = fault(bytes);
    EXPECT_NE(found, "") << name;
    RecordProperty(name, found);
    EXPECT_THROW(pictureHeader(bytes), BrokenPicture) << name << " is refused before anything is decoded";
  }
}

TEST(Pictures, CancelledInTheMiddle) {
  RunControl control(1);
  control.cancel();
  for (const std::string& bytes : onePictureOfEachKind()) {
    const PictureHeader header = pictureHeader(bytes);
    EXPECT_THROW(decodePicture(bytes, header, {}, control), Cancelled) << header.kind;
  }
}

}  // namespace
}  // namespace adapsne
