// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// Exit codes of `adapsne`.
enum ExitCode {
  kSuccess = 0,
  kFailure = 1,       ///< The data, the disk or the machine: nothing was written.
  kUsage = 2,         ///< An option or its value: nothing was started.
  kInterrupted = 130  ///< Ctrl-C: nothing was written.
};

/// Runs the command line (arguments without the program's name). Results go to stdout, progress and errors to
/// stderr.
int runCommandLine(const std::vector<std::string>& arguments);

}  // namespace adapsne
