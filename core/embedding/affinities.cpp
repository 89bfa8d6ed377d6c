// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/affinities.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"
#include "core/support/vector_log.h"

namespace adapsne {
namespace {

/// Sum of p ln p; the logarithms in float32.
ADAPSNE_SIMD_CLONES
double sumOfLogs(const double* values, int64_t count) {
  constexpr double kSmallest = 1e-37;  // Below, a float would lose its digits; there p ln p is nothing.
  double total = 0;
  for (int64_t e = 0; e < count; e += kWideLanes) {
    FloatLanes p;
    for (int64_t l = 0; l < kWideLanes; ++l)
      p[l] = e + l < count && values[e + l] > kSmallest ? static_cast<float>(values[e + l]) : 1.0f;
    total += sumOf(p * logOfPositive(p));
  }
  return total;
}

/// p(j|i) as rows of k entries, ascending by column.
struct Conditional {
  int64_t points, k;
  std::vector<int32_t> column;
  std::vector<double> value;
};

/// The transpose: for each point j those i that have it among their neighbours, ascending.
struct Incoming {
  std::vector<int64_t> start;  ///< N + 1
  std::vector<int32_t> from;
  std::vector<double> value;
};

Conditional conditionalOf(const NeighborGraph& graph, const SigmaResult& sigma, const SearchOptions& options,
                          RunControl& control) {
  const int64_t n = graph.points, k = graph.k;
  Conditional rows{n, k, {}, {}};
  growTo(rows.column, n * k, control);
  growTo(rows.value, n * k, control);
  parallelFor(control, n, 64, [&](int64_t begin, int64_t end) {
    const auto evaluator = makeEvaluator(options.arithmetic, options.subtractNearest);
    const double largest = graph.largestSquaredDistance > 0 ? graph.largestSquaredDistance : 1;
    std::vector<double> byDistance(k);
    std::vector<uint64_t> keys(k);  // column, then its place in the row
    for (int64_t i = begin; i < end; ++i) {
      evaluator->load(graph.distances(i), largest);
      evaluator->conditional(sigma.chosenU[i], byDistance);
      for (int64_t q = 0; q < k; ++q)
        keys[q] = static_cast<uint64_t>(graph.index[i * k + q]) << 32 | static_cast<uint64_t>(q);
      std::sort(keys.begin(), keys.end());
      for (int64_t q = 0; q < k; ++q) {
        rows.column[i * k + q] = static_cast<int32_t>(keys[q] >> 32);
        rows.value[i * k + q] = byDistance[keys[q] & 0xffffffff];
      }
    }
  });
  return rows;
}

/// A counting sort in parallel: the entries of each block of rows are counted apart, so that every block
/// knows where its own belong.
Incoming transpose(const Conditional& rows, RunControl& control) {
  const int64_t n = rows.points, k = rows.k;
  const int64_t blocks = std::clamp<int64_t>(n / 4096, 1, 8);
  const auto firstRow = [&](int64_t block) { return n * block / blocks; };
  std::vector<std::vector<int64_t>> next(blocks);
  parallelFor(control, blocks, 1, [&](int64_t block, int64_t) {
    next[block].assign(n, 0);
    for (int64_t i = firstRow(block); i < firstRow(block + 1); ++i) {
      if (i % 1024 == 0 && control.cancelRequested()) throw Cancelled{};
      for (int64_t e = i * k; e < (i + 1) * k; ++e) ++next[block][rows.column[e]];
    }
  });
  Incoming incoming;
  incoming.start.resize(n + 1);
  int64_t total = 0;
  for (int64_t j = 0; j < n; ++j) {
    incoming.start[j] = total;
    for (auto& of : next) total += std::exchange(of[j], total);
  }
  incoming.start[n] = total;
  growTo(incoming.from, total, control);
  growTo(incoming.value, total, control);
  parallelFor(control, blocks, 1, [&](int64_t block, int64_t) {
    for (int64_t i = firstRow(block); i < firstRow(block + 1); ++i) {
      if (i % 1024 == 0 && control.cancelRequested()) throw Cancelled{};
      for (int64_t e = i * k; e < (i + 1) * k; ++e) {
        const int64_t slot = next[block][rows.column[e]]++;
        incoming.from[slot] = static_cast<int32_t>(i);
        incoming.value[slot] = rows.value[e];
      }
    }
  });
  return incoming;
}

}  // namespace

std::shared_ptr<const Affinities> symmetrize(const NeighborGraph& graph, const SigmaResult& sigma,
                                             const SearchOptions& options, RunControl& control) {
  const int64_t n = graph.points, k = graph.k;
  const Conditional rows = conditionalOf(graph, sigma, options, control);
  const Incoming incoming = transpose(rows, control);
  /// Both lists of row i, merged by column.
  const auto merge = [&](int64_t i, auto&& emit) {
    int64_t a = i * k, b = incoming.start[i];
    const int64_t aEnd = (i + 1) * k, bEnd = incoming.start[i + 1];
    while (a < aEnd || b < bEnd) {
      const bool takeOut = b == bEnd || (a < aEnd && rows.column[a] <= incoming.from[b]);
      const bool takeIn = a == aEnd || (b < bEnd && incoming.from[b] <= rows.column[a]);
      // Addition commutes exactly, so p_ij and p_ji come out the same, bit for bit.
      emit(takeOut ? rows.column[a] : incoming.from[b],
           (takeOut ? rows.value[a] : 0) + (takeIn ? incoming.value[b] : 0));
      a += takeOut;
      b += takeIn;
    }
  };

  auto result = std::make_shared<Affinities>();
  result->points = n;
  result->rowStart.assign(n + 1, 0);
  parallelFor(control, n, 256, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t count = 0;
      merge(i, [&](int32_t, double) { ++count; });
      result->rowStart[i + 1] = count;
    }
  });
  for (int64_t i = 0; i < n; ++i) result->rowStart[i + 1] += result->rowStart[i];
  growTo(result->column, result->rowStart[n], control);
  growTo(result->value, result->rowStart[n], control);
  const double scale = 1.0 / (2.0 * static_cast<double>(n));
  std::vector<double> sums((n + 255) / 256);
  result->sumOfLogs = orderedSum(control, n, 256, [&](int64_t begin, int64_t end) {
    double logs = 0, sum = 0;
    for (int64_t i = begin; i < end; ++i) {
      const int64_t first = result->rowStart[i];
      int64_t slot = first;
      merge(i, [&](int32_t column, double value) {
        result->column[slot] = column;
        sum += result->value[slot++] = value * scale;
      });
      logs += sumOfLogs(result->value.data() + first, slot - first);
    }
    sums[begin / 256] = sum;
    return logs;
  });
  for (const double sum : sums) result->sum += sum;
  return result;
}

}  // namespace adapsne
