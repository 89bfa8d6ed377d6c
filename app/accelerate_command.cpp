// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accelerate_command.h"

#include <charconv>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_table.h"
#include "core/accelerator/model.h"
#include "core/pipeline/stored_run.h"

namespace adapsne {
namespace {

/// "M,N,K", three whole numbers from 1 to 2^31 - 1.
Gemm parseGemm(const std::string& text) {
  int64_t size[3];
  const char* at = text.data();
  const char* end = text.data() + text.size();
  for (int i = 0; i < 3; ++i) {
    const auto [next, code] = std::from_chars(at, end, size[i]);
    const bool separated = i == 2 ? next == end : next != end && *next == ',';
    if (code != std::errc() || !separated || size[i] < 1 || size[i] > 2147483647)
      throw UsageError("--gemm", "\"" + text + "\" is not a size.",
                       "Give M,N,K as three whole numbers from 1 up, such as 256,256,64.");
    at = next + 1;
  }
  return {size[0], size[1], size[2]};
}

int timeProduct(const AccelerateArguments& a) {
  AcceleratorConfiguration c;
  setKnob(c, "rows", std::to_string(a.rows));
  setKnob(c, "columns", std::to_string(a.columns));
  setKnob(c, "dataflow", a.dataflow);
  setKnob(c, "drain", a.drain);
  const GemmTiming timing = timeGemm(parseGemm(a.gemm), c.rows, c.columns, c.dataflow, c.drain);
  if (a.json) {
    // By hand: the library's numbers end at 64 bits, JSON's do not.
    const auto text = [](double value) { return nlohmann::json(value).dump(); };
    std::printf("{\n  \"mapping_efficiency\": %s,\n  \"total_cycles\": %s,\n  \"utilization\": %s\n}\n",
                text(timing.mappingEfficiency).c_str(), timing.totalCycles.text().c_str(),
                text(timing.utilization).c_str());
  } else {
    std::printf("total cycles        %s\nutilisation         %.4f %%\nmapping efficiency  %.4f %%\n",
                timing.totalCycles.text().c_str(), timing.utilization, timing.mappingEfficiency);
  }
  return 0;
}

void printReport(const AcceleratorReport& r) {
  std::printf("First-order model, preset %s: %s cycles, %.4g s, array active %.1f %%\n",
              r.configuration.preset.c_str(), r.totalCycles.text().c_str(), r.seconds, 100 * r.utilization);
  std::printf("%s\n\n%-22s %15s %8s %10s\n", r.limit.c_str(), "phase", "cycles", "active", "DRAM MB");
  for (const PhaseReport& p : r.phases) {
    Count all = 0;
    for (const Count cycles : p.peCycles) all += cycles;
    std::printf("%-22s %15s %6.1f %% %10.2f\n", p.name.c_str(), p.cycles.text().c_str(),
                all > 0 ? 100.0 * static_cast<double>(p.peCycles[0]) / static_cast<double>(all) : 0,
                p.operations.dramBytes / 1e6);
  }
  std::printf("\n%-26s %12s %22s %10s\n", "energy", "whole, mJ", "search + entropy, mJ", "area, mm2");
  for (const EnergyReport& e : r.energy) {
    const std::string name =
        std::string(e.architecture == Architecture::Dedicated ? "dedicated" : "multiplexed") +
        (e.fusion == Fusion::Spill ? ", spill" : ", fused") + (e.gated ? ", gated" : "");
    std::printf("%-26s %12.4f %22.4f %10.3f\n", name.c_str(), 1e3 * e.total(), 1e3 * e.searchAndEntropy,
                e.areaMm2);
  }
  std::printf("\nhost: %.3g J (measured wall time x %.3g W, not part of the model)\n", r.hostJoules,
              r.configuration.hostWatts);
}

}  // namespace

CLI::App* addAccelerateCommand(CLI::App& program, AccelerateArguments& a) {
  CLI::App* command =
      program.add_subcommand("accelerate", "What a small edge accelerator would do with a run's work");
  command->add_option("run", a.run, "The folder of a run")->type_name(takes::kRun);
  command->add_option("--preset", a.preset, "Where the knobs start")
      ->type_name(takes::oneOf(acceleratorPresets()))
      ->capture_default_str();
  command->add_option("--set", a.set, "Turns a knob, as often as needed")->type_name(takes::kKnob);
  command->add_option("--gemm", a.gemm, "Time one product M,N,K instead of a run");
  command->add_option("--rows", a.rows, "With --gemm: rows of the array")->capture_default_str();
  command->add_option("--cols,--columns", a.columns, "With --gemm: columns of the array")
      ->capture_default_str();
  command->add_option("--dataflow", a.dataflow, "With --gemm: what stays in the array")
      ->type_name(takes::oneOf(knob("dataflow")))
      ->capture_default_str();
  command->add_option("--drain", a.drain, "With --gemm: how results leave the array")
      ->type_name(takes::oneOf(knob("drain")))
      ->capture_default_str();
  command->add_flag("--json", a.json, "Print one JSON object");
  return command;
}

int accelerate(const AccelerateArguments& a) {
  if (!a.gemm.empty()) return timeProduct(a);
  if (a.run.empty())
    throw UsageError("accelerate", "no run was given.", "Give the folder of a run, or --gemm M,N,K.");
  AcceleratorConfiguration c = acceleratorPreset(a.preset);
  for (const std::string& setting : a.set) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw UsageError("--set", "\"" + setting + "\" is not knob=value.", "Write for example --set rows=32.");
    setKnob(c, setting.substr(0, equals), setting.substr(equals + 1));
  }
  const StoredWork work = readStoredWork(a.run);
  const AcceleratorReport report = simulateAccelerator(work.trace, c, work.seconds);
  if (a.json)
    std::printf("%s\n", toJson(report).dump(2).c_str());
  else
    printReport(report);
  return 0;
}

}  // namespace adapsne
