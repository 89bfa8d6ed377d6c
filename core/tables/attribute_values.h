// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/source_column.h"

namespace adapsne {

/// What a column that is no feature holds, so that its points can be told apart.
struct AttributeValues {
  /// Numbers and dates that are few are categories.
  enum class Kind { Number, Date, Category };
  static constexpr int32_t kOther = -1, kMissing = -2;
  struct Category {
    std::string name;
    int64_t count = 0;
    bool operator==(const Category&) const = default;
  };

  Kind kind = Kind::Category;
  std::vector<double> numbers;       ///< N, NaN where missing; dates as seconds since 1970, UTC. Or empty.
  std::vector<Category> categories;  ///< Numbers and dates ascending, texts the most frequent first.
  std::vector<int32_t> category;     ///< N: an index, kOther or kMissing. Empty of numbers and dates.
  int64_t other = 0, missing = 0;    ///< Points of no category that is listed, and without a value.
};
/// At most `most` categories, at least 1: further texts are `other`. Cells that are empty or say that a value
/// is missing (MissingWords) have none.
AttributeValues valuesOf(const Attribute& attribute, size_t most);

/// "2024-01-31", with the time of day where it is not midnight: seconds since 1970, UTC, as parseDate() reads
/// it. Empty for what is no time.
std::string dateText(double seconds);

}  // namespace adapsne
