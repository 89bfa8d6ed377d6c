// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/matrix_product.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

template <typename Value>
std::vector<Value> noise(int64_t count, uint64_t seed) {
  RandomStream random(seed);
  std::vector<Value> values(count);
  for (Value& v : values) v = static_cast<Value>(random.normal());
  return values;
}

template <typename Value>
void compareWithPlainSums() {
  for (const int64_t rows : {1, 5, 6, 7, 12, 49, 100})
    for (const int64_t inner : {0, 1, 36, 108})
      for (const int64_t columns : {1, 3, 8, 10, 16, 17, 33}) {
        SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(inner) + " x " + std::to_string(columns));
        const auto a = noise<Value>(rows * inner, 1), b = noise<Value>(inner * columns, 2);
        // A guard behind the result: nothing may be written beyond it.
        std::vector<Value> result(rows * columns + 1, 77);
        PackedMatrix<Value>(b, inner, columns).multiply(a.data(), rows, result.data());
        EXPECT_EQ(result.back(), 77);
        for (int64_t i = 0; i < rows; ++i)
          for (int64_t j = 0; j < columns; ++j) {
            double sum = 0, size = 0;
            for (int64_t k = 0; k < inner; ++k) {
              const double term = static_cast<double>(a[i * inner + k]) * b[k * columns + j];
              sum += term;
              size += std::abs(term);
            }
            const double epsilon = std::numeric_limits<Value>::epsilon();
            ASSERT_NEAR(result[i * columns + j], sum, 20 * epsilon * (size + 1)) << i << ", " << j;
          }
      }
}

TEST(PackedMatrix, EqualsPlainSumsInFloat) {
  compareWithPlainSums<float>();
}
TEST(PackedMatrix, EqualsPlainSumsInDouble) {
  compareWithPlainSums<double>();
}

TEST(PackedMatrix, ARowDoesNotDependOnTheRowsBesideIt) {
  const int64_t inner = 37, columns = 21, rows = 100;
  const auto a = noise<float>(rows * inner, 3), b = noise<float>(inner * columns, 4);
  const PackedMatrix<float> packed(b, inner, columns);
  std::vector<float> together(rows * columns), alone(columns);
  packed.multiply(a.data(), rows, together.data());
  for (int64_t i = 0; i < rows; ++i) {
    packed.multiply(a.data() + i * inner, 1, alone.data());
    for (int64_t j = 0; j < columns; ++j) EXPECT_EQ(alone[j], together[i * columns + j]) << i << ", " << j;
  }
}

}  // namespace
}  // namespace adapsne
