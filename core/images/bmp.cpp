// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cstdlib>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

// The bytes of a file header, and of the oldest picture header, which differs from all later ones.
constexpr size_t kFileHeader = 14, kCoreHeader = 12, kInfoHeader = 40;
enum Packing : uint64_t { kPlain = 0, kMasks = 3, kMasksWithAlpha = 6 };

struct Layout {
  int width = 0, height = 0;
  bool topDown = false;
  int bits = 0;  ///< Of a pixel.
  std::string_view palette;
  size_t colorSize = 4;    ///< Of an entry of the palette: blue, green, red and maybe a byte of padding.
  uint32_t masks[3] = {};  ///< Of 16 and 32 bits: red, green, blue.
  size_t pixels = 0;       ///< Where they begin.

  size_t rowSize() const { return (static_cast<size_t>(width) * static_cast<size_t>(bits) + 31) / 32 * 4; }
};

bool begins(std::string_view bytes) {
  if (!bytes.starts_with("BM") || bytes.size() < kFileHeader + 4) return false;
  const uint64_t size = numberAt(bytes, kFileHeader, 4, false);
  return size == kCoreHeader || (size >= kInfoHeader && size <= 124);
}

Layout layoutOf(std::string_view bytes) {
  const auto number = [&](size_t at, int size) { return numberAt(bytes, at, size, false); };
  Layout layout;
  const size_t headerSize = number(kFileHeader, 4);
  const bool core = headerSize == kCoreHeader;
  const auto side = [&](size_t at) {
    return core ? static_cast<int64_t>(number(at, 2)) : int64_t{static_cast<int32_t>(number(at, 4))};
  };
  const int64_t width = side(18), height = side(core ? 20 : 22);
  if (width <= 0 || height == 0 || std::abs(height) > 0x7fffffff)
    throw BrokenPicture("is damaged: it has no size.");
  layout.width = static_cast<int>(width);
  layout.height = static_cast<int>(std::abs(height));
  layout.topDown = height < 0;
  layout.bits = static_cast<int>(number(core ? 24 : 28, 2));
  layout.pixels = number(10, 4);
  const uint64_t packing = core ? kPlain : number(30, 4);
  const bool direct = layout.bits == 16 || layout.bits == 24 || layout.bits == 32;
  if (!direct && layout.bits != 1 && layout.bits != 4 && layout.bits != 8)
    throw BrokenPicture("is damaged: a pixel has " + std::to_string(layout.bits) + " bits.");
  const bool masks = packing == kMasks || packing == kMasksWithAlpha;
  if (packing != kPlain && !(masks && (layout.bits == 16 || layout.bits == 32)))
    throw BrokenPicture("is a compressed BMP, which is not read: save it uncompressed.");
  if (layout.bits == 16 || layout.bits == 32)
    for (size_t c = 0; c < 3; ++c)
      layout.masks[c] = masks               ? static_cast<uint32_t>(number(54 + 4 * c, 4))
                        : layout.bits == 16 ? 0x1fu << (10 - 5 * c)
                                            : 0xffu << (16 - 8 * c);
  if (!direct) {
    layout.colorSize = core ? 3 : 4;
    const size_t most = size_t{1} << layout.bits, said = core ? 0 : number(46, 4);
    const size_t at = kFileHeader + headerSize;
    if (at > bytes.size()) throw BrokenPicture("ends inside its header.");
    layout.palette = bytes.substr(
        at, std::min(said == 0 ? most : std::min(said, most), (bytes.size() - at) / layout.colorSize) *
                layout.colorSize);
  }
  const uint64_t needed = layout.rowSize() * static_cast<uint64_t>(layout.height);
  if (layout.pixels > bytes.size() || needed > bytes.size() - layout.pixels)
    throw BrokenPicture("ends early.");
  return layout;
}

PictureHeader header(std::string_view bytes) {
  const Layout layout = layoutOf(bytes);
  PictureHeader result;
  result.width = layout.width;
  result.height = layout.height;
  result.grey = layout.bits <= 8;
  for (size_t i = 0; i + layout.colorSize <= layout.palette.size(); i += layout.colorSize)
    result.grey = result.grey && isGreyPalette(layout.palette.substr(i, 3));
  return result;
}

/// The bits of `pixel` under a mask, scaled to 8.
uint8_t masked(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const uint64_t most = mask >> shift;
  return static_cast<uint8_t>((uint64_t{(pixel & mask) >> shift} * 255 + most / 2) / most);
}

struct Color {
  uint8_t red = 0, green = 0, blue = 0;
};

Color colorAt(const Layout& layout, std::string_view row, int x) {
  const auto at = [&](size_t i) { return static_cast<uint8_t>(row[i]); };
  const auto column = static_cast<size_t>(x);
  if (layout.bits == 24) return {at(3 * column + 2), at(3 * column + 1), at(3 * column)};
  if (layout.bits > 8) {
    const int size = layout.bits / 8;
    const auto pixel = static_cast<uint32_t>(numberAt(row, column * static_cast<size_t>(size), size, false));
    return {masked(pixel, layout.masks[0]), masked(pixel, layout.masks[1]), masked(pixel, layout.masks[2])};
  }
  const size_t bit = column * static_cast<size_t>(layout.bits);
  const size_t index =
      at(bit / 8) >> (8 - static_cast<size_t>(layout.bits) - bit % 8) & ((1u << layout.bits) - 1);
  const size_t color = index * layout.colorSize;
  if (color + 2 >= layout.palette.size()) return {};  // black, as most programs show it
  const auto part = [&](size_t i) { return static_cast<uint8_t>(layout.palette[color + i]); };
  return {part(2), part(1), part(0)};
}

Picture decode(std::string_view bytes, const PictureHeader& header, const DecodeWish&,
               const RunControl& control) {
  const Layout layout = layoutOf(bytes);
  Picture picture = emptyPicture(layout.width, layout.height, header.grey ? 1 : 3);
  uint8_t* to = picture.samples.data();
  for (int y = 0; y < layout.height; ++y) {
    if (control.cancelRequested()) throw Cancelled{};
    const int stored = layout.topDown ? y : layout.height - 1 - y;
    const std::string_view row =
        bytes.substr(layout.pixels + static_cast<size_t>(stored) * layout.rowSize(), layout.rowSize());
    for (int x = 0; x < layout.width; ++x) {
      const Color color = colorAt(layout, row, x);
      *to++ = color.red;
      if (header.grey) continue;
      *to++ = color.green;
      *to++ = color.blue;
    }
  }
  return picture;
}

}  // namespace

PictureCodec bmpCodec() {
  return {"BMP", {".bmp", ".dib"}, begins, header, decode};
}

}  // namespace adapsne
