// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/process_memory.h"

#include <malloc.h>
#include <sys/resource.h>

namespace adapsne {

int64_t peakMemoryBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<int64_t>(usage.ru_maxrss) * 1024;
}

void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 512 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace adapsne
