// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/png.h"

#include <png.h>

#include "core/support/error.h"

namespace adapsne {

std::string formatPng(std::span<const uint8_t> pixels, const ImageShape& shape, const std::string& shownAs) {
  constexpr png_uint_32 kFormats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(shape.width);
  image.height = static_cast<png_uint_32>(shape.height);
  image.format = kFormats[shape.channels - 1];
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr) == 0) {
    const std::string message = image.message;
    png_image_free(&image);
    throw Error(shownAs, "the picture cannot be written as PNG: " + message + ".", "Write another format.");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace adapsne
