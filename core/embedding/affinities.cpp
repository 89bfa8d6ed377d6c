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
template <int kLanes>
ADAPSNE_INLINE double sumOfLogsBy(const double* values, int64_t count) {
  constexpr double kSmallest = 1e-37;  // Below, a float would lose its digits; there p ln p is nothing.
  double total = 0;
  for (int64_t e = 0; e < count; e += kLanes) {
    typename LanesOf<kLanes>::Floats p;
    for (int64_t l = 0; l < kLanes; ++l)
      p[l] = e + l < count && values[e + l] > kSmallest ? static_cast<float>(values[e + l]) : 1.0f;
    total += sumOf(p * logOfPositive(p));
  }
  return total;
}

ADAPSNE_BY_WIDTH(double sumOfLogs(const double* values, int64_t count), sumOfLogsBy, values, count)

/// Where the entries i -> j of a graph stand when they are sorted by j, then by i. A counting sort in
/// parallel: the entries of each block of rows are counted apart, so that every block knows where its own
/// belong.
class Transposition {
 public:
  Transposition(const NeighborGraph& graph, RunControl& control) : points_(graph.points), k_(graph.k) {
    const int64_t blocks = std::clamp<int64_t>(points_ / 4096, 1, 8);
    first_.resize(blocks);
    parallelFor(control, blocks, 1, [&](int64_t block, int64_t) {
      first_[block].assign(points_, 0);
      forRows(block, control, [&](int64_t i) {
        for (const int32_t j : graph.neighbors(i)) ++first_[block][j];
      });
    });
    start_.resize(points_ + 1);
    int64_t total = 0;
    for (int64_t j = 0; j < points_; ++j) {
      start_[j] = total;
      for (auto& of : first_) total += std::exchange(of[j], total);
    }
    start_[points_] = total;
  }

  /// The entries to point j have the slots start(j) .. start(j + 1) - 1.
  int64_t start(int64_t j) const { return start_[j]; }

  /// Calls emit(slot, i, q) for the entry q of each row i; columns(i) are the row's k neighbours in any
  /// order.
  template <typename Columns, typename Emit>
  void run(RunControl& control, const Columns& columns, const Emit& emit) const {
    parallelFor(control, std::ssize(first_), 1, [&](int64_t block, int64_t) {
      std::vector<int64_t> next = first_[block];
      forRows(block, control, [&](int64_t i) {
        const int32_t* column = columns(i);
        for (int64_t q = 0; q < k_; ++q) emit(next[column[q]]++, i, q);
      });
    });
  }

 private:
  template <typename Body>
  void forRows(int64_t block, const RunControl& control, const Body& body) const {
    const int64_t blocks = std::ssize(first_);
    for (int64_t i = points_ * block / blocks; i < points_ * (block + 1) / blocks; ++i) {
      if (i % 1024 == 0 && control.cancelRequested()) throw Cancelled{};
      body(i);
    }
  }

  int64_t points_, k_;
  std::vector<std::vector<int64_t>>
      first_;                   ///< blocks x N: the slot of the block's first entry to each point
  std::vector<int64_t> start_;  ///< N + 1
};

/// Sets the rows' lengths: a row holds its own neighbours, and those `from` that have it as theirs and are
/// not among them.
void countRows(const NeighborGraph& graph, const Transposition& incoming, const std::vector<int32_t>& from,
               Affinities& result, RunControl& control) {
  constexpr int64_t kRows = 4096;  // A chunk marks neighbours in N places of its own.
  result.rowStart.assign(graph.points + 1, 0);
  parallelFor(control, graph.points, kRows, [&](int64_t begin, int64_t end) {
    std::vector<int32_t> neighborOf(graph.points, -1);
    for (int64_t i = begin; i < end; ++i) {
      for (const int32_t j : graph.neighbors(i)) neighborOf[j] = static_cast<int32_t>(i);
      int64_t count = graph.k;
      for (int64_t b = incoming.start(i); b < incoming.start(i + 1); ++b) count += neighborOf[from[b]] != i;
      result.rowStart[i + 1] = count;
    }
  });
  for (int64_t i = 0; i < graph.points; ++i) result.rowStart[i + 1] += result.rowStart[i];
}

/// Puts p(j|i), ascending by column, into the last k places of each row.
void placeConditional(const NeighborGraph& graph, const SigmaResult& sigma, const SearchOptions& options,
                      Affinities& result, RunControl& control) {
  const int64_t k = graph.k;
  parallelFor(control, graph.points, 64, [&](int64_t begin, int64_t end) {
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
      const int64_t own = result.rowStart[i + 1] - k;
      for (int64_t q = 0; q < k; ++q) {
        result.column[own + q] = static_cast<int32_t>(keys[q] >> 32);
        result.value[own + q] = byDistance[keys[q] & 0xffffffff];
      }
    }
  });
}

}  // namespace

// P takes 12 bytes an entry, and there is little room beside it: each row's own conditional probabilities
// wait at the row's end and are merged in place with the incoming ones.
std::shared_ptr<const Affinities> symmetrize(const NeighborGraph& graph, const SigmaResult& sigma,
                                             const SearchOptions& options, RunControl& control) {
  const int64_t n = graph.points, k = graph.k;
  const Transposition incoming(graph, control);
  std::vector<int32_t> from;  // by slot: i of p(j|i)
  growTo(from, n * k, control);
  incoming.run(
      control, [&](int64_t i) { return graph.neighbors(i).data(); },
      [&](int64_t slot, int64_t i, int64_t) { from[slot] = static_cast<int32_t>(i); });

  auto result = std::make_shared<Affinities>();
  result->points = n;
  countRows(graph, incoming, from, *result, control);
  growTo(result->column, result->rowStart[n], control);
  growTo(result->value, result->rowStart[n], control);
  placeConditional(graph, sigma, options, *result, control);
  std::vector<double> incomingValue;
  growTo(incomingValue, n * k, control);
  const auto ownOf = [&](int64_t i) { return result->rowStart[i + 1] - k; };
  incoming.run(
      control, [&](int64_t i) { return result->column.data() + ownOf(i); },
      [&](int64_t slot, int64_t i, int64_t q) { incomingValue[slot] = result->value[ownOf(i) + q]; });

  const double scale = 1.0 / (2.0 * static_cast<double>(n));
  std::vector<double> sums((n + 255) / 256);
  result->sumOfLogs = orderedSum(control, n, 256, [&](int64_t begin, int64_t end) {
    double logs = 0, sum = 0;
    for (int64_t i = begin; i < end; ++i) {
      const int64_t first = result->rowStart[i], aEnd = result->rowStart[i + 1], bEnd = incoming.start(i + 1);
      int64_t slot = first, a = ownOf(i), b = incoming.start(i);
      // Never overtakes what is still to be read: between slot and a lie as many places as incoming ones are
      // left that are not among the row's own.
      for (; a < aEnd || b < bEnd; ++slot) {
        const bool takeOut = b == bEnd || (a < aEnd && result->column[a] <= from[b]);
        const bool takeIn = a == aEnd || (b < bEnd && from[b] <= result->column[a]);
        // Addition commutes exactly, so p_ij and p_ji come out the same, bit for bit.
        const double value = (takeOut ? result->value[a] : 0) + (takeIn ? incomingValue[b] : 0);
        result->column[slot] = takeOut ? result->column[a] : from[b];
        sum += result->value[slot] = value * scale;
        a += takeOut;
        b += takeIn;
      }
      logs += sumOfLogs(result->value.data() + first, slot - first);
    }
    sums[begin / 256] = sum;
    return logs;
  });
  for (const double sum : sums) result->sum += sum;
  return result;
}

}  // namespace adapsne
