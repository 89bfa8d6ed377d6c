// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/preprocess.h"
#include "core/embedding/embedding.h"

namespace adapsne {

// What no run can go on with; each throws Error with a remedy.

void refuseIdenticalPoints(const Features& features);
/// Distances are single precision: beyond about 1e18 their squares would be infinite and the run meaningless.
void refuseHugeValues(const Features& features);
/// A step that is too long throws the map out of what single precision can hold; nothing after that means
/// anything.
void refuseLostMap(const ConvergenceSample& sample);

}  // namespace adapsne
