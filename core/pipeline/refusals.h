// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/embedding/embedding.h"
#include "core/features/features.h"

namespace adapsne {

// What no run can go on with; each throws Error with a remedy.

void refuseIdenticalPoints(const Features& features);
/// Distances are single precision: beyond about 1e18 their squares would be infinite and the run meaningless.
void refuseHugeValues(const Features& features);
/// The most that neighbours, P and the map of N points take at once, in bytes, beside the dataset and its
/// features.
uint64_t mapMemory(int64_t points, int64_t dimensions, int k);
/// A run that cannot fit is refused before anything costly begins.
void refuseTooLittleMemory(const Features& features, int k);
/// A step that is too long throws the map out of what single precision can hold; nothing after that means
/// anything.
void refuseLostMap(const ConvergenceSample& sample);

}  // namespace adapsne
