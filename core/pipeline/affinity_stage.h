// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/pipeline/run_in_progress.h"

namespace adapsne {

/// sigma and P for one target, and what finding them took. `candidate`: for the guide, not the final map.
AffinityStage computeAffinities(const NeighborGraph& graph, double target, const Options& options,
                                bool candidate, RunControl& control);

/// Those of the run's target perplexity.
std::shared_ptr<const AffinityStage> affinitiesOf(RunInProgress& progress);

/// Warns where many points miss the target.
void warnOfMissedTargets(Run& run);

/// "42", "5.417": as people read it.
std::string perplexityText(double perplexity);

}  // namespace adapsne
