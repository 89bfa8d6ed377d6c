// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/file_bytes.h"

#include <algorithm>

namespace adapsne {

FileBytes::FileBytes(const std::filesystem::path& path, RunControl& control)
    : path_(path), shownAs_(path.string()), control_(control) {
  auto source = std::make_unique<ByteSource>(path, control);
  atMost_ = source->atMost();
  if (source->gzipped())
    unpacked_ = std::move(source);
  else
    file_ = std::make_unique<RegularFile>(path);
}

std::string_view FileBytes::read(uint64_t offset, size_t size, std::string& scratch) {
  if (file_) {
    control_.checkpoint();
    size = static_cast<size_t>(std::min<uint64_t>(size, file_->size() - std::min(offset, file_->size())));
    scratch.resize(size);
    return {scratch.data(), file_->read(offset, scratch.data(), size)};
  }
  if (offset < position_) {
    unpacked_ = std::make_unique<ByteSource>(path_, control_);
    position_ = 0;
  }
  constexpr uint64_t kPiece = 1 << 20;
  while (position_ < offset) {
    scratch.resize(std::min(kPiece, offset - position_));
    const size_t n = unpacked_->read(scratch.data(), scratch.size());
    if (n == 0) return {};
    position_ += n;
  }
  scratch.resize(size);
  const size_t n = unpacked_->read(scratch.data(), size);
  position_ += n;
  return {scratch.data(), n};
}

}  // namespace adapsne
