// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// The values of a dataset, row-major: float32 to everyone who reads them, kept as float32 or, as a quarter
/// of that, as bytes. Bytes are given where all values are integers from 0 to 255, as pixels are: by the
/// readers of formats that hold bytes, else by compacted(). Values are equal, have one hash and lead to the
/// same results, bit for bit, whatever they are kept as.
///
/// They change as a whole only: take floats(), change those and assign them.
class FeatureValues {
 public:
  FeatureValues() = default;
  FeatureValues(std::vector<float> values) : floats_(std::move(values)) {}
  FeatureValues(std::initializer_list<float> values) : floats_(values) {}
  explicit FeatureValues(std::vector<uint8_t> values) : bytes_(std::move(values)) {}

  size_t size() const { return floats_.size() + bytes_.size(); }
  bool empty() const { return size() == 0; }
  bool keptAsBytes() const { return !bytes_.empty(); }
  /// Bytes of memory that the values take.
  size_t memory() const { return floats_.size() * sizeof(float) + bytes_.size(); }

  float operator[](size_t i) const { return keptAsBytes() ? static_cast<float>(bytes_[i]) : floats_[i]; }
  /// The values first .. first + scratch.size() - 1: where they lie, or decoded into `scratch`.
  std::span<const float> read(size_t first, std::span<float> scratch) const;
  /// Writes the values first .. first + to.size() - 1 to `to`.
  void copyTo(size_t first, std::span<float> to) const;
  /// All of them in their order, 16,384 at a time: visit(std::span<const float>).
  template <typename Visit>
  void forEachBlock(Visit visit) const;

  /// All of them at once: four bytes a value. Of an rvalue kept as float32 it is no copy.
  std::vector<float> floats() const&;
  std::vector<float> floats() &&;
  /// Those of the rows `rows` of a matrix of `dimensions` columns, kept as these are.
  FeatureValues selectRows(const std::vector<int64_t>& rows, int64_t dimensions) const;

  /// Equal values, whatever they are kept as; a NaN equals nothing.
  friend bool operator==(const FeatureValues& a, const FeatureValues& b);

 private:
  std::vector<float> floats_;  ///< One of the two is empty.
  std::vector<uint8_t> bytes_;
};

/// The same values, as bytes where each is an integer from 0 to 255 (and none -0, which a byte cannot tell
/// from 0). Both kinds are in memory while it works. Throws Cancelled.
FeatureValues compacted(FeatureValues values, RunControl& control);

template <typename Visit>
void FeatureValues::forEachBlock(Visit visit) const {
  constexpr size_t kBlock = 1 << 14;
  std::vector<float> scratch(keptAsBytes() ? std::min(kBlock, size()) : 0);
  for (size_t first = 0; first < size(); first += kBlock) {
    const size_t count = std::min(kBlock, size() - first);
    visit(keptAsBytes() ? read(first, {scratch.data(), count})
                        : std::span<const float>(floats_).subspan(first, count));
  }
}

}  // namespace adapsne
