// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/run_in_progress.h"

namespace adapsne {

// What a run, a sample and a run that is read back begin with.

/// The features, with what the dataset and they warn of. Throws Error where no map could come of them.
void prepareFeatures(RunInProgress& progress);
/// The neighbour graph over the features.
void connectNeighbors(RunInProgress& progress);

}  // namespace adapsne
