// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/configuration.h"

#include <type_traits>

#include "core/support/enum_words.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

using Configuration = AcceleratorConfiguration;

/// A number of the configuration.
template <typename Field>
KnobSpec number(std::string group, std::string name, std::string label, std::string unit, double minimum,
                double maximum, Field Configuration::*field, std::string help) {
  KnobSpec spec;
  spec.group = std::move(group);
  spec.name = std::move(name);
  spec.label = std::move(label);
  spec.unit = std::move(unit);
  spec.kind = std::is_integral_v<Field> ? OptionKind::Integer : OptionKind::Real;
  spec.minimum = minimum;
  spec.maximum = maximum;
  spec.help = std::move(help);
  using Stored = std::conditional_t<std::is_integral_v<Field>, int64_t, double>;
  spec.get = [field](const Configuration& c) -> OptionValue { return static_cast<Stored>(c.*field); };
  spec.set = [field](Configuration& c, const OptionValue& v) {
    c.*field = static_cast<Field>(std::get<Stored>(v));
  };
  return spec;
}

/// One of an enumeration's values.
template <typename Enum, size_t kRows>
KnobSpec choice(std::string group, std::string name, std::string label, Enum Configuration::*field,
                const EnumWords<Enum, kRows>& words, std::string help) {
  KnobSpec spec;
  spec.group = std::move(group);
  spec.name = std::move(name);
  spec.label = std::move(label);
  spec.kind = OptionKind::Choice;
  for (const EnumWord<Enum>& row : words) spec.words.push_back({row.word, 0, row.help});
  spec.help = std::move(help);
  spec.get = [field, words](const Configuration& c) -> OptionValue {
    return std::string(words.wordOf(c.*field));
  };
  spec.set = [field, words](Configuration& c, const OptionValue& v) {
    if (const EnumWord<Enum>* row = words.find(std::get<std::string>(v))) c.*field = row->value;
  };
  return spec;
}

/// The process node: a number of which only four have measured constants.
KnobSpec nodeKnob() {
  KnobSpec spec;
  spec.group = "Technology";
  spec.name = "node";
  spec.label = "Process node";
  spec.unit = "nm";
  spec.kind = OptionKind::Choice;
  for (const char* word : {"45", "28", "22", "7"}) spec.words.push_back({word, 0, ""});
  spec.help =
      "Energies and areas are scaled from 45 nm (Stillmaker and Baas 2017). Smaller nodes cost less of both.";
  spec.get = [](const Configuration& c) -> OptionValue { return std::to_string(c.node); };
  spec.set = [](Configuration& c, const OptionValue& v) { c.node = std::stoi(std::get<std::string>(v)); };
  return spec;
}

std::vector<KnobSpec> buildKnobs() {
  using C = Configuration;
  const std::string array = "Array", formats = "Number formats", memory = "Memories", units = "Units",
                    technology = "Technology";
  return {
      number(array, "rows", "Rows", "PEs", 1, 1024, &C::rows,
             "Rows of the array. More rows take more points at a time."),
      number(array, "columns", "Columns", "PEs", 1, 1024, &C::columns,
             "Columns of the array. A pass over a row evaluates up to this many sigmas at once."),
      number(array, "lanes", "Lanes", "", 1, 64, &C::lanes, "Operations that one PE does a cycle."),
      number(array, "clock", "Clock", "MHz", 1, 10000, &C::clockMhz,
             "Turns cycles into time, and time into leakage."),
      choice(array, "dataflow", "Dataflow", &C::dataflow,
             wordsFor<Dataflow>({{Dataflow::OutputStationary, "os", "outputs stay in the array"},
                                 {Dataflow::WeightStationary, "ws", "weights stay"},
                                 {Dataflow::InputStationary, "is", "inputs stay"}}),
             "Which operand of the distance product stays in the array."),
      choice(array, "drain", "Drain", &C::drain,
             wordsFor<Drain>({{Drain::Serial, "serial", "a fold drains before the next begins"},
                              {Drain::ScaleSim, "scalesim", "as SCALE-Sim v2 counts, for validation"},
                              {Drain::Shadow, "shadow", "double accumulators drain during the next fold"}}),
             "What happens between two folds."),
      number(formats, "input-bits", "Inputs", "bits", 2, 32, &C::inputBits,
             "Width of features and operands."),
      number(formats, "distance-bits", "Distances", "bits", 2, 32, &C::distanceBits,
             "Width of stored distances."),
      number(formats, "accumulator-bits", "Accumulator", "bits", 8, 64, &C::accumulatorBits,
             "Width of a PE's sum."),
      number(formats, "affinity-bits", "P", "bits", 2, 32, &C::affinityBits, "Width of stored affinities."),
      number(formats, "map-bits", "Map", "bits", 8, 32, &C::mapBits, "Width of a map coordinate."),
      number(memory, "input-kb", "Inputs", "kB", 0.25, 65536, &C::inputKb,
             "SRAM for input rows, two halves."),
      number(memory, "weight-kb", "Weights", "kB", 0.25, 65536, &C::weightKb,
             "SRAM for input columns, two halves."),
      number(memory, "output-kb", "Outputs", "kB", 0.25, 65536, &C::outputKb,
             "SRAM for results, two halves."),
      number(memory, "row-kb", "Row buffer", "kB", 0.25, 65536, &C::rowKb,
             "SRAM for rows of distances. Fused, rows that fit are not fetched again for the next pass."),
      number(memory, "affinity-kb", "P buffer", "kB", 0.25, 65536, &C::affinityKb,
             "SRAM for affinities. What does not fit is read from DRAM in every iteration of the map."),
      number(memory, "bandwidth", "DRAM bandwidth", "B/cycle", 0.01, 4096, &C::dramBytesPerCycle,
             "Bytes a cycle. 12.8 at 500 MHz is LPDDR4 at 6.4 GB/s."),
      number(memory, "latency", "DRAM latency", "cycles", 0, 10000, &C::dramLatency,
             "Before the first byte of a load."),
      number(units, "exp-units", "Exponential", "", 1, 4096, &C::expUnits,
             "Exponentials a cycle. With fewer than PEs the array waits for them."),
      number(units, "log-units", "Logarithm", "", 1, 4096, &C::logUnits, "Logarithms a cycle."),
      number(units, "reciprocal-units", "Reciprocal", "", 1, 4096, &C::reciprocalUnits,
             "Reciprocals a cycle."),
      number(units, "random-units", "Random numbers", "", 1, 4096, &C::randomUnits,
             "Random numbers a cycle."),
      number(units, "compare-units", "Comparators", "", 1, 4096, &C::compareUnits, "Comparisons a cycle."),
      number(units, "selection-width", "Selection tree", "", 2, 4096, &C::selectionWidth,
             "Candidates that the selection tree compares at once."),
      number(units, "histogram-banks", "Histogram banks", "", 1, 4096, &C::histogramBanks,
             "Banks of the entropy histogram; two points in one bank wait for each other."),
      number(units, "histogram-width", "Histogram width", "points", 1, 4096, &C::histogramWidth,
             "Map points that the histogram takes at once."),
      nodeKnob(),
      number(technology, "voltage", "Supply", "V", 0.3, 1.5, &C::voltage,
             "Switching energy grows with its square."),
      choice(technology, "leakage", "Leakage", &C::leakage,
             wordsFor<Leakage>({{Leakage::Hp, "hp", "high performance"},
                                {Leakage::Lop, "lop", "low operating power"},
                                {Leakage::Lstp, "lstp", "low standby power"}}),
             "The memory cells' leakage; the profiles differ by a factor of a thousand."),
      number(technology, "gating", "Gated leakage", "", 0, 1, &C::gating,
             "Share of its leakage that a power-gated idle unit still draws."),
      choice(technology, "architecture", "Architecture", &C::architecture,
             wordsFor<Architecture>(
                 {{Architecture::Dedicated, "dedicated", "search and entropy have units of their own"},
                  {Architecture::Multiplexed, "multiplexed", "they share the array in time"}}),
             "Time multiplexing saves area; its multiplexers cost energy."),
      choice(technology, "fusion", "Between phases", &C::fusion,
             wordsFor<Fusion>(
                 {{Fusion::Spill, "spill", "distances go out to DRAM and come back"},
                  {Fusion::Fused, "fused", "distances stay on chip from the first spark to the entropy"}}),
             "Whether distances leave the chip between phases."),
      number(technology, "host-watts", "Host", "W", 0, 1000, &C::hostWatts,
             "The host CPU's power, multiplied by this run's measured wall time; shown apart."),
  };
}

}  // namespace

const std::vector<KnobSpec>& knobs() {
  static const std::vector<KnobSpec> all = buildKnobs();
  return all;
}

const KnobSpec& knob(const std::string& name) {
  std::vector<std::string> names;
  for (const KnobSpec& spec : knobs()) {
    if (spec.name == name) return spec;
    names.push_back(spec.name);
  }
  throw UsageError(name, "the accelerator has no such knob.",
                   "Did you mean " + nearestName(name, names) + "?");
}

void setKnob(AcceleratorConfiguration& configuration, const std::string& name, const std::string& text) {
  const KnobSpec& spec = knob(name);
  spec.set(configuration, parseValue(spec, text));
}

const std::vector<std::string>& acceleratorPresets() {
  static const std::vector<std::string> names = {"tiny", "edge", "large"};
  return names;
}

AcceleratorConfiguration acceleratorPreset(const std::string& name) {
  AcceleratorConfiguration c;
  c.preset = name;
  if (name == "edge") return c;
  if (name == "tiny") {
    c.rows = c.columns = 8;
    c.clockMhz = 200;
    c.inputKb = c.weightKb = c.outputKb = 8;
    c.rowKb = 16;
    c.affinityKb = 32;
    c.expUnits = 16;
    c.dramBytesPerCycle = 8;
    c.reciprocalUnits = 4;
    c.compareUnits = 4;
    return c;
  }
  if (name == "large") {
    c.rows = c.columns = 32;
    c.clockMhz = 800;
    c.inputKb = c.weightKb = c.outputKb = 128;
    c.rowKb = 256;
    c.affinityKb = 1024;
    c.expUnits = 256;
    c.dramBytesPerCycle = 16;
    c.reciprocalUnits = 64;
    c.compareUnits = 64;
    return c;
  }
  throw UsageError("--preset", "there is no accelerator \"" + name + "\".",
                   "Did you mean " + nearestName(name, acceleratorPresets()) + "?");
}

}  // namespace adapsne
