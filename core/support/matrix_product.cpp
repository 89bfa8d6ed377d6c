// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/matrix_product.h"

#include <algorithm>
#include <cstring>

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kPanelBytes = 64;
// Rows at a time: their sums, two vectors each with AVX2, just fit its sixteen registers.
constexpr int kRows = 6;

/// Columns of a panel.
template <typename Value>
constexpr int64_t kLanes = kPanelBytes / sizeof(Value);

/// Rows x lanes of the product, in vectors of so many bytes. `stride`: values from one row of the result to
/// the next.
template <int kBytes, int kRowCount, typename Value>
ADAPSNE_INLINE void tile(const Value* left, const Value* panel, int64_t inner, int64_t lanes, Value* result,
                         int64_t stride) {
  typedef Value Vector __attribute__((vector_size(kBytes)));
  constexpr int kAcross = kBytes < kPanelBytes ? 2 : 1;  // vectors, as many as there are registers for
  constexpr int64_t kColumns = kAcross * kBytes / sizeof(Value);
  for (int64_t first = 0; first < lanes; first += kColumns) {
    Vector sum[kRowCount][kAcross] = {};
    for (int64_t k = 0; k < inner; ++k) {
      Vector right[kAcross];
      std::memcpy(right, panel + k * kLanes<Value> + first, sizeof right);
#pragma GCC unroll 8
      for (int r = 0; r < kRowCount; ++r)
#pragma GCC unroll 2
        for (int v = 0; v < kAcross; ++v) sum[r][v] += left[r * inner + k] * right[v];
    }
    for (int r = 0; r < kRowCount; ++r)
      std::memcpy(result + r * stride + first, &sum[r],
                  static_cast<size_t>(std::min(kColumns, lanes - first)) * sizeof(Value));
  }
}

template <int kFloats, typename Value>
ADAPSNE_INLINE void panelProduct(const Value* left, int64_t rows, const Value* panel, int64_t inner,
                                 int64_t lanes, Value* result, int64_t stride) {
  constexpr int kBytes = kFloats * sizeof(float);
  int64_t i = 0;
  for (; i + kRows <= rows; i += kRows)
    tile<kBytes, kRows>(left + i * inner, panel, inner, lanes, result + i * stride, stride);
  for (; i < rows; ++i) tile<kBytes, 1>(left + i * inner, panel, inner, lanes, result + i * stride, stride);
}

ADAPSNE_BY_WIDTH(void multiplyPanel(const float* left, int64_t rows, const float* panel, int64_t inner,
                                    int64_t lanes, float* result, int64_t stride),
                 panelProduct, left, rows, panel, inner, lanes, result, stride)
ADAPSNE_BY_WIDTH(void multiplyPanel(const double* left, int64_t rows, const double* panel, int64_t inner,
                                    int64_t lanes, double* result, int64_t stride),
                 panelProduct, left, rows, panel, inner, lanes, result, stride)

}  // namespace

template <typename Value>
PackedMatrix<Value>::PackedMatrix(std::span<const Value> values, int64_t inner, int64_t columns)
    : inner_(inner), columns_(columns) {
  constexpr int64_t lanes = kLanes<Value>;
  const int64_t panels = (columns + lanes - 1) / lanes;
  panels_.assign(static_cast<size_t>(panels * inner * lanes), 0);
  for (int64_t p = 0; p < panels; ++p)
    for (int64_t k = 0; k < inner; ++k)
      std::copy_n(values.data() + k * columns + p * lanes, std::min(lanes, columns - p * lanes),
                  panels_.data() + (p * inner + k) * lanes);
}

template <typename Value>
void PackedMatrix<Value>::multiply(const Value* left, int64_t rows, Value* result,
                                   int64_t firstColumn) const {
  constexpr int64_t lanes = kLanes<Value>;
  // A few rows at a time stay in the first-level cache while every panel passes over them.
  constexpr int64_t kBlock = 8 * kRows;
  for (int64_t begin = 0; begin < rows; begin += kBlock)
    for (int64_t first = firstColumn / lanes * lanes; first < columns_; first += lanes)
      multiplyPanel(left + begin * inner_, std::min(kBlock, rows - begin), panels_.data() + first * inner_,
                    inner_, std::min(lanes, columns_ - first), result + begin * columns_ + first, columns_);
}

template class PackedMatrix<float>;
template class PackedMatrix<double>;

}  // namespace adapsne
