// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/graph_design.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/features/leading_eigenvectors.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/sampling/subset_ridge.h"
#include "core/sampling/unit_rows.h"

namespace adapsne {
namespace {

constexpr int64_t kNeighbors = 10, kVectors = 200;
constexpr double kFloor = 0.02;  // Of a Laplacian eigenvalue: what a vector that does not change costs.

/// D^-1/2 W D^-1/2 and the roots of the degrees, at unit length: its trivial eigenvector.
struct NormalizedGraph {
  SparseRows adjacency;
  std::vector<double> trivial;
};

NormalizedGraph normalizedGraph(const NeighborGraph& graph, RunControl& control) {
  const int64_t n = graph.points;
  std::vector<std::vector<int32_t>> joined(n);
  for (int64_t i = 0; i < n; ++i) {
    if (i % 4096 == 0) control.checkpoint();
    for (const int32_t j : graph.neighbors(i)) {
      joined[i].push_back(j);
      joined[j].push_back(static_cast<int32_t>(i));
    }
  }
  NormalizedGraph result;
  double edges = 0;
  for (std::vector<int32_t>& ends : joined) {
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    edges += static_cast<double>(ends.size());
  }
  SparseRows& s = result.adjacency;
  s.columns = n;
  for (const std::vector<int32_t>& ends : joined) {
    const auto degree = static_cast<double>(ends.size());
    result.trivial.push_back(std::sqrt(degree / edges));
    for (const int32_t j : ends) {
      s.column.push_back(j);
      s.value.push_back(static_cast<float>(1 / std::sqrt(degree * static_cast<double>(joined[j].size()))));
    }
    s.begins.push_back(std::ssize(s.column));
  }
  return result;
}

}  // namespace

std::shared_ptr<const RidgeDesign> graphDesign(const Features& features, const Rows& rows,
                                               RunControl& control) {
  const int64_t n = std::ssize(rows);
  Eigenpairs pairs;
  if (n > 1) {
    Features unit;
    unit.points = n;
    unit.dimensions = features.dimensions;
    unit.values = unitRows(features, rows, control);
    const auto graph = exactNeighbors(unit, static_cast<int>(std::min(kNeighbors, n - 1)), control);
    const NormalizedGraph normalized = normalizedGraph(*graph, control);
    pairs = leadingEigenvectors(normalized.adjacency, kVectors, normalized.trivial, control);
  }
  const int64_t columns = RidgeDesign::columnsFor(pairs.count);
  std::vector<float> values(n * columns, 0);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t k = 0; k < pairs.count; ++k)
      values[i * columns + k] = static_cast<float>(pairs.vectors[i * pairs.count + k] /
                                                   std::sqrt(std::max(0.0, 1 - pairs.values[k]) + kFloor));
  return designOf(std::move(values), n, pairs.count, control);
}

std::vector<int64_t> chooseByDesign(const RidgeDesign& design, int64_t m, const std::vector<int64_t>& given,
                                    const std::function<void(double)>& progress, RunControl& control) {
  SubsetRidge ridge(design, {}, 0, control);
  std::vector<bool> isTaken(design.rows, false);
  const int64_t steps = m + std::ssize(given);
  int64_t done = 0;
  const auto take = [&](int64_t i) {
    isTaken[i] = true;
    if (++done < steps) ridge.add(i, control);  // Nobody asks for what the last one changes.
    if (progress) progress(static_cast<double>(done) / static_cast<double>(steps));
  };
  for (const int64_t place : given) take(place);
  std::vector<int64_t> taken;
  const auto score = [&](int64_t i) {
    return isTaken[i] ? -std::numeric_limits<double>::infinity() : ridge.varianceFall(i);
  };
  while (std::ssize(taken) < m) {
    taken.push_back(bestRow(design.rows, score, control));
    take(taken.back());
  }
  return taken;
}

}  // namespace adapsne
