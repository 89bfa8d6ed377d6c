// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/missing_values.h"

#include <cmath>
#include <utility>
#include <vector>

namespace adapsne {
namespace {

constexpr int64_t kValuesBetweenCheckpoints = 1 << 20;

struct MissingCount {
  int64_t nan = 0, infinite = 0;
  int64_t first = -1;  ///< Index into features.
  std::vector<int64_t> completeRows;
  int64_t total() const { return nan + infinite; }
};

std::string columnName(const Dataset& dataset, int64_t column) {
  std::string text = "column " + std::to_string(dataset.sourceColumn(column));
  if (!dataset.featureNames.empty()) text += " (" + dataset.featureNames[column] + ")";
  return text;
}

MissingCount countMissing(const Dataset& dataset, RunControl& control) {
  MissingCount count;
  if (dataset.features.keptAsBytes()) return count;
  std::vector<float> scratch;
  int64_t sinceCheckpoint = 0;
  for (int64_t i = 0; i < dataset.points; ++i) {
    sinceCheckpoint += dataset.dimensions;
    if (sinceCheckpoint > kValuesBetweenCheckpoints) {
      control.checkpoint();
      sinceCheckpoint = 0;
    }
    const int64_t before = count.total();
    const auto row = dataset.row(i, scratch);
    for (int64_t d = 0; d < dataset.dimensions; ++d) {
      if (std::isfinite(row[d])) continue;
      if (count.first < 0) count.first = i * dataset.dimensions + d;
      ++(std::isnan(row[d]) ? count.nan : count.infinite);
    }
    if (count.total() == before) count.completeRows.push_back(i);
  }
  return count;
}

std::string countText(const MissingCount& count) {
  const std::string values = count.total() == 1 ? " value is" : " values are";
  return std::to_string(count.total()) + values + " missing or not finite (" + std::to_string(count.nan) +
         " NaN or empty, " + std::to_string(count.infinite) + " infinite)";
}

[[noreturn]] void refuse(const Dataset& dataset, const MissingCount& count) {
  throw Error(dataset.source,
              countText(count) + ", the first in " + placeText(dataset, count.first / dataset.dimensions) +
                  ", " + columnName(dataset, count.first % dataset.dimensions) + ".",
              "Leave such rows out with --missing drop or fill in the column's mean with --missing mean.");
}

Dataset dropRows(const Dataset& dataset, const MissingCount& count) {
  if (count.completeRows.empty()) refuseToDropAll(dataset.source);
  Dataset complete = selectRows(dataset, count.completeRows);
  complete.warnings.push_back(droppedText(dataset.points - complete.points, dataset.points));
  return complete;
}

Dataset fillMeans(Dataset dataset, const MissingCount& count, RunControl& control) {
  std::vector<double> sums(dataset.dimensions);
  std::vector<int64_t> finite(dataset.dimensions);
  std::vector<float> values = std::move(dataset.features).floats();
  for (int64_t i = 0; i < dataset.points; ++i) {
    if (i % 1024 == 0) control.checkpoint();
    const float* row = values.data() + i * dataset.dimensions;
    for (int64_t d = 0; d < dataset.dimensions; ++d)
      if (std::isfinite(row[d])) {
        sums[d] += row[d];
        ++finite[d];
      }
  }
  for (int64_t d = 0; d < dataset.dimensions; ++d)
    if (finite[d] == 0)
      throw Error(dataset.source, columnName(dataset, d) + " holds no finite value, so it has no mean.",
                  "Remove that column.");
  for (int64_t i = 0; i < dataset.points; ++i) {
    if (i % 1024 == 0) control.checkpoint();
    float* row = values.data() + i * dataset.dimensions;
    for (int64_t d = 0; d < dataset.dimensions; ++d)
      if (!std::isfinite(row[d])) row[d] = static_cast<float>(sums[d] / static_cast<double>(finite[d]));
  }
  dataset.features = std::move(values);
  dataset.warnings.push_back(countText(count) + " and were replaced by the mean of their column.");
  return dataset;
}

}  // namespace

std::string droppedText(int64_t dropped, int64_t of) {
  return std::to_string(dropped) + " of " + std::to_string(of) +
         " rows were left out because values were missing or not finite.";
}

void refuseToDropAll(const std::string& source) {
  throw Error(source, "every row has missing values: none is left after dropping them.",
              "Fill in the column's mean with --missing mean.");
}

Dataset resolveMissing(Dataset dataset, MissingPolicy policy, RunControl& control) {
  const MissingCount count = countMissing(dataset, control);
  if (count.total() == 0) return dataset;
  switch (policy) {
    case MissingPolicy::Refuse:
      refuse(dataset, count);
    case MissingPolicy::Drop:
      return dropRows(dataset, count);
    case MissingPolicy::Mean:
      break;
  }
  return fillMeans(std::move(dataset), count, control);
}

}  // namespace adapsne
