// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sparse_points.h"

#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/dataset/missing_values.h"
#include "core/support/error.h"
#include "core/support/memory.h"

namespace adapsne {
namespace {

bool isComplete(const SparseRows& matrix, int64_t row) {
  for (auto k = static_cast<size_t>(matrix.begins[static_cast<size_t>(row)]);
       k < static_cast<size_t>(matrix.begins[static_cast<size_t>(row) + 1]); ++k)
    if (!std::isfinite(matrix.value[k])) return false;
  return true;
}

/// The rows that are wanted, all of them where there is nothing.
std::optional<std::vector<int64_t>> chooseRows(const SparseRows& matrix, const DatasetOptions& options,
                                               const RowChoice& choice, const std::string& shownAs,
                                               Dataset& dataset) {
  const int64_t points = matrix.rows();
  if (options.missing != MissingPolicy::Drop) {
    if (!choice) return std::nullopt;
    std::vector<int64_t> rows = choice(points);
    if (static_cast<int64_t>(rows.size()) == points) return std::nullopt;
    return rows;
  }
  std::vector<int64_t> complete, rows;
  for (int64_t i = 0; i < points; ++i)
    if (isComplete(matrix, i)) complete.push_back(i);
  if (complete.empty()) refuseToDropAll(shownAs);
  const auto count = static_cast<int64_t>(complete.size());
  if (count < points) dataset.warnings.push_back(droppedText(points - count, points));
  if (!choice) {
    rows = std::move(complete);
  } else {
    for (const int64_t k : choice(count)) rows.push_back(complete[static_cast<size_t>(k)]);
  }
  if (static_cast<int64_t>(rows.size()) == points) return std::nullopt;
  return rows;
}

/// Throws Error for a value that is not finite.
void requireComplete(const SparseRows& matrix, const std::optional<std::vector<int64_t>>& rows,
                     const std::string& shownAs) {
  int64_t count = 0, row = -1, column = -1;
  for (int64_t i = 0; i < matrix.rows(); ++i)
    for (auto k = static_cast<size_t>(matrix.begins[static_cast<size_t>(i)]);
         k < static_cast<size_t>(matrix.begins[static_cast<size_t>(i) + 1]); ++k) {
      if (std::isfinite(matrix.value[k])) continue;
      if (count++ == 0) {
        row = rows ? (*rows)[static_cast<size_t>(i)] : i;
        column = matrix.column[k] + 1;
      }
    }
  if (count > 0)
    throw Error(shownAs,
                std::to_string(count) + (count == 1 ? " value is" : " values are") +
                    " missing or not finite, the first in row " + std::to_string(row) +
                    " (counted from 0), column " + std::to_string(column) + ".",
                "Leave such rows out with --missing drop or fill in the column's mean with --missing mean.");
}

/// Puts the mean of its column, zeros included, in the place of each value that is not finite.
void fillMeans(SparseRows& matrix, Dataset& dataset) {
  struct Column {
    double sum = 0;
    int64_t missing = 0;
  };
  std::unordered_map<int32_t, Column> columns;
  int64_t count = 0;
  for (size_t k = 0; k < matrix.value.size(); ++k)
    if (!std::isfinite(matrix.value[k])) {
      ++columns[matrix.column[k]].missing;
      ++count;
    }
  if (count == 0) return;
  for (size_t k = 0; k < matrix.value.size(); ++k)
    if (const auto found = columns.find(matrix.column[k]);
        found != columns.end() && std::isfinite(matrix.value[k]))
      found->second.sum += matrix.value[k];
  for (size_t k = 0; k < matrix.value.size(); ++k)
    if (!std::isfinite(matrix.value[k])) {
      const Column& column = columns[matrix.column[k]];
      const auto finite = static_cast<double>(matrix.rows() - column.missing);
      matrix.value[k] = finite > 0 ? static_cast<float>(column.sum / finite) : 0.0f;
    }
  dataset.warnings.push_back(std::to_string(count) + (count == 1 ? " value was" : " values were") +
                             " missing or not finite, replaced by the mean of the column.");
}

}  // namespace

ChosenPoints sparsePoints(const SparseRows& matrix, const DatasetOptions& options, const RowChoice& choice,
                          const std::string& shownAs, RunControl& control) {
  if (matrix.rows() == 0 || matrix.columns == 0)
    throw Error(shownAs, matrix.rows() == 0 ? "holds no points." : "holds no features.",
                "Check that it is the right file.");
  ChosenPoints chosen;
  chosen.of = matrix.rows();
  Dataset& dataset = chosen.dataset;
  const bool small = isSmallWithZeros(matrix.rows(), matrix.columns, matrix.value.size());
  std::optional<std::vector<int64_t>> rows;
  // Of all rows of full features, those with missing values are dropped as those of any other format are.
  if (choice || !small) rows = chooseRows(matrix, options, choice, shownAs, dataset);
  control.checkpoint();
  dataset.points = rows ? static_cast<int64_t>(rows->size()) : chosen.of;
  dataset.dimensions = matrix.columns;
  if (rows) dataset.sourceRows = *rows;
  SparseRows part = rows ? rowsOf(matrix, *rows) : matrix;
  if (small) {
    requireMemory(static_cast<uint64_t>(part.rows()) * static_cast<uint64_t>(part.columns) * sizeof(float),
                  shownAs, "Take a part of the data, for example with --points 5000.");
    dataset.features = withZeros(part, control);
    return chosen;
  }
  if (options.missing == MissingPolicy::Refuse) requireComplete(part, rows, shownAs);
  if (options.missing == MissingPolicy::Mean) fillMeans(part, dataset);
  chosen.sparse = std::move(part);
  return chosen;
}

Dataset withFeatures(ChosenPoints chosen) {
  if (chosen.sparse)
    throw Error(chosen.dataset.source,
                "is a sparse matrix of " + std::to_string(chosen.sparse->rows()) + " x " +
                    std::to_string(chosen.sparse->columns) + ", too large with all its zeros.",
                "Reduce its columns, for example with a truncated SVD.");
  return std::move(chosen.dataset);
}

}  // namespace adapsne
