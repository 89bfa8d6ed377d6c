// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "core/files/regular_file.h"

namespace adapsne {

/// A file as memory that holds no more of it than was read lately: its pages come from the disk as they are
/// touched, and leave the program's memory again.
///
/// A file that others shorten while it is read ends the program, as with every mapping.
class MappedFile {
 public:
  /// Throws Error as RegularFile does, or if the system does not map it.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  uint64_t size() const { return file_.size(); }
  /// The bytes from `offset` on, fewer than `size` only at the end of the file. They stay where they lie as
  /// long as this object lives.
  std::string_view read(uint64_t offset, size_t size);

 private:
  RegularFile file_;
  char* begin_ = nullptr;
  uint64_t touched_ = 0;  ///< Bytes that may be in memory by now.
  uint64_t end_ = 0;      ///< Of what was read last.
  uint64_t fetched_ = 0;  ///< Where what was asked of the disk in advance ends.
};

}  // namespace adapsne
