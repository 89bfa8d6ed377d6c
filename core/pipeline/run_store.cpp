// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_store.h"

#include <cmath>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/pipeline/json_text.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/run_manifest.h"
#include "core/pipeline/schema.h"
#include "core/pipeline/stored_frames.h"
#include "core/version/version.h"

namespace adapsne {
namespace {

using nlohmann::json;

const std::vector<std::string>& runFiles() {
  static const std::vector<std::string> names = {
      "manifest.json", "embedding.npy", "sigma.npy",    "subset.csv",     "subset.npy",
      "given.npy",     "history.csv",   "guidance.csv", "candidates.npy", "work.json",
      "rows.npy",      "edits.json",    "edited.csv",   "frames.npy",     "frames.json"};
  return names;
}

/// JSON has no NaN: a measure that is not defined is null.
json number(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

std::string wordOf(const Run& run, const char* option) {
  return optionText(run.options, optionSpec(option));
}

/// The run's options with what "auto" came to, so that the schema can name it.
Options resolvedOptions(const Run& run) {
  Options options = run.options;
  options.preprocess = resolved(run.options.preprocess, *run.dataset);
  options.sampling.sampler = run.subset->sampler;
  return options;
}

std::string resolvedWord(const Run& run, const char* option) {
  return optionText(resolvedOptions(run), optionSpec(option));
}

/// Rows of the dataset as row numbers of the source.
std::string rowsNpy(const Dataset& dataset, const std::vector<int64_t>& rows) {
  return formatNpy(sourceRowsOf(dataset, rows), {std::ssize(rows)});
}

/// The maps of the guide's candidates, C x N x 2; empty where nothing was guided. A run that was read back
/// from a folder without them has none to write.
std::string candidatesNpy(const Run& run) {
  const size_t values = 2 * static_cast<size_t>(run.dataset->points);
  std::vector<float> maps;
  for (const GuidanceRecord& record : run.guidance) {
    if (record.thumbnail.size() != values) return {};
    maps.insert(maps.end(), record.thumbnail.begin(), record.thumbnail.end());
  }
  if (maps.empty()) return {};
  return formatNpy(std::span<const float>(maps),
                   {static_cast<int64_t>(run.guidance.size()), run.dataset->points, 2});
}

/// Every measure that `valueOf` knows, under its key; null where it is not defined.
void addMeasures(json& object, const std::function<double(const Measure&)>& valueOf,
                 bool subsetOnly = false) {
  for (const Measure& measure : measures()) {
    if (subsetOnly && !measure.ofSubset) continue;
    const double value = valueOf(measure);
    const bool counts = measure.kind != Measure::Kind::Number && measure.kind != Measure::Kind::Seconds;
    object[measure.key] = counts && !std::isnan(value) ? json(static_cast<int64_t>(value)) : number(value);
  }
}

json secondsByStage(const Run& run) {
  json seconds = json::object();
  for (Stage stage : kStages) seconds[stageName(stage)] = run.timing[static_cast<size_t>(stage)].seconds;
  seconds["total"] = run.seconds + seconds[stageName(Stage::Dataset)].get<double>();
  return seconds;
}

std::string fileNameOf(const std::string& name) {
  std::string result;
  for (char c : name) result += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '-';
  return result;
}

}  // namespace

std::filesystem::path defaultRunFolder(const Run& run) {
  return std::filesystem::path("adapsne-runs") /
         (fileNameOf(run.dataset->name) + "-" + run.options.method + "-" + run.id());
}

json summary(const Run& run) {
  json result = {
      {"points", run.dataset->points},
      {"dimensions", run.dataset->dimensions},
      {"classes", run.dataset->classes()},
      {"method", run.options.method},
      {"arithmetic", wordOf(run, "arithmetic")},
      {"search", wordOf(run, "search")},
      {"neighbors", run.graph->k},
      {"assessed_rows", run.assessment.rows},
      {"iterations", run.options.embedding.iterations},
      {"sampler", resolvedWord(run, "sampler")},
      {"subset_size", run.subset->rows.size()},
      {"seconds", secondsByStage(run)},
      {"peak_memory_mb", static_cast<double>(run.peakMemoryBytes) / (1024 * 1024)},
      {"warnings", run.warnings},
  };
  if (!run.subset->given.empty()) result["given"] = run.subset->given.size();
  addMeasures(result, [&](const Measure& measure) { return measure.value(run); });
  return result;
}

json summary(const Sample& sample) {
  Options options = sample.options;
  options.sampling.sampler = sample.subset->sampler;
  json result = {{"points", sample.dataset->points},
                 {"classes", sample.dataset->classes()},
                 {"sampler", optionText(options, optionSpec("sampler"))},
                 {"subset_size", sample.subset->rows.size()}};
  if (!sample.subset->given.empty()) result["given"] = sample.subset->given.size();
  addMeasures(
      result, [&](const Measure& measure) { return measure.ofSubset(sample.measures); }, true);
  return result;
}

json describeDataset(const Dataset& d) {
  return {{"name", d.name},
          {"source", d.source},
          {"opened_as", d.openedAs},
          {"attribution", d.attribution},
          {"hash", d.hash},
          {"points", d.points},
          {"dimensions", d.dimensions},
          {"classes", d.classNames},
          {"part_of_source", !d.sourceRows.empty()}};
}

json manifest(const Run& run, const std::string& name) {
  const Dataset& d = *run.dataset;
  json stages = json::object();
  for (Stage stage : kStages) {
    const size_t i = static_cast<size_t>(stage);
    stages[stageName(stage)] = {{"key", run.keys[i]},
                                {"seconds", run.timing[i].seconds},
                                {"reused", run.timing[i].reused},
                                {"computed", run.timing[i].computed}};
  }
  json result = {
      {"format", "adapsne-run"},
      {"format_version", 1},
      {"program", std::string("AdapSNE Studio ") + version()},
      {"dataset", describeDataset(d)},
      {"options", optionsToJson(run.options)},
      {"resolved",
       {{"scale", resolvedWord(run, "scale")},
        {"pca", resolvedWord(run, "pca")},
        {"feature_dimensions", run.features->dimensions},
        {"kept_variance", run.features->keptVariance},
        {"neighbors", run.graph->k},
        {"target_perplexity", run.targetPerplexity},
        {"sampler", resolvedWord(run, "sampler")},
        {"subset_size", run.subset->rows.size()}}},
      {"results", summary(run)},
      {"stages", stages},
      {"seconds", run.seconds},
      {"machine", {{"threads", run.threads}, {"instruction_set", run.instructionSet}}},
  };
  if (!run.subset->given.empty()) result["resolved"]["given"] = run.subset->given.size();
  if (!name.empty()) result["name"] = name;
  return result;
}

std::string subsetCsv(const Dataset& dataset, const Subset& subset) {
  return rowsCsv(dataset, subset.rows, subset.given, subset.order);
}

SubsetFolder::SubsetFolder(const std::filesystem::path& folder)
    : folder_(folder, {"subset.csv", "subset.npy"}) {}

void SubsetFolder::write(const Dataset& dataset, const Subset& subset) {
  folder_.write("subset.csv", subsetCsv(dataset, subset));
  folder_.write("subset.npy", rowsNpy(dataset, subset.rows));
  folder_.commit();
}

RunFolder::RunFolder(const std::filesystem::path& folder) : folder_(folder, runFiles()) {}

json editsToJson(const Dataset& dataset, const ExemplarEdits& edits) {
  json swapped = json::array();
  for (const ExemplarSwap& swap : edits.swapped)
    swapped.push_back({dataset.sourceRow(swap.exemplar), dataset.sourceRow(swap.instead)});
  return {{"format", kEditsFormat},
          {"format_version", 1},
          {"swapped", swapped},
          {"removed", sourceRowsOf(dataset, edits.removed)},
          {"added", sourceRowsOf(dataset, edits.added)}};
}

namespace {

constexpr const char *kEdits = "edits.json", *kEdited = "edited.csv";

std::string editsJson(const Run& run, const ExemplarEdits& edits) {
  return jsonText(editsToJson(*run.dataset, edits), 2);
}
std::string editedCsv(const Run& run, const ExemplarEdits& edits) {
  return rowsCsv(*run.dataset, editedRows(run.subset->rows, edits));
}

}  // namespace

void RunFolder::write(const Run& run, const std::string& name, const ExemplarEdits& edits,
                      std::span<const RecordedFrame> frames) {
  const int64_t n = run.dataset->points;
  folder_.write("embedding.npy", formatNpy(std::span<const float>(run.map->positions), {n, 2}));
  folder_.write("sigma.npy", formatNpy(std::span<const double>(run.sigma->sigma), {n}));
  folder_.write("subset.npy", rowsNpy(*run.dataset, run.subset->rows));
  if (!run.subset->given.empty()) folder_.write("given.npy", rowsNpy(*run.dataset, run.subset->given));
  folder_.write("subset.csv", subsetCsv(*run.dataset, *run.subset));
  if (!edits.empty()) {
    folder_.write(kEdits, editsJson(run, edits));
    folder_.write(kEdited, editedCsv(run, edits));
  }
  if (!frames.empty()) {
    folder_.write("frames.npy", framesNpy(frames));
    folder_.write("frames.json", framesJson(frames));
  }
  folder_.write("history.csv", historyCsv(run));
  if (!run.guidanceCurve.empty()) folder_.write("guidance.csv", guidanceCsv(run.guidanceCurve));
  if (const std::string maps = candidatesNpy(run); !maps.empty()) folder_.write("candidates.npy", maps);
  folder_.write("work.json", jsonText(toJson(run.work), 1));
  if (!run.dataset->sourceRows.empty())
    folder_.write("rows.npy", formatNpy(std::span<const int64_t>(run.dataset->sourceRows), {n}));
  folder_.write("manifest.json", jsonText(manifest(run, name), 2));
  folder_.commit();
}

void writeEdits(const std::filesystem::path& folder, const Run& run, const ExemplarEdits& edits) {
  if (!edits.empty()) {
    const std::string text = editsJson(run, edits), csv = editedCsv(run, edits);
    return writeFiles({{folder / kEdits, text}, {folder / kEdited, csv}});
  }
  for (const char* name : {kEdits, kEdited}) {
    std::error_code code;
    std::filesystem::remove(folder / name, code);
    if (code) throwWriteError(folder / name, "cannot remove the file", code.value());
  }
}

}  // namespace adapsne
