// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/files/byte_source.h"
#include "core/files/regular_file.h"

namespace adapsne {

/// The bytes of a file at any place, without holding all of them: read from there, or, where the file is
/// gzipped, unpacked up to that place. Reading in order is fast for both.
///
/// The file is not mapped into memory: one that others shorten meanwhile, or a disk that fails, would end the
/// program at the next byte that is touched, and what the system keeps of a mapping counts as the program's
/// memory. So it ends early instead, or is an Error.
class FileBytes {
 public:
  /// Throws Error as ByteSource does.
  FileBytes(const std::filesystem::path& path, RunControl& control);

  const std::string& shownAs() const { return shownAs_; }
  bool gzipped() const { return !file_; }
  /// No more bytes than this can there be: what a header promises is measured against it before allocating.
  uint64_t atMost() const { return atMost_; }

  /// The bytes from `offset` on, in `scratch`, fewer than `size` only at the end. Going back in a gzipped
  /// file unpacks it from its beginning. Throws Error if gzip data are damaged or the disk fails, Cancelled.
  std::string_view read(uint64_t offset, size_t size, std::string& scratch);

 private:
  std::filesystem::path path_;
  std::string shownAs_;
  RunControl& control_;
  uint64_t atMost_ = 0;
  std::unique_ptr<RegularFile> file_;  ///< Null where it is gzipped.
  std::unique_ptr<ByteSource> unpacked_;
  uint64_t position_ = 0;  ///< Bytes that came out of unpacked_.
};

}  // namespace adapsne
