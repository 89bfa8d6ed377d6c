// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include "core/support/hash.h"

namespace adapsne {

std::string contentHash(const Dataset& dataset) {
  Hasher hasher;
  hasher.value(dataset.points).value(dataset.dimensions);
  // Images and columns of one unit are scaled differently from tables, so they are different content.
  hasher.value(dataset.image.height).value(dataset.image.width).value(dataset.image.channels);
  if (dataset.sharedUnit) hasher.value(dataset.sharedUnit);
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
  part.name = dataset.name;
  part.source = dataset.source;
  part.openedAs = dataset.openedAs;
  part.attribution = dataset.attribution;
  part.dimensions = dataset.dimensions;
  part.classNames = dataset.classNames;
  part.featureNames = dataset.featureNames;
  part.sourceColumns = dataset.sourceColumns;
  part.image = dataset.image;
  part.imageMaximum = dataset.imageMaximum;
  part.sharedUnit = dataset.sharedUnit;
  part.warnings = dataset.warnings;
  part.readSeconds = dataset.readSeconds;

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
