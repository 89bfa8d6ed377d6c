// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/run_in_progress.h"
#include "core/pipeline/stored_run.h"

namespace adapsne {

/// Features, neighbours and sigma are those that a run of this program would compute, and are kept for it.
/// The map and what follows from it are the folder's, whoever made them: they are kept under no key.
RunPtr restoreRun(RunInProgress& progress, const StoredRun& stored);

}  // namespace adapsne
