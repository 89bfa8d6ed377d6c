// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"
#include "core/pipeline/options.h"
#include "core/pipeline/progress_meter.h"

namespace adapsne {

/// Tells the meter roughly how much work each stage of a run is. `iterations`: of the final map.
void planProgress(const Dataset& dataset, const Options& options, int iterations, ProgressMeter& meter);

}  // namespace adapsne
