// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/accelerator/gemm_timing.h"
#include "core/support/value_spec.h"

namespace adapsne {

/// Leakage of the memory cells: high performance, low operating power, low standby power.
enum class Leakage { Hp, Lop, Lstp };
/// Whether search and entropy have units of their own or share the array in time.
enum class Architecture { Dedicated, Multiplexed };
/// Whether distances go out to DRAM between phases or stay on chip from the first spark to the entropy.
enum class Fusion { Spill, Fused };

/// A small edge accelerator (docs/accelerator.md): an array of PEs, its memories and its units.
struct AcceleratorConfiguration {
  std::string preset = "edge";
  // array
  int rows = 16, columns = 16, lanes = 1;
  double clockMhz = 500;
  Dataflow dataflow = Dataflow::OutputStationary;
  Drain drain = Drain::Serial;
  // number formats, bits
  int inputBits = 8, distanceBits = 16, accumulatorBits = 32, affinityBits = 16, mapBits = 16;
  // memories, kB; each holds two halves, one filled while the other is used
  double inputKb = 32, weightKb = 32, outputKb = 32, rowKb = 64, affinityKb = 128;
  // DRAM
  double dramBytesPerCycle = 12.8;
  int dramLatency = 100;
  // units beside the array
  int expUnits = 64, logUnits = 4, reciprocalUnits = 16, randomUnits = 4, compareUnits = 16,
      selectionWidth = 8;
  int histogramBanks = 16, histogramWidth = 8;
  // technology
  int node = 28;
  double voltage = 0.9;
  Leakage leakage = Leakage::Lop;
  double gating = 0.1;  ///< Share of its leakage that an idle, power-gated unit still draws.
  Architecture architecture = Architecture::Multiplexed;
  Fusion fusion = Fusion::Fused;
  double hostWatts = 3;
};

/// A knob of the configuration: read by the form, the command line and the docs.
struct KnobSpec : ValueSpec {
  std::string group;
  std::function<OptionValue(const AcceleratorConfiguration&)> get;
  std::function<void(AcceleratorConfiguration&, const OptionValue&)> set;
};
const std::vector<KnobSpec>& knobs();
/// Throws UsageError with the nearest name.
const KnobSpec& knob(const std::string& name);
/// Checks and sets from text. Throws UsageError.
void setKnob(AcceleratorConfiguration& configuration, const std::string& name, const std::string& text);

/// tiny 8 x 8, edge 16 x 16 (28 nm, 500 MHz, LPDDR4 6.4 GB/s), large 32 x 32. Throws UsageError.
AcceleratorConfiguration acceleratorPreset(const std::string& name);
const std::vector<std::string>& acceleratorPresets();

}  // namespace adapsne
