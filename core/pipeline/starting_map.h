// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/features/preprocess.h"
#include "core/pipeline/options.h"
#include "core/pipeline/side_file.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The file that --init names; empty where it is "pca" or "random".
std::string startPath(const std::string& init);

/// Where the map starts, N x 2. `file` is that of startPath(). Throws Error where it cannot be read or does
/// not fit, Cancelled.
std::vector<float> startingMap(const Options& options, const Features& features, const SideFile& file,
                               RunControl& control);

}  // namespace adapsne
