// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

bool isCatalogueName(const std::string& name);

/// All of a bundled or installed dataset; of a generator `points` (0 = its default number).
Dataset readNamed(const std::string& name, int64_t points, uint64_t seed, RunControl& control);

/// Fashion-MNIST from the folder of Debian's package; where it is missing, Error with the command that
/// installs it.
Dataset readFashionMnist(const std::filesystem::path& folder, bool test, RunControl& control);

}  // namespace adapsne
