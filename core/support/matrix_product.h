// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// The right factor of many matrix products, laid out for a kernel that is compiled for each instruction set:
/// Eigen's own is compiled for the baseline instruction set alone, and less than half as fast with AVX-512.
/// Value is float or double.
template <typename Value>
class PackedMatrix {
 public:
  PackedMatrix() = default;
  /// `values`: inner x columns, row-major; it is copied.
  PackedMatrix(std::span<const Value> values, int64_t inner, int64_t columns);

  int64_t inner() const { return inner_; }
  int64_t columns() const { return columns_; }

  /// result (rows x columns) = left (rows x inner) times this, all row-major. Each value is summed in the
  /// order of `inner`, so that it does not depend on the rows beside it. One thread; call it for blocks of
  /// rows. The panels before the one of `firstColumn` are left out (of a symmetric product, what is known
  /// already).
  void multiply(const Value* left, int64_t rows, Value* result, int64_t firstColumn = 0) const;

 private:
  int64_t inner_ = 0, columns_ = 0;
  std::vector<Value>
      panels_;  ///< Panels of as many columns as 64 bytes hold, each inner x lanes; 0 beyond the last.
};

extern template class PackedMatrix<float>;
extern template class PackedMatrix<double>;

}  // namespace adapsne
