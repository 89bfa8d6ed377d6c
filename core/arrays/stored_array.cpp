// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/stored_array.h"

#include <cstring>
#include <utility>

namespace adapsne {
namespace {

/// Where element d of a row lies, in rows, if the first index runs fastest: d counts in C order over the other
/// extents.
uint64_t fortranPlace(const std::vector<int64_t>& shape, uint64_t d) {
  uint64_t place = 0, stride = 1;
  for (size_t k = 1; k < shape.size(); ++k) stride *= static_cast<uint64_t>(shape[k]);
  for (size_t k = shape.size(); k-- > 1;) {
    const auto extent = static_cast<uint64_t>(shape[k]);
    stride /= extent;
    place += d % extent * stride;
    d /= extent;
  }
  return place;
}

}  // namespace

StoredArray arrayAt(StoredArray header, ElementPlace place) {
  const uint64_t size = elementSize(header.type), dimensions = header.dimensions();
  const auto points = static_cast<uint64_t>(header.points());
  const auto inOrder = [place, size, total = points * dimensions](uint64_t first, size_t count,
                                                                  std::string& scratch) {
    const std::string_view bytes = place.read(place.begin + first * size, count * size, scratch);
    if (bytes.size() < count * size) throw place.wrongEnd(first * size + bytes.size());
    std::string further;
    if (first + count == total && !place.read(place.begin + total * size, 1, further).empty())
      throw place.wrongEnd(total * size + 1);
    return bytes;
  };
  if (!place.fortran || header.shape.size() < 2) {
    header.elements = inOrder;
    return header;
  }
  header.elements = [inOrder, shape = header.shape, size, dimensions, points](
                        uint64_t first, size_t count, std::string& scratch) -> std::string_view {
    // Whole rows or a part of one: the same columns of all of them.
    const uint64_t row = first / dimensions, column = first % dimensions;
    const uint64_t columns = std::min<uint64_t>(count, dimensions - column), rows = count / columns;
    std::string inColumn;
    scratch.resize(count * size);
    for (uint64_t d = 0; d < columns; ++d) {
      const std::string_view values =
          inOrder(fortranPlace(shape, column + d) * points + row, static_cast<size_t>(rows), inColumn);
      for (uint64_t i = 0; i < rows; ++i)
        std::memcpy(scratch.data() + (i * columns + d) * size, values.data() + i * size, size);
    }
    return scratch;
  };
  return header;
}

}  // namespace adapsne
