// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "app/command_table.h"

namespace adapsne {

/// bash, zsh and fish.
const std::vector<std::string>& completionShells();

/// A script that completes the program's commands, options, words of options, datasets and files. Throws
/// UsageError with the nearest name for a shell that is not known.
std::string completionScript(const ProgramTable& table, const std::string& shell);

}  // namespace adapsne
