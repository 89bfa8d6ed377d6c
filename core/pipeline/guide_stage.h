// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/pipeline/run_in_progress.h"

namespace adapsne {

/// Tries perplexities on short maps and concludes which one the final map takes. `start`: N x 2.
std::shared_ptr<const GuidanceStage> guide(RunInProgress& progress, const std::vector<float>& start);

}  // namespace adapsne
