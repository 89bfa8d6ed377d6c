// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/features/features.h"
#include "core/support/run_control.h"

namespace adapsne {

// Where the map starts: N x 2, interleaved.

/// The first two principal components, scaled so that the first has standard deviation 1e-4. A direction in
/// which the data have no spread is filled with normal noise of 1e-4, by seed.
std::vector<float> pcaStart(const Features& features, uint64_t seed, RunControl& control);

/// Normal noise of standard deviation 1e-4.
std::vector<float> randomStart(int64_t points, uint64_t seed);

/// N x 2 from the bytes of an .npy file, which messages call `path`. Throws Error where the shape differs or
/// a value is not finite.
std::vector<float> fileStart(const std::string& bytes, const std::string& path, int64_t points);

}  // namespace adapsne
