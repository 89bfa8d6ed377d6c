// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "core/catalogue/attach_pictures.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/named_dataset.h"
#include "core/dataset/missing_values.h"
#include "core/dataset/row_choice.h"
#include "core/features/sparse_features.h"
#include "core/features/text_features.h"
#include "core/formats/file_format.h"
#include "core/support/nearest_name.h"
#include "core/support/random.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr uint64_t kPickStream = 0x7069636b;

[[noreturn]] void unknownName(const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const CatalogueEntry& entry : catalogue()) {
    names.push_back(entry.name);
    list += (list.empty() ? "" : ", ") + entry.name;
  }
  throw Error(
      name.empty() ? "\"\"" : name, "there is no such dataset or file.",
      "Did you mean \"" + nearestName(name, names) + "\"? Known are " + list + ", or give a file's path.");
}

/// Points with features: those of a sparse matrix are reduced.
Dataset featuresOf(ChosenPoints chosen, const DatasetOptions& options, RunControl& control) {
  return chosen.sparse ? datasetOfSparse(std::move(chosen), options, control) : std::move(chosen.dataset);
}

ChosenPoints allOf(Dataset dataset) {
  const int64_t points = dataset.points;
  return {std::move(dataset), points};
}

/// Gives the points the labels of the file options.labels: one for each point of the source or, where some of
/// these cannot be read, for each that can.
void attachFileLabels(ChosenPoints& chosen, const DatasetOptions& options, RunControl& control) {
  Labels labels = readLabels(options.labels, options, control);
  const auto count = static_cast<int64_t>(labels.values.size());
  Dataset& dataset = chosen.dataset;
  if (chosen.of == dataset.points || dataset.points == count)
    return attachLabels(dataset, std::move(labels), options.labels);
  if (count != chosen.of)
    throw Error(options.labels,
                "holds " + std::to_string(count) + " labels; the data holds " + std::to_string(chosen.of) +
                    " points, of which " + std::to_string(chosen.of - dataset.points) +
                    " cannot be read or hold missing values, and were left out.",
                "Give one label for each of the " + std::to_string(chosen.of) + ", or for each of the " +
                    std::to_string(dataset.points) + " that can be read.");
  attachLabels(chosen, std::move(labels), options.pick == PickRows::First, options.labels);
}

ChosenPoints readFile(const fs::path& path, const DatasetOptions& options, RunControl& control) {
  const FileFormat& format = fileFormat(path, control);
  if (options.textColumn.empty() && format.readRows) return format.readRows(path, options, {}, control);
  if (options.textColumn.empty() && format.readAll) return format.readAll(path, options, control);
  if (options.textColumn.empty() && format.read) return allOf(format.read(path, options, control));
  if (!format.readTexts)
    throw Error(
        path.string(),
        std::string("is ") + format.title + ", which holds no columns of text, and --text-column was given.",
        "Leave it out, or give a file of " + listedFormats(FormatUse::Texts, "or") + ".");
  return allOf(datasetOfTexts(format.readTexts(path, options, control), options, control));
}

ChosenPoints readSource(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                        RunControl& control) {
  if (isCatalogueName(nameOrPath) && !options.textColumn.empty())
    throw Error(nameOrPath, "holds no text.",
                "Leave out --text-column, or give a file of " + listedFormats(FormatUse::Texts, "or") + ".");
  if (isCatalogueName(nameOrPath)) return allOf(readNamed(nameOrPath, options.points, seed, control));
  const bool mayBeName = nameOrPath.find_first_of("/.") == std::string::npos;
  if (std::error_code ignored; mayBeName && !fs::exists(nameOrPath, ignored)) unknownName(nameOrPath);
  return readFile(nameOrPath, options, control);
}

std::vector<int64_t> pickRows(int64_t points, int64_t wanted, PickRows pick, uint64_t seed) {
  std::vector<int64_t> rows(static_cast<size_t>(wanted));
  std::iota(rows.begin(), rows.end(), 0);
  if (pick == PickRows::First) return rows;
  // The first steps of Fisher-Yates, which remember the places that are not as they were alone: there may be
  // more rows than memory.
  RandomStream random(seed, kPickStream);
  std::unordered_map<int64_t, int64_t> moved;
  const auto at = [&](int64_t place) {
    const auto found = moved.find(place);
    return found == moved.end() ? place : found->second;
  };
  for (int64_t i = 0; i < wanted; ++i) {
    const int64_t j = i + static_cast<int64_t>(random.below(static_cast<uint64_t>(points - i)));
    rows[static_cast<size_t>(i)] = at(j);
    moved[j] = at(i);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// The rows of `points` that are wanted. Throws Error where there are not so many.
std::vector<int64_t> wantedRows(int64_t points, const DatasetOptions& options, uint64_t seed,
                                const std::string& source) {
  const int64_t wanted = options.points;
  if (wanted > points)
    throw Error(source,
                std::to_string(wanted) + " points are wanted, there are " + std::to_string(points) + ".",
                "Give --points at most that number, or all.");
  return pickRows(points, wanted, options.pick, seed);
}

Dataset takePoints(Dataset dataset, const DatasetOptions& options, uint64_t seed) {
  if (options.points == 0) return dataset;
  const std::vector<int64_t> rows = wantedRows(dataset.points, options, seed, dataset.source);
  if (options.points == dataset.points) return dataset;
  Dataset part = selectRows(dataset, rows);
  if (options.pick == PickRows::First) warnOfMissingClasses(part, dataset.labels);
  return part;
}

/// Options that choose among the arrays of a file, where there are none to choose from.
void warnOfUnusedOptions(Dataset& dataset, const DatasetOptions& options) {
  if (isOfArrays(dataset)) return;
  const auto warn = [&](const std::string& name, const std::string& value) {
    if (!value.empty() && value != "none")
      dataset.warnings.push_back("--" + name + " (" + value + ") has no effect: " + dataset.name +
                                 " is no file of several arrays.");
  };
  warn("array", options.array);
  if (options.labels.empty()) warn("label-array", options.labelArray);
}

/// The features with the pictures that they are shown as.
Dataset shown(ChosenPoints chosen, const std::string& nameOrPath, const DatasetOptions& options,
              RunControl& control) {
  const int64_t sourcePoints = chosen.of;
  Dataset dataset = featuresOf(std::move(chosen), options, control);
  warnOfUnusedOptions(dataset, options);
  attachPictures(dataset, sourcePoints, nameOrPath, options, control);
  return dataset;
}

/// The wanted rows alone, where a file lets them be read so; nothing for any other source. A mean is that of
/// all rows.
std::optional<Dataset> readPart(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                                RunControl& control) {
  if (options.points == 0 || options.missing == MissingPolicy::Mean || !options.textColumn.empty() ||
      isCatalogueName(nameOrPath))
    return std::nullopt;
  if (std::error_code ignored; !fs::is_regular_file(nameOrPath, ignored)) return std::nullopt;
  const FileFormat& format = fileFormat(nameOrPath, control);
  if (!format.readRows) return std::nullopt;
  const RowChoice choice = [&](int64_t points) { return wantedRows(points, options, seed, nameOrPath); };
  ChosenPoints chosen = format.readRows(nameOrPath, options, choice, control);
  if (!options.labels.empty())
    attachLabels(chosen, readLabels(options.labels, options, control), options.pick == PickRows::First,
                 options.labels);
  return shown(std::move(chosen), nameOrPath, options, control);
}

void warnIfConstant(Dataset& dataset) {
  std::vector<float> scratch, otherScratch;
  const auto first = dataset.row(0, scratch);
  for (int64_t i = 1; i < dataset.points; ++i)
    if (!std::equal(first.begin(), first.end(), dataset.row(i, otherScratch).begin())) return;
  if (dataset.points > 1)
    dataset.warnings.push_back("All " + std::to_string(dataset.points) +
                               " points are identical: a map of them shows nothing.");
}

}  // namespace

Dataset readDataset(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                    RunControl& control) {
  ChosenPoints all = readSource(nameOrPath, options, seed, control);
  if (!options.labels.empty()) attachFileLabels(all, options, control);
  return shown(std::move(all), nameOrPath, options, control);
}

DatasetPtr openDataset(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                       RunControl& control) {
  const auto started = std::chrono::steady_clock::now();
  control.checkpoint();
  if (options.points < 0) throw Error("points", "cannot be negative.", "Give 0 for all points.");
  std::optional<Dataset> part = readPart(nameOrPath, options, seed, control);
  Dataset dataset = part ? std::move(*part) : readDataset(nameOrPath, options, seed, control);
  dataset = resolveMissing(std::move(dataset), options.missing, control);
  if (!part) dataset = takePoints(std::move(dataset), options, seed);
  // Pixels and counts in tables and files of wider numbers were read as float32: only the last value tells.
  dataset.features = compacted(std::move(dataset.features), control);
  warnIfConstant(dataset);
  dataset.openedAs = isCatalogueName(nameOrPath) ? nameOrPath : fs::absolute(nameOrPath).string();
  dataset.hash = contentHash(dataset);
  dataset.readSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  control.checkpoint();
  return std::make_shared<const Dataset>(std::move(dataset));
}

}  // namespace adapsne
