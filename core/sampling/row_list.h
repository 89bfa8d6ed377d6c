// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "core/support/random.h"

namespace adapsne {

/// Distinct rows of a dataset.
using Rows = std::vector<int64_t>;

/// The rows of a that are not in b; both ascend.
inline Rows without(std::span<const int64_t> a, std::span<const int64_t> b) {
  Rows result;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

/// Where the rows of `part` stand in `rows`; both ascend, and every row of `part` is one of `rows`.
inline std::vector<int64_t> placesIn(const Rows& rows, const Rows& part) {
  std::vector<int64_t> places;
  places.reserve(part.size());
  for (const int64_t row : part)
    places.push_back(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
  return places;
}

/// m of `rows`, without repetition, in random order. 0 <= m <= rows.size().
inline Rows drawRows(Rows rows, int64_t m, RandomStream random) {
  for (int64_t i = 0; i < m; ++i)
    std::swap(rows[i], rows[i + static_cast<int64_t>(random.below(rows.size() - i))]);
  rows.resize(m);
  return rows;
}

/// The values of some rows of a row-major table, in the order of `rows`: rows.size() x dimensions.
inline std::vector<float> valuesOfRows(std::span<const float> values, int64_t dimensions, const Rows& rows) {
  std::vector<float> result;
  result.reserve(rows.size() * static_cast<size_t>(dimensions));
  for (const int64_t row : rows) {
    const auto first = values.begin() + row * dimensions;
    result.insert(result.end(), first, first + dimensions);
  }
  return result;
}

}  // namespace adapsne
