// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/files/byte_source.h"

namespace adapsne {

/// A file, gzipped or not, of which no more is unpacked than pictures and what is told of them can be: at
/// most 64 MB or a hundred times its own size. A bomb is refused before it fills the memory.
class GuardedSource {
 public:
  /// Throws Error as ByteSource does.
  GuardedSource(const std::filesystem::path& path, RunControl& control);

  const std::string& shownAs() const { return source_.shownAs(); }
  bool gzipped() const { return source_.gzipped(); }
  uint64_t fileSize() const { return packed_; }
  /// As ByteSource's; throws Error also for what unpacks to too much.
  size_t read(char* out, size_t size);
  std::string readAll();

 private:
  ByteSource source_;
  uint64_t packed_, unpacked_ = 0;
};

}  // namespace adapsne
