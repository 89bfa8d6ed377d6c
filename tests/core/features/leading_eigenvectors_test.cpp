// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/leading_eigenvectors.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// Each of n points on a path joined to the next, and the ends to themselves: the eigenvalues are
/// cos(pi k / n), the trivial vector is constant.
SparseRows path(int64_t n) {
  SparseRows s;
  s.columns = n;
  for (int64_t i = 0; i < n; ++i) {
    s.column.push_back(static_cast<int32_t>(i > 0 ? i - 1 : 0));
    s.column.push_back(static_cast<int32_t>(i + 1 < n ? i + 1 : i));
    s.value.insert(s.value.end(), {0.5F, 0.5F});
    s.begins.push_back(std::ssize(s.column));
  }
  return s;
}

TEST(LeadingEigenvectors, AreThoseOfAPath) {
  const int64_t n = 150, count = 6;
  RunControl control(1);
  const std::vector<double> trivial(n, 1 / std::sqrt(static_cast<double>(n)));
  const Eigenpairs found = leadingEigenvectors(path(n), count, trivial, control);
  ASSERT_EQ(found.count, count);
  ASSERT_EQ(std::ssize(found.vectors), n * count);
  for (int64_t k = 0; k < count; ++k) {
    const double angle = std::numbers::pi * static_cast<double>(k + 1) / static_cast<double>(n);
    EXPECT_NEAR(found.values[k], std::cos(angle), 1e-6);
    double product = 0;
    for (int64_t i = 0; i < n; ++i)
      product += found.vectors[i * count + k] * std::sqrt(2.0 / static_cast<double>(n)) *
                 std::cos(angle * (static_cast<double>(i) + 0.5));
    EXPECT_NEAR(std::abs(product), 1, 1e-3) << k;
  }
  const Eigenpairs withTrivial = leadingEigenvectors(path(n), count, {}, control);
  EXPECT_NEAR(withTrivial.values[0], 1, 1e-6);
  EXPECT_NEAR(withTrivial.values[1], found.values[0], 1e-6);
}

TEST(LeadingEigenvectors, AreAllThatThereAreAndTheSameAtAnyNumberOfThreads) {
  RunControl one(1);
  const std::vector<double> trivial(5, 1 / std::sqrt(5.0));
  const Eigenpairs all = leadingEigenvectors(path(5), 20, trivial, one);
  ASSERT_EQ(all.count, 4);
  for (int64_t k = 0; k < 4; ++k)
    EXPECT_NEAR(all.values[k], std::cos(std::numbers::pi * static_cast<double>(k + 1) / 5), 1e-6);
  EXPECT_EQ(leadingEigenvectors(path(1), 3, std::vector<double>{1}, one).count, 0);
  const Eigenpairs expected = leadingEigenvectors(path(400), 3, {}, one);
  RunControl three(3);
  EXPECT_TRUE(test::sameBits(leadingEigenvectors(path(400), 3, {}, three).vectors, expected.vectors));
}

}  // namespace
}  // namespace adapsne
