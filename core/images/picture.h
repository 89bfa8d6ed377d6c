// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// What a file that should be a picture has wrong, as a sentence that follows its name: "ends early."
class BrokenPicture : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a picture's first bytes say of it.
struct PictureHeader {
  const char* kind = "";      ///< "JPEG"
  int width = 0, height = 0;  ///< As stored, at least 1.
  int orientation = 1;        ///< EXIF's, 1 to 8: how the stored rows are to be turned.
  bool grey = false;          ///< No colours in it.
  bool deep = false;          ///< More than 8 bits a sample.
  bool transparent = false;   ///< May be transparent in places.

  bool turned() const { return orientation >= 5; }  ///< Rows are shown as columns.
  int shownWidth() const { return turned() ? height : width; }
  int shownHeight() const { return turned() ? width : height; }
};

/// A decoded picture, of 8 bits a sample: height x width x channels (1 or 3), row-major, channel last. More
/// bits are scaled to 8, what is transparent is laid on white, CMYK becomes RGB without a colour profile.
struct Picture {
  int width = 0, height = 0, channels = 0;
  std::vector<uint8_t> samples;
};

/// What a decoder may spare itself.
struct DecodeWish {
  bool grey = false;  ///< Grey will do.
  /// The picture may be reduced as long as its shorter side keeps this length; 0 = as it is stored.
  int leastSide = 0;
};

/// The kinds of pictures that are read: "JPEG, PNG, WebP, BMP, GIF, TIFF and PNM".
std::string listedPictures(const std::string& conjunction = "and");
/// Whether a file of this name should be such a picture, and whether its first bytes (64 will do) are those
/// of one.
bool isPictureName(std::string_view name);
bool isPicture(std::string_view bytes);

/// Of a whole file in memory. Throws BrokenPicture for what is no picture, has more than 134 million pixels,
/// or promises more than so few bytes can hold.
PictureHeader pictureHeader(std::string_view bytes);

/// The first picture of the file, not yet turned by its orientation. `header` is pictureHeader(bytes). Throws
/// BrokenPicture if it is damaged, ends early or is of a variant that is not read; Cancelled.
Picture decodePicture(std::string_view bytes, const PictureHeader& header, const DecodeWish& wish,
                      const RunControl& control);

}  // namespace adapsne
