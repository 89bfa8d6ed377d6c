// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <memory>

#include <gif_lib.h>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

/// A frame may be larger than the picture that it is cut to.
constexpr int64_t kLargestFrame = int64_t{1} << 27;

bool begins(std::string_view bytes) {
  return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
}

PictureHeader header(std::string_view bytes) {
  PictureHeader result;
  result.width = static_cast<int>(numberAt(bytes, 6, 2, false));
  result.height = static_cast<int>(numberAt(bytes, 8, 2, false));
  const uint64_t flags = numberAt(bytes, 10, 1, false);
  const bool palette = (flags & 0x80) != 0;
  result.grey = palette && isGreyPalette(bytes.substr(std::min<size_t>(13, bytes.size()),
                                                      3 * (size_t{2} << (flags & 7))));
  return result;
}

struct Close {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

[[noreturn]] void fail(int code) {
  if (code == D_GIF_ERR_READ_FAILED || code == D_GIF_ERR_EOF_TOO_SOON) throw BrokenPicture("ends early.");
  const char* text = GifErrorString(code);
  throw BrokenPicture(std::string("is damaged (") + (text ? text : "of unknown kind") + ").");
}

void check(const Gif& gif, int outcome) {
  if (outcome == GIF_ERROR) fail(gif->Error);
}

/// Goes to the first picture; the number of its transparent colour, or NO_TRANSPARENT_COLOR.
int findPicture(const Gif& gif) {
  int transparent = NO_TRANSPARENT_COLOR;
  for (;;) {
    GifRecordType record;
    check(gif, DGifGetRecordType(gif.get(), &record));
    if (record == IMAGE_DESC_RECORD_TYPE) return transparent;
    if (record == TERMINATE_RECORD_TYPE) throw BrokenPicture("holds no picture.");
    if (record != EXTENSION_RECORD_TYPE) continue;
    int code = 0;
    GifByteType* block = nullptr;
    check(gif, DGifGetExtension(gif.get(), &code, &block));
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && block &&
        DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
      transparent = control.TransparentColor;
    while (block) check(gif, DGifGetExtensionNext(gif.get(), &block));
  }
}

/// The rows of an interlaced picture in the order in which they are stored.
std::vector<int> rowOrder(int height, bool interlaced) {
  std::vector<int> rows;
  rows.reserve(static_cast<size_t>(height));
  struct Pass {
    int first, step;
  };
  static constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  if (!interlaced)
    for (int y = 0; y < height; ++y) rows.push_back(y);
  else
    for (const Pass pass : kInterlaced)
      for (int y = pass.first; y < height; y += pass.step) rows.push_back(y);
  return rows;
}

Picture decode(std::string_view bytes, const PictureHeader& header, const DecodeWish&,
               const RunControl& control) {
  int code = 0;
  std::string_view rest = bytes;
  const Gif gif(DGifOpen(
      &rest,
      [](GifFileType* file, GifByteType* to, int size) {
        auto& left = *static_cast<std::string_view*>(file->UserData);
        const size_t n = std::min(left.size(), static_cast<size_t>(size));
        std::memcpy(to, left.data(), n);
        left.remove_prefix(n);
        return static_cast<int>(n);
      },
      &code));
  if (!gif) fail(code);
  const int transparent = findPicture(gif);
  check(gif, DGifGetImageDesc(gif.get()));
  const GifImageDesc& place = gif->Image;
  const ColorMapObject* colors = place.ColorMap ? place.ColorMap : gif->SColorMap;
  if (!colors) throw BrokenPicture("has no colours.");
  if (place.Width < 1 || place.Height < 1 || int64_t{place.Width} * place.Height > kLargestFrame)
    throw BrokenPicture("has a frame of " + std::to_string(place.Width) + " x " +
                        std::to_string(place.Height) + " pixels.");
  // What the first picture leaves free is white, as what is transparent.
  Picture picture = emptyPicture(header.width, header.height, 3, 255);
  std::vector<GifPixelType> line(static_cast<size_t>(place.Width));
  for (const int y : rowOrder(place.Height, place.Interlace)) {
    if (control.cancelRequested()) throw Cancelled{};
    check(gif, DGifGetLine(gif.get(), line.data(), place.Width));
    if (place.Top + y >= header.height) continue;
    uint8_t* row = picture.samples.data() +
                   size_t{3} * static_cast<size_t>(header.width) * static_cast<size_t>(place.Top + y);
    for (int x = 0; x < place.Width && place.Left + x < header.width; ++x) {
      const GifPixelType index = line[static_cast<size_t>(x)];
      if (index == transparent || index >= colors->ColorCount) continue;
      const GifColorType& color = colors->Colors[index];
      uint8_t* pixel = row + size_t{3} * static_cast<size_t>(place.Left + x);
      pixel[0] = color.Red;
      pixel[1] = color.Green;
      pixel[2] = color.Blue;
    }
  }
  return picture;
}

}  // namespace

PictureCodec gifCodec() {
  return {"GIF", {".gif"}, begins, header, decode};
}

}  // namespace adapsne
