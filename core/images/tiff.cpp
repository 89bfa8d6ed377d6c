// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <memory>

#include <tiffio.h>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

bool begins(std::string_view bytes) {
  for (const std::string_view magic : {std::string_view("II*\0", 4), std::string_view("MM\0*", 4),
                                       std::string_view("II+\0", 4), std::string_view("MM\0+", 4)})
    if (bytes.starts_with(magic)) return true;
  return false;
}

/// A file in memory as libtiff reads it.
struct Memory {
  std::string_view bytes;
  const RunControl* control = nullptr;
  uint64_t at = 0;
};

Memory& memoryOf(thandle_t handle) {
  return *static_cast<Memory*>(handle);
}

tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
  Memory& memory = memoryOf(handle);
  // A read that fails ends the decoding: how it is cancelled.
  if (memory.control && memory.control->cancelRequested()) return -1;
  const uint64_t left = memory.at < memory.bytes.size() ? memory.bytes.size() - memory.at : 0;
  const auto n = static_cast<size_t>(std::min(left, static_cast<uint64_t>(std::max<tmsize_t>(size, 0))));
  if (n > 0) std::memcpy(to, memory.bytes.data() + memory.at, n);
  memory.at += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t refuseToWrite(thandle_t, void*, tmsize_t) {
  return -1;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Memory& memory = memoryOf(handle);
  const uint64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.at : memory.bytes.size();
  return memory.at = from + offset;
}

int ignore(TIFF*, void*, const char*, const char*, va_list) {
  return 1;
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// `why`: libtiff's words, if it has any.
[[noreturn]] void fail(const Memory& memory, const std::string& why = "") {
  if (memory.control && memory.control->cancelRequested()) throw Cancelled{};
  throw BrokenPicture(why.empty() ? "is damaged or ends early."
                                  : "is of a kind that is not read: " + why + ".");
}

Tiff open(Memory& memory) {
  constexpr tmsize_t kLargestBlock = tmsize_t{256} << 20;
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                 &TIFFOpenOptionsFree);
  if (!options) throw std::bad_alloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kLargestBlock);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), ignore, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), ignore, nullptr);
  Tiff tiff(TIFFClientOpenExt(
                "picture", "rm", &memory, read, refuseToWrite, seek, [](thandle_t) { return 0; },
                [](thandle_t handle) { return static_cast<toff_t>(memoryOf(handle).bytes.size()); }, nullptr,
                nullptr, options.get()),
            &TIFFClose);
  if (!tiff) fail(memory);
  return tiff;
}

uint16_t tag(const Tiff& tiff, uint32_t name, uint16_t otherwise) {
  uint16_t value = otherwise;
  TIFFGetFieldDefaulted(tiff.get(), name, &value);
  return value;
}

PictureHeader header(std::string_view bytes) {
  Memory memory{bytes};
  const Tiff tiff = open(memory);
  uint32_t width = 0, height = 0;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
  PictureHeader result;
  result.width = static_cast<int>(std::min<uint32_t>(width, 0x7fffffff));
  result.height = static_cast<int>(std::min<uint32_t>(height, 0x7fffffff));
  const uint16_t meaning = tag(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  result.grey = meaning == PHOTOMETRIC_MINISBLACK || meaning == PHOTOMETRIC_MINISWHITE;
  result.deep = tag(tiff, TIFFTAG_BITSPERSAMPLE, 1) > 8;
  uint16_t extra = 0;
  uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_EXTRASAMPLES, &extra, &kinds);
  result.transparent = extra > 0 && kinds && kinds[0] != EXTRASAMPLE_UNSPECIFIED;
  const uint16_t orientation = tag(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  result.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  return result;
}

/// libtiff's own way to RGBA, ended with the scope.
struct Converter {
  TIFFRGBAImage image{};
  bool begun = false;
  ~Converter() {
    if (begun) TIFFRGBAImageEnd(&image);
  }
};

Picture decode(std::string_view bytes, const PictureHeader& header, const DecodeWish&,
               const RunControl& control) {
  Memory memory{bytes, &control};
  const Tiff tiff = open(memory);
  char why[1024] = "";  // libtiff writes at most so much.
  Converter converter;
  converter.begun = TIFFRGBAImageBegin(&converter.image, tiff.get(), 1, why) != 0;
  if (!converter.begun) fail(memory, why);
  // Rows as they are stored: the orientation is ours to follow.
  converter.image.orientation = converter.image.req_orientation = ORIENTATION_TOPLEFT;
  const auto width = static_cast<size_t>(header.width), height = static_cast<size_t>(header.height);
  Picture picture = emptyPicture(header.width, header.height, header.grey ? 1 : 3);
  std::vector<uint32_t> raster(width * height);
  if (!TIFFRGBAImageGet(&converter.image, raster.data(), static_cast<uint32_t>(width),
                        static_cast<uint32_t>(height)))
    fail(memory);
  uint8_t* to = picture.samples.data();
  for (const uint32_t pixel : raster) {
    // Its colours come multiplied by alpha.
    const uint32_t white = 255 - TIFFGetA(pixel);
    *to++ = static_cast<uint8_t>(std::min<uint32_t>(255, TIFFGetR(pixel) + white));
    if (header.grey) continue;
    *to++ = static_cast<uint8_t>(std::min<uint32_t>(255, TIFFGetG(pixel) + white));
    *to++ = static_cast<uint8_t>(std::min<uint32_t>(255, TIFFGetB(pixel) + white));
  }
  return picture;
}

}  // namespace

PictureCodec tiffCodec() {
  return {"TIFF", {".tif", ".tiff"}, begins, header, decode};
}

}  // namespace adapsne
