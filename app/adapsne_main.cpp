// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <unistd.h>

#include "app/command_line.h"
#include "core/support/process_memory.h"

int main(int argc, char** argv) {
  // libgomp's threads spin by default, which on a shared machine costs more than it gains. It reads the variable
  // when the program is loaded, so it must be there before.
  if (!std::getenv("OMP_WAIT_POLICY")) {
    setenv("OMP_WAIT_POLICY", "passive", 1);
    execv("/proc/self/exe", argv);
  }
  adapsne::keepFreedMemory();
  return adapsne::runCommandLine({argv + 1, argv + argc});
}
