// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/tar_writer.h"

#include <algorithm>
#include <array>

#include "core/exporting/file_pieces.h"
#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {
namespace {
constexpr uint64_t kBlock = 512;
constexpr uint64_t kLargest = 077777777777;  // Eleven octal digits.
}  // namespace

void TarWriter::begin(const std::string& name, uint64_t size) {
  if (size > kLargest)
    throw Error(name, "is larger than a tar's member can be, 8 GB.", "Write an image folder instead.");
  std::array<char, kBlock> header{};
  const auto put = [&](size_t at, const std::string& text) {
    std::copy(text.begin(), text.end(), header.begin() + at);
  };
  put(0, name.substr(0, 100));
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, format("%011llo", static_cast<unsigned long long>(size)));
  put(136, "00000000000");
  put(148, "        ");  // The checksum counts as blanks while it is computed.
  put(156, "0");         // A file.
  put(257, "ustar");
  put(263, "00");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, format("%06o", sum));
  header[154] = '\0';
  sink_.write({header.data(), header.size()});
}

void TarWriter::pad(uint64_t size) {
  sink_.write(std::string((kBlock - size % kBlock) % kBlock, '\0'));
}

void TarWriter::add(const std::string& name, std::string_view bytes) {
  begin(name, bytes.size());
  sink_.write(bytes);
  pad(bytes.size());
}

void TarWriter::addFile(const std::string& name, const std::filesystem::path& file) {
  const uint64_t size = sizeOfFile(file);
  begin(name, size);
  forEachPiece(file, size, [this](std::string_view piece) { sink_.write(piece); });
  pad(size);
}

void TarWriter::finish() {
  sink_.write(std::string(2 * kBlock, '\0'));
  sink_.finish();
}

}  // namespace adapsne
