// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_sink.h"

#include <algorithm>
#include <cerrno>
#include <new>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "core/support/atomic_file.h"
#include "core/support/file_ending.h"

namespace adapsne {
namespace {
constexpr size_t kPiece = 1 << 18;
}

struct ByteSink::Zip {
  z_stream stream{};
  std::string packed;
  Zip() {
    // The header holds no time: equal content, equal bytes.
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Zip() { deflateEnd(&stream); }
};

ByteSink::ByteSink(const std::filesystem::path& path, RunControl& control) : path_(path), control_(control) {
  if (endingOf(path) == ".gz") zip_ = std::make_unique<Zip>();
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throwWriteError(path_, "cannot create the file", errno);
}

ByteSink::~ByteSink() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ByteSink::writeRaw(std::string_view bytes) {
  while (!bytes.empty()) {
    control_.checkpoint();
    const ssize_t n = ::write(descriptor_, bytes.data(), std::min(bytes.size(), kPiece));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throwWriteError(path_, "cannot write the file", errno);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void ByteSink::pack(std::string_view bytes, int flush) {
  z_stream& stream = zip_->stream;
  do {
    const std::string_view piece = bytes.substr(0, kPiece);
    bytes.remove_prefix(piece.size());
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    do {
      zip_->packed.resize(kPiece);
      stream.next_out = reinterpret_cast<Bytef*>(zip_->packed.data());
      stream.avail_out = static_cast<uInt>(kPiece);
      deflate(&stream, bytes.empty() ? flush : Z_NO_FLUSH);
      writeRaw(std::string_view(zip_->packed).substr(0, kPiece - stream.avail_out));
    } while (stream.avail_out == 0);
  } while (!bytes.empty());
}

void ByteSink::write(std::string_view bytes) {
  size_ += bytes.size();
  if (waiting_.size() + bytes.size() < kPiece) {
    waiting_ += bytes;
    return;
  }
  if (zip_) {
    pack(waiting_, Z_NO_FLUSH);
    pack(bytes, Z_NO_FLUSH);
  } else {
    writeRaw(waiting_);
    writeRaw(bytes);
  }
  waiting_.clear();
}

void ByteSink::finish() {
  if (zip_)
    pack(waiting_, Z_FINISH);
  else
    writeRaw(waiting_);
  waiting_.clear();
  const int code = ::close(descriptor_) == 0 ? 0 : errno;
  descriptor_ = -1;
  if (code) throwWriteError(path_, "cannot write the file", code);
}

void writeThrough(const std::filesystem::path& path, std::string_view bytes, RunControl& control) {
  ByteSink sink(path, control);
  sink.write(bytes);
  sink.finish();
}

}  // namespace adapsne
