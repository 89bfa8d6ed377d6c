// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

// Compiled with the same attribute as the kernels, so that it answers what the loader really chose.
#if ADAPSNE_INSTRUCTION_LEVEL >= 3
__attribute__((target("default"))) const char* chosen() {
  return "baseline";
}
__attribute__((target("arch=x86-64-v3"))) const char* chosen() {
  return "x86-64-v3";
}
#if ADAPSNE_INSTRUCTION_LEVEL == 4
__attribute__((target("arch=x86-64-v4"))) const char* chosen() {
  return "x86-64-v4";
}
#endif
#else
const char* chosen() {
  return "baseline";
}
#endif

}  // namespace

std::string instructionSet() {
  return chosen();
}

}  // namespace adapsne
