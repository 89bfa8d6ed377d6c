// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/images/picture.h"

namespace adapsne {

/// How one kind of picture is read. All functions get the whole file; header and decode throw BrokenPicture,
/// decode also Cancelled.
struct PictureCodec {
  const char* kind;  ///< "JPEG"
  std::vector<std::string> endings;
  bool (*begins)(std::string_view bytes);
  PictureHeader (*header)(std::string_view bytes);
  Picture (*decode)(std::string_view bytes, const PictureHeader&, const DecodeWish&, const RunControl&);
};

PictureCodec jpegCodec();
PictureCodec pngCodec();
PictureCodec webpCodec();
PictureCodec bmpCodec();
PictureCodec gifCodec();
PictureCodec tiffCodec();
PictureCodec pnmCodec();

/// `size` (at most 8) bytes at `at` as a number. Throws BrokenPicture if they are not all there.
uint64_t numberAt(std::string_view bytes, size_t at, int size, bool bigEndian);

/// What EXIF data (a TIFF structure) say, 1 if they do not say it properly.
int exifOrientation(std::string_view exif);

/// Whether `colors` of three bytes each are all grey.
bool isGreyPalette(std::string_view colors);

/// A value of a colour that is transparent, on white.
inline uint8_t onWhite(int value, int alpha) {
  return static_cast<uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

/// A picture of grey values or RGB with an alpha after them (channels 2 or 4) laid on white; others as they
/// are.
Picture withoutAlpha(Picture picture);

/// An empty picture with room for its samples.
Picture emptyPicture(int width, int height, int channels, uint8_t value = 0);

}  // namespace adapsne
