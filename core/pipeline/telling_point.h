// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/pipeline/run.h"

namespace adapsne {

/// The point whose search for sigma has most to tell, before anybody picks one: where `other` missed its
/// target by most and `run` reached its own, if there is such a point; else one that the map lost, else the
/// first exemplar. A row of the dataset, in [0, points); -1 where the run has no exemplars. `other` may be
/// null.
int64_t tellingPoint(const Run& run, const Run* other);

}  // namespace adapsne
