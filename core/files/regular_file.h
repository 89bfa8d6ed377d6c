// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace adapsne {

/// A file on disk, open for reading.
class RegularFile {
 public:
  RegularFile() = default;
  /// Throws Error if there is no such file, it cannot be read, is a folder or a device, or is empty.
  explicit RegularFile(const std::filesystem::path& path);
  ~RegularFile();
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;

  int descriptor() const { return descriptor_; }  ///< -1: none.
  uint64_t size() const { return size_; }         ///< When it was opened.

  /// The bytes from `offset` on into `to`; how many there are, fewer than `size` only at the end, wherever
  /// that is by now. Throws Error where the system does not read them.
  size_t read(uint64_t offset, char* to, size_t size) const;

 private:
  std::string shownAs_;
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

}  // namespace adapsne
