// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sample_command.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_table.h"
#include "app/terminal.h"
#include "core/catalogue/catalogue.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/stored_run.h"

namespace adapsne {
namespace {

/// The sample from a dataset: with a whole run where the sampler looks at its map.
Sample sampleDataset(const std::string& data, const Options& options, Observer& observer,
                     RunControl& control) {
  const DatasetPtr dataset = openDataset(data, options.dataset, options.seed, control);
  Pipeline pipeline;
  if (!looksAtMap(options.sampling, dataset->points))
    return pipeline.sample(dataset, options, {}, observer, control);
  const RunPtr run = pipeline.run(dataset, options, observer, control);
  return {run->options, run->dataset, run->features, run->subset, run->assessment.subset};
}

/// Everything but what acts on the choice alone was decided when the run was made.
void refuseWhatTheRunDecided(const CLI::App& command) {
  for (const OptionSpec& spec : schema())
    if (spec.stage != Stage::Sampling && spec.name != "seed" && spec.name != "threads" &&
        isGiven(command, spec.name))
      throw UsageError("--" + spec.name, "was decided when the run was made.",
                       "Leave it away, or give the dataset instead of the run.");
}

Sample sampleRun(const CLI::App& command, const SampleArguments& a, Observer& observer, RunControl& control) {
  refuseWhatTheRunDecided(command);
  const StoredMap stored = readStoredMap(a.source, control);
  Pipeline pipeline;
  return pipeline.sample(stored.dataset, readOptions(command, a.options, stored.options), stored.positions,
                         observer, control);
}

}  // namespace

CLI::App* addSampleCommand(CLI::App& program, SampleArguments& a) {
  CLI::App* command =
      program.add_subcommand("sample", "Choose exemplars from a run's map, or without any map");
  command->add_option("source", a.source, "The folder of a run, or a dataset as `adapsne run` takes it")
      ->type_name(takes::kSource)
      ->required();
  command->add_option("--out", a.out, "Folder for subset.csv and subset.npy")
      ->type_name(takes::kFolder)
      ->required();
  command->add_flag("--json", a.json, "Print the measures as one JSON object");
  addSchemaOptions(*command, a.options, [](const OptionSpec&) { return true; });
  return command;
}

int sample(const CLI::App& command, const SampleArguments& a) {
  refuseTwoBudgets(command);
  const bool fromRun = std::filesystem::exists(std::filesystem::path(a.source) / "manifest.json");
  const Options options = readOptions(command, a.options);
  RunControl control(options.threads);
  InterruptScope scope(control);
  TerminalObserver observer;
  try {
    std::optional<SubsetFolder> folder;
    namingOption("--out",
                 [&] { folder.emplace(a.out); });  // A folder that cannot be written is said before the work.
    const Sample sample = fromRun ? sampleRun(command, a, observer, control)
                                  : sampleDataset(a.source, options, observer, control);
    namingOption("--out", [&] { folder->write(*sample.dataset, *sample.subset); });
    observer.clear();
    if (a.json) {
      nlohmann::json object = summary(sample);
      object["out"] = a.out;
      std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
      std::printf("  %-24s %zu\n", "Exemplars", sample.subset->rows.size());
      if (!sample.subset->given.empty())
        std::printf("  %-24s %zu\n", "of which given", sample.subset->given.size());
      for (const Measure& measure : measures())
        if (measure.ofSubset)
          std::printf("  %-24s %s\n", measure.title.c_str(),
                      measureText(measure, measure.ofSubset(sample.measures)).c_str());
      std::printf("results in %s\n", a.out.c_str());
    }
    return 0;
  } catch (...) {
    observer.clear();
    throw;
  }
}

}  // namespace adapsne
