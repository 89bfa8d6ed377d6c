// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// What was passed over in an archive.
struct TarLeftOut {
  std::vector<std::string> unsafe;  ///< Names that lead out of it ("../a", "/a"); links.
};

/// A regular file of the archive; `content` is called at most once, within the visit, and throws
/// BrokenPicture where there are more than 256 MB.
using VisitTarEntry =
    std::function<void(const std::string& name, const std::function<std::string()>& content)>;

/// All files of a tar archive (ustar, GNU, pax; gzipped or not), front to back. Throws Error if it is
/// damaged, ends early, or unpacks to much more than pictures do (more than 64 MB and 200 times its own
/// size); Cancelled.
TarLeftOut forEachTarEntry(const std::filesystem::path& path, RunControl& control,
                           const VisitTarEntry& visit);

}  // namespace adapsne
