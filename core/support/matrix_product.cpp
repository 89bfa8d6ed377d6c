// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/matrix_product.h"

#include <algorithm>
#include <cstring>

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kVectorBytes = 64;
// Rows at a time: their sums, two vectors each with AVX2, just fit its sixteen registers.
constexpr int kRows = 6;

template <typename Value>
constexpr int64_t kLanes = kVectorBytes / sizeof(Value);

using FloatLanes = float __attribute__((vector_size(kVectorBytes)));
using DoubleLanes = double __attribute__((vector_size(kVectorBytes)));

/// Rows x lanes of the product. `stride`: values from one row of the result to the next.
template <typename Value, typename Lanes, int Rows>
__attribute__((always_inline)) inline void tile(const Value* left, const Value* panel, int64_t inner,
                                                int64_t lanes, Value* result, int64_t stride) {
  Lanes sum[Rows] = {};
  for (int64_t k = 0; k < inner; ++k) {
    Lanes right;
    std::memcpy(&right, panel + k * kLanes<Value>, kVectorBytes);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) sum[r] += left[r * inner + k] * right;
  }
  for (int r = 0; r < Rows; ++r)
    std::memcpy(result + r * stride, &sum[r], static_cast<size_t>(lanes) * sizeof(Value));
}

template <typename Lanes, typename Value>
__attribute__((always_inline)) inline void panelProduct(const Value* left, int64_t rows, const Value* panel,
                                                        int64_t inner, int64_t lanes, Value* result,
                                                        int64_t stride) {
  int64_t i = 0;
  for (; i + kRows <= rows; i += kRows)
    tile<Value, Lanes, kRows>(left + i * inner, panel, inner, lanes, result + i * stride, stride);
  for (; i < rows; ++i)
    tile<Value, Lanes, 1>(left + i * inner, panel, inner, lanes, result + i * stride, stride);
}

ADAPSNE_SIMD_CLONES
void multiplyPanel(const float* left, int64_t rows, const float* panel, int64_t inner, int64_t lanes,
                   float* result, int64_t stride) {
  panelProduct<FloatLanes>(left, rows, panel, inner, lanes, result, stride);
}

ADAPSNE_SIMD_CLONES
void multiplyPanel(const double* left, int64_t rows, const double* panel, int64_t inner, int64_t lanes,
                   double* result, int64_t stride) {
  panelProduct<DoubleLanes>(left, rows, panel, inner, lanes, result, stride);
}

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
