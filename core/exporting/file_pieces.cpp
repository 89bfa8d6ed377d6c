// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/file_pieces.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "core/support/error.h"

namespace adapsne {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void unreadable(const fs::path& file, int code) {
  throw Error(file.string(), std::string("cannot be read: ") + std::strerror(code) + ".",
              "Check that it is there and may be read.");
}

}  // namespace

uint64_t sizeOfFile(const fs::path& file) {
  std::error_code code;
  const uint64_t size = fs::file_size(file, code);
  if (code) unreadable(file, code.value());
  return size;
}

void forEachPiece(const fs::path& file, uint64_t size, const std::function<void(std::string_view)>& visit) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) unreadable(file, errno);
  std::string piece(1 << 18, '\0');
  while (size > 0) {
    stream.read(piece.data(), static_cast<std::streamsize>(std::min<uint64_t>(size, piece.size())));
    const auto count = static_cast<uint64_t>(stream.gcount());
    if (count == 0)
      throw Error(file.string(), "ends early: it is being changed.", "Export again when it is complete.");
    visit({piece.data(), static_cast<size_t>(count)});
    size -= count;
  }
}

}  // namespace adapsne
