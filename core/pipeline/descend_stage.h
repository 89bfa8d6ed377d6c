// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/pipeline/run_in_progress.h"

namespace adapsne {

/// The final map, from `start` (N x 2) or from a map that was kept on the way to it.
void descend(RunInProgress& progress, const AffinityStage& affinities, const std::vector<float>& start);

/// What a descent took so far. `candidate`: of the guide.
WorkTrace::Descent workOf(const Embedding& map, bool candidate);

}  // namespace adapsne
