// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// To be called first thing in main, with main's argv: sets up memory and threads for the kind of work that
/// this program does.
///
/// Memory: each stage allocates and frees arrays of many megabytes. By default glibc returns them to the
/// kernel, and getting them back page by page costs more than some stages compute; here they are kept.
/// Threads: libgomp's threads spin while they wait, which on a shared machine can cost far more than it
/// gains. It reads OMP_WAIT_POLICY when the program is loaded, so the program sets it and starts itself anew,
/// once.
void prepareProcess(char** argv);

/// The largest memory that this process has occupied, in bytes.
int64_t peakMemoryBytes();
/// The memory that it occupies now, in bytes; 0 where the system does not say.
int64_t residentMemoryBytes();

}  // namespace adapsne
