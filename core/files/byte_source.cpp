// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <new>

#include <unistd.h>
#include <zlib.h>

namespace adapsne {
namespace {

constexpr size_t kPiece = 1 << 20;
/// Deflate's best ratio is 1032 to 1; the constant covers headers of tiny files.
constexpr uint64_t kGzipRatio = 1032, kGzipSlack = 1 << 16;

}  // namespace

struct ByteSource::Unzip {
  z_stream stream{};
  std::string input;  ///< Packed bytes, kPiece at a time.
  bool finished = false;
  Unzip() {
    if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~Unzip() { inflateEnd(&stream); }
};

ByteSource::ByteSource(const std::filesystem::path& path, RunControl& control)
    : shownAs_(path.string()), control_(control), file_(path), rawSize_(file_.size()) {
  startUnzip();
}

ByteSource::ByteSource(std::string_view memory, std::string shownAs, RunControl& control)
    : shownAs_(std::move(shownAs)), control_(control), memory_(memory), rawSize_(memory.size()) {
  startUnzip();
}

ByteSource::~ByteSource() = default;

void ByteSource::startUnzip() {
  std::string head(2, '\0');
  head.resize(readRaw(head.data(), head.size()));
  ahead_ = head;
  if (head == "\x1f\x8b") unzip_ = std::make_unique<Unzip>();
}

uint64_t ByteSource::atMost() const {
  return gzipped() ? rawSize_ * kGzipRatio + kGzipSlack : rawSize_;
}

size_t ByteSource::readRaw(char* out, size_t size) {
  if (!ahead_.empty()) {
    const size_t n = std::min(size, ahead_.size());
    std::memcpy(out, ahead_.data(), n);
    ahead_.erase(0, n);
    return n;
  }
  if (file_.descriptor() < 0) {
    const size_t n = std::min(size, memory_.size());
    if (n > 0) std::memcpy(out, memory_.data(), n);
    memory_.remove_prefix(n);
    return n;
  }
  ssize_t n;
  do n = ::read(file_.descriptor(), out, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    throw Error(shownAs_, std::string("the file cannot be read: ") + std::strerror(errno) + ".",
                "Check the disk or copy the file again.");
  return static_cast<size_t>(n);
}

void ByteSource::refill() {
  unzip_->input.resize(kPiece);
  const size_t n = readRaw(unzip_->input.data(), kPiece);
  unzip_->stream.next_in = reinterpret_cast<Bytef*>(unzip_->input.data());
  unzip_->stream.avail_in = static_cast<uInt>(n);
}

bool ByteSource::skipPadding() {
  z_stream& stream = unzip_->stream;
  for (;;) {
    if (stream.avail_in == 0) refill();
    if (stream.avail_in == 0) return false;
    if (*stream.next_in != 0) return true;
    ++stream.next_in;
    --stream.avail_in;
  }
}

size_t ByteSource::readUnzipped(char* out, size_t size) {
  z_stream& stream = unzip_->stream;
  stream.next_out = reinterpret_cast<Bytef*>(out);
  stream.avail_out = static_cast<uInt>(size);
  while (stream.avail_out > 0 && !unzip_->finished) {
    if (stream.avail_in == 0) refill();
    if (stream.avail_in == 0)
      throw Error(shownAs_, "the gzip data ends early: the file is truncated.", "Copy or download it again.");
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      // Another member may follow (gzip files can be concatenated), or zeros that pad a block.
      unzip_->finished = !skipPadding();
      if (!unzip_->finished) inflateReset(&stream);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      throw Error(shownAs_,
                  std::string("the gzip data is damaged (") + (stream.msg ? stream.msg : zError(code)) + ").",
                  "Copy or download it again.");
    }
  }
  return size - stream.avail_out;
}

size_t ByteSource::read(char* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    control_.checkpoint();
    const size_t piece = std::min(size - done, kPiece);
    const size_t n = gzipped() ? readUnzipped(out + done, piece) : readRaw(out + done, piece);
    if (n == 0) break;
    done += n;
  }
  return done;
}

uint64_t ByteSource::likelySize() const {
  if (!gzipped()) return rawSize_;
  // The last four bytes of gzip are the size modulo 2^32; of several members the last one's, or a lie.
  unsigned char tail[4] = {};
  if (file_.descriptor() < 0) return 0;
  if (::pread(file_.descriptor(), tail, sizeof tail, static_cast<off_t>(rawSize_ - sizeof tail)) != sizeof tail)
    return 0;
  const uint64_t size = tail[0] | tail[1] << 8 | tail[2] << 16 | static_cast<uint64_t>(tail[3]) << 24;
  return std::min(size, atMost());
}

std::string ByteSource::readArchive() {
  if (!gzipped()) return readAll();
  constexpr size_t kMost = 100'000'000;
  std::string bytes;
  for (size_t n = kPiece; n == kPiece;) {
    const size_t before = bytes.size();
    bytes.resize(before + kPiece);
    n = read(bytes.data() + before, kPiece);
    bytes.resize(before + n);
    if (bytes.size() > kMost)
      throw Error(shownAs_, "unpacks to more than " + sizeText(kMost) + ".", "Unpack it first, with gunzip.");
  }
  return bytes;
}

std::string ByteSource::readAll() {
  std::string bytes;
  requireMemory(likelySize(), shownAs_);
  // A buffer that grows step by step would be copied again and again, which cannot be cancelled.
  bytes.reserve(likelySize() + kPiece);
  preferLargePages(bytes.data(), bytes.capacity());
  const size_t piece = std::min<uint64_t>(kPiece, atMost() + 1);
  for (;;) {
    const size_t before = bytes.size();
    if (before + piece > bytes.capacity()) requireMemory(2 * before, shownAs_);  // It is about to double.
    bytes.resize(before + piece);
    bytes.resize(before + read(bytes.data() + before, piece));
    if (bytes.size() < before + piece) return bytes;
  }
}

}  // namespace adapsne
