// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

// Made-up datasets; the same points and seed give the same values. All throw Cancelled.

/// Eight Gaussian clusters in 10 dimensions whose standard deviations grow from 0.2 to 3, of which 2 % are
/// exact duplicates of another point and 1 % lie isolated far outside: density varies, as sigma must.
Dataset generateBlobs(int64_t points, uint64_t seed, RunControl& control);

/// The swiss roll in 3 dimensions with noise 0.05; the label is the quarter of the roll's length.
Dataset generateSwissRoll(int64_t points, uint64_t seed, RunControl& control);

/// Three interlocked rings in 3 dimensions, noise 0.05; the label is the ring.
Dataset generateRings(int64_t points, uint64_t seed, RunControl& control);

/// A hundred Gaussian clusters in ten groups, each cluster in a subspace of its own of eight dimensions, with
/// noise in all 50: neighbourhoods as real data have them, at any size. The label is the group.
Dataset generateMixture(int64_t points, uint64_t seed, RunControl& control);
/// The same in another number of dimensions.
Dataset gaussianMixture(int64_t points, int64_t dimensions, uint64_t seed, RunControl& control);

}  // namespace adapsne
