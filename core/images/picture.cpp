// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture.h"

#include <algorithm>

#include "core/images/picture_codecs.h"
#include "core/support/file_ending.h"
#include "core/support/format.h"
#include "core/support/memory.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

constexpr int64_t kMostPixels = int64_t{1} << 27;
/// From this many pixels on a picture must also have a byte for every kPixelsPerByte of them: a few bytes
/// that unpack to gigabytes are no photograph.
constexpr int64_t kManyPixels = int64_t{1} << 24, kPixelsPerByte = 4096;

const std::vector<PictureCodec>& codecs() {
  static const std::vector<PictureCodec> kCodecs = {jpegCodec(), pngCodec(),  webpCodec(), bmpCodec(),
                                                    gifCodec(),  tiffCodec(), pnmCodec()};
  return kCodecs;
}

const PictureCodec* codecOf(std::string_view bytes) {
  for (const PictureCodec& codec : codecs())
    if (codec.begins(bytes)) return &codec;
  return nullptr;
}

/// What else is found under the names of pictures.
std::string otherContent(std::string_view bytes) {
  struct Known {
    size_t at;
    std::string_view begins;
    const char* what;
  };
  static constexpr Known kKnown[] = {
      {4, "ftyphei", "is a HEIC picture, which is not read: convert it to JPEG."},
      {4, "ftypmif1", "is a HEIC picture, which is not read: convert it to JPEG."},
      {4, "ftypavif", "is an AVIF picture, which is not read: convert it to PNG."},
      {4, "jP  ", "is a JPEG 2000 picture, which is not read: convert it to PNG."},
      {0, "\xff\x0a", "is a JPEG XL picture, which is not read: convert it to PNG."},
      {0, "<svg", "is an SVG drawing, which has no pixels."},
      {0, "<", "is no picture but a web page or XML: its download may have failed."},
      {0, "version https://git-lfs", "is a pointer of Git LFS: run git lfs pull."}};
  for (const Known& known : kKnown)
    if (bytes.size() > known.at && bytes.substr(known.at).starts_with(known.begins)) return known.what;
  std::string begin;
  for (size_t i = 0; i < std::min<size_t>(4, bytes.size()); ++i)
    begin += format(" %02x", static_cast<unsigned>(static_cast<unsigned char>(bytes[i])));
  return "is no picture that can be read: it begins with the bytes" + begin + ".";
}

}  // namespace

std::string listedPictures(const std::string& conjunction) {
  std::vector<std::string> kinds;
  for (const PictureCodec& codec : codecs()) kinds.emplace_back(codec.kind);
  return listed(kinds, conjunction);
}

bool isPictureName(std::string_view name) {
  const std::string ending = endingOf(std::string(name));
  return std::any_of(codecs().begin(), codecs().end(), [&](const PictureCodec& codec) {
    return std::find(codec.endings.begin(), codec.endings.end(), ending) != codec.endings.end();
  });
}

bool isPicture(std::string_view bytes) {
  return codecOf(bytes) != nullptr;
}

PictureHeader pictureHeader(std::string_view bytes) {
  if (bytes.empty()) throw BrokenPicture("is empty.");
  const PictureCodec* codec = codecOf(bytes);
  if (!codec) throw BrokenPicture(otherContent(bytes));
  PictureHeader header = codec->header(bytes);
  header.kind = codec->kind;
  const std::string size = std::to_string(header.width) + " x " + std::to_string(header.height) + " pixels";
  if (header.width < 1 || header.height < 1) throw BrokenPicture("is " + size + " in size.");
  const int64_t pixels = int64_t{header.width} * header.height;
  if (pixels > kMostPixels) throw BrokenPicture("has " + size + ", more than the 134 million that are read.");
  if (pixels > kManyPixels && pixels / kPixelsPerByte > static_cast<int64_t>(bytes.size()))
    throw BrokenPicture("promises " + size + " in only " + sizeText(bytes.size()) + ".");
  return header;
}

Picture decodePicture(std::string_view bytes, const PictureHeader& header, const DecodeWish& wish,
                      const RunControl& control) {
  const PictureCodec* codec = codecOf(bytes);
  if (!codec) throw BrokenPicture(otherContent(bytes));
  return codec->decode(bytes, header, wish, control);
}

// --- what the decoders share -------------------------------------------------------------------------------

uint64_t numberAt(std::string_view bytes, size_t at, int size, bool bigEndian) {
  const auto count = static_cast<size_t>(size);
  if (at > bytes.size() || bytes.size() - at < count) throw BrokenPicture("ends inside its header.");
  uint64_t number = 0;
  for (size_t i = 0; i < count; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[bigEndian ? at + i : at + count - 1 - i]);
  return number;
}

int exifOrientation(std::string_view exif) {
  constexpr uint64_t kOrientationTag = 0x0112, kShort = 3;
  try {
    if (!exif.starts_with("II") && !exif.starts_with("MM")) return 1;
    const bool big = exif[0] == 'M';
    const uint64_t directory = numberAt(exif, 4, 4, big);
    const uint64_t entries = numberAt(exif, directory, 2, big);
    for (uint64_t i = 0; i < entries; ++i) {
      const size_t entry = directory + 2 + 12 * i;
      if (numberAt(exif, entry, 2, big) != kOrientationTag) continue;
      const uint64_t value = numberAt(exif, entry + 8, 2, big);
      const bool valid = numberAt(exif, entry + 2, 2, big) == kShort && value >= 1 && value <= 8;
      return valid ? static_cast<int>(value) : 1;
    }
  } catch (const BrokenPicture&) {  // Damaged EXIF data leave the picture as it is.
  }
  return 1;
}

bool isGreyPalette(std::string_view colors) {
  for (size_t i = 0; i + 2 < colors.size(); i += 3)
    if (colors[i] != colors[i + 1] || colors[i] != colors[i + 2]) return false;
  return true;
}

Picture withoutAlpha(Picture picture) {
  if (picture.channels == 1 || picture.channels == 3) return picture;
  const int channels = picture.channels - 1;
  const size_t pixels = picture.samples.size() / static_cast<size_t>(picture.channels);
  const uint8_t* from = picture.samples.data();
  uint8_t* to = picture.samples.data();
  for (size_t i = 0; i < pixels; ++i, from += channels + 1)
    for (int c = 0; c < channels; ++c) *to++ = onWhite(from[c], from[channels]);
  picture.channels = channels;
  picture.samples.resize(pixels * static_cast<size_t>(channels));
  return picture;
}

Picture emptyPicture(int width, int height, int channels, uint8_t value) {
  constexpr uint64_t kWorthAsking = 64 << 20;
  const uint64_t bytes =
      static_cast<uint64_t>(width) * static_cast<uint64_t>(height) * static_cast<uint64_t>(channels);
  if (bytes > kWorthAsking && bytes > availableMemory())
    throw BrokenPicture("needs " + sizeText(bytes) + " of memory, more than is free.");
  return {width, height, channels, std::vector<uint8_t>(bytes, value)};
}

}  // namespace adapsne
