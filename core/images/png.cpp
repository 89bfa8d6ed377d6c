// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csetjmp>
#include <cstring>

#include <png.h>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

constexpr size_t kSignature = 8;
/// Deflate's best ratio is 1032 to 1.
constexpr uint64_t kDeflateRatio = 1032;

bool begins(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n");
}

PictureHeader header(std::string_view bytes) {
  if (bytes.size() < kSignature + 25 || bytes.substr(kSignature + 4, 4) != "IHDR")
    throw BrokenPicture("is damaged: it has no PNG header.");
  PictureHeader result;
  const auto side = [&](size_t at) {
    return static_cast<int>(std::min<uint64_t>(numberAt(bytes, at, 4, true), 0x7fffffff));
  };
  result.width = side(kSignature + 8);
  result.height = side(kSignature + 12);
  const uint64_t depth = numberAt(bytes, kSignature + 16, 1, true);
  const uint64_t type = numberAt(bytes, kSignature + 17, 1, true);
  result.deep = depth == 16;
  result.transparent = (type & 4) != 0;
  result.grey = (type & 2) == 0;
  const uint64_t rowBits = static_cast<uint64_t>(result.width) * depth * (type == 2 ? 3 : type == 6 ? 4 : 1);
  if (rowBits / 8 * static_cast<uint64_t>(result.height) / kDeflateRatio > bytes.size())
    throw BrokenPicture("promises " + std::to_string(result.width) + " x " + std::to_string(result.height) +
                        " pixels, more than its " + std::to_string(bytes.size()) + " bytes can hold.");
  // Chunks: length, name, content, checksum.
  for (size_t at = kSignature; at + 12 <= bytes.size();) {
    const uint64_t length = numberAt(bytes, at, 4, true);
    const std::string_view name = bytes.substr(at + 4, 4), content = bytes.substr(at + 8, length);
    if (name == "PLTE" && type == 3) result.grey = isGreyPalette(content);
    if (name == "tRNS") result.transparent = true;
    if (name == "eXIf") result.orientation = exifOrientation(content);
    at += 12 + length;
  }
  return result;
}

/// libpng's decoder, whose errors come back as false. libpng leaves by longjmp: the functions that it leaves
/// hold nothing that has a destructor.
class Decoder {
 public:
  Decoder(std::string_view bytes, const RunControl& control) : rest_(bytes), control_(control) {
    png_ = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, this,
        [](png_structp png, png_const_charp message) {
          auto* self = static_cast<Decoder*>(png_get_error_ptr(png));
          std::strncpy(self->message_, message, sizeof self->message_ - 1);
          std::longjmp(self->leave_, 1);
        },
        [](png_structp, png_const_charp) {});
    info_ = png_ ? png_create_info_struct(png_) : nullptr;
    if (!info_) png_destroy_read_struct(&png_, nullptr, nullptr);
    if (!info_) throw std::bad_alloc();
  }
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  bool start() {
    if (setjmp(leave_)) return false;
    png_set_read_fn(png_, this, [](png_structp png, png_bytep to, size_t size) {
      auto* self = static_cast<Decoder*>(png_get_io_ptr(png));
      if (size > self->rest_.size()) png_error(png, "ends early");
      std::memcpy(to, self->rest_.data(), size);
      self->rest_.remove_prefix(size);
    });
    constexpr png_alloc_size_t kLargestChunk = 8 << 20;
    constexpr png_uint_32 kMostChunks = 1000;
    png_set_user_limits(png_, 0x7fffffff, 0x7fffffff);  // pictureHeader() has looked at the size
    png_set_chunk_malloc_max(png_, kLargestChunk);
    png_set_chunk_cache_max(png_, kMostChunks);
    png_read_info(png_, info_);
    png_set_scale_16(png_);
    png_set_expand(png_);  // palettes to RGB, fewer bits to 8, transparent colours to an alpha channel
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return true;
  }

  bool readRows(uint8_t* to) {
    if (setjmp(leave_)) return false;
    const size_t row = png_get_rowbytes(png_, info_);
    const png_uint_32 height = png_get_image_height(png_, info_);
    for (int pass = 0; pass < passes_; ++pass)
      for (png_uint_32 y = 0; y < height; ++y) {
        if (control_.cancelRequested()) return false;
        png_read_row(png_, to + y * row, nullptr);
      }
    return true;
  }

  Picture empty() const {
    return emptyPicture(static_cast<int>(png_get_image_width(png_, info_)),
                        static_cast<int>(png_get_image_height(png_, info_)), png_get_channels(png_, info_));
  }
  [[noreturn]] void fail() const {
    if (control_.cancelRequested()) throw Cancelled{};
    if (std::strcmp(message_, "ends early") == 0) throw BrokenPicture("ends early.");
    throw BrokenPicture(std::string("is damaged (") + message_ + ").");
  }

 private:
  std::string_view rest_;
  const RunControl& control_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::jmp_buf leave_{};
  char message_[128] = "";
  int passes_ = 1;
};

Picture decode(std::string_view bytes, const PictureHeader&, const DecodeWish&, const RunControl& control) {
  Decoder decoder(bytes, control);
  if (!decoder.start()) decoder.fail();
  Picture picture = decoder.empty();
  if (!decoder.readRows(picture.samples.data())) decoder.fail();
  return withoutAlpha(std::move(picture));
}

}  // namespace

PictureCodec pngCodec() {
  return {"PNG", {".png"}, begins, header, decode};
}

}  // namespace adapsne
