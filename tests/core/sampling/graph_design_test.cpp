// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/graph_design.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

Rows allRows(int64_t n) {
  Rows rows(n);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

/// C = K (I - K_S'(K_SS + I)^-1 K_S) from scratch for every candidate: its trace is what is to fall.
std::vector<int64_t> plainDesign(const RidgeDesign& design, int64_t m, std::vector<int64_t> taken) {
  const int64_t n = design.rows, given = std::ssize(taken);
  std::vector<double> kernel(n * n, 0);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      for (int64_t d = 0; d < design.columns; ++d)
        kernel[i * n + j] += static_cast<double>(design.row(i)[d]) * design.row(j)[d];
  const auto variance = [&](const std::vector<int64_t>& rows) {
    std::vector<double> c = kernel;
    for (const int64_t j : rows) {
      const std::vector<double> column(c.begin() + j * n, c.begin() + (j + 1) * n);
      for (int64_t i = 0; i < n; ++i)
        for (int64_t k = 0; k < n; ++k) c[i * n + k] -= column[i] * column[k] / (column[j] + 1);
    }
    double trace = 0;
    for (int64_t i = 0; i < n; ++i) trace += c[i * n + i];
    return trace;
  };
  while (std::ssize(taken) < m + given) {
    double least = 1e300;
    int64_t best = -1;
    for (int64_t j = 0; j < n; ++j) {
      if (std::find(taken.begin(), taken.end(), j) != taken.end()) continue;
      taken.push_back(j);
      const double left = variance(taken);
      taken.pop_back();
      if (left < least - 1e-9) least = left, best = j;
    }
    taken.push_back(best);
  }
  taken.erase(taken.begin(), taken.begin() + given);
  return taken;
}

TEST(GraphDesign, TakesWhatAPlainGreedyTakes) {
  const Features f = test::clusteredFeatures(60, 4, 3);
  RunControl control(1);
  const auto design = graphDesign(f, allRows(60), control);
  EXPECT_EQ(chooseByDesign(*design, 8, {}, {}, control), plainDesign(*design, 8, {}));
  EXPECT_EQ(chooseByDesign(*design, 6, {1, 7}, {}, control), plainDesign(*design, 6, {1, 7}));
}

TEST(GraphDesign, FindsTheParts) {
  // Three clusters far apart: one of each before a second of any.
  const Features f = test::clusteredFeatures(90, 4, 5);
  RunControl control(1);
  const auto design = graphDesign(f, allRows(90), control);
  std::vector<int64_t> taken = chooseByDesign(*design, 3, {}, {}, control);
  for (int64_t& row : taken) row %= 3;
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(taken, (std::vector<int64_t>{0, 1, 2}));
}

}  // namespace
}  // namespace adapsne
