// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/memory.h"

#include <fstream>
#include <limits>

#include <sys/mman.h>

#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {

std::string sizeText(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  for (; value >= 1000 && unit < 6; ++unit) value /= 1000;
  return format("%.*f %s", unit ? 1 : 0, value, kUnits[unit]);
}

uint64_t availableMemory() {
  std::ifstream file("/proc/meminfo");
  std::string key;
  uint64_t kilobytes = 0;
  while (file >> key >> kilobytes) {
    if (key == "MemAvailable:") return kilobytes * 1024;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::numeric_limits<uint64_t>::max();  // Unknown: let the allocator decide.
}

void requireMemory(uint64_t bytes, const std::string& where, const std::string& remedy) {
  const uint64_t available = availableMemory();
  if (bytes > available)
    throw Error(where, "needs about " + sizeText(bytes) + " of memory, " + sizeText(available) + " are free.",
                remedy);
}

void preferLargePages(const void* reserved, size_t bytes) {
  constexpr uintptr_t kPage = 4096;
  constexpr size_t kWorthIt = 8 << 20;
  if (bytes < kWorthIt) return;
  const auto from = reinterpret_cast<uintptr_t>(reserved);
  const uintptr_t begin = (from + kPage - 1) / kPage * kPage, end = (from + bytes) / kPage * kPage;
  // Only a hint, which changes no byte: systems without large pages do as before.
  auto* whole = const_cast<char*>(static_cast<const char*>(reserved)) + (begin - from);
  if (end > begin) ::madvise(whole, end - begin, MADV_HUGEPAGE);
}

}  // namespace adapsne
