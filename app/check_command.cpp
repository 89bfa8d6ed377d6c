// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check_command.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_table.h"
#include "app/terminal.h"
#include "core/assessment/data_check.h"
#include "core/catalogue/catalogue.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/pipeline/data_check_table.h"
#include "core/pipeline/refusals.h"
#include "core/support/atomic_file.h"

namespace adapsne {
namespace {

constexpr int kShown = 5;  // findings of each fault on the terminal

bool decidesTheCheck(const OptionSpec& spec) {
  return spec.stage == Stage::Dataset || (spec.stage == Stage::Features && spec.name != "method") ||
         spec.stage == Stage::Neighbors;
}

std::shared_ptr<const NeighborGraph> neighborsOf(const Dataset& dataset, const Options& options,
                                                 RunControl& control) {
  if (dataset.points < 2) {
    auto lonely = std::make_shared<NeighborGraph>();
    lonely->points = dataset.points;
    return lonely;
  }
  const auto features = preprocess(dataset, options.preprocess, control);
  refuseHugeValues(*features);
  const int k = resolveNeighbors(options, dataset.points);
  refuseTooLittleMemory(*features, k);
  return nearestNeighbors(*features, k, options.neighborSearch, control);
}

int64_t countOf(const DataCheck& check, DataFault fault) {
  switch (fault) {
    case DataFault::Far:
      return check.far;
    case DataFault::Duplicate:
      return check.duplicates;
    case DataFault::Label:
      break;
  }
  return check.labels;
}

void print(const Dataset& dataset, const DataCheck& check) {
  std::printf("%s: %lld points x %lld dimensions\n", dataset.name.c_str(),
              static_cast<long long>(dataset.points), static_cast<long long>(dataset.dimensions));
  for (const EnumWord<DataFault>& fault : kDataFaultWords) {
    std::printf("  %-24s %lld", fault.help, static_cast<long long>(countOf(check, fault.value)));
    if (fault.value == DataFault::Duplicate && check.groups > 0)
      std::printf(" in %lld %s", static_cast<long long>(check.groups),
                  check.groups == 1 ? "group" : "groups");
    if (fault.value == DataFault::Label)
      std::printf(" of %lld compared", static_cast<long long>(check.judged));
    std::printf("\n");
    int shown = 0;
    for (const DataFinding& finding : check.findings) {
      if (finding.fault != fault.value) continue;
      if (++shown > kShown) break;
      std::printf("    row %-8lld %s\n", static_cast<long long>(dataset.sourceRow(finding.row)),
                  findingReason(dataset, check, finding).c_str());
    }
    if (shown > kShown)
      std::printf("    and %lld more\n", static_cast<long long>(countOf(check, fault.value) - kShown));
  }
}

}  // namespace

CLI::App* addCheckCommand(CLI::App& program, CheckArguments& a) {
  CLI::App* command = program.add_subcommand(
      "check",
      "Look for rows far from everything, near duplicates, and labels that disagree with their neighbours");
  command->add_option("data", a.data, "A name (" + datasetNames(false) + ") or a file")
      ->type_name(takes::kDataset)
      ->required();
  command
      ->add_option(
          "--out", a.out,
          "CSV to write, a line a finding: row, fault, score, label, suggested, group, reason, evidence")
      ->type_name(takes::kFile);
  command->add_flag("--json", a.json, "Print the counts as one JSON object");
  addSchemaOptions(*command, a.options, decidesTheCheck);
  return command;
}

int check(const CheckArguments& a, const Options& options) {
  RunControl control(options.threads);
  InterruptScope scope(control);
  const DatasetPtr dataset = openDataset(a.data, options.dataset, options.seed, control);
  TerminalObserver observer;
  for (const std::string& warning : dataset->warnings) observer.warned(warning);
  const auto graph = neighborsOf(*dataset, options, control);
  const DataCheck found = checkData(*graph, dataset->labels, control);
  if (!a.out.empty()) namingOption("--out", [&] { writeFile(a.out, dataCheckCsv(*dataset, found)); });
  if (a.json) {
    nlohmann::json object = {
        {"points", dataset->points}, {"groups", found.groups}, {"compared", found.judged}};
    for (const EnumWord<DataFault>& fault : kDataFaultWords) object[fault.word] = countOf(found, fault.value);
    if (!a.out.empty()) object["out"] = a.out;
    std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    print(*dataset, found);
    if (!a.out.empty()) std::printf("findings in %s\n", a.out.c_str());
  }
  return 0;
}

}  // namespace adapsne
