// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace adapsne {

/// "0.2.0"
const char* version();

/// What `--version` prints, without a last line end: program and version, the instruction set that runs here,
/// and the versions of the libraries, those in use where a library tells. `further` are libraries that only
/// this program has: name and version.
std::string programVersion(const std::string& program,
                           const std::vector<std::pair<std::string, std::string>>& further = {});

}  // namespace adapsne
