// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/affinities.h"

#include <algorithm>

#include "core/support/parallel.h"

namespace adapsne {

std::shared_ptr<const Affinities> symmetrize(const NeighborGraph& graph, const SigmaResult& sigma,
                                             const SearchOptions& options, RunControl& control) {
  const int64_t n = graph.points, k = graph.k;
  std::vector<double> conditional(n * k);
  parallelFor(control, n, 16, [&](int64_t begin, int64_t end) {
    const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
    const double largest = graph.largestSquaredDistance > 0 ? graph.largestSquaredDistance : 1;
    for (int64_t i = begin; i < end; ++i) {
      evaluator->load(graph.distances(i), largest);
      evaluator->conditional(sigma.chosenU[i], {conditional.data() + i * k, static_cast<size_t>(k)});
    }
  });

  // Who names i as a neighbour, by a counting sort over the target rows: sources come out ascending.
  std::vector<int64_t> incomingStart(n + 1, 0);
  for (int32_t j : graph.index) ++incomingStart[j + 1];
  for (int64_t i = 0; i < n; ++i) incomingStart[i + 1] += incomingStart[i];
  std::vector<int32_t> source(n * k);
  std::vector<double> incoming(n * k);
  {
    std::vector<int64_t> next(incomingStart.begin(), incomingStart.end() - 1);
    for (int64_t i = 0; i < n; ++i) {
      if (i % 1024 == 0) control.checkpoint();
      for (int64_t e = i * k; e < (i + 1) * k; ++e) {
        const int64_t slot = next[graph.index[e]]++;
        source[slot] = static_cast<int32_t>(i);
        incoming[slot] = conditional[e];
      }
    }
  }

  struct Entry {
    int32_t column;
    double value;
  };
  const auto outgoingOf = [&](int64_t i) {
    std::vector<Entry> row(k);
    for (int64_t e = 0; e < k; ++e) row[e] = {graph.index[i * k + e], conditional[i * k + e]};
    std::sort(row.begin(), row.end(), [](const Entry& a, const Entry& b) { return a.column < b.column; });
    return row;
  };
  /// Merges outgoing and incoming of a row in column order.
  const auto merge = [&](int64_t i, auto&& emit) {
    const std::vector<Entry> out = outgoingOf(i);
    size_t a = 0;
    int64_t b = incomingStart[i];
    const int64_t bEnd = incomingStart[i + 1];
    while (a < out.size() || b < bEnd) {
      const bool takeOut = b == bEnd || (a < out.size() && out[a].column <= source[b]);
      const bool takeIn = a == out.size() || (b < bEnd && source[b] <= out[a].column);
      const int32_t column = takeOut ? out[a].column : source[b];
      // The smaller row's share first, so that p_ij and p_ji are the same sum, bit for bit.
      const double own = takeOut ? out[a].value : 0, other = takeIn ? incoming[b] : 0;
      emit(column, i < column ? own + other : other + own);
      a += takeOut;
      b += takeIn;
    }
  };

  auto result = std::make_shared<Affinities>();
  result->points = n;
  result->rowStart.assign(n + 1, 0);
  parallelFor(control, n, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) merge(i, [&](int32_t, double) { ++result->rowStart[i + 1]; });
  });
  for (int64_t i = 0; i < n; ++i) result->rowStart[i + 1] += result->rowStart[i];
  result->column.resize(result->rowStart[n]);
  result->value.resize(result->rowStart[n]);
  const double scale = 1.0 / (2.0 * static_cast<double>(n));
  parallelFor(control, n, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t slot = result->rowStart[i];
      merge(i, [&](int32_t column, double value) {
        result->column[slot] = column;
        result->value[slot++] = value * scale;
      });
    }
  });
  return result;
}

}  // namespace adapsne
