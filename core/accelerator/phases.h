// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/accelerator/model.h"

namespace adapsne {

// The phases (docs/accelerator.md#phases), each from the counts of a run's trace. `fusion` decides whether
// distances go out to DRAM between phases.

PhaseReport distancePhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion);
PhaseReport evaluationPhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion);
PhaseReport selectionPhase(const WorkTrace& trace, const AcceleratorConfiguration& c);
PhaseReport affinityPhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion);
PhaseReport symmetrizePhase(const WorkTrace& trace, const AcceleratorConfiguration& c);
PhaseReport gradientPhase(const WorkTrace& trace, const AcceleratorConfiguration& c);
PhaseReport histogramPhase(const WorkTrace& trace, const AcceleratorConfiguration& c);
PhaseReport samplingPhase(const WorkTrace& trace, const AcceleratorConfiguration& c);

/// All of them, in order.
std::vector<PhaseReport> allPhases(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion);

}  // namespace adapsne
