// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "core/arrays/array_slices.h"
#include "core/arrays/item_copier.h"
#include "core/files/byte_sink.h"

namespace adapsne {
namespace {

/// Bytes of an element by the third byte of the file; 0 for what is no IDX.
uint64_t elementBytes(uint8_t code) {
  switch (code) {
    case 0x08:
    case 0x09:
      return 1;
    case 0x0B:
      return 2;
    case 0x0C:
    case 0x0D:
      return 4;
    case 0x0E:
      return 8;
  }
  return 0;
}

uint64_t extentAt(const std::string& head, size_t k) {
  uint64_t extent = 0;
  for (size_t i = 4 + 4 * k; i < 8 + 4 * k; ++i) extent = extent << 8 | static_cast<uint8_t>(head[i]);
  return extent;
}

}  // namespace

std::vector<std::string> sliceIdx(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control) {
  ByteSource from(slice.source, control);
  std::string head(4, '\0');
  const bool begins = from.read(head.data(), 4) == 4;
  const size_t dimensions = static_cast<uint8_t>(head[3]);
  uint64_t bytes = elementBytes(static_cast<uint8_t>(head[2]));
  head.resize(4 + 4 * dimensions);
  if (!begins || dimensions == 0 || bytes == 0 ||
      from.read(head.data() + 4, 4 * dimensions) != 4 * dimensions)
    sourceHasChanged(from.shownAs(), "is no IDX file");
  for (size_t k = 1; k < dimensions; ++k) bytes *= extentAt(head, k);
  const uint64_t count = extentAt(head, 0);
  for (size_t i = 0; i < 4; ++i) head[7 - i] = static_cast<char>(slice.rows.size() >> (8 * i) & 0xff);
  ByteSink sink(to, control);
  sink.write(head);
  copyItems(from, {1, count, bytes}, slice.rows, [&](std::string_view piece) { sink.write(piece); });
  sink.finish();
  return {};
}

}  // namespace adapsne
