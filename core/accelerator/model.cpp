// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/model.h"

#include <algorithm>
#include <numeric>

#include <nlohmann/json.hpp>

#include "core/accelerator/phases.h"
#include "core/accelerator/technology.h"
#include "core/support/enum_words.h"
#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {

const char* peLabelTitle(PeLabel label) {
  static constexpr auto kTitles = wordsFor<PeLabel>({{PeLabel::Active, "active"},
                                                     {PeLabel::FillDrain, "fill and drain"},
                                                     {PeLabel::Unmapped, "unmapped"},
                                                     {PeLabel::Waiting, "waiting for a unit"},
                                                     {PeLabel::MemoryStall, "memory stall"},
                                                     {PeLabel::Idle, "idle"}});
  static_assert(kTitles.size() == kPeLabels);
  return kTitles.wordOf(label);
}

namespace {

struct PhaseEnergy {
  double compute, sram, dram;
};

PhaseEnergy dynamicEnergy(const PhaseReport& phase, const Technology& t, Architecture architecture) {
  const OperationCounts& o = phase.operations;
  // Only search and entropy run through the multiplexers that let them share the array.
  const double shared =
      architecture == Architecture::Multiplexed && phase.searchAndEntropy ? constant("mux_energy") : 1;
  const double picojoule = 1e-12;
  return {picojoule * (o.peOperations * t.multiplyAccumulate * shared + o.exponentials * t.exponential +
                       o.logarithms * t.logarithm + o.reciprocals * t.reciprocal +
                       o.randomNumbers * t.random + o.comparisons * t.compare),
          picojoule * o.sramBytes * t.sramByte(phase.bufferKb), picojoule * o.dramBytes * t.dramByte};
}

struct Area {
  double logic, sram, searchUnits;  ///< mm2; searchUnits: what dedicated search and entropy add
};

Area areaOf(const AcceleratorConfiguration& c, const Technology& t, Architecture architecture) {
  const double array = static_cast<double>(c.rows) * c.columns * c.lanes * t.peArea;
  const double units = c.expUnits * t.expArea + (c.compareUnits + c.selectionWidth + c.logUnits +
                                                 c.reciprocalUnits + c.randomUnits + c.histogramWidth) *
                                                    t.compareArea;
  const double banks = c.histogramBanks * 0.25;  // kB of counters a bank
  const double sram =
      (c.inputKb + c.weightKb + c.outputKb + c.rowKb + c.affinityKb + banks) * t.sramAreaPerKb;
  const bool multiplexed = architecture == Architecture::Multiplexed;
  // Dedicated units that keep up with the array are an array of the same size.
  const double searchUnits = multiplexed ? 0 : array;
  return {array * (multiplexed ? constant("mux_area") : 1) + units + searchUnits, sram, searchUnits};
}

EnergyReport energyOf(const std::vector<PhaseReport>& phases, const AcceleratorConfiguration& c,
                      const Technology& t, Architecture architecture, Fusion fusion, bool gated) {
  EnergyReport report;
  report.architecture = architecture;
  report.fusion = fusion;
  report.gated = gated;
  const Area area = areaOf(c, t, architecture);
  report.areaMm2 = area.logic + area.sram;
  const double sramKb = area.sram / t.sramAreaPerKb;
  const double cycleSeconds = 1e-6 / c.clockMhz;
  for (const PhaseReport& phase : phases) {
    const PhaseEnergy e = dynamicEnergy(phase, t, architecture);
    const double seconds = static_cast<double>(phase.cycles) * cycleSeconds;
    // Gating cuts the dedicated units' leakage while search and entropy rest, and the array's while they
    // work.
    const double array = area.searchUnits;
    const double leaking = area.logic - (gated ? (1 - c.gating) * array : 0);
    const double leakage = seconds * (leaking * t.logicLeakagePerMm2 + sramKb * t.sramLeakagePerKb);
    const double background = seconds * t.dramBackground;
    report.compute += e.compute;
    report.sram += e.sram;
    report.dram += e.dram;
    report.leakage += leakage;
    report.dramBackground += background;
    report.seconds += seconds;
    if (phase.searchAndEntropy || phase.name == "Distances")
      report.searchAndEntropy += e.compute + e.sram + e.dram + leakage + background;
  }
  return report;
}

std::string limitOf(const AcceleratorReport& report) {
  const auto longest = std::max_element(report.phases.begin(), report.phases.end(),
                                        [](const auto& a, const auto& b) { return a.cycles < b.cycles; });
  const auto& labels = longest->peCycles;
  const size_t worst =
      static_cast<size_t>(std::max_element(labels.begin() + 1, labels.end()) - labels.begin());
  const double all = static_cast<double>(std::accumulate(labels.begin(), labels.end(), Count(0)));
  return format(
      "%s takes %.0f %% of the cycles; there the array is active %.0f %% of the time and loses most to: %s "
      "(%.0f %%).",
      longest->name.c_str(),
      100.0 * static_cast<double>(longest->cycles) / static_cast<double>(report.totalCycles),
      100.0 * static_cast<double>(labels[0]) / all, peLabelTitle(static_cast<PeLabel>(worst)),
      100.0 * static_cast<double>(labels[worst]) / all);
}

}  // namespace

const EnergyReport& AcceleratorReport::energyOf(Architecture architecture, Fusion fusion) const {
  return *std::find_if(energy.begin(), energy.end(), [&](const EnergyReport& e) {
    return e.architecture == architecture && e.fusion == fusion && !e.gated;
  });
}

std::vector<UnitUse> unitUse(const PhaseReport& phase, const AcceleratorConfiguration& c) {
  const OperationCounts& o = phase.operations;
  const double cycles = static_cast<double>(std::max<Count>(1, phase.cycles));
  const auto share = [&](double work, double width) { return std::min(1.0, work / width / cycles); };
  const double pes = static_cast<double>(c.rows) * c.columns;
  return {{"PE array", static_cast<double>(phase.peCycles[0]) / (pes * cycles)},
          {"exp", share(o.exponentials, c.expUnits)},
          {"1/x", share(o.reciprocals, c.reciprocalUnits)},
          {"compare", share(o.comparisons, c.compareUnits)},
          {"random", share(o.randomNumbers, c.randomUnits)},
          {"DRAM", share(o.dramBytes, c.dramBytesPerCycle)}};
}

AcceleratorReport simulateAccelerator(const WorkTrace& trace, const AcceleratorConfiguration& c,
                                      double wallSeconds) {
  if (trace.neighbors.points == 0 || trace.searches.empty() || trace.descents.empty())
    throw UsageError("accelerator", "there is no run whose work could be shown.", "Run a dataset first.");
  AcceleratorReport report;
  report.configuration = c;
  const std::vector<PhaseReport> spilled = allPhases(trace, c, Fusion::Spill);
  const std::vector<PhaseReport> fused = allPhases(trace, c, Fusion::Fused);
  report.phases = c.fusion == Fusion::Spill ? spilled : fused;

  const size_t pes = static_cast<size_t>(c.rows) * c.columns;
  std::vector<Count> active(pes, 0);
  for (const PhaseReport& phase : report.phases) {
    report.totalCycles += phase.cycles;
    for (size_t l = 0; l < kPeLabels; ++l) report.peCycles[l] += phase.peCycles[l];
    for (size_t pe = 0; pe < pes; ++pe) active[pe] += phase.activeByPe[pe];
  }
  const double total = static_cast<double>(report.totalCycles);
  for (const Count a : active) report.heatMap.push_back(static_cast<double>(a) / total);
  report.utilization = static_cast<double>(report.peCycles[0]) / (total * static_cast<double>(pes));
  report.seconds = total * 1e-6 / c.clockMhz;
  report.hostJoules = wallSeconds * c.hostWatts;

  const Technology technology = technologyOf(c);
  for (Architecture architecture : {Architecture::Dedicated, Architecture::Multiplexed})
    for (Fusion fusion : {Fusion::Spill, Fusion::Fused})
      report.energy.push_back(adapsne::energyOf(fusion == Fusion::Spill ? spilled : fused, c, technology,
                                                architecture, fusion, false));
  report.energy.push_back(
      adapsne::energyOf(fused, c, technology, Architecture::Dedicated, Fusion::Fused, true));
  report.limit = limitOf(report);
  return report;
}

namespace {

nlohmann::json countJson(Count count) {
  if (count.fitsInt64()) return static_cast<int64_t>(count);
  return static_cast<double>(count);
}

}  // namespace

nlohmann::json toJson(const AcceleratorReport& report) {
  using nlohmann::json;
  json configuration = json::object();
  for (const KnobSpec& spec : knobs())
    configuration[spec.name] = valueText(spec, spec.get(report.configuration));
  json phases = json::array();
  const auto labels = [](const std::array<Count, kPeLabels>& cycles) {
    json object = json::object();
    for (size_t l = 0; l < kPeLabels; ++l)
      object[peLabelTitle(static_cast<PeLabel>(l))] = countJson(cycles[l]);
    return object;
  };
  for (const PhaseReport& p : report.phases)
    phases.push_back({{"name", p.name},
                      {"cycles", countJson(p.cycles)},
                      {"compute_cycles", countJson(p.computeCycles)},
                      {"pe_cycles", labels(p.peCycles)},
                      {"dram_bytes", p.operations.dramBytes},
                      {"sram_bytes", p.operations.sramBytes},
                      {"search_and_entropy", p.searchAndEntropy},
                      {"formula", p.formula}});
  json energy = json::array();
  for (const EnergyReport& e : report.energy)
    energy.push_back(
        {{"architecture", e.architecture == Architecture::Dedicated ? "dedicated" : "multiplexed"},
         {"between_phases", e.fusion == Fusion::Spill ? "spill" : "fused"},
         {"power_gated", e.gated},
         {"compute_joules", e.compute},
         {"sram_joules", e.sram},
         {"dram_joules", e.dram},
         {"leakage_joules", e.leakage},
         {"dram_background_joules", e.dramBackground},
         {"total_joules", e.total()},
         {"search_and_entropy_joules", e.searchAndEntropy},
         {"seconds", e.seconds},
         {"area_mm2", e.areaMm2}});
  const EnergyReport& chosen =
      report.energyOf(report.configuration.architecture, report.configuration.fusion);
  return {{"model", "first order, closed form"},
          {"preset", report.configuration.preset},
          {"configuration", configuration},
          {"total_cycles", countJson(report.totalCycles)},
          {"seconds", report.seconds},
          {"utilization", 100 * report.utilization},
          {"pe_cycles", labels(report.peCycles)},
          {"limit", report.limit},
          {"phases", phases},
          {"total_joules", chosen.total()},
          {"area_mm2", chosen.areaMm2},
          {"energy", energy},
          {"host_joules", report.hostJoules}};
}

}  // namespace adapsne
