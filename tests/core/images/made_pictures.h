// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures as bytes, made by hand or by the libraries, so that they can lie.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <gif_lib.h>
#include <jpeglib.h>
#include <webp/encode.h>
#include <zlib.h>

#include "core/images/picture.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne::test {

/// A picture whose samples all differ from their neighbours.
inline Picture testPicture(int width, int height, int channels) {
  Picture picture{width, height, channels, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        picture.samples.push_back(static_cast<uint8_t>((x * 7 + y * 13 + c * 60 + 5) & 255));
  return picture;
}

/// One colour all over.
inline Picture plainPicture(int width, int height, int channels, std::vector<uint8_t> color) {
  Picture picture{width, height, channels, {}};
  for (int i = 0; i < width * height; ++i)
    picture.samples.insert(picture.samples.end(), color.begin(), color.begin() + channels);
  return picture;
}

inline std::string pnm(const Picture& p) {
  return (p.channels == 1 ? "P5\n" : "P6\n") + std::to_string(p.width) + " " + std::to_string(p.height) +
         "\n255\n" + std::string(p.samples.begin(), p.samples.end());
}

/// EXIF data that hold nothing but an orientation.
inline std::string exif(int orientation, bool big = false) {
  const auto number = [&](uint64_t value, int bytes) {
    return big ? bigEndian(value, bytes) : littleEndian(value, bytes);
  };
  return (big ? "MM" : "II") + number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2) +
         number(3, 2) + number(1, 4) + number(static_cast<uint64_t>(orientation), 2) + number(0, 2) +
         number(0, 4);
}

struct JpegWish {
  int quality = 100;
  bool progressive = false, inks = false;  ///< Inks: four channels, Adobe's inverted CMYK.
  std::string exif = {};
};

inline std::string jpeg(const Picture& picture, const JpegWish& wish = {}) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<unsigned>(picture.width);
  jpeg.image_height = static_cast<unsigned>(picture.height);
  jpeg.input_components = picture.channels;
  jpeg.in_color_space = wish.inks ? JCS_CMYK : picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, wish.quality, TRUE);
  jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;  // Colour as sharp as grey.
  if (wish.progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (!wish.exif.empty()) {
    const std::string segment = std::string("Exif\0\0", 6) + wish.exif;
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(segment.data()),
                      static_cast<unsigned>(segment.size()));
  }
  for (int y = 0; y < picture.height; ++y) {
    auto* row = const_cast<uint8_t*>(picture.samples.data()) + y * picture.width * picture.channels;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(memory), size);
  std::free(memory);
  return bytes;
}

inline std::string pngChunk(const std::string& name, const std::string& content) {
  const std::string body = name + content;
  const auto checksum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian(content.size(), 4) + body + bigEndian(checksum, 4);
}

inline std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            bytes.size(), 9);
  packed.resize(size);
  return packed;
}

struct PngWish {
  int depth = 8, type = 2;  ///< PNG's: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
  std::string chunks = {};  ///< Before the data.
  bool interlaced = false;
};

/// `rows`: the samples of each row as PNG lays them out, without filters.
inline std::string png(uint32_t width, uint32_t height, const std::vector<std::string>& rows,
                       const PngWish& wish = {}) {
  std::string data;
  for (const std::string& row : rows) data += '\0' + row;
  const std::string header = bigEndian(width, 4) + bigEndian(height, 4) + static_cast<char>(wish.depth) +
                             static_cast<char>(wish.type) + '\0' + '\0' +
                             static_cast<char>(wish.interlaced ? 1 : 0);
  return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + wish.chunks + pngChunk("IDAT", deflated(data)) +
         pngChunk("IEND", "");
}

/// Of any number of channels from 1 to 4 (alpha last).
inline std::string png(const Picture& picture, const std::string& chunks = "") {
  std::vector<std::string> rows;
  const int row = picture.width * picture.channels;
  for (int y = 0; y < picture.height; ++y)
    rows.emplace_back(picture.samples.begin() + y * row, picture.samples.begin() + (y + 1) * row);
  static constexpr int kTypes[] = {0, 0, 4, 2, 6};
  return png(static_cast<uint32_t>(picture.width), static_cast<uint32_t>(picture.height), rows,
             {.type = kTypes[picture.channels], .chunks = chunks});
}

/// Lossless, of 3 or 4 channels.
inline std::string webp(const Picture& picture) {
  uint8_t* memory = nullptr;
  const int stride = picture.width * picture.channels;
  const size_t size =
      picture.channels == 4
          ? WebPEncodeLosslessRGBA(picture.samples.data(), picture.width, picture.height, stride, &memory)
          : WebPEncodeLosslessRGB(picture.samples.data(), picture.width, picture.height, stride, &memory);
  std::string bytes(reinterpret_cast<char*>(memory), size);
  WebPFree(memory);
  return bytes;
}

/// An animation of one frame of such a file.
inline std::string animatedWebp(const std::string& still, int width, int height) {
  const auto chunk = [](const std::string& name, const std::string& content) {
    return name + littleEndian(content.size(), 4) + content + std::string(content.size() % 2, '\0');
  };
  const std::string size =
      littleEndian(static_cast<uint64_t>(width - 1), 3) + littleEndian(static_cast<uint64_t>(height - 1), 3);
  const std::string frame = littleEndian(0, 6) + size + littleEndian(100, 3) + '\0' + still.substr(12);
  const std::string body = "WEBP" + chunk("VP8X", littleEndian(2, 4) + size) +
                           chunk("ANIM", std::string(6, '\0')) + chunk("ANMF", frame);
  return "RIFF" + littleEndian(body.size(), 4) + body;
}

/// A GIF of indices into `colors` (3 bytes each, a power of two of them).
inline std::string gif(int width, int height, const std::vector<uint8_t>& indices,
                       const std::vector<GifColorType>& colors, int transparent = NO_TRANSPARENT_COLOR,
                       bool interlaced = false) {
  std::string bytes;
  int error = 0;
  GifFileType* file = EGifOpen(
      &bytes,
      [](GifFileType* gif, const GifByteType* from, int size) {
        static_cast<std::string*>(gif->UserData)
            ->append(reinterpret_cast<const char*>(from), static_cast<size_t>(size));
        return size;
      },
      &error);
  EGifSetGifVersion(file, true);
  ColorMapObject* map = GifMakeMapObject(static_cast<int>(colors.size()), colors.data());
  EGifPutScreenDesc(file, width, height, 8, 0, map);
  if (transparent != NO_TRANSPARENT_COLOR) {
    GraphicsControlBlock control{DISPOSAL_UNSPECIFIED, false, 0, transparent};
    GifByteType extension[4];
    EGifGCBToExtension(&control, extension);
    EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, sizeof extension, extension);
  }
  EGifPutImageDesc(file, 0, 0, width, height, interlaced, nullptr);
  std::vector<GifByteType> line(static_cast<size_t>(width));
  const std::vector<std::pair<int, int>> passes =
      interlaced ? std::vector<std::pair<int, int>>{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
                 : std::vector<std::pair<int, int>>{{0, 1}};
  for (const auto& [first, step] : passes)
    for (int y = first; y < height; y += step) {
      std::copy_n(indices.begin() + y * width, width, line.begin());
      EGifPutLine(file, line.data(), width);
    }
  GifFreeMapObject(map);
  EGifCloseFile(file, &error);
  return bytes;
}

/// An uncompressed BMP: `bits` a pixel, rows from the bottom as they lie in the file, without padding.
inline std::string bmp(int width, int height, int bits, const std::vector<std::string>& rows,
                       const std::string& palette = "", int packing = 0, const std::string& masks = "") {
  std::string data;
  for (const std::string& row : rows) data += row + std::string((4 - row.size() % 4) % 4, '\0');
  const size_t start = 54 + masks.size() + palette.size();
  return "BM" + littleEndian(start + data.size(), 4) + littleEndian(0, 4) + littleEndian(start, 4) +
         littleEndian(40, 4) + littleEndian(static_cast<uint64_t>(width), 4) +
         littleEndian(static_cast<uint64_t>(height), 4) + littleEndian(1, 2) +
         littleEndian(static_cast<uint64_t>(bits), 2) + littleEndian(static_cast<uint64_t>(packing), 4) +
         littleEndian(data.size(), 4) + littleEndian(0, 8) + littleEndian(palette.size() / 4, 4) +
         littleEndian(0, 4) + masks + palette + data;
}

/// 24 bits a pixel.
inline std::string bmp(const Picture& picture) {
  std::vector<std::string> rows;
  for (int y = picture.height; y-- > 0;) {
    std::string& row = rows.emplace_back();
    for (int x = 0; x < picture.width; ++x)
      for (int c = 3; c-- > 0;)
        row += static_cast<char>(picture.samples[static_cast<size_t>(
            (y * picture.width + x) * picture.channels + std::min(c, picture.channels - 1))]);
  }
  return bmp(picture.width, picture.height, 24, rows);
}

struct TiffWish {
  int bits = 8, format = 1, orientation = 1;  ///< Format: 1 whole numbers, 3 floating point.
  bool big = false;
};

/// An uncompressed TIFF of one strip; `data`: its samples as they lie in the file.
inline std::string tiff(int width, int height, int channels, const std::string& data,
                        const TiffWish& wish = {}) {
  const auto number = [&](uint64_t value, int bytes) {
    return wish.big ? bigEndian(value, bytes) : littleEndian(value, bytes);
  };
  constexpr int kEntries = 11;
  const size_t after = 8 + 2 + 12 * kEntries + 4;
  std::string bits;
  for (int c = 0; c < channels; ++c) bits += number(static_cast<uint64_t>(wish.bits), 2);
  const auto entry = [&](int tag, int type, int count, uint64_t value) {
    const bool isShort = type == 3 && count == 1;
    return number(static_cast<uint64_t>(tag), 2) + number(static_cast<uint64_t>(type), 2) +
           number(static_cast<uint64_t>(count), 4) +
           (isShort ? number(value, 2) + number(0, 2) : number(value, 4));
  };
  const auto w = static_cast<uint64_t>(width), h = static_cast<uint64_t>(height);
  return (wish.big ? "MM" : "II") + number(42, 2) + number(8, 4) + number(kEntries, 2) + entry(256, 4, 1, w) +
         entry(257, 4, 1, h) +
         (channels == 1 ? entry(258, 3, 1, static_cast<uint64_t>(wish.bits))
                        : entry(258, 3, channels, after)) +
         entry(259, 3, 1, 1) + entry(262, 3, 1, channels == 1 ? 1 : 2) +
         entry(273, 4, 1, after + bits.size()) + entry(274, 3, 1, static_cast<uint64_t>(wish.orientation)) +
         entry(277, 3, 1, static_cast<uint64_t>(channels)) + entry(278, 4, 1, h) +
         entry(279, 4, 1, data.size()) + entry(339, 3, 1, static_cast<uint64_t>(wish.format)) + number(0, 4) +
         bits + data;
}

inline std::string tiff(const Picture& picture, const TiffWish& wish = {}) {
  return tiff(picture.width, picture.height, picture.channels,
              std::string(picture.samples.begin(), picture.samples.end()), wish);
}

/// A ustar entry; `type` '0' is a file, '2' a symbolic link to `target`.
inline std::string tarEntry(const std::string& name, const std::string& content, char type = '0',
                            const std::string& target = "") {
  std::string header(512, '\0');
  const auto put = [&](size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  const auto octal = [](size_t value) {
    char text[12];
    for (int i = 10; i >= 0; --i, value /= 8) text[i] = static_cast<char>('0' + value % 8);
    return std::string(text, 11);
  };
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, octal(content.size()));
  put(136, octal(0));
  put(148, "        ");
  header[156] = type;
  put(157, target);
  put(257, std::string("ustar\0"
                       "00",
                       8));
  size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum).substr(5) + std::string(1, '\0') + " ");
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

inline std::string tarOf(const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) bytes += entry;
  return bytes + std::string(1024, '\0');
}

}  // namespace adapsne::test
