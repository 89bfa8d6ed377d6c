// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/affinities.h"

#include "core/support/parallel.h"

namespace adapsne {
namespace {

/// Weighted lists, one a point: start[i] .. start[i + 1] of `other` (ascending) and `value`.
struct Lists {
  std::vector<int64_t> start;
  std::vector<int32_t> other;
  std::vector<double> value;
};

/// The lists by target of entries (from, target, value) that `generate` emits by ascending `from`.
template <typename Generate>
Lists transpose(int64_t n, RunControl& control, const Generate& generate) {
  Lists lists;
  lists.start.assign(n + 1, 0);
  generate([&](int64_t, int32_t target, double) { ++lists.start[target + 1]; });
  for (int64_t i = 0; i < n; ++i) lists.start[i + 1] += lists.start[i];
  lists.other.resize(lists.start[n]);
  lists.value.resize(lists.start[n]);
  std::vector<int64_t> next(lists.start.begin(), lists.start.end() - 1);
  int64_t last = -1;
  generate([&](int64_t from, int32_t target, double value) {
    if (from != last && (from & 63) == 0) control.checkpoint();
    last = from;
    const int64_t slot = next[target]++;
    lists.other[slot] = static_cast<int32_t>(from);
    lists.value[slot] = value;
  });
  return lists;
}

}  // namespace

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

  // Two counting sorts instead of sorting rows: the transpose lists, for each j, who names it (ascending);
  // the transpose of that lists, for each i, whom it names (ascending).
  const Lists incoming = transpose(n, control, [&](auto&& emit) {
    for (int64_t i = 0; i < n; ++i)
      for (int64_t e = i * k; e < (i + 1) * k; ++e) emit(i, graph.index[e], conditional[e]);
  });
  const Lists outgoing = transpose(n, control, [&](auto&& emit) {
    for (int64_t j = 0; j < n; ++j)
      for (int64_t e = incoming.start[j]; e < incoming.start[j + 1]; ++e)
        emit(j, incoming.other[e], incoming.value[e]);
  });
  const auto merge = [&](int64_t i, auto&& emit) {
    int64_t a = outgoing.start[i], b = incoming.start[i];
    const int64_t aEnd = outgoing.start[i + 1], bEnd = incoming.start[i + 1];
    while (a < aEnd || b < bEnd) {
      const bool takeOut = b == bEnd || (a < aEnd && outgoing.other[a] <= incoming.other[b]);
      const bool takeIn = a == aEnd || (b < bEnd && incoming.other[b] <= outgoing.other[a]);
      // Addition commutes exactly, so p_ij and p_ji come out the same, bit for bit.
      emit(takeOut ? outgoing.other[a] : incoming.other[b],
           (takeOut ? outgoing.value[a] : 0) + (takeIn ? incoming.value[b] : 0));
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
