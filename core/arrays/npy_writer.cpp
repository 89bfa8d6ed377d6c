// SPDX-License-Identifier: GPL-3.0-or-later
#include <span>
#include <string>
#include <vector>

#include "core/arrays/array_writers.h"
#include "core/arrays/npy.h"
#include "core/arrays/npy_layout.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/npz_builder.h"
#include "core/support/atomic_file.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// The features as float32, N x D, whatever they are kept as; as float64 where float32 would round them away.
std::string formatFeatures(const Dataset& dataset) {
  if (!dataset.scales.empty()) {
    std::vector<double> values;
    values.reserve(dataset.features.size());
    for (int64_t i = 0; i < dataset.points; ++i)
      for (int64_t d = 0; d < dataset.dimensions; ++d) values.push_back(dataset.value(i, d));
    return formatNpy(values, {dataset.points, dataset.dimensions});
  }
  std::string bytes = formatNpyHeader("<f4", {dataset.points, dataset.dimensions});
  bytes.reserve(bytes.size() + dataset.features.size() * sizeof(float));
  dataset.features.forEachBlock([&](std::span<const float> block) {
    bytes.append(reinterpret_cast<const char*>(block.data()), block.size_bytes());
  });
  return bytes;
}

std::string formatNpz(const Dataset& dataset, const std::string& shownAs) {
  const std::string features = formatFeatures(dataset);
  const std::string labels = formatNpy(dataset.labels, {dataset.points});
  const std::string classNames = formatNpyText(dataset.classNames);
  NpzBuilder archive(shownAs);
  archive.add("features.npy", features);
  if (dataset.hasLabels()) {
    archive.add("labels.npy", labels);
    archive.add("class_names.npy", classNames);
  }
  return archive.finish();
}

}  // namespace

std::vector<fs::path> writeNpz(const Dataset& dataset, const fs::path& path) {
  writeFile(path, formatNpz(dataset, path.string()));
  return {path};
}
std::vector<fs::path> writeNpy(const Dataset& dataset, const fs::path& path) {
  if (!dataset.hasLabels()) {
    writeFile(path, formatFeatures(dataset));
    return {path};
  }
  const fs::path labels = path.parent_path() / (path.stem().string() + "-labels" + path.extension().string());
  const std::string features = formatFeatures(dataset), values = formatNpy(dataset.labels, {dataset.points});
  writeFiles({{path, features}, {labels, values}});
  return {path, labels};
}

}  // namespace adapsne
