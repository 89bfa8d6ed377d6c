// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/files/byte_source.h"
#include "core/files/mapped_file.h"

namespace adapsne {

/// The bytes of a file at any place, without holding all of them: mapped, or, where the file is gzipped,
/// unpacked up to that place. Reading in order is fast for both.
class FileBytes {
 public:
  /// Throws Error as ByteSource does.
  FileBytes(const std::filesystem::path& path, RunControl& control);

  const std::string& shownAs() const { return shownAs_; }
  bool gzipped() const { return !mapped_; }
  /// No more bytes than this can there be: what a header promises is measured against it before allocating.
  uint64_t atMost() const { return atMost_; }

  /// The bytes from `offset` on, fewer than `size` only at the end: where they lie or in `scratch`. Going
  /// back in a gzipped file unpacks it from its beginning. Throws Error if gzip data are damaged, Cancelled.
  std::string_view read(uint64_t offset, size_t size, std::string& scratch);

 private:
  std::filesystem::path path_;
  std::string shownAs_;
  RunControl& control_;
  uint64_t atMost_ = 0;
  std::unique_ptr<MappedFile> mapped_;
  std::unique_ptr<ByteSource> unpacked_;
  uint64_t position_ = 0;  ///< Bytes that came out of unpacked_.
};

}  // namespace adapsne
