// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stored_run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/arrays/array_dataset.h"
#include "core/catalogue/catalogue.h"
#include "core/dataset/find_row.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/run_manifest.h"
#include "core/pipeline/run_tables.h"
#include "core/pipeline/stored_frames.h"
#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr float kLargestPosition = 1e18F;  // Beyond it squared distances in a map are not finite.

/// An array of finite numbers of this shape; `what` says what the shape means.
template <typename Value>
std::vector<Value> readNumbers(const fs::path& path, const std::vector<int64_t>& shape,
                               const std::string& what, RunControl& control,
                               Value largest = std::numeric_limits<Value>::max()) {
  const std::string bytes = readRunFile(path, control);
  NumericArray<Value> array = readNpyArray<Value>(bytes, path.string(), control);
  if (array.shape != shape)
    throw Error(path.string(), "does not hold " + what + ": its shape is " + shapeText(array.shape) + ".",
                kRunAgain);
  const int64_t perRow = shape.size() > 1 ? shape.back() : 1;
  for (size_t i = 0; i < array.values.size(); ++i)
    if (!(std::abs(array.values[i]) <= largest))
      throw Error(path.string() + ", row " + std::to_string(static_cast<int64_t>(i) / perRow),
                  std::isfinite(array.values[i]) ? "holds a number that is too large."
                                                 : "holds a number that is not finite.",
                  kRunAgain);
  return std::move(array.values);
}

/// Row numbers, ascending, of a list as long as it says.
std::vector<int64_t> readRows(const fs::path& path, int64_t count, RunControl& control) {
  const std::vector<double> values = readNumbers<double>(
      path, {count}, "a row number for each of " + std::to_string(count) + " points", control);
  std::vector<int64_t> rows;
  rows.reserve(values.size());
  for (const double v : values) {
    const bool isRow = v >= 0 && v <= 9e15 && v == std::floor(v);
    if (!isRow || (!rows.empty() && static_cast<int64_t>(v) <= rows.back()))
      throw Error(path.string() + ", entry " + std::to_string(rows.size()),
                  numberText(v) + (isRow ? " does not ascend." : " is not a row number."), kRunAgain);
    rows.push_back(static_cast<int64_t>(v));
  }
  return rows;
}

std::vector<float> readPositions(const StoredRun& run, RunControl& control) {
  return readNumbers<float>(run.folder / "embedding.npy", {run.points, 2},
                            "two numbers for each of the run's " + std::to_string(run.points) + " points",
                            control, kLargestPosition);
}

/// What of the manifest says which dataset the run was made of, and how.
void readOrigin(const RunManifest& manifest, StoredRun& run, RunControl& control) {
  run.options = manifest.options();
  run.program = manifest.text("/program");
  run.openedAs = manifest.text("/dataset/opened_as");
  run.hash = manifest.digest("/dataset/hash");
  run.points = manifest.count("/dataset/points");
  if (run.points == 0) manifest.fail("/dataset/points", "is 0");
  if (manifest.flag("/dataset/part_of_source"))
    run.sourceRows = readRows(run.folder / "rows.npy", run.points, control);
}

void readFigures(const RunManifest& manifest, StoredRun& run) {
  if (manifest.has("/name")) run.name = manifest.text("/name");
  run.targetPerplexity = manifest.positive("/resolved/target_perplexity");
  run.sampler = manifest.sampler(run.options);
  for (const Stage stage : kStages) {
    const std::string place = std::string("/stages/") + stageName(stage);
    run.keys[static_cast<size_t>(stage)] = manifest.digest(place + "/key");
    StageTiming& timing = run.timing[static_cast<size_t>(stage)];
    timing.seconds = manifest.amount(place + "/seconds");
    timing.reused = manifest.flag(place + "/reused");
    // Older programs did not write what computing a stage took: for one that was reused nobody knows.
    if (manifest.has(place + "/computed"))
      timing.computed = manifest.amount(place + "/computed");
    else
      timing.computed = timing.reused ? std::numeric_limits<double>::quiet_NaN() : timing.seconds;
  }
  if (run.keys[static_cast<size_t>(Stage::Dataset)] != run.hash)
    manifest.fail("/stages/dataset/key", "is not the dataset's hash");
  const double reading = run.timing[static_cast<size_t>(Stage::Dataset)].seconds;
  run.seconds = manifest.has("/seconds") ? manifest.amount("/seconds")
                                         : std::max(0.0, manifest.amount("/results/seconds/total") - reading);
  run.peakMemoryBytes = std::llround(manifest.amount("/results/peak_memory_mb") * 1024 * 1024);
  run.warnings = manifest.texts("/results/warnings");
  run.threads = static_cast<int>(std::min<int64_t>(manifest.count("/machine/threads"), 1 << 20));
  run.instructionSet = manifest.text("/machine/instruction_set");
  for (const Measure& measure : measures()) {
    const std::string place = "/results/" + measure.key;
    if (!manifest.has(place)) continue;
    run.measures[measure.key] =
        manifest.at(place).is_null() ? std::numeric_limits<double>::quiet_NaN() : manifest.number(place);
  }
}

void readGuidance(StoredRun& run, RunControl& control) {
  const fs::path history = run.folder / "history.csv", guidance = run.folder / "guidance.csv",
                 maps = run.folder / "candidates.npy";
  if (run.options.perplexity > 0) {
    if (run.targetPerplexity != run.options.perplexity)
      throw Error((run.folder / "manifest.json").string() + ", /resolved/target_perplexity",
                  "is not the perplexity that the options fix.", kRunAgain);
    if (!run.guidance.empty())
      throw Error(history.string(), "holds candidates of a guide, and the options fix the perplexity.",
                  kRunAgain);
    return;
  }
  if (run.guidance.empty())
    throw Error(history.string(), "holds no candidate, and the options leave the perplexity to the guide.",
                kRunAgain);
  run.guidanceCurve = parseGuidance(readRunFile(guidance, control), run.options.guidance, guidance.string());
  const std::vector<double>& places = run.guidanceCurve.perplexity;
  if (places.front() != run.guidance.front().perplexity || places.back() != run.guidance.back().perplexity)
    throw Error(guidance.string(), "does not reach from the lowest to the highest candidate of history.csv.",
                "It is truncated: run the dataset again.");
  if (run.guidanceCurve.target() != run.targetPerplexity)
    throw Error(guidance.string(),
                "chose another perplexity than the run's, " + numberText(run.targetPerplexity) + ".",
                kRunAgain);
  std::error_code ignored;
  if (!fs::exists(maps, ignored)) return;
  const int64_t candidates = std::ssize(run.guidance);
  const std::vector<float> positions = readNumbers<float>(
      maps, {candidates, run.points, 2}, "a map of the run's points for each of the guide's candidates",
      control, kLargestPosition);
  for (int64_t c = 0; c < candidates; ++c)
    run.guidance[c].thumbnail.assign(positions.begin() + c * run.points * 2,
                                     positions.begin() + (c + 1) * run.points * 2);
}

/// Points of the dataset by the rows of the source that a file of the folder names.
std::vector<int64_t> readPoints(const StoredRun& run, const fs::path& path, int64_t count,
                                RunControl& control) {
  std::vector<int64_t> points = readRows(path, count, control);
  for (int64_t& row : points) {
    const int64_t point = pointOfRow(run.sourceRows, run.points, row);
    if (point < 0)
      throw Error(path.string(), "names row " + std::to_string(row) + ", which is none of the run's points.",
                  kRunAgain);
    row = point;
  }
  return points;
}

void readExemplars(const RunManifest& manifest, StoredRun& run, RunControl& control) {
  const int64_t count = manifest.count("/resolved/subset_size");
  if (count == 0) manifest.fail("/resolved/subset_size", "is 0");
  run.exemplars = readPoints(run, run.folder / "subset.npy", count, control);
  const bool given = manifest.has("/resolved/given");
  // Folders of older programs have no such column, and nobody else needs this file.
  if (const fs::path table = run.folder / "subset.csv"; fs::exists(table))
    for (const int64_t place : parseOrder(readRunFile(table, control), count, given, table.string()))
      run.order.push_back(run.exemplars[place]);
  if (!given) return;
  const fs::path path = run.folder / "given.npy";
  run.given = readPoints(run, path, manifest.count("/resolved/given"), control);
  if (!std::includes(run.exemplars.begin(), run.exemplars.end(), run.given.begin(), run.given.end()))
    throw Error(path.string(), "names a row that is not among the exemplars of subset.npy.", kRunAgain);
}

/// A point by the row of the source that edits.json names.
int64_t pointOf(const StoredRun& run, const json& row) {
  if (!row.is_number_integer() || row.get<int64_t>() < 0) return -1;
  return pointOfRow(run.sourceRows, run.points, row.get<int64_t>());
}

void readEdits(StoredRun& run, RunControl& control) {
  const fs::path path = run.folder / "edits.json";
  if (std::error_code ignored; !fs::exists(path, ignored)) return;
  const char* const remedy = "Delete it to have the exemplars that the run chose.";
  const json object = readRunJson(path, control);
  const auto isList = [&](const char* name) { return object.contains(name) && object[name].is_array(); };
  if (!object.is_object() || object.value("format", json()) != kEditsFormat ||
      object.value("format_version", json()) != 1 || !isList("swapped") || !isList("removed") ||
      !isList("added"))
    throw Error(path.string(), "is not what is written of exemplars that were changed by hand.", remedy);
  ExemplarEdits edits;
  for (const json& swap : object["swapped"]) {
    const bool isPair = swap.is_array() && swap.size() == 2;
    edits.swapped.push_back({isPair ? pointOf(run, swap[0]) : -1, isPair ? pointOf(run, swap[1]) : -1});
  }
  for (const json& row : object["removed"]) edits.removed.push_back(pointOf(run, row));
  for (const json& row : object["added"]) edits.added.push_back(pointOf(run, row));
  if (!isEditOf(edits, run.exemplars, run.points))
    throw Error(path.string(), "does not fit the exemplars of subset.npy.", remedy);
  run.edits = std::move(edits);
}

WorkTrace readWork(const fs::path& path, RunControl& control) {
  const json work = readRunJson(path, control);
  try {
    return workTraceFromJson(work);
  } catch (const std::exception& e) {
    throw Error(path.string(), std::string("does not hold what a run writes: ") + e.what() + ".", kRunAgain);
  }
}

void requireWorkOf(const StoredRun& run) {
  const auto require = [&](bool holds, const std::string& problem) {
    if (!holds) throw Error((run.folder / "work.json").string(), problem, kRunAgain);
  };
  const WorkTrace& work = run.work;
  const size_t maps = run.guidance.size() + 1;
  require(work.neighbors.points == run.points && std::ssize(work.histogram.bin) == run.points,
          "is the work on another number of points than the run's, " + std::to_string(run.points) + ".");
  require(work.searches.size() == maps && work.descents.size() == maps,
          "does not hold a search and a descent for the map and each candidate of history.csv.");
  require(work.searches.back().target == run.targetPerplexity,
          "ends with a search for another perplexity than the run's.");
  require(work.descents.back().iterations == run.map.history.back().iteration,
          "counts another number of iterations than history.csv, which may be truncated.");
  require(work.sampling.exemplars == std::ssize(run.exemplars),
          "counts another number of exemplars than subset.npy holds.");
}

std::string percentText(double share) {
  return format("%.2g %%", 100 * share);
}

/// "0.98 (the folder: 0.97)", with as many digits as it takes to tell them apart.
std::string bothValues(const Measure& measure, double here, double there) {
  std::string a = measureText(measure, here), b = measureText(measure, there);
  if (a == b) a = numberText(here), b = numberText(there);
  return a + " (the folder: " + b + ")";
}

}  // namespace

StoredRun readStoredRun(const fs::path& folder, RunControl& control) {
  StoredRun run;
  run.folder = folder;
  const RunManifest manifest(folder, control);
  readOrigin(manifest, run, control);
  readFigures(manifest, run);
  run.map.positions = readPositions(run, control);
  run.sigma = readNumbers<double>(folder / "sigma.npy", {run.points}, "a sigma for each of the run's points",
                                  control);
  for (size_t i = 0; i < run.sigma.size(); ++i)
    if (!(run.sigma[i] > 0))
      throw Error((folder / "sigma.npy").string() + ", row " + std::to_string(i), "a sigma is not positive.",
                  kRunAgain);
  const fs::path historyPath = folder / "history.csv";
  RunHistory history =
      parseHistory(readRunFile(historyPath, control), run.targetPerplexity, historyPath.string());
  run.guidance = std::move(history.candidates);
  run.map.history = std::move(history.map);
  run.map.kl = run.map.history.back().kl;
  readGuidance(run, control);
  readExemplars(manifest, run, control);
  readEdits(run, control);
  run.frames = readFrames(folder, run.points, control);
  run.work = readWork(folder / "work.json", control);
  requireWorkOf(run);
  return run;
}

void requireDatasetOf(const StoredRun& stored, const Dataset& dataset) {
  const bool same = dataset.hash == stored.hash && dataset.points == stored.points &&
                    dataset.sourceRows == stored.sourceRows;
  if (!same)
    throw Error(stored.openedAs,
                "is no longer the data that the run in " + stored.folder.string() + " was made of.",
                kRunAgain);
}

DatasetPtr openDatasetOf(const StoredRun& stored, RunControl& control) {
  const auto open = [&](const DatasetOptions& options) {
    return openDataset(stored.openedAs, options, stored.options.seed, control);
  };
  DatasetPtr dataset;
  try {
    dataset = open(stored.options.dataset);
  } catch (const Error& error) {
    // No result depends on pictures: that they are gone is no reason to lose a run.
    DatasetOptions without = stored.options.dataset;
    if (std::exchange(without.pictures, {}).empty()) throw;
    Dataset bare = *open(without);
    bare.warnings.push_back(std::string("The pictures are not shown: ") + error.what());
    dataset = std::make_shared<const Dataset>(std::move(bare));
  }
  requireDatasetOf(stored, *dataset);
  return dataset;
}

std::vector<std::string> differencesFrom(const StoredRun& stored, const Run& run, const SigmaResult& searched,
                                         const StageKeys& keys) {
  std::vector<std::string> warnings;
  if (const size_t first = firstDifference(stored.keys, keys); first < keys.size())
    warnings.push_back(
        std::string(
            "This run comes from another version of the program, or from a file (--init, --given, --exclude) "
            "that has changed since: from the stage \"") +
        stageTitle(kStages[first]) +
        "\" on, its options would give another result today. The map and the exemplars are the folder's.");
  int64_t moved = 0;
  double farthest = 0;
  for (size_t i = 0; i < stored.sigma.size(); ++i) {
    if (stored.sigma[i] == searched.sigma[i]) continue;
    ++moved;
    farthest = std::max(farthest, std::abs(searched.sigma[i] / stored.sigma[i] - 1));
  }
  if (moved > 0)
    warnings.push_back("At " + std::to_string(moved) + " of " + std::to_string(stored.points) +
                       " points the search for sigma ends elsewhere today than sigma.npy says, by up to " +
                       percentText(farthest) +
                       ". Sigma is the folder's; evaluations and perplexities reached are today's.");
  std::string measured;
  for (const Measure& measure : measures()) {
    const auto there = stored.measures.find(measure.key);
    if (measure.kind == Measure::Kind::Seconds || there == stored.measures.end()) continue;
    const double here = measure.value(run);
    if (here == there->second || (std::isnan(here) && std::isnan(there->second))) continue;
    measured +=
        (measured.empty() ? "" : ", ") + measure.title + " " + bothValues(measure, here, there->second);
  }
  if (!measured.empty())
    warnings.push_back(
        "Measured again, the stored map gives other numbers than its folder says: " + measured +
        ". Another version of the program or other kernels (" + stored.instructionSet + " then, " +
        run.instructionSet + " now) made them, or a file has changed.");
  return warnings;
}

StoredWork readStoredWork(const fs::path& folder) {
  RunControl uncontrolled(1);
  StoredWork stored;
  stored.trace = readWork(folder / "work.json", uncontrolled);
  stored.seconds = RunManifest(folder, uncontrolled).amount("/results/seconds/total");
  return stored;
}

StoredMap readStoredMap(const fs::path& folder, RunControl& control) {
  StoredRun run;
  run.folder = folder;
  readOrigin(RunManifest(folder, control), run, control);
  StoredMap stored;
  stored.positions = readPositions(run, control);
  stored.dataset = openDatasetOf(run, control);
  stored.options = std::move(run.options);
  return stored;
}

}  // namespace adapsne
