// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/nearest_name.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace adapsne {

std::string nearestName(const std::string& text, const std::vector<std::string>& candidates) {
  std::string best;
  size_t smallest = SIZE_MAX;
  for (const std::string& name : candidates) {
    // Levenshtein, one row at a time.
    std::vector<size_t> row(name.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 1; i <= text.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j <= name.size(); ++j) {
        const size_t substituted = diagonal + (text[i - 1] != name[j - 1]);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
      }
    }
    if (row.back() < smallest) {
      smallest = row.back();
      best = name;
    }
  }
  return best;
}

}  // namespace adapsne
