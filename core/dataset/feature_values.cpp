// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/feature_values.h"

#include <bit>

#include "core/support/memory.h"

namespace adapsne {
namespace {

void decode(const uint8_t* from, std::span<float> to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(from[i]);
}

bool fitsByte(float value) {
  if (!(value >= 0 && value <= 255)) return false;
  const auto whole = static_cast<float>(static_cast<uint8_t>(value));
  return std::bit_cast<uint32_t>(whole) == std::bit_cast<uint32_t>(value);
}

template <typename Value>
std::vector<Value> rowsOf(const std::vector<Value>& values, const std::vector<int64_t>& rows,
                          int64_t dimensions) {
  std::vector<Value> part;
  part.reserve(rows.size() * static_cast<size_t>(dimensions));
  for (const int64_t row : rows)
    part.insert(part.end(), values.begin() + row * dimensions, values.begin() + (row + 1) * dimensions);
  return part;
}

}  // namespace

std::span<const float> FeatureValues::read(size_t first, std::span<float> scratch) const {
  if (!keptAsBytes()) return std::span(floats_).subspan(first, scratch.size());
  decode(bytes_.data() + first, scratch);
  return scratch;
}

void FeatureValues::copyTo(size_t first, std::span<float> to) const {
  const std::span<const float> values = read(first, to);
  if (values.data() != to.data()) std::copy(values.begin(), values.end(), to.begin());
}

std::vector<float> FeatureValues::floats() const& {
  std::vector<float> values;
  values.reserve(size());
  preferLargePages(values.data(), size() * sizeof(float));
  forEachBlock(
      [&](std::span<const float> block) { values.insert(values.end(), block.begin(), block.end()); });
  return values;
}

std::vector<float> FeatureValues::floats() && {
  return keptAsBytes() ? std::as_const(*this).floats() : std::move(floats_);
}

FeatureValues FeatureValues::selectRows(const std::vector<int64_t>& rows, int64_t dimensions) const {
  return keptAsBytes() ? FeatureValues(rowsOf(bytes_, rows, dimensions))
                       : FeatureValues(rowsOf(floats_, rows, dimensions));
}

bool operator==(const FeatureValues& a, const FeatureValues& b) {
  if (a.keptAsBytes() && b.keptAsBytes()) return a.bytes_ == b.bytes_;
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

FeatureValues compacted(FeatureValues values, RunControl& control) {
  if (values.keptAsBytes()) return values;
  bool fits = true;
  values.forEachBlock([&](std::span<const float> block) {
    if (!fits) return;
    control.checkpoint();
    fits = std::all_of(block.begin(), block.end(), fitsByte);
  });
  if (!fits) return values;
  std::vector<uint8_t> bytes;
  bytes.reserve(values.size());
  preferLargePages(bytes.data(), values.size());
  values.forEachBlock([&](std::span<const float> block) {
    control.checkpoint();
    for (const float value : block) bytes.push_back(static_cast<uint8_t>(value));
  });
  return FeatureValues(std::move(bytes));
}

}  // namespace adapsne
