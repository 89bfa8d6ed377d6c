// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include <algorithm>
#include <cmath>

#include "core/support/file_ending.h"
#include "core/support/hash.h"
#include "core/support/words.h"

namespace adapsne {

void setScales(Dataset& dataset, std::vector<ColumnScale> scales) {
  std::vector<std::string> moved;
  for (size_t d = 0; d < scales.size(); ++d) {
    if (scales[d] == ColumnScale()) continue;
    const auto column = static_cast<int64_t>(d);
    moved.push_back(dataset.featureNames.empty() ? std::to_string(dataset.sourceColumn(column))
                                                 : dataset.featureNames[d]);
  }
  if (moved.empty()) return;
  dataset.scales = std::move(scales);
  constexpr size_t kNamed = 3;
  const size_t count = moved.size();
  if (count > kNamed) {
    moved.resize(kNamed);
    moved.push_back(std::to_string(count - kNamed) + " more");
  }
  dataset.warnings.push_back(
      (count == 1 ? "Column " : "Columns ") + listed(moved) + (count == 1 ? " is" : " are") +
      " kept as differences from a middle value or in another unit: as they are, float32 "
      "would round away what tells them apart.");
}

FeatureValues keptAs(const std::vector<ColumnScale>& scales, const Dataset& dataset) {
  if (scales == dataset.scales) return dataset.features;
  std::vector<float> values;
  values.reserve(dataset.features.size());
  for (int64_t i = 0; i < dataset.points; ++i)
    for (int64_t d = 0; d < dataset.dimensions; ++d)
      values.push_back(
          (scales.empty() ? ColumnScale() : scales[static_cast<size_t>(d)]).keep(dataset.value(i, d)));
  return values;
}

bool isOfArrays(const Dataset& dataset) {
  return !dataset.parts.empty() && dataset.parts.front().kind != PartKind::Pictures;
}

const Attribute* attributeOf(const Dataset& dataset, ColumnRole role) {
  for (const Attribute& attribute : dataset.attributes)
    if (attribute.role == role) return &attribute;
  return nullptr;
}

std::string datasetName(const std::filesystem::path& path) {
  std::filesystem::path name = path.filename();
  if (endingOf(name) == ".gz") name = name.stem();
  return name.stem().string();
}

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
  if (!dataset.scales.empty()) hasher.text("scales");
  for (const ColumnScale& scale : dataset.scales) hasher.value(scale.origin).value(scale.unit);
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
  for (const Attribute& attribute : dataset.attributes) {
    Attribute& selected = part.attributes.emplace_back(Attribute{attribute.name, attribute.role, {}});
    for (const int64_t i : rows) selected.values.push_back(attribute.values[i]);
  }
  part.hash = contentHash(part);
  return part;
}

}  // namespace adapsne
