// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sparse_rows.h"

#include <algorithm>
#include <limits>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr uint64_t kSmallBytes = 256 << 20, kMostBytes = 4'000'000'000;
/// What few entries may become, and one more.
constexpr uint64_t kFewBytes = 64 << 20, kBytesOfEntry = 1 << 15;
constexpr uint64_t kDense = 8;  ///< One entry of so many values.

/// Bytes that so many entries may promise.
uint64_t promised(uint64_t entries) {
  uint64_t bytes = 0;
  if (__builtin_mul_overflow(entries, kBytesOfEntry, &bytes) ||
      __builtin_add_overflow(bytes, kFewBytes, &bytes))
    return std::numeric_limits<uint64_t>::max();
  return bytes;
}

}  // namespace

bool isSmallWithZeros(int64_t rows, int64_t columns, uint64_t entries) {
  uint64_t values = 0, bytes = 0;
  if (__builtin_mul_overflow(static_cast<uint64_t>(rows), static_cast<uint64_t>(columns), &values) ||
      __builtin_mul_overflow(values, sizeof(float), &bytes))
    return false;
  return bytes <= std::min(kSmallBytes, promised(entries)) ||
         (bytes <= kMostBytes && entries >= values / kDense);
}

void requireRowsInUse(int64_t rows, uint64_t entries, const std::string& shownAs) {
  if (static_cast<uint64_t>(rows) > promised(entries) / sizeof(int64_t))
    throw Error(shownAs,
                "promises " + std::to_string(rows) + " rows, of which only " + std::to_string(entries) +
                    " entries are there: nearly all of them are empty.",
                "It may be damaged: save it again, without the empty rows.");
}

std::vector<float> withZeros(const SparseRows& matrix, RunControl& control) {
  std::vector<float> values(static_cast<size_t>(matrix.rows() * matrix.columns), 0.0f);
  for (int64_t i = 0; i < matrix.rows(); ++i) {
    if (i % 1024 == 0) control.checkpoint();
    float* row = values.data() + i * matrix.columns;
    for (auto k = static_cast<size_t>(matrix.begins[static_cast<size_t>(i)]);
         k < static_cast<size_t>(matrix.begins[static_cast<size_t>(i) + 1]); ++k)
      row[matrix.column[k]] += matrix.value[k];
  }
  return values;
}

SparseRows rowsOf(const SparseRows& matrix, const std::vector<int64_t>& rows) {
  SparseRows part;
  part.columns = matrix.columns;
  part.begins.reserve(rows.size() + 1);
  for (const int64_t row : rows) {
    const auto from = static_cast<ptrdiff_t>(matrix.begins[static_cast<size_t>(row)]);
    const auto to = static_cast<ptrdiff_t>(matrix.begins[static_cast<size_t>(row) + 1]);
    part.column.insert(part.column.end(), matrix.column.begin() + from, matrix.column.begin() + to);
    part.value.insert(part.value.end(), matrix.value.begin() + from, matrix.value.begin() + to);
    part.begins.push_back(static_cast<int64_t>(part.value.size()));
  }
  return part;
}

}  // namespace adapsne
