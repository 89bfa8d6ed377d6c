// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy.h"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "core/arrays/array_dataset.h"
#include "core/arrays/npy_array.h"
#include "core/support/memory.h"

namespace adapsne {
namespace {

constexpr size_t kPiece = 1 << 20;

template <typename Value>
std::string format(std::span<const Value> values, const std::vector<int64_t>& shape) {
  static_assert(std::endian::native == std::endian::little);
  std::string bytes = formatNpyHeader(
      std::string("<") + (std::is_floating_point_v<Value> ? 'f' : 'i') + std::to_string(sizeof(Value)),
      shape);
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return bytes;
}

StoredArray described(const NpyHeader& header, const NpyLayout& layout, const std::string& shownAs) {
  StoredArray array;
  array.shownAs = shownAs;
  array.shape = header.shape;
  array.type = layout.type;
  array.bigEndian = layout.bigEndian;
  return array;
}

ReadBytes readerOf(std::string_view bytes) {
  return [bytes](uint64_t offset, size_t size, std::string&) {
    return offset < bytes.size() ? bytes.substr(offset, size) : std::string_view();
  };
}

}  // namespace

Error wrongNpyLength(const NpyHeader& header, uint64_t promised, uint64_t held, const std::string& shownAs,
                     const std::string& about) {
  return {shownAs,
          "the NPY header promises " + shapeText(header.shape) + " values in " + std::to_string(promised) +
              " bytes, the file holds " + about + std::to_string(held) + " bytes.",
          held < promised ? "It is truncated: copy it again." : "Save one array a file."};
}

StoredArray npyArray(const std::shared_ptr<FileBytes>& file) {
  const std::string& shownAs = file->shownAs();
  std::string scratch;
  const NpyHeader header = parseNpyHeader(file->read(0, kNpyHeaderBytes, scratch), shownAs);
  const NpyLayout layout = npyLayout(header, shownAs);
  const uint64_t promised = layout.bytes(), atMost = file->atMost() - std::min(file->atMost(), header.bytes);
  if (promised > atMost || (!file->gzipped() && promised != atMost))
    throw wrongNpyLength(header, promised, atMost, shownAs, file->gzipped() ? "at most " : "");
  ReadBytes read = [file](uint64_t offset, size_t size, std::string& into) {
    return file->read(offset, size, into);
  };
  if (file->gzipped() && header.fortran) {
    // Its rows lie all over the file: going back and forth would unpack it again and again.
    requireMemory(promised, shownAs);
    const auto unpacked = std::make_shared<std::string>();
    unpacked->reserve(promised);
    for (uint64_t at = 0; at <= promised; at = unpacked->size()) {
      const std::string_view piece =
          file->read(header.bytes + at, std::min<uint64_t>(kPiece, promised + 1 - at), scratch);
      if (piece.empty()) break;
      *unpacked += piece;
    }
    read = [unpacked, begin = header.bytes](uint64_t offset, size_t size, std::string&) {
      return offset - begin < unpacked->size() ? std::string_view(*unpacked).substr(offset - begin, size)
                                               : std::string_view();
    };
  }
  return arrayAt(described(header, layout, shownAs),
                 {std::move(read), header.bytes, header.fortran, [=](uint64_t held) {
                    return wrongNpyLength(header, promised, held, shownAs, held > promised ? "at least " : "");
                  }});
}

StoredArray npyArray(std::string_view bytes, const std::string& shownAs) {
  const NpyHeader header = parseNpyHeader(bytes, shownAs);
  const NpyLayout layout = npyLayout(header, shownAs);
  const uint64_t promised = layout.bytes(), held = bytes.size() - header.bytes;
  if (promised != held) throw wrongNpyLength(header, promised, held, shownAs);
  return arrayAt(described(header, layout, shownAs),
                 {readerOf(bytes), header.bytes, header.fortran, [=](uint64_t there) {
                    return wrongNpyLength(header, promised, there, shownAs);
                  }});
}

template <typename Value>
NumericArray<Value> readNpyArray(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const StoredArray stored = npyArray(bytes, shownAs);
  NumericArray<Value> array{stored.shape, {}, isIntegral(stored.type)};
  const uint64_t count = static_cast<uint64_t>(stored.points()) * stored.dimensions();
  requireMemory(count * sizeof(Value), shownAs);
  array.values.reserve(count);
  preferLargePages(array.values.data(), count * sizeof(Value));
  forEachBlock(stored, nullptr, control, [&](uint64_t first, const char* from, size_t here) {
    array.values.resize(first + here);
    decodeElements(stored.type, stored.bigEndian, from, here, array.values.data() + first);
    return true;
  });
  return array;
}

template NumericArray<float> readNpyArray(std::string_view, const std::string&, RunControl&);
template NumericArray<double> readNpyArray(std::string_view, const std::string&, RunControl&);

NpyArray parseNpy(std::string_view bytes, const std::string& shownAs) {
  RunControl uncontrolled(1);
  return readNpyArray<double>(bytes, shownAs, uncontrolled);
}

std::string formatNpy(std::span<const float> values, const std::vector<int64_t>& shape) {
  return format(values, shape);
}
std::string formatNpy(std::span<const double> values, const std::vector<int64_t>& shape) {
  return format(values, shape);
}
std::string formatNpy(std::span<const int32_t> values, const std::vector<int64_t>& shape) {
  return format(values, shape);
}
std::string formatNpy(std::span<const int64_t> values, const std::vector<int64_t>& shape) {
  return format(values, shape);
}

}  // namespace adapsne
