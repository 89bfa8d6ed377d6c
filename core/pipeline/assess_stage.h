// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/pipeline/run_in_progress.h"

namespace adapsne {

/// Trustworthiness at k = 12, fewer where the map is too small for the measure to be defined.
double trustworthinessOf(const Features& features, std::span<const float> positions, RunControl& control);

/// What the map and the subset of a run are worth, kept by key.
void assess(RunInProgress& progress);
/// The same, kept under no key: for a map and a subset that the run's keys do not name.
void assessUncached(RunInProgress& progress);

/// What can be said of the subset alone.
SubsetMeasures measureOwnSubset(RunInProgress& progress);

}  // namespace adapsne
