// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// The largest memory that this process has occupied, in bytes.
int64_t peakMemoryBytes();

/// To be called once, first thing in main. Each stage allocates and frees arrays of many megabytes; by default glibc
/// returns them to the kernel, and getting them back page by page costs more than some stages compute.
void keepFreedMemory();

}  // namespace adapsne
