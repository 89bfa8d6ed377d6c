// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "core/support/process.h"

int main(int argc, char** argv) {
  adapsne::prepareProcess(argv);
  return adapsne::runCommandLine({argv + 1, argv + argc});
}
