// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Put before a hot function of plain loops: the compiler makes one copy for each instruction set, and the
/// loader picks the best at start. Results may differ between instruction sets (fused multiply-add), never
/// between threads. Sanitizers run before the loader's choice is resolved and would crash, so they get one
/// copy.
#if !defined(__x86_64__) || !defined(__GNUC__) || defined(__clang__) || defined(__SANITIZE_ADDRESS__) || \
    defined(__SANITIZE_THREAD__)
#undef ADAPSNE_INSTRUCTION_LEVEL
#define ADAPSNE_INSTRUCTION_LEVEL 1
#endif
// Under sanitizers in the widest vectors: they reach farthest beyond an array's end.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ADAPSNE_PLAIN_LANES 16
#else
#define ADAPSNE_PLAIN_LANES 4
#endif
// The build may leave out the upper ones, to measure and test the others (CMake's ADAPSNE_INSTRUCTIONS).
#ifndef ADAPSNE_INSTRUCTION_LEVEL
#define ADAPSNE_INSTRUCTION_LEVEL 4
#endif
#if ADAPSNE_INSTRUCTION_LEVEL == 4
#define ADAPSNE_SIMD_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#elif ADAPSNE_INSTRUCTION_LEVEL == 3
#define ADAPSNE_SIMD_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define ADAPSNE_SIMD_CLONES
#endif

// clang-format off
#define ADAPSNE_FOR_TARGET(name, lanes, declaration, kernel, ...) \
  __attribute__((target(name))) declaration { return kernel<lanes>(__VA_ARGS__); }

/// Defines a function of this declaration for each instruction set by kernel<floats in a register>(arguments), a
/// template that must be ADAPSNE_INLINE. For what works in vectors (LanesOf) and is hot: wider ones than the machine
/// has are kept in memory by the compiler, which takes up to five times as long.
#if ADAPSNE_INSTRUCTION_LEVEL == 4
#define ADAPSNE_BY_WIDTH(declaration, kernel, ...)                              \
  ADAPSNE_FOR_TARGET("default", 4, declaration, kernel, __VA_ARGS__)            \
  ADAPSNE_FOR_TARGET("arch=x86-64-v3", 8, declaration, kernel, __VA_ARGS__)     \
  ADAPSNE_FOR_TARGET("arch=x86-64-v4", 16, declaration, kernel, __VA_ARGS__)
#elif ADAPSNE_INSTRUCTION_LEVEL == 3
#define ADAPSNE_BY_WIDTH(declaration, kernel, ...)                              \
  ADAPSNE_FOR_TARGET("default", 4, declaration, kernel, __VA_ARGS__)            \
  ADAPSNE_FOR_TARGET("arch=x86-64-v3", 8, declaration, kernel, __VA_ARGS__)
#else
#define ADAPSNE_BY_WIDTH(declaration, kernel, ...) \
  declaration { return kernel<ADAPSNE_PLAIN_LANES>(__VA_ARGS__); }
#endif
// clang-format on

/// For bodies that ADAPSNE_SIMD_CLONES copies: a helper that stays a call would keep its own instruction set.
#define ADAPSNE_INLINE inline __attribute__((always_inline))

namespace adapsne {

/// "x86-64-v4", "x86-64-v3" or "baseline": which copy runs on this machine. For the manifest.
std::string instructionSet();

}  // namespace adapsne
