// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/files/byte_sink.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A tar archive (POSIX ustar) of files without folders, written from front to back. No times and no owners
/// are in it: equal content gives equal bytes.
class TarWriter {
 public:
  /// Throws Error if the file cannot be created. Gzipped if its name ends in .gz.
  TarWriter(const std::filesystem::path& path, RunControl& control) : sink_(path, control) {}

  /// `name` has at most 100 bytes. Throws Error.
  void add(const std::string& name, std::string_view bytes);
  /// The content of a file, read in pieces. Throws Error, also where it changes its size meanwhile.
  void addFile(const std::string& name, const std::filesystem::path& file);
  void finish();

 private:
  void begin(const std::string& name, uint64_t size);
  void pad(uint64_t size);
  ByteSink sink_;
};

}  // namespace adapsne
