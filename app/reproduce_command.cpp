// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/reproduce_command.h"

#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/command_table.h"
#include "app/compare_command.h"
#include "app/terminal.h"
#include "core/assessment/classifiers.h"
#include "core/claims/reproduce.h"
#include "core/comparison/open_pools.h"
#include "core/support/atomic_file.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

/// The options that every run has as given here; a claim sets the others.
bool isFree(const OptionSpec& spec) {
  return spec.stage == Stage::Dataset || spec.name == "seed" || spec.name == "threads" ||
         spec.name == "iterations";
}

/// What people would type for the same page.
std::string commandOf(const CLI::App& command) {
  std::string text = "adapsne reproduce";
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0 || option->get_name() == "--out" || option->get_name() == "--threads") continue;
    if (!option->get_positional()) text += " " + option->get_name();
    if (option->get_type_size() > 0)
      for (const std::string& value : option->results()) text += " " + shellWord(value);
  }
  return text;
}

}  // namespace

CLI::App* addReproduceCommand(CLI::App& program, ReproduceArguments& a) {
  CLI::App* command = program.add_subcommand("reproduce", "Measure the papers' claims on a dataset");
  command->footer(
      "Each seed takes a pool of its own: another fifth held out, or another part of --points where the\n"
      "catalogue has a test split. A claim holds, does not hold, or depends on the condition, by a rule "
      "that\n"
      "is printed.");
  command->add_option("data", a.data, "A dataset with labels, as `adapsne run` takes it")
      ->type_name(takes::kDataset)
      ->required();
  std::string names, judges;
  for (const Claim& claim : claims()) names += (names.empty() ? "" : ", ") + claim.name;
  for (const Classifier& c : classifiers()) judges += (judges.empty() ? "" : ", ") + c.name;
  command->add_option("--claims", a.claims, "Which, separated by commas; all if not given: " + names);
  command->add_option("--seeds", a.seeds, "Repetitions: seed, seed + 1, ...")->capture_default_str();
  command->add_option("--budgets", a.budgets, "Numbers of exemplars for the accuracy, separated by commas")
      ->capture_default_str();
  command->add_option("--classifiers", a.classifiers,
                      "What the accuracy is that of, separated by commas: " + judges +
                          "; those that take no seconds if not given");
  command->add_option("--out", a.out, "Write a page (HTML) to this file as well")->type_name(takes::kFile);
  command->add_flag("--json", a.json, "Print one JSON object");
  addSchemaOptions(*command, a.options, isFree);
  return command;
}

int reproduce(const CLI::App& command, const ReproduceArguments& a) {
  requireFolderOf(a.out);
  ReproduceOptions options;
  options.common = readOptions(command, a.options);
  options.claims = wordsOf(a.claims);
  options.budgets = budgetsOf(a.budgets);
  options.classifiers = wordsOf(a.classifiers);
  for (const std::string& name : options.classifiers) classifier(name);
  if (a.seeds < 1) throw UsageError("--seeds", "at least one is needed.", "Give 5.");
  RunControl control(options.common.threads);
  InterruptScope scope(control);
  ProgressLine line;
  std::string last;
  try {
    const std::vector<HoldOut> pools = openPools(a.data, options.common, a.seeds, control);
    const ClaimsReport report = reproduceClaims(
        pools, options,
        [&](double share, const std::string& doing) {
          if (doing != last) {
            line.clear();
            std::fprintf(stderr, "%3.0f %%  %s\n", 100 * share, doing.c_str());
            last = doing;
          }
          line.show(share, doing, -1);
        },
        control);
    line.clear();
    if (!a.out.empty())
      namingOption("--out", [&] { writeFile(a.out, claimsPage(report, commandOf(command))); });
    const std::string text = a.json ? claimsJson(report) : claimsText(report);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return 0;
  } catch (...) {
    line.clear();
    throw;
  }
}

}  // namespace adapsne
