// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/catalogue/catalogue.h"
#include "core/exporting/export_data.h"
#include "core/exporting/row_table.h"
#include "core/features/preprocess.h"
#include "core/pipeline/run_manifest.h"
#include "core/pipeline/stored_run.h"
#include "core/sampling/sampler.h"
#include "core/support/error.h"

namespace adapsne {
namespace fs = std::filesystem;

namespace {

constexpr const char* kExportAgain = "Export the rows again.";

bool isRun(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "manifest.json", ignored);
}

}  // namespace

Provenance listedIn(const fs::path& list, const Options& options) {
  return {.chosen = "rows of " + fs::absolute(list).string(),
          .options = options,
          .rowsFile = list,
          .byHand = true};
}

ExportRequest requestOfRun(const Run& run) {
  ExportRequest request;
  request.dataset = run.dataset;
  request.chosen = run.subset->rows;
  request.weights = territorySizes(run.subset->territory, run.subset->rows.size());
  request.provenance = exemplarsOf(run);
  return request;
}

ExportRequest requestOfRun(const Run& run, const ExemplarEdits& edits, RunControl& control) {
  if (edits.empty()) return requestOfRun(run);
  const auto subset = editedSubset(*run.subset, edits, *run.features, control);
  ExportRequest request;
  request.dataset = run.dataset;
  request.chosen = subset->rows;
  request.weights = territorySizes(subset->territory, subset->rows.size());
  request.provenance = exemplarsOf(run, edits);
  request.provenance.given = subset->given;
  return request;
}

ExportRequest requestOfRun(const fs::path& folder, RunControl& control) {
  const StoredRun stored = readStoredRun(folder, control);
  const std::vector<int64_t> rows = editedRows(stored.exemplars, stored.edits);
  ExportRequest request;
  request.dataset = openDatasetOf(stored, control);
  request.openedNow = true;
  request.chosen = rows;
  request.provenance = {.chosen = chosenText(stored.options, stored.sampler, stored.edits),
                        .options = stored.options,
                        .runId = stored.keys.back().substr(0, 8),
                        .runFolder = folder,
                        .given = stored.given,
                        .edits = stored.edits,
                        .byHand = !stored.edits.empty()};
  std::erase_if(request.provenance.given,
                [&](int64_t row) { return !std::binary_search(rows.begin(), rows.end(), row); });
  control.setThreads(stored.options.threads);
  const auto features = preprocess(*request.dataset, stored.options.preprocess, control);
  request.weights = territorySizes(nearestExemplar(*features, rows, control), rows.size());
  return request;
}

ExportRequest requestOfList(const fs::path& list, RunControl& control) {
  ExportRequest request;
  request.openedNow = true;
  std::error_code ignored;
  const fs::path beside = provenancePath(list);
  if (fs::exists(beside, ignored)) {
    const RunManifest manifest(beside, kExportFormat, kExportAgain, control);
    if (manifest.text("/as") != "rows")
      throw Error(list.string(), "is an export of data, not a list of rows.",
                  "Give the list, or the run's folder.");
    const Options options = manifest.options();
    const std::string openedAs = manifest.text("/dataset/opened_as");
    request.dataset = openDataset(openedAs, options.dataset, options.seed, control);
    if (request.dataset->hash != manifest.digest("/dataset/hash"))
      throw Error(openedAs, "is no longer the data that the rows in " + list.string() + " were chosen from.",
                  "Bring it back, or choose anew.");
    request.provenance = listedIn(list, options);
  } else if (isRun(list.parent_path())) {
    request = requestOfRun(list.parent_path(), control);
    const std::vector<int64_t> ofRun = request.chosen;
    request.chosen = pointsOfRows(*request.dataset, readRowNumbers(list, control), list.string());
    if (request.chosen == ofRun) return request;
    request.weights.clear();
    request.provenance = listedIn(list, request.provenance.options);
  } else {
    throw Error(list.string(), "is neither a run's folder nor a list of rows that tells its dataset.",
                "Give the dataset, and the list with --rows.");
  }
  request.chosen = pointsOfRows(*request.dataset, readRowNumbers(list, control), list.string());
  const std::map<int64_t, int64_t> weights = readWeights(list, control);
  for (const int64_t point : request.chosen)
    if (const auto weight = weights.find(request.dataset->sourceRow(point)); weight != weights.end())
      request.weights.push_back(weight->second);
  if (request.weights.size() != request.chosen.size()) request.weights.clear();
  return request;
}

ExportRequest requestOfRows(const std::string& dataset, const Options& options, const fs::path& list,
                            RunControl& control) {
  ExportRequest request;
  request.dataset = openDataset(dataset, options.dataset, options.seed, control);
  request.openedNow = true;
  request.chosen = pointsOfRows(*request.dataset, readRowNumbers(list, control), list.string());
  request.provenance = listedIn(list, options);
  return request;
}

}  // namespace adapsne
