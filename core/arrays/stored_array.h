// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/sparse_rows.h"
#include "core/files/elements.h"
#include "core/support/error.h"
#include "core/support/run_control.h"

namespace adapsne {

/// An array of numbers as it lies in a file: described by its header, which was checked against the file's
/// size, its values read a piece at a time.
struct StoredArray {
  std::string shownAs;         ///< The file and, within an archive, the array, for messages.
  std::vector<int64_t> shape;  ///< The first extent counts points.
  ElementType type = ElementType::F32;
  bool bigEndian = false;
  /// The bytes of the elements first .. first + count - 1 in C order, which are whole rows or a part of one:
  /// where they lie or in `scratch`. Throws Error where the file ends early, Cancelled.
  std::function<std::string_view(uint64_t first, size_t count, std::string& scratch)> elements;
  /// Of a sparse matrix, its rows; else null.
  std::shared_ptr<const SparseRows> sparse = nullptr;

  int64_t points() const { return shape.empty() ? 1 : shape[0]; }
  /// Elements of one row.
  uint64_t dimensions() const {
    uint64_t product = 1;
    for (size_t k = 1; k < shape.size(); ++k) product *= static_cast<uint64_t>(shape[k]);
    return product;
  }
};

/// Visits the elements of `rows` (null: of all) in their order, some 16,000 at a time, while `visit` returns
/// true: bool visit(uint64_t first, const char* bytes, size_t count), where `first` counts elements of the
/// chosen rows. Throws what StoredArray::elements throws.
template <typename Visit>
void forEachBlock(const StoredArray& array, const std::vector<int64_t>* rows, RunControl& control,
                  Visit visit) {
  constexpr uint64_t kPiece = 1 << 17, kBlock = 1 << 14;
  const uint64_t dimensions = array.dimensions(), size = elementSize(array.type);
  if (dimensions == 0) return;
  const uint64_t count = rows ? rows->size() : static_cast<uint64_t>(array.points());
  const uint64_t rowsAtOnce = std::max<uint64_t>(1, kPiece / std::max<uint64_t>(1, dimensions));
  std::string scratch;
  uint64_t done = 0;
  for (uint64_t i = 0; i < count;) {
    control.checkpoint();
    const uint64_t row = rows ? static_cast<uint64_t>((*rows)[i]) : i;
    uint64_t n = 1;
    while (i + n < count && n < rowsAtOnce && (!rows || static_cast<uint64_t>((*rows)[i + n]) == row + n))
      ++n;
    const uint64_t wanted = n * dimensions;
    for (uint64_t at = 0; at < wanted; at += kPiece) {
      const std::string_view bytes =
          array.elements(row * dimensions + at, static_cast<size_t>(std::min(kPiece, wanted - at)), scratch);
      for (uint64_t b = 0; b < bytes.size(); b += kBlock * size) {
        const auto here = static_cast<size_t>(std::min<uint64_t>(kBlock, (bytes.size() - b) / size));
        if (!visit(done, bytes.data() + b, here)) return;
        done += here;
      }
    }
    i += n;
  }
}

/// Bytes offset .. offset + size - 1 of a file, fewer only at its end: where they lie or in `scratch`.
using ReadBytes = std::function<std::string_view(uint64_t offset, size_t size, std::string& scratch)>;

/// Where the elements of an array lie in a file.
struct ElementPlace {
  ReadBytes read;
  uint64_t begin = 0;    ///< Of the first element.
  bool fortran = false;  ///< The first index runs fastest.
  /// What is said of a file with another number of bytes of elements than promised.
  std::function<Error(uint64_t held)> wrongEnd;
};

/// `header` (all but elements) with elements that are read from `place`. Its extents are such that their
/// product fits 59 bits.
StoredArray arrayAt(StoredArray header, ElementPlace place);

}  // namespace adapsne
