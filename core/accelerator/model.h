// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/accelerator/configuration.h"
#include "core/accelerator/count.h"
#include "core/pipeline/work_trace.h"

namespace adapsne {

/// What a processing element does in a cycle; every PE-cycle has exactly one.
enum class PeLabel { Active, FillDrain, Unmapped, Waiting, MemoryStall, Idle };
constexpr size_t kPeLabels = 6;
const char* peLabelTitle(PeLabel label);

/// Operations and bytes, counted from the run's trace.
struct OperationCounts {
  double peOperations = 0, exponentials = 0, logarithms = 0, reciprocals = 0, randomNumbers = 0,
         comparisons = 0;
  double sramBytes = 0, dramBytes = 0;
};

/// One phase of the work (docs/accelerator.md#phases).
struct PhaseReport {
  std::string name;
  std::string formula;            ///< how the cycles were computed, with this run's numbers
  bool searchAndEntropy = false;  ///< belongs to the FWA + entropy sub-system
  Count cycles = 0, computeCycles = 0;
  std::array<Count, kPeLabels> peCycles{};  ///< sums to rows * columns * cycles
  std::vector<Count> activeByPe;            ///< rows x columns, PE-cycles
  OperationCounts operations;
  double bufferKb = 0;  ///< size of the memory that most accesses go to
};

/// How much of a phase a unit works, 0 to 1.
struct UnitUse {
  const char* unit;
  double share;
};
/// The array (active PE-cycles), the units beside it and the DRAM channel.
std::vector<UnitUse> unitUse(const PhaseReport& phase, const AcceleratorConfiguration& configuration);

/// Energy of one architecture, J, each term apart.
struct EnergyReport {
  Architecture architecture = Architecture::Multiplexed;
  Fusion fusion = Fusion::Fused;
  bool gated = false;
  double compute = 0, sram = 0, dram = 0, leakage = 0, dramBackground = 0;  ///< whole pipeline
  double searchAndEntropy = 0;  ///< J of the FWA + entropy sub-system alone, all terms
  double seconds = 0;
  double areaMm2 = 0;
  double total() const { return compute + sram + dram + leakage + dramBackground; }
};

/// What an accelerator would do with the work that a run really did. First order: docs/accelerator.md#rules.
struct AcceleratorReport {
  AcceleratorConfiguration configuration;
  std::vector<PhaseReport> phases;
  Count totalCycles = 0;
  double seconds = 0;
  double utilization = 0;  ///< active PE-cycles / all, 0 to 1, stalls included
  std::array<Count, kPeLabels> peCycles{};
  std::vector<double> heatMap;       ///< rows x columns, active share of each PE; its mean is the utilization
  std::vector<EnergyReport> energy;  ///< the 2 x 2, then dedicated with power gating
  double hostJoules = 0;             ///< measured wall time times the host's watts; not part of the model
  std::string limit;                 ///< "what limits it", a sentence

  const EnergyReport& energyOf(Architecture architecture, Fusion fusion) const;
};

/// Throws UsageError where the trace holds no work: without a run there are no numbers. `wallSeconds` is the
/// run's measured time, for the host's share. Throws Error where 128 bits do not hold a count.
AcceleratorReport simulateAccelerator(const WorkTrace& trace, const AcceleratorConfiguration& configuration,
                                      double wallSeconds);

/// Counts beyond 64 bits become the nearest floating-point number.
nlohmann::json toJson(const AcceleratorReport& report);

}  // namespace adapsne
