// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process_memory.h"

#include <fstream>

#include <unistd.h>

namespace adapsne {

int64_t residentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0, resident = 0;
  if (!(statm >> total >> resident)) return 0;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace adapsne
