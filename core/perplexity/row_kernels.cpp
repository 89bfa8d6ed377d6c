// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/row_kernels.h"

#include "core/perplexity/row_kernels_inline.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

ADAPSNE_SIMD_CLONES
RowMoments doubleMoments(const double* d, int64_t n, double beta) {
  return kernels::moments(d, n, beta);
}

ADAPSNE_SIMD_CLONES
double doubleExponentials(const double* d, int64_t n, double beta, double* result) {
  return kernels::exponentials<Double4>(d, n, beta, result);
}

ADAPSNE_SIMD_CLONES
FloatMoments floatMoments(const float* d, int64_t n, float beta) {
  return kernels::moments(d, n, beta);
}

ADAPSNE_SIMD_CLONES
float floatExponentials(const float* d, int64_t n, float beta, double* result) {
  return kernels::exponentials<Float8>(d, n, beta, result);
}

ADAPSNE_SIMD_CLONES
FixedMoments saturatingMoments(const FixedFormat& format, const uint32_t* table, const uint32_t* d, int64_t n,
                               uint32_t beta) {
  return kernels::fixedMoments<true>(format, table, d, n, beta);
}

ADAPSNE_SIMD_CLONES
FixedMoments flushingMoments(const FixedFormat& format, const uint32_t* table, const uint32_t* d, int64_t n,
                             uint32_t beta) {
  return kernels::fixedMoments<false>(format, table, d, n, beta);
}

ADAPSNE_SIMD_CLONES
void quantizeRow(const FixedFormat& format, const float* squared, int64_t n, double largest, uint32_t* d) {
  kernels::quantized(format, squared, n, largest, d);
}

}  // namespace

RowMoments momentsOf(std::span<const double> distances, double beta) {
  return doubleMoments(distances.data(), std::ssize(distances), beta);
}

double exponentialsOf(std::span<const double> distances, double beta, std::span<double> exponentials) {
  return doubleExponentials(distances.data(), std::ssize(exponentials), beta, exponentials.data());
}

FloatMoments momentsOf(std::span<const float> distances, float beta) {
  return floatMoments(distances.data(), std::ssize(distances), beta);
}

float exponentialsOf(std::span<const float> distances, float beta, std::span<double> exponentials) {
  return floatExponentials(distances.data(), std::ssize(exponentials), beta, exponentials.data());
}

FixedMoments momentsOf(const FixedFormat& format, std::span<const uint32_t> table,
                       std::span<const uint32_t> distances, uint32_t beta) {
  return (format.saturate ? saturatingMoments : flushingMoments)(format, table.data(), distances.data(),
                                                                 std::ssize(distances), beta);
}

uint64_t exponentialsOf(const FixedFormat& format, std::span<const uint32_t> table,
                        std::span<const uint32_t> distances, uint32_t beta, std::span<double> exponentials) {
  const auto fill = format.saturate ? kernels::fixedExponentials<true> : kernels::fixedExponentials<false>;
  return fill(format, table.data(), distances.data(), std::ssize(exponentials), beta, exponentials.data());
}

void quantize(const FixedFormat& format, std::span<const float> squared, double largest,
              std::span<uint32_t> distances) {
  quantizeRow(format, squared.data(), std::ssize(squared), largest, distances.data());
}

}  // namespace adapsne
