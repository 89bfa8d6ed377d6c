// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>

#include "core/support/run_control.h"

namespace adapsne {

/// The whole file, at most 1 GB, or its first `most` bytes. A last component that is a symbolic link is
/// followed only with `throughLink`. Throws BrokenPicture if it is not there, no regular file, larger or
/// cannot be read; Cancelled.
std::string pictureFileBytes(const std::filesystem::path& path, bool throughLink, const RunControl& control,
                             size_t most = std::numeric_limits<size_t>::max());

}  // namespace adapsne
