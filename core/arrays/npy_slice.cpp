// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy_slice.h"

#include <charconv>

#include "core/arrays/array_slices.h"
#include "core/arrays/numeric_array.h"
#include "core/files/byte_sink.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

/// The same header with another first extent, filled up to a multiple of 64 bytes as numpy does.
std::string withRows(const std::string& head, int64_t rows) {
  const size_t prefix = head[6] == 1 ? 10 : 12;
  std::string dict = head.substr(prefix);
  const size_t begin = dict.find_first_of("0123456789", dict.find('(', dict.rfind("shape")));
  const size_t end = dict.find_first_not_of("0123456789", begin);
  dict.replace(begin, end - begin, std::to_string(rows));
  dict.resize(dict.find_last_not_of(" \n") + 1);
  constexpr size_t kAlignment = 64;
  dict.append(kAlignment - 1 - (prefix + dict.size()) % kAlignment, ' ');
  dict += '\n';
  std::string result = head.substr(0, 8);
  for (size_t i = 0; i < prefix - 8; ++i) result += static_cast<char>(dict.size() >> (8 * i) & 0xff);
  return result + dict;
}

}  // namespace

std::string readNpyHead(ByteSource& from) {
  const auto more = [&](std::string& head, size_t size) {
    const size_t before = head.size();
    head.resize(before + size);
    head.resize(before + from.read(head.data() + before, size));
  };
  std::string head;
  more(head, 10);
  if (head.size() < 10) return head;  // parseNpyHeader() says what is wrong.
  size_t length = static_cast<uint8_t>(head[8]) | static_cast<size_t>(static_cast<uint8_t>(head[9])) << 8;
  if (head[6] != 1) {
    more(head, 2);
    if (head.size() < 12) return head;
    length |= static_cast<size_t>(static_cast<uint8_t>(head[10])) << 16;
    length |= static_cast<size_t>(static_cast<uint8_t>(head[11])) << 24;
  }
  if (length <= from.atMost()) more(head, length);
  return head;
}

std::optional<uint64_t> npyElementBytes(const std::string& descr) {
  const size_t kind = descr.find_first_not_of("<>|=");
  if (kind == std::string::npos || std::string_view("biufcSUVmM").find(descr[kind]) == std::string_view::npos)
    return std::nullopt;
  uint64_t size = 0;
  const char* end = descr.data() + descr.size();
  if (std::from_chars(descr.data() + kind + 1, end, size).ec != std::errc{}) return std::nullopt;
  return descr[kind] == 'U' ? 4 * size : size;
}

void sliceNpyArray(ByteSource& from, const std::string& head, const NpyHeader& header, uint64_t elementBytes,
                   const std::vector<int64_t>& rows, const WriteBytes& write) {
  uint64_t perRow = 1;
  for (size_t k = 1; k < header.shape.size(); ++k) perRow *= static_cast<uint64_t>(header.shape[k]);
  write(withRows(head, std::ssize(rows)));
  if (perRow == 0 || elementBytes == 0) return;
  const auto count = static_cast<uint64_t>(header.shape[0]);
  copyItems(
      from,
      header.fortran ? ItemLayout{perRow, count, elementBytes} : ItemLayout{1, count, perRow * elementBytes},
      rows, write);
}

std::vector<std::string> sliceNpy(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control) {
  ByteSource from(slice.source, control);
  const std::string head = readNpyHead(from);
  const NpyHeader header = parseNpyHeader(head, from.shownAs());
  const std::optional<uint64_t> elementBytes = npyElementBytes(header.descr);
  uint64_t count = 0;
  if (header.shape.empty() || !elementBytes || !elementCount(header.shape, count))
    sourceHasChanged(from.shownAs(), "is no array of numbers");
  ByteSink sink(to, control);
  sliceNpyArray(from, head, header, *elementBytes, slice.rows,
                [&](std::string_view bytes) { sink.write(bytes); });
  sink.finish();
  return {};
}

}  // namespace adapsne
