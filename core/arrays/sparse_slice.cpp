// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/sparse_slice.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

#include "core/arrays/item_copier.h"
#include "core/arrays/npy_array.h"
#include "core/arrays/npy_layout.h"
#include "core/arrays/npy_slice.h"
#include "core/arrays/numeric_array.h"
#include "core/arrays/stored_array.h"

namespace adapsne {
namespace {

constexpr uint64_t kAtOnce = 1 << 20;  ///< Entries between two looks at whether it is cancelled.

/// The integers of an .npy file.
std::vector<int64_t> integersOf(const std::string& file, const std::string& shownAs, RunControl& control) {
  const StoredArray array = npyArray(file, shownAs);
  if (!isIntegral(array.type) || array.shape.size() != 1) sourceHasChanged(shownAs, "is no sparse matrix");
  std::vector<double> decoded;
  std::vector<int64_t> values;
  forEachBlock(array, nullptr, control, [&](uint64_t, const char* bytes, size_t count) {
    decoded.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, decoded.data());
    for (const double value : decoded) values.push_back(static_cast<int64_t>(value));
    return true;
  });
  return values;
}

/// Other integers as an .npy file of the same type.
std::string npyOfIntegers(const std::string& like, const std::vector<int64_t>& values,
                          const std::string& shownAs) {
  const NpyHeader header = parseNpyHeader(like, shownAs);
  const NpyLayout layout = npyLayout(header, shownAs);
  const size_t size = elementSize(layout.type);
  std::string file = formatNpyHeader(header.descr, {std::ssize(values)});
  file.reserve(file.size() + values.size() * size);
  for (const int64_t value : values)
    for (size_t i = 0; i < size; ++i) {
      const size_t place = layout.bigEndian ? size - 1 - i : i;
      file += static_cast<char>(static_cast<uint64_t>(value) >> (8 * place) & 0xff);
    }
  return file;
}

/// The elements `which` of a file in one dimension, as they lie in it.
std::string elementsOf(const std::string& file, const std::vector<int64_t>& which, const std::string& shownAs,
                       RunControl& control) {
  ByteSource from(file, shownAs, control);
  const std::string head = readNpyHead(from);
  const NpyHeader header = parseNpyHeader(head, shownAs);
  const std::optional<uint64_t> size = npyElementBytes(header.descr);
  if (!size || header.shape.size() != 1) sourceHasChanged(shownAs, "is no sparse matrix");
  std::string result;
  sliceNpyArray(from, head, header, *size, which, [&](std::string_view bytes) { result += bytes; });
  return result;
}

/// Where a row of the source is among those that are wanted; -1 where it is none of them.
std::vector<int64_t> placesOf(const std::vector<int64_t>& rows, int64_t count) {
  std::vector<int64_t> places(static_cast<size_t>(count), -1);
  for (size_t i = 0; i < rows.size(); ++i) places[static_cast<size_t>(rows[i])] = static_cast<int64_t>(i);
  return places;
}

}  // namespace

std::vector<int64_t> sparseShape(const SparseFiles& files, const std::string& shownAs, RunControl& control) {
  std::vector<int64_t> shape = integersOf(files.shape, shownAs, control);
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (shape.size() != 2 || shape[0] < 0 || shape[0] > kMost) sourceHasChanged(shownAs, "is no sparse matrix");
  return shape;
}

SparseFiles sliceSparse(SparseFormat format, const SparseFiles& files, const std::vector<int64_t>& rows,
                        const std::string& shownAs, RunControl& control) {
  const std::vector<int64_t> shape = sparseShape(files, shownAs, control),
                             outer = integersOf(files.outer, shownAs, control);
  if (rows.empty() || rows.front() < 0 || rows.back() >= shape[0])
    sourceHasChanged(shownAs, "has no such rows any more");
  const auto count = static_cast<int64_t>(integersOf(files.inner, shownAs, control).size());
  SparseFiles result;
  result.shape = npyOfIntegers(files.shape, {std::ssize(rows), shape[1]}, shownAs);
  std::vector<int64_t> kept;  // Entries.
  const auto requireBegins = [&](int64_t lines) {
    if (std::ssize(outer) != lines + 1 || outer.front() != 0 || outer.back() != count ||
        !std::is_sorted(outer.begin(), outer.end()))
      sourceHasChanged(shownAs, "is no sparse matrix");
  };
  const auto keepAll = [&](int64_t from, int64_t to) {
    const size_t before = kept.size();
    kept.resize(before + static_cast<size_t>(to - from));
    std::iota(kept.begin() + static_cast<std::ptrdiff_t>(before), kept.end(), from);
  };
  if (format == SparseFormat::Csr) {
    requireBegins(shape[0]);
    std::vector<int64_t> begins = {0};
    for (const int64_t row : rows) {
      keepAll(outer[static_cast<size_t>(row)], outer[static_cast<size_t>(row) + 1]);
      begins.push_back(std::ssize(kept));
    }
    result.inner = elementsOf(files.inner, kept, shownAs, control);
    result.outer = npyOfIntegers(files.outer, begins, shownAs);
  } else {
    // Of columns the rows are the inner indices, of entries one by one the outer ones.
    const bool byColumns = format == SparseFormat::Csc;
    const std::vector<int64_t> row = byColumns ? integersOf(files.inner, shownAs, control) : outer;
    if (byColumns) requireBegins(shape[1]);
    if (std::ssize(row) != count) sourceHasChanged(shownAs, "is no sparse matrix");
    const std::vector<int64_t> places = placesOf(rows, shape[0]);
    std::vector<int64_t> place, begins = {0};
    size_t column = 1;
    for (int64_t k = 0; k < count; ++k) {
      if (static_cast<uint64_t>(k) % kAtOnce == 0) control.checkpoint();
      for (; byColumns && outer[column] <= k; ++column) begins.push_back(std::ssize(kept));
      const int64_t here = row[static_cast<size_t>(k)];
      if (here < 0 || here >= shape[0]) sourceHasChanged(shownAs, "is no sparse matrix");
      if (places[static_cast<size_t>(here)] < 0) continue;
      kept.push_back(k);
      place.push_back(places[static_cast<size_t>(here)]);
    }
    if (byColumns) begins.resize(outer.size(), std::ssize(kept));
    result.inner = byColumns ? npyOfIntegers(files.inner, place, shownAs)
                             : elementsOf(files.inner, kept, shownAs, control);
    result.outer = npyOfIntegers(files.outer, byColumns ? begins : place, shownAs);
  }
  result.values = elementsOf(files.values, kept, shownAs, control);
  return result;
}

}  // namespace adapsne
