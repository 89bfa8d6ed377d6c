// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/exporting/image_folder.h"
#include "core/exporting/points_to_export.h"
#include "core/exporting/provenance.h"
#include "core/support/enum_words.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Which of the points leave.
enum class ExportPart { Chosen, Rest, Split };
constexpr auto kExportPartWords = wordsFor<ExportPart>(
    {{ExportPart::Chosen, "exemplars", "the exemplars, or the rows that are listed"},
     {ExportPart::Rest, "rest", "all other points of the dataset"},
     {ExportPart::Split, "split", "both, apart: the exemplars as train, the rest as test"}});

/// Points of a dataset that are to leave the program.
struct ExportRequest {
  DatasetPtr dataset;
  std::vector<int64_t> chosen;   ///< Points of it, in any order.
  std::vector<int64_t> weights;  ///< Empty, or of each of them the number of points that it stands for.
  Provenance provenance;         ///< Its options say how the dataset was opened.
  ExportPart part = ExportPart::Chosen;
  std::string format = "source";  ///< ExportFormat::word
  std::filesystem::path out;      ///< The file; of an image folder, the folder.
  PicturePlacing files = PicturePlacing::Copy;
  bool overwrite = false;   ///< Replace what an earlier export wrote there, and nothing else.
  bool replaceOut = false;  ///< Replace the file `out` whatever it is: people were asked.
  bool openedNow = false;   ///< The dataset was just opened: its source need not be looked at again.
};

struct ExportResult {
  std::vector<std::filesystem::path>
      written;                       ///< The files; of an image folder, the folder. Provenance last.
  int64_t points = 0;                ///< That left, of both parts of a split.
  std::vector<std::string> remarks;  ///< What people should know of the result.
};

/// Writes what is asked for and, beside it (within an image folder), what it is and where it comes from:
/// <out>.provenance.json. Where weights are known and the format has no place for them they go to
/// <out>.weights.csv (row, weight). Points are written in ascending order of their rows.
///
/// Nothing takes its name before everything is complete; after any failure there is what was there before.
/// Throws UsageError for a format that is none; Error where there is nothing to write, the dataset cannot be
/// written so, the name has not an ending of the format, something would be replaced, the source is not what
/// it was, or a file cannot be written; Cancelled.
ExportResult exportData(const ExportRequest& request, RunControl& control,
                        const ExportProgress& progress = {});

/// What cannot be written of a dataset in a format, and why; empty where it can. For dialogs; exportData()
/// says the same.
std::string whyNotExported(const std::string& format, const Dataset& dataset, RunControl& control);

/// The exemplars of a run, with the number of points of each one's territory.
ExportRequest requestOfRun(const Run& run);
/// The same after what people changed of them. Throws Cancelled.
ExportRequest requestOfRun(const Run& run, const ExemplarEdits& edits, RunControl& control);
/// The same of a saved run, with the edits that are kept with it; its dataset is opened again. Throws as
/// readStoredRun() and openDatasetOf() do.
ExportRequest requestOfRun(const std::filesystem::path& folder, RunControl& control);
/// The rows of a list beside which exportData() wrote where they come from, or of one in a run's folder.
/// Throws Error where there is no such thing or the dataset is not what it was.
ExportRequest requestOfList(const std::filesystem::path& list, RunControl& control);
/// Rows of a dataset, read from a list. Throws as openDataset() and readRowNumbers() do.
ExportRequest requestOfRows(const std::string& dataset, const Options& options,
                            const std::filesystem::path& list, RunControl& control);

/// Where the rows of a list come from that somebody made; `options` say how the dataset was opened.
Provenance listedIn(const std::filesystem::path& list, const Options& options);

/// How many points each of m exemplars stands for: `territory` as in Subset.
std::vector<int64_t> territorySizes(const std::vector<int32_t>& territory, size_t m);

/// <file>.provenance.json
std::filesystem::path provenancePath(const std::filesystem::path& file);

}  // namespace adapsne
