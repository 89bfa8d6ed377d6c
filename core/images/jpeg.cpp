// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csetjmp>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include "core/images/picture_codecs.h"

namespace adapsne {
namespace {

/// Scans of a progressive picture: encoders make about ten, an attack thousands.
constexpr int kMostScans = 64;
/// A block of 64 pixels takes a bit at least, in a first scan that no picture can do without.
constexpr int64_t kPixelsPerByte = 8 * 64;

bool begins(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8\xff");
}

bool isFrame(uint64_t marker) {  // SOF0 to SOF15 without DHT, JPG and DAC
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

PictureHeader header(std::string_view bytes) {
  PictureHeader result;
  for (size_t at = 2;;) {
    if (numberAt(bytes, at, 1, true) != 0xff) throw BrokenPicture("is damaged: a JPEG marker is missing.");
    const uint64_t marker = numberAt(bytes, at + 1, 1, true);
    if (marker == 0xff) {  // a fill byte
      ++at;
      continue;
    }
    if (marker == 0xd9 || marker == 0xda) throw BrokenPicture("is damaged: it has no size.");
    const uint64_t length = numberAt(bytes, at + 2, 2, true);
    if (isFrame(marker)) {
      result.height = static_cast<int>(numberAt(bytes, at + 5, 2, true));
      result.width = static_cast<int>(numberAt(bytes, at + 7, 2, true));
      result.grey = numberAt(bytes, at + 9, 1, true) == 1;
      result.deep = numberAt(bytes, at + 4, 1, true) > 8;
      const int64_t pixels = int64_t{result.width} * result.height;
      if (pixels / kPixelsPerByte > static_cast<int64_t>(bytes.size()))
        throw BrokenPicture("ends early: " + std::to_string(bytes.size()) + " bytes cannot hold its " +
                            std::to_string(result.width) + " x " + std::to_string(result.height) +
                            " pixels.");
      return result;
    }
    const std::string_view segment = bytes.substr(std::min(at + 4, bytes.size()), length);
    if (marker == 0xe1 && segment.starts_with(std::string_view("Exif\0\0", 6)))
      result.orientation = exifOrientation(segment.substr(6));
    at += 2 + std::max<uint64_t>(length, 2);
  }
}

/// libjpeg's decoder, whose errors come back as false. libjpeg leaves by longjmp: the functions that it
/// leaves hold nothing that has a destructor.
class Decoder {
 public:
  explicit Decoder(const RunControl& control) : control_(control) {
    jpeg_.err = jpeg_std_error(&errors_);
    jpeg_.client_data = this;
    errors_.error_exit = [](j_common_ptr jpeg) {
      errors(jpeg).format_message(jpeg, decoder(jpeg).message_);
      std::longjmp(decoder(jpeg).leave_, 1);
    };
    errors_.emit_message = [](j_common_ptr jpeg, int level) {
      const int code = errors(jpeg).msg_code;
      // It would go on with grey; other warnings leave the picture whole.
      if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) errors(jpeg).error_exit(jpeg);
    };
    progress_.progress_monitor = [](j_common_ptr jpeg) {
      Decoder& self = decoder(jpeg);
      self.cancelled_ = self.control_.cancelRequested();
      self.tooManyScans_ = self.jpeg_.input_scan_number > kMostScans;
      if (self.cancelled_ || self.tooManyScans_) std::longjmp(self.leave_, 1);
    };
  }
  ~Decoder() { jpeg_destroy_decompress(&jpeg_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  bool start(std::string_view bytes, const DecodeWish& wish) {
    if (setjmp(leave_)) return false;
    jpeg_create_decompress(&jpeg_);
    jpeg_.progress = &progress_;
    jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&jpeg_, TRUE);
    const bool inks = jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK;
    const bool grey =
        jpeg_.jpeg_color_space == JCS_GRAYSCALE || (wish.grey && jpeg_.jpeg_color_space == JCS_YCbCr);
    jpeg_.out_color_space = inks ? JCS_CMYK : grey ? JCS_GRAYSCALE : JCS_RGB;
    const unsigned side = std::min(jpeg_.image_width, jpeg_.image_height);
    jpeg_.scale_denom = 8;
    jpeg_.scale_num = 8;
    while (wish.leastSide > 0 && jpeg_.scale_num > 1 &&
           side * (jpeg_.scale_num / 2) / 8 >= static_cast<unsigned>(wish.leastSide))
      jpeg_.scale_num /= 2;
    jpeg_start_decompress(&jpeg_);
    return true;
  }

  bool readRows(uint8_t* to) {
    if (setjmp(leave_)) return false;
    const size_t row = size_t{jpeg_.output_width} * static_cast<size_t>(jpeg_.output_components);
    while (jpeg_.output_scanline < jpeg_.output_height) {
      JSAMPROW here = to + jpeg_.output_scanline * row;
      jpeg_read_scanlines(&jpeg_, &here, 1);
    }
    return true;
  }

  [[noreturn]] void fail() const {
    if (cancelled_) throw Cancelled{};
    if (tooManyScans_) throw BrokenPicture("has more scans than any program makes.");
    if (errors_.msg_code == JWRN_JPEG_EOF || errors_.msg_code == JWRN_HIT_MARKER)
      throw BrokenPicture("ends early or is damaged.");
    throw BrokenPicture(std::string("is damaged (") + message_ + ").");
  }
  const jpeg_decompress_struct& jpeg() const { return jpeg_; }

 private:
  static Decoder& decoder(j_common_ptr jpeg) { return *static_cast<Decoder*>(jpeg->client_data); }
  static jpeg_error_mgr& errors(j_common_ptr jpeg) { return *jpeg->err; }

  const RunControl& control_;
  jpeg_decompress_struct jpeg_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  std::jmp_buf leave_{};
  char message_[JMSG_LENGTH_MAX] = "";
  bool cancelled_ = false, tooManyScans_ = false;
};

/// Adobe's programs store inks inverted, 255 for none.
Picture fromInks(const Picture& inks, bool inverted) {
  Picture picture = emptyPicture(inks.width, inks.height, 3);
  const size_t pixels = picture.samples.size() / 3;
  for (size_t i = 0; i < pixels; ++i)
    for (size_t c = 0; c < 3; ++c) {
      const int ink = inks.samples[4 * i + c], black = inks.samples[4 * i + 3];
      const int product = inverted ? ink * black : (255 - ink) * (255 - black);
      picture.samples[3 * i + c] = static_cast<uint8_t>((product + 127) / 255);
    }
  return picture;
}

Picture decode(std::string_view bytes, const PictureHeader&, const DecodeWish& wish,
               const RunControl& control) {
  Decoder decoder(control);
  if (!decoder.start(bytes, wish)) decoder.fail();
  const jpeg_decompress_struct& jpeg = decoder.jpeg();
  Picture picture = emptyPicture(static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height),
                                 jpeg.output_components);
  if (!decoder.readRows(picture.samples.data())) decoder.fail();
  return picture.channels == 4 ? fromInks(picture, jpeg.saw_Adobe_marker) : picture;
}

}  // namespace

PictureCodec jpegCodec() {
  return {"JPEG", {".jpg", ".jpeg", ".jpe", ".jfif"}, begins, header, decode};
}

}  // namespace adapsne
