// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/process.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace adapsne {

void prepareProcess(char** argv) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 512 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
  if (std::getenv("OMP_WAIT_POLICY")) return;
  setenv("OMP_WAIT_POLICY", "passive", 1);
  std::error_code code;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", code);
  if (!code) execv(self.c_str(), argv);
  // Not being able to start anew costs speed, nothing else.
}

int64_t peakMemoryBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<int64_t>(usage.ru_maxrss) * 1024;
}

int64_t residentMemoryBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0, resident = 0;
  if (!(statm >> total >> resident)) return 0;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace adapsne
