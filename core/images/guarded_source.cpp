// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/guarded_source.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/support/memory.h"

namespace adapsne {
namespace {

constexpr uint64_t kUnpackedFreely = 64 << 20, kMostRatio = 100;
constexpr size_t kPiece = 1 << 20;

}  // namespace

GuardedSource::GuardedSource(const std::filesystem::path& path, RunControl& control)
    : source_(path, control), packed_(std::filesystem::file_size(path)) {}

size_t GuardedSource::read(char* out, size_t size) {
  const size_t n = source_.read(out, size);
  unpacked_ += n;
  if (unpacked_ > kUnpackedFreely && unpacked_ / kMostRatio > packed_)
    throw Error(
        source_.shownAs(),
        "unpacks to more than " + sizeText(unpacked_) + " from " + sizeText(packed_) + ", as no pictures do.",
        "Unpack it yourself if you trust it, and give what it holds.");
  return n;
}

std::string GuardedSource::readAll() {
  requireMemory(packed_, source_.shownAs());
  std::string bytes;
  bytes.reserve(packed_);
  for (size_t n = kPiece; n == kPiece;) {
    const size_t before = bytes.size();
    if (before + kPiece > bytes.capacity()) requireMemory(2 * before, source_.shownAs());  // It will double.
    bytes.resize(before + kPiece);
    n = read(bytes.data() + before, kPiece);
    bytes.resize(before + n);
  }
  return bytes;
}

}  // namespace adapsne
