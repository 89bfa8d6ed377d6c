// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/sparse_features.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/features/randomized_svd.h"
#include "core/support/error.h"
#include "core/support/memory.h"

namespace adapsne {
namespace {

/// Keeps the columns that hold anything: of a shape of 2^31 columns no memory is taken for the others.
SparseRows withUsedColumns(SparseRows matrix) {
  std::vector<int32_t> used;
  for (size_t k = 0; k < matrix.column.size(); ++k)
    if (matrix.value[k] != 0) used.push_back(matrix.column[k]);
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  SparseRows result;
  result.columns = static_cast<int64_t>(used.size());
  result.begins.reserve(matrix.begins.size());
  for (size_t i = 0; i + 1 < matrix.begins.size(); ++i) {
    for (auto k = static_cast<size_t>(matrix.begins[i]); k < static_cast<size_t>(matrix.begins[i + 1]); ++k) {
      if (matrix.value[k] == 0) continue;
      const auto place = std::lower_bound(used.begin(), used.end(), matrix.column[k]);
      result.column.push_back(static_cast<int32_t>(place - used.begin()));
      result.value.push_back(matrix.value[k]);
    }
    result.begins.push_back(static_cast<int64_t>(result.value.size()));
  }
  return result;
}

/// The sum of all squares; entries of one place are taken together.
double sumOfSquares(const SparseRows& matrix) {
  double sum = 0;
  std::vector<std::pair<int32_t, double>> row;
  for (size_t i = 0; i + 1 < matrix.begins.size(); ++i) {
    row.clear();
    for (auto k = static_cast<size_t>(matrix.begins[i]); k < static_cast<size_t>(matrix.begins[i + 1]); ++k)
      row.emplace_back(matrix.column[k], matrix.value[k]);
    std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (size_t k = 0; k < row.size();) {
      double value = 0;
      const int32_t column = row[k].first;
      for (; k < row.size() && row[k].first == column; ++k) value += row[k].second;
      sum += value * value;
    }
  }
  return sum;
}

}  // namespace

Dataset datasetOfSparse(ChosenPoints chosen, const DatasetOptions& options, RunControl& control) {
  Dataset dataset = std::move(chosen.dataset);
  const int64_t columns = chosen.sparse->columns, entries = std::ssize(chosen.sparse->value);
  const SparseRows matrix = withUsedColumns(*std::move(chosen.sparse));
  control.checkpoint();
  // Four dense matrices of the range, and a lane of eight columns at a time on each thread.
  constexpr uint64_t kLanes = 8, kOversampling = 10, kRanges = 4;
  const auto rows = static_cast<uint64_t>(matrix.rows()), used = static_cast<uint64_t>(matrix.columns);
  const uint64_t width = static_cast<uint64_t>(options.textDimensions) + kOversampling;
  requireMemory(sizeof(double) * (kRanges * rows * width +
                                  static_cast<uint64_t>(control.threads()) * kLanes * (rows + used)),
                dataset.source, "Take a part of the data, for example with --points 5000.");
  RandomizedSvd svd = randomizedSvd(matrix, options.textDimensions, control);
  if (svd.components == 0)
    throw Error(dataset.source, "is a sparse matrix that holds nothing but zeros.",
                "Check that it is the right file.");
  dataset.dimensions = svd.components;
  dataset.features = std::move(svd.scores);
  dataset.sharedUnit = true;
  double kept = 0;
  for (const double s : svd.singular) kept += s * s;
  const double all = sumOfSquares(matrix);
  dataset.warnings.push_back(
      "A sparse matrix of " + std::to_string(matrix.rows()) + " x " + std::to_string(columns) + " with " +
      std::to_string(entries) + " entries: its columns are reduced to " + std::to_string(svd.components) +
      " dimensions by a truncated SVD, which keep " + std::to_string(std::lround(100 * kept / all)) +
      " % of the squares; --text-dimensions takes more or fewer.");
  return dataset;
}

}  // namespace adapsne
