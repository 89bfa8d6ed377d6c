// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace adapsne::test {

/// Where this build's sources and programs lie; told to one file alone (paths.cpp), so that every other test
/// compiles to the same bytes in any folder.
std::string sourceFile(const std::string& path);  ///< "docs/options.md"
std::string goldenFile(const std::string& name);  ///< Of tests/golden.
std::string commandLineProgram();                 ///< adapsne
std::string studioProgram();                      ///< adapsne-studio; empty where it is not built.

}  // namespace adapsne::test
