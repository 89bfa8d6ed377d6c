// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/precise_distance.h"

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

typedef float Float8 __attribute__((vector_size(32)));
typedef double Double8 __attribute__((vector_size(64)));
constexpr int64_t kDoubleLanes = 8;

ADAPSNE_SIMD_CLONES
float computed(const float* a, const float* b, int64_t dimensions) {
  Double8 lanes{};
  int64_t d = 0;
  for (; d + kDoubleLanes <= dimensions; d += kDoubleLanes) {
    Float8 x, y;
    __builtin_memcpy(&x, a + d, sizeof x);
    __builtin_memcpy(&y, b + d, sizeof y);
    const Double8 delta = __builtin_convertvector(x, Double8) - __builtin_convertvector(y, Double8);
    lanes += delta * delta;
  }
  double sum = 0;
  for (int64_t l = 0; l < kDoubleLanes; ++l) sum += lanes[l];
  for (; d < dimensions; ++d) {
    const double delta = static_cast<double>(a[d]) - b[d];
    sum += delta * delta;
  }
  return static_cast<float>(sum);
}

}  // namespace

float preciseDistance(const float* a, const float* b, int64_t dimensions) {
  return computed(a, b, dimensions);
}

}  // namespace adapsne
