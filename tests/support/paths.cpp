// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

namespace adapsne::test {

std::string sourceFile(const std::string& path) {
  return std::string(ADAPSNE_SOURCE_FOLDER) + "/" + path;
}

std::string goldenFile(const std::string& name) {
  return sourceFile("tests/golden/" + name);
}

std::string commandLineProgram() {
  return ADAPSNE_PROGRAM;
}

std::string studioProgram() {
  return ADAPSNE_STUDIO_PROGRAM;
}

}  // namespace adapsne::test
