// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"

namespace adapsne {

/// Where the chosen points of an export come from, beside their dataset.
struct Provenance {
  /// In words: "selected by hand".
  std::string chosen;
  Options options = {};               ///< The run's; without one, how the dataset was opened: dataset, seed.
  std::string runId = {};             ///< Run::id(), where a run had a part in it; else empty.
  std::filesystem::path runFolder{};  ///< The run's, where it is saved.
  std::filesystem::path rowsFile{};   ///< The list that the rows were read from, if any.
  std::vector<int64_t> given{};       ///< Those of the points that were exemplars before, ascending.
  ExemplarEdits edits{};              ///< What people changed of what the run chose.
  bool byHand = false;                ///< Nothing but a list of rows chooses these points again.
};
/// The exemplars of a run, as its sampler chose them and as people edited them.
Provenance exemplarsOf(const Run& run, const ExemplarEdits& edits = {});
/// What is said of exemplars that a sampler chose (not auto) and people edited.
std::string chosenText(Options options, Sampler sampler, const ExemplarEdits& edits);
/// Points that somebody selected in the map of a run.
Provenance selectedByHand(const Run& run);
/// Points that somebody selected without a map; `options` say how the dataset was opened.
Provenance selectedByHand(const Options& options);

/// The commands that write an export again, each as a shell takes it: where a run chose the points the one
/// that makes the run, then the export's. `exportOptions` are that one's further words; `written` is what is
/// beside the export, which lists the rows that were selected by hand.
std::vector<std::string> repeatingCommands(const Dataset& dataset, const Provenance& provenance,
                                           const std::filesystem::path& out,
                                           const std::filesystem::path& written,
                                           const std::vector<std::string>& exportOptions);

/// What of the options a command line has to say: "--method nms-edge --seed 4", and nothing that is the
/// default or what the method presets. Of all stages, or of the dataset alone (with the seed).
std::vector<std::string> optionWords(const Options& options, bool datasetAlone);

}  // namespace adapsne
