// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/assessed_rows.h"

#include <algorithm>
#include <numeric>

#include "core/sampling/row_list.h"

namespace adapsne {

std::vector<int64_t> assessedRows(int64_t points) {
  std::vector<int64_t> rows(points);
  std::iota(rows.begin(), rows.end(), 0);
  if (points <= kExactAssessment) return rows;
  rows = drawRows(std::move(rows), kSampledAssessment, RandomStream(0x7472757374));
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace adapsne
