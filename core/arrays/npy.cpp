// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy.h"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "core/arrays/array_dataset.h"
#include "core/arrays/npy_layout.h"

namespace adapsne {
namespace {

constexpr size_t kValuesAtOnce = 1 << 18;

/// Values in Fortran order (first index fastest) into C order (last index fastest).
template <typename Value>
std::vector<Value> inRowMajor(const std::vector<Value>& values, const std::vector<int64_t>& shape,
                              RunControl& control) {
  std::vector<size_t> strides(shape.size(), 1);
  for (size_t k = 1; k < shape.size(); ++k) strides[k] = strides[k - 1] * static_cast<size_t>(shape[k - 1]);
  std::vector<int64_t> index(shape.size(), 0);
  std::vector<Value> result;
  result.reserve(values.size());
  size_t from = 0;
  while (result.size() < values.size()) {
    if (result.size() % kValuesAtOnce == 0) control.checkpoint();
    result.push_back(values[from]);
    for (size_t k = shape.size(); k-- > 0;) {
      from += strides[k];
      if (++index[k] < shape[k]) break;
      from -= strides[k] * static_cast<size_t>(shape[k]);
      index[k] = 0;
    }
  }
  return result;
}

template <typename Value>
std::string format(std::span<const Value> values, const std::vector<int64_t>& shape) {
  static_assert(std::endian::native == std::endian::little);
  std::string bytes = formatNpyHeader(
      std::string("<") + (std::is_floating_point_v<Value> ? 'f' : 'i') + std::to_string(sizeof(Value)),
      shape);
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return bytes;
}

/// The values of `bytes`, which begin with `header`.
template <typename Value>
NumericArray<Value> readValues(std::string_view bytes, const NpyHeader& header, const NpyLayout& layout,
                               const std::string& shownAs, RunControl& control) {
  const std::string_view data = bytes.substr(header.bytes);
  if (data.size() != layout.bytes())
    throw Error(shownAs,
                "the NPY header promises " + shapeText(header.shape) + " values in " +
                    std::to_string(layout.bytes()) + " bytes, the file holds " + std::to_string(data.size()) +
                    " bytes.",
                data.size() < layout.bytes() ? "It is truncated: copy it again." : "Save one array a file.");
  requireMemory(layout.count * sizeof(Value) * (header.fortran ? 2 : 1), shownAs);
  NumericArray<Value> array{header.shape, {}, isIntegral(layout.type)};
  array.values.reserve(layout.count);
  preferLargePages(array.values.data(), layout.count * sizeof(Value));
  while (array.values.size() < layout.count) {
    control.checkpoint();
    const size_t done = array.values.size(), n = std::min<uint64_t>(kValuesAtOnce, layout.count - done);
    array.values.resize(done + n);
    decodeElements(layout.type, layout.bigEndian, data.data() + done * elementSize(layout.type), n,
                   array.values.data() + done);
  }
  if (header.fortran && header.shape.size() > 1)
    array.values = inRowMajor(array.values, header.shape, control);
  return array;
}

}  // namespace

template <typename Value>
NumericArray<Value> readNpyArray(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const NpyHeader header = parseNpyHeader(bytes, shownAs);
  return readValues<Value>(bytes, header, npyLayout(header, shownAs), shownAs, control);
}

template NumericArray<float> readNpyArray(std::string_view, const std::string&, RunControl&);
template NumericArray<double> readNpyArray(std::string_view, const std::string&, RunControl&);

FeatureArray readNpyFeatures(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const NpyHeader header = parseNpyHeader(bytes, shownAs);
  const NpyLayout layout = npyLayout(header, shownAs);
  if (isByte(layout.type))
    return {header.shape, FeatureValues(readValues<uint8_t>(bytes, header, layout, shownAs, control).values)};
  return {header.shape, readValues<float>(bytes, header, layout, shownAs, control).values};
}

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
