// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Eight Gaussian clusters in 10 dimensions whose standard deviations grow from 0.2 to 3, of which 2 % are exact
/// duplicates of another point and 1 % lie isolated far outside: density varies, as sigma must.
Dataset generateBlobs(int64_t points, uint64_t seed);

/// The swiss roll in 3 dimensions with noise 0.05; the label is the quarter of the roll's length.
Dataset generateSwissRoll(int64_t points, uint64_t seed);

/// Three interlocked rings in 3 dimensions, noise 0.05; the label is the ring.
Dataset generateRings(int64_t points, uint64_t seed);

}  // namespace adapsne
