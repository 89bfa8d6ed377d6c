// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/support/run_control.h"

namespace adapsne {

enum class FileFormat { Idx, Npy, Npz, Csv, JsonLines };

/// By content first (gzipped or not), then by name. Throws Error naming the formats that are known.
FileFormat fileFormat(const std::filesystem::path& path, RunControl& control);

}  // namespace adapsne
