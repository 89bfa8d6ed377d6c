// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include <webp/decode.h>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

bool begins(std::string_view bytes) {
  return bytes.starts_with("RIFF") && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP";
}

struct Chunks {
  std::string_view exif;
  std::string_view firstFrame;  ///< Of an animation: its chunks ALPH, VP8 or VP8L.
};

Chunks chunksOf(std::string_view bytes) {
  constexpr size_t kFrameHeader = 16;
  Chunks chunks;
  for (size_t at = 12; at + 8 <= bytes.size();) {
    const uint64_t length = numberAt(bytes, at + 4, 4, false);
    const std::string_view name = bytes.substr(at, 4), content = bytes.substr(at + 8, length);
    if (name == "EXIF")
      chunks.exif = content.starts_with(std::string_view("Exif\0\0", 6)) ? content.substr(6) : content;
    if (name == "ANMF" && chunks.firstFrame.empty() && content.size() > kFrameHeader)
      chunks.firstFrame = content.substr(kFrameHeader);
    at += 8 + length + length % 2;
  }
  return chunks;
}

const uint8_t* data(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

/// What libwebp decodes: the file, or an animation's first frame.
std::string_view stillOf(std::string_view bytes, const Chunks& chunks) {
  return chunks.firstFrame.empty() ? bytes : chunks.firstFrame;
}

PictureHeader header(std::string_view bytes) {
  const Chunks chunks = chunksOf(bytes);
  const std::string_view still = stillOf(bytes, chunks);
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data(still), still.size(), &features) != VP8_STATUS_OK)
    throw BrokenPicture("is damaged, or ends inside its header.");
  if (features.has_animation) throw BrokenPicture("is an animation without a frame.");
  PictureHeader result;
  result.width = features.width;
  result.height = features.height;
  result.transparent = features.has_alpha != 0;
  result.orientation = exifOrientation(chunks.exif);
  return result;
}

Picture decode(std::string_view bytes, const PictureHeader& header, const DecodeWish&,
               const RunControl& control) {
  constexpr size_t kPiece = 1 << 16;
  const std::string_view still = stillOf(bytes, chunksOf(bytes));
  Picture picture = emptyPicture(header.width, header.height, header.transparent ? 4 : 3);
  WebPDecoderConfig config;
  WebPInitDecoderConfig(&config);
  config.output.colorspace = header.transparent ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = picture.samples.data();
  config.output.u.RGBA.stride = header.width * picture.channels;
  config.output.u.RGBA.size = picture.samples.size();
  const std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)> decoder(WebPIDecode(nullptr, 0, &config),
                                                                      &WebPIDelete);
  if (!decoder) throw std::bad_alloc();
  // Piece by piece, so that it can be cancelled.
  VP8StatusCode status = VP8_STATUS_SUSPENDED;
  for (size_t end = 0; end < still.size() && status == VP8_STATUS_SUSPENDED;) {
    if (control.cancelRequested()) throw Cancelled{};
    end = std::min(end + kPiece, still.size());
    status = WebPIUpdate(decoder.get(), data(still), end);
  }
  if (status == VP8_STATUS_SUSPENDED) throw BrokenPicture("ends early.");
  if (status != VP8_STATUS_OK) throw BrokenPicture("is damaged.");
  return withoutAlpha(std::move(picture));
}

}  // namespace

PictureCodec webpCodec() {
  return {"WebP", {".webp"}, begins, header, decode};
}

}  // namespace adapsne
