// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_dataset.h"
#include "core/arrays/array_readers.h"

namespace adapsne {

Dataset readNpy(const std::filesystem::path& path, const DatasetOptions&, RunControl& control) {
  const std::string bytes = ByteSource(path, control).readAll();
  Dataset dataset = datasetFromArray(readNpyFeatures(bytes, path.string(), control), path.string());
  dataset.name = datasetName(path);
  dataset.source = path.string();
  return dataset;
}

Labels readNpyLabels(const std::filesystem::path& path, RunControl& control) {
  const std::string bytes = ByteSource(path, control).readAll();
  return labelsFromArray(readNpyArray<double>(bytes, path.string(), control), path.string());
}

}  // namespace adapsne
