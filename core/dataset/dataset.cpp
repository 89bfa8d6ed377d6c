// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include <algorithm>
#include <cmath>

#include "core/support/hash.h"

namespace adapsne {

float whiteLevel(const FeatureValues& values) {
  float maximum = 0;
  values.forEachBlock([&](std::span<const float> block) {
    float highest = 0;
    for (float value : block)
      if (std::isfinite(value)) highest = std::max(highest, value);
    maximum = std::max(maximum, highest);
  });
  for (float level : {1.0f, 16.0f, 255.0f})
    if (maximum <= level) return level;
  return maximum;
}

std::string contentHash(const Dataset& dataset) {
  Hasher hasher;
  hasher.value(dataset.points).value(dataset.dimensions);
  // Images and columns of one unit are scaled differently from tables, so they are different content.
  hasher.value(dataset.image.height).value(dataset.image.width).value(dataset.image.channels);
  if (dataset.sharedUnit) hasher.value(dataset.sharedUnit);
  // The white scales patches and gradients. In bytes of its own length, so that it stands for nothing else.
  if (!dataset.image.empty() && dataset.imageMaximum != whiteLevel(dataset.features))
    hasher.text("white").value(dataset.imageMaximum);
  dataset.features.forEachBlock(
      [&](std::span<const float> block) { hasher.bytes(block.data(), block.size_bytes()); });
  hasher.value(dataset.hasLabels());
  hasher.bytes(dataset.labels.data(), dataset.labels.size() * sizeof(int32_t));
  return hasher.digest();
}

std::string placeText(const Dataset& dataset, int64_t row) {
  const std::string text = "row " + std::to_string(dataset.sourceRow(row)) + " (counted from 0)";
  return dataset.sourceLines.empty() ? text : text + ", line " + std::to_string(dataset.sourceLines[row]);
}

std::vector<int64_t> sourceRowsOf(const Dataset& dataset, const std::vector<int64_t>& rows) {
  std::vector<int64_t> result;
  result.reserve(rows.size());
  for (const int64_t row : rows) result.push_back(dataset.sourceRow(row));
  return result;
}

Dataset selectRows(const Dataset& dataset, const std::vector<int64_t>& rows) {
  Dataset part;
  static_cast<DatasetDescription&>(part) = dataset;
  part.points = static_cast<int64_t>(rows.size());
  part.features = dataset.features.selectRows(rows, dataset.dimensions);
  part.sourceRows.reserve(rows.size());
  for (const int64_t i : rows) {
    if (dataset.hasLabels()) part.labels.push_back(dataset.labels[static_cast<size_t>(i)]);
    part.sourceRows.push_back(dataset.sourceRow(i));
    if (!dataset.sourceLines.empty()) part.sourceLines.push_back(dataset.sourceLines[i]);
  }
  part.hash = contentHash(part);
  return part;
}

}  // namespace adapsne
