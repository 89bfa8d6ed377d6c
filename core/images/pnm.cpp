// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

bool isSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool begins(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
         (isSpace(bytes[2]) || bytes[2] == '#');
}

/// Walks over the numbers of a PNM file: "P5 640 480 255".
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes), at_(2) {}

  /// The next whole number; `digits` is how many it may have.
  int next(size_t digits = 9) {
    skipSpace();
    if (at_ == bytes_.size()) throw BrokenPicture("ends early.");
    const size_t first = at_;
    int number = 0;
    while (at_ < bytes_.size() && at_ - first < digits && bytes_[at_] >= '0' && bytes_[at_] <= '9')
      number = 10 * number + (bytes_[at_++] - '0');
    if (at_ == first) throw BrokenPicture("is damaged: a number is missing.");
    return number;
  }
  size_t position() const { return at_; }

 private:
  void skipSpace() {
    while (at_ < bytes_.size() && (isSpace(bytes_[at_]) || bytes_[at_] == '#'))
      at_ = bytes_[at_] == '#' ? std::min(bytes_.find_first_of("\r\n", at_), bytes_.size()) : at_ + 1;
  }
  std::string_view bytes_;
  size_t at_;
};

struct Layout {
  int width = 0, height = 0, channels = 1;
  int most = 1;  ///< The value that is white.
  bool text = false, bitmap = false;
  size_t samples = 0;  ///< Where they begin.

  size_t rowSize() const {  ///< Of binary files.
    const auto values = static_cast<size_t>(width) * static_cast<size_t>(channels);
    return bitmap ? (values + 7) / 8 : most > 255 ? 2 * values : values;
  }
};

Layout layoutOf(std::string_view bytes) {
  const int kind = bytes[1] - '0';
  Numbers numbers(bytes);
  Layout layout;
  layout.text = kind <= 3;
  layout.bitmap = kind % 3 == 1;
  layout.channels = kind % 3 == 0 ? 3 : 1;
  layout.width = numbers.next();
  layout.height = numbers.next();
  if (!layout.bitmap) layout.most = numbers.next();
  if (layout.width < 1 || layout.height < 1 || layout.most < 1 || layout.most > 65535)
    throw BrokenPicture("is damaged: its size or its white is out of range.");
  // A binary picture begins after one space.
  layout.samples = std::min(numbers.position() + 1, bytes.size());
  const uint64_t least = layout.text
                             ? static_cast<uint64_t>(layout.width) * static_cast<uint64_t>(layout.height)
                             : layout.rowSize() * static_cast<uint64_t>(layout.height);
  if (least > bytes.size() - layout.samples) throw BrokenPicture("ends early.");
  return layout;
}

PictureHeader header(std::string_view bytes) {
  const Layout layout = layoutOf(bytes);
  PictureHeader result;
  result.width = layout.width;
  result.height = layout.height;
  result.grey = layout.channels == 1;
  result.deep = layout.most > 255;
  return result;
}

uint8_t scaled(const Layout& layout, int value) {
  const int within = std::min(value, layout.most);
  if (layout.bitmap) return within ? 0 : 255;  // 1 is black.
  return static_cast<uint8_t>((within * 255 + layout.most / 2) / layout.most);
}

Picture decode(std::string_view bytes, const PictureHeader&, const DecodeWish&, const RunControl& control) {
  const Layout layout = layoutOf(bytes);
  Picture picture = emptyPicture(layout.width, layout.height, layout.channels);
  const auto values = static_cast<size_t>(layout.width) * static_cast<size_t>(layout.channels);
  Numbers numbers(bytes);
  for (int skipped = layout.bitmap ? 2 : 3; layout.text && skipped > 0; --skipped) numbers.next();
  uint8_t* to = picture.samples.data();
  for (int y = 0; y < layout.height; ++y) {
    if (control.cancelRequested()) throw Cancelled{};
    const size_t first = layout.samples + static_cast<size_t>(y) * layout.rowSize();
    for (size_t i = 0; i < values; ++i) {
      int value = 0;
      if (layout.text)
        value = numbers.next(layout.bitmap ? 1 : 9);  // Bits may stand without a space between.
      else if (layout.bitmap)
        value = static_cast<unsigned char>(bytes[first + i / 8]) >> (7 - i % 8) & 1;
      else if (layout.most > 255)
        value = static_cast<int>(numberAt(bytes, first + 2 * i, 2, true));
      else
        value = static_cast<int>(numberAt(bytes, first + i, 1, true));
      *to++ = scaled(layout, value);
    }
  }
  return picture;
}

}  // namespace

PictureCodec pnmCodec() {
  return {"PNM", {".pnm", ".ppm", ".pgm", ".pbm"}, begins, header, decode};
}

}  // namespace adapsne
