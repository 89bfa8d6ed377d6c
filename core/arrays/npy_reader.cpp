// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_dataset.h"
#include "core/arrays/array_labels.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/npy_array.h"
#include "core/arrays/npy_text.h"

namespace adapsne {

ChosenPoints readNpyRows(const std::filesystem::path& path, const DatasetOptions& options,
                         const RowChoice& choice, RunControl& control) {
  ChosenPoints chosen =
      datasetFromArray(npyArray(std::make_shared<FileBytes>(path, control)), options, choice, control);
  chosen.dataset.name = datasetName(path);
  chosen.dataset.source = path.string();
  return chosen;
}

Dataset readNpy(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  return readNpyRows(path, options, {}, control).dataset;
}

Labels readNpyLabels(const std::filesystem::path& path, const DatasetOptions&, RunControl& control) {
  const auto file = std::make_shared<FileBytes>(path, control);
  std::string scratch;
  const NpyHeader header = parseNpyHeader(file->read(0, kNpyHeaderBytes, scratch), path.string());
  if (isNpyText(header.descr))
    return labelsOf(
        textLabels(path.string(), parseNpyText(ByteSource(path, control).readAll(), path.string())));
  return labelsOf(numberLabels(npyArray(file), "Or leave out --labels.", control));
}

}  // namespace adapsne
