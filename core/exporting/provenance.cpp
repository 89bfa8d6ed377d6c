// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/row_export.h"

#include <fstream>

#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/pipeline/json_text.h"
#include "core/pipeline/run_tables.h"
#include "core/pipeline/schema.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/version/version.h"

namespace adapsne {
namespace {

using nlohmann::json;

std::string formatRows(const Dataset& dataset, const std::vector<int64_t>& rows,
                       const std::filesystem::path& path) {
  const std::string ending = endingOf(path);
  if (ending == ".csv") return rowsCsv(dataset, rows);
  const std::vector<int64_t> source = sourceRowsOf(dataset, rows);
  if (ending == ".npy") return formatNpy(source, {std::ssize(source)});
  if (ending != ".txt") throw unknownEnding(path, {".csv", ".npy", ".txt"});
  std::string text;
  for (const int64_t row : source) text += std::to_string(row) + "\n";
  return text;
}

json provenanceJson(const Dataset& d, size_t rows, const Provenance& provenance) {
  json result = {{"format", "adapsne-rows"},
                 {"format_version", 1},
                 {"program", std::string("AdapSNE Studio ") + version()},
                 {"dataset",
                  {{"name", d.name},
                   {"source", d.source},
                   {"opened_as", d.openedAs},
                   {"hash", d.hash},
                   {"points", d.points}}},
                 {"chosen", provenance.chosen},
                 {"rows", rows}};
  if (!provenance.runId.empty()) result["run"]["id"] = provenance.runId;
  if (provenance.options) {
    result["run"]["seed"] = provenance.options->seed;
    result["run"]["options"] = optionsToJson(*provenance.options);
  }
  return result;
}

}  // namespace

Provenance exemplarsOf(const Run& run) {
  Options options = run.options;
  options.sampling.sampler = run.subset->sampler;  // what auto came to
  return {"exemplars: sampler " + optionText(options, optionSpec("sampler")), run.id(), run.options};
}

Provenance selectedByHand(const Run& run) {
  return {"selected by hand in the map of run " + run.id(), run.id(), run.options};
}

Provenance selectedByHand() {
  return {"selected by hand"};
}

namespace {

/// People are asked about the list alone: a file beside it that this function did not write is not replaced.
void refuseForeign(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) return;
  std::ifstream file(path);
  const auto there = nlohmann::json::parse(file, nullptr, false);
  if (there.is_object() && there.contains("format") && there["format"] == "adapsne-rows") return;
  throw Error(path.string(), "exists and is not what is written beside a list of rows.",
              "Move it, or give the list another name.");
}

}  // namespace

void writeRows(const Dataset& dataset, const std::vector<int64_t>& rows, const Provenance& provenance,
               const std::filesystem::path& path) {
  if (rows.empty()) throw Error(path.string(), "there is no row to write.", "Select some points first.");
  const std::filesystem::path beside = std::filesystem::path(path).concat(".json");
  refuseForeign(beside);
  const std::string list = formatRows(dataset, rows, path);
  const std::string origin = jsonText(provenanceJson(dataset, rows.size(), provenance), 2);
  writeFiles({{path, list}, {beside, origin}});
}

}  // namespace adapsne
