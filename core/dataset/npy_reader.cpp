// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/array_dataset.h"
#include "core/dataset/readers.h"

namespace adapsne {

Dataset readNpy(const std::filesystem::path& path, const DatasetOptions&, RunControl& control) {
  const std::string bytes = ByteSource(path, control).readAll();
  Dataset dataset = datasetFromArray(readNpyFeatures(bytes, path.string(), control), path.string());
  dataset.name = datasetName(path);
  dataset.source = path.string();
  return dataset;
}

}  // namespace adapsne
