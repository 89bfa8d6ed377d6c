// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_store.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/dataset/catalogue.h"
#include "core/dataset/npy.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"

namespace adapsne {
namespace {

using nlohmann::json;

const std::vector<std::string>& runFiles() {
  static const std::vector<std::string> names = {"manifest.json", "embedding.npy", "sigma.npy",
                                                 "subset.csv",    "subset.npy",    "history.csv",
                                                 "guidance.csv",  "work.json",     "rows.npy"};
  return names;
}

/// JSON is UTF-8; a name of an old table or path that is not gets replacement characters instead of failing
/// the run.
std::string textOf(const json& value, int indent) {
  return value.dump(indent, ' ', false, json::error_handler_t::replace) + "\n";
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

std::string field(double value) {
  if (!std::isfinite(value)) return "";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// RFC 4180: quoted where a separator, quote or line break would break the row.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

/// The exemplars as row numbers of the source.
std::string subsetNpy(const Dataset& dataset, const Subset& subset) {
  std::vector<int64_t> rows;
  for (int64_t row : subset.rows) rows.push_back(dataset.sourceRow(row));
  return formatNpy(std::span<const int64_t>(rows), {static_cast<int64_t>(rows.size())});
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
  seconds["total"] = run.seconds + run.dataset->readSeconds;
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
  addMeasures(
      result, [&](const Measure& measure) { return measure.ofSubset(sample.measures); }, true);
  return result;
}

json manifest(const Run& run) {
  const Dataset& d = *run.dataset;
  json stages = json::object();
  for (Stage stage : kStages) {
    const size_t i = static_cast<size_t>(stage);
    stages[stageName(stage)] = {
        {"key", run.keys[i]}, {"seconds", run.timing[i].seconds}, {"reused", run.timing[i].reused}};
  }
  return {
      {"format", "adapsne-run"},
      {"format_version", 1},
      {"program", "AdapSNE Studio " ADAPSNE_VERSION},
      {"dataset",
       {{"name", d.name},
        {"source", d.source},
        {"opened_as", d.openedAs},
        {"attribution", d.attribution},
        {"hash", d.hash},
        {"points", d.points},
        {"dimensions", d.dimensions},
        {"classes", d.classNames},
        {"part_of_source", !d.sourceRows.empty()}}},
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
      {"machine", {{"threads", run.threads}, {"instruction_set", run.instructionSet}}},
  };
}

std::string subsetCsv(const Dataset& d, const Subset& subset) {
  std::string text = "row,label\n";
  for (int64_t row : subset.rows) {
    text += std::to_string(d.sourceRow(row)) + ",";
    if (d.hasLabels()) text += quoted(d.classNames[d.labels[row]]);
    text += "\n";
  }
  return text;
}

std::string historyCsv(const Run& run) {
  std::string text =
      "phase,perplexity,iteration,kl,gradient_norm,entropy_representation,entropy_occupancy,"
      "trustworthiness,seconds,entropy_representation_deviation\n";
  for (const GuidanceRecord& r : run.guidance)
    text += "candidate," + field(r.perplexity) + ",," + field(r.kl) + ",," + field(r.entropyRepresentation) +
            "," + field(r.entropyOccupancy) + "," + field(r.trustworthiness) + "," + field(r.seconds) + "," +
            field(r.representationDeviation) + "\n";
  for (const ConvergenceSample& s : run.map->history)
    text += "embedding," + field(run.targetPerplexity) + "," + std::to_string(s.iteration) + "," +
            field(s.kl) + "," + field(s.gradientNorm) + ",,,,,\n";
  return text;
}

std::string guidanceCsv(const GuidanceCurve& curve) {
  std::string text =
      "perplexity,entropy,entropy_deviation,trustworthiness,trustworthiness_deviation,allowed,chosen\n";
  for (size_t i = 0; i < curve.perplexity.size(); ++i) {
    const auto at = [i](const std::vector<double>& values) {
      return i < values.size() ? field(values[i]) : std::string();
    };
    text += at(curve.perplexity) + "," + at(curve.entropy) + "," + at(curve.entropyDeviation) + "," +
            at(curve.trustworthiness) + "," + at(curve.trustworthinessDeviation) + "," +
            (curve.allowed(i) ? "1," : "0,") + (i == curve.chosen ? "1\n" : "0\n");
  }
  return text;
}

namespace {

json readJson(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(path.string(), "cannot be read.", "Give the folder that adapsne run wrote (its --out).");
  try {
    return json::parse(file);
  } catch (const json::exception& e) {
    throw Error(path.string(), std::string("is not valid JSON: ") + e.what() + ".", "Run the dataset again.");
  }
}

Error damaged(const std::filesystem::path& path, const std::exception& e) {
  return {path.string(), std::string("does not hold what a run writes: ") + e.what() + ".",
          "Run the dataset again."};
}

}  // namespace

StoredWork readStoredWork(const std::filesystem::path& folder) {
  const std::filesystem::path work = folder / "work.json", manifest = folder / "manifest.json";
  const json workJson = readJson(work), manifestJson = readJson(manifest);
  StoredWork stored;
  try {
    stored.trace = workTraceFromJson(workJson);
  } catch (const std::exception& e) {
    throw damaged(work, e);
  }
  try {
    stored.seconds = manifestJson.at("results").at("seconds").at("total").get<double>();
  } catch (const std::exception& e) {
    throw damaged(manifest, e);
  }
  return stored;
}

StoredMap readStoredMap(const std::filesystem::path& folder, RunControl& control) {
  const std::filesystem::path manifestPath = folder / "manifest.json", mapPath = folder / "embedding.npy";
  const json manifestJson = readJson(manifestPath);
  std::string openedAs, hash;
  StoredMap stored;
  try {
    stored.options = optionsFromJson(manifestJson.at("options"));
    openedAs = manifestJson.at("dataset").at("opened_as").get<std::string>();
    hash = manifestJson.at("dataset").at("hash").get<std::string>();
  } catch (const std::exception& e) {
    throw damaged(manifestPath, e);
  }
  std::ifstream file(mapPath, std::ios::binary);
  if (!file)
    throw Error(mapPath.string(), "cannot be read.", "Give the folder that adapsne run wrote (its --out).");
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const NpyArray map = parseNpy(bytes, mapPath.string());
  stored.dataset = openDataset(openedAs, stored.options.dataset, stored.options.seed, control);
  if (stored.dataset->hash != hash)
    throw Error(openedAs, "is no longer the data that the run in " + folder.string() + " was made of.",
                "Run the dataset again.");
  if (map.shape != std::vector<int64_t>{stored.dataset->points, 2})
    throw Error(mapPath.string(), "does not hold two numbers for each of the run's points.",
                "Run the dataset again.");
  for (const double v : map.values) {
    if (!std::isfinite(v))
      throw Error(mapPath.string(), "holds a number that is not finite.", "Run the dataset again.");
    stored.positions.push_back(static_cast<float>(v));
  }
  return stored;
}

SubsetFolder::SubsetFolder(const std::filesystem::path& folder)
    : folder_(folder, {"subset.csv", "subset.npy"}) {}

void SubsetFolder::write(const Dataset& dataset, const Subset& subset) {
  folder_.write("subset.csv", subsetCsv(dataset, subset));
  folder_.write("subset.npy", subsetNpy(dataset, subset));
  folder_.commit();
}

RunFolder::RunFolder(const std::filesystem::path& folder) : folder_(folder, runFiles()) {}

void RunFolder::write(const Run& run) {
  const int64_t n = run.dataset->points;
  folder_.write("embedding.npy", formatNpy(std::span<const float>(run.map->positions), {n, 2}));
  folder_.write("sigma.npy", formatNpy(std::span<const double>(run.sigma->sigma), {n}));
  folder_.write("subset.npy", subsetNpy(*run.dataset, *run.subset));
  folder_.write("subset.csv", subsetCsv(*run.dataset, *run.subset));
  folder_.write("history.csv", historyCsv(run));
  if (!run.guidanceCurve.empty()) folder_.write("guidance.csv", guidanceCsv(run.guidanceCurve));
  folder_.write("work.json", textOf(toJson(run.work), 1));
  if (!run.dataset->sourceRows.empty())
    folder_.write("rows.npy", formatNpy(std::span<const int64_t>(run.dataset->sourceRows), {n}));
  folder_.write("manifest.json", textOf(manifest(run), 2));
  folder_.commit();
}

}  // namespace adapsne
