// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>

#include "core/catalogue/catalogue.h"
#include "core/catalogue/named_dataset.h"
#include "core/dataset/missing_values.h"
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

Dataset readFile(const fs::path& path, const DatasetOptions& options, RunControl& control) {
  const FileFormat& format = fileFormat(path, control);
  if (options.textColumn.empty() && format.read) return format.read(path, options, control);
  if (!format.readTexts)
    throw Error(
        path.string(),
        std::string("is ") + format.title + ", which holds no columns of text, and --text-column was given.",
        "Leave it out, or give a file of " + listedFormats(FormatUse::Texts, "or") + ".");
  return datasetOfTexts(format.readTexts(path, options, control), options, control);
}

Dataset readSource(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                   RunControl& control) {
  if (isCatalogueName(nameOrPath) && !options.textColumn.empty())
    throw Error(nameOrPath, "holds no text.",
                "Leave out --text-column, or give a file of " + listedFormats(FormatUse::Texts, "or") + ".");
  if (isCatalogueName(nameOrPath)) return readNamed(nameOrPath, options.points, seed, control);
  const bool mayBeName = nameOrPath.find_first_of("/.") == std::string::npos;
  if (std::error_code ignored; mayBeName && !fs::exists(nameOrPath, ignored)) unknownName(nameOrPath);
  return readFile(nameOrPath, options, control);
}

std::vector<int64_t> pickRows(int64_t points, int64_t wanted, PickRows pick, uint64_t seed) {
  std::vector<int64_t> rows(pick == PickRows::First ? wanted : points);
  std::iota(rows.begin(), rows.end(), 0);
  if (pick == PickRows::First) return rows;
  // The first steps of Fisher-Yates.
  RandomStream random(seed, kPickStream);
  for (int64_t i = 0; i < wanted; ++i)
    std::swap(rows[i], rows[i + static_cast<int64_t>(random.below(static_cast<uint64_t>(points - i)))]);
  rows.resize(wanted);
  std::sort(rows.begin(), rows.end());
  return rows;
}

Dataset takePoints(Dataset dataset, const DatasetOptions& options, uint64_t seed) {
  const int64_t wanted = options.points;
  if (wanted < 0) throw Error("points", "cannot be negative.", "Give 0 for all points.");
  if (wanted > dataset.points)
    throw Error(
        dataset.source,
        std::to_string(wanted) + " points are wanted, there are " + std::to_string(dataset.points) + ".",
        "Give --points at most that number, or all.");
  if (wanted == 0 || wanted == dataset.points) return dataset;
  Dataset part = selectRows(dataset, pickRows(dataset.points, wanted, options.pick, seed));
  const auto classesIn = [](const std::vector<int32_t>& labels) {
    std::set<int32_t> classes(labels.begin(), labels.end());
    classes.erase(kUnlabelled);
    return classes.size();
  };
  const size_t all = classesIn(dataset.labels), here = classesIn(part.labels);
  if (options.pick == PickRows::First && here < all)
    part.warnings.push_back("The first " + std::to_string(wanted) + " rows hold only " +
                            std::to_string(here) + " of " + std::to_string(all) +
                            " classes; --pick random takes rows from all of the data.");
  return part;
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
  Dataset dataset = readSource(nameOrPath, options, seed, control);
  if (!options.labels.empty()) attachLabels(dataset, readLabels(options.labels, control), options.labels);
  return dataset;
}

DatasetPtr openDataset(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                       RunControl& control) {
  const auto started = std::chrono::steady_clock::now();
  control.checkpoint();
  Dataset dataset = readDataset(nameOrPath, options, seed, control);
  dataset = resolveMissing(std::move(dataset), options.missing, control);
  dataset = takePoints(std::move(dataset), options, seed);
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
