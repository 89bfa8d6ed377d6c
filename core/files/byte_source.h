// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/files/regular_file.h"
#include "core/support/memory.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The bytes of a file or of memory from front to back, unpacked on the way if they are gzipped (by content,
/// not by name). Reads in pieces with a checkpoint each, so that it can be cancelled at any time.
class ByteSource {
 public:
  /// Throws Error if there is no such file, it cannot be read, is a folder or a device, or is empty.
  ByteSource(const std::filesystem::path& path, RunControl& control);
  ByteSource(std::string_view memory, std::string shownAs, RunControl& control);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  const std::string& shownAs() const { return shownAs_; }
  bool gzipped() const { return unzip_ != nullptr; }
  /// No more bytes than this can come out: what a header promises is measured against it before allocating.
  uint64_t atMost() const;

  /// Reads `size` bytes, fewer only at the end. Throws Error if gzip data is damaged or ends early.
  size_t read(char* out, size_t size);
  /// Everything that is left. Throws Error if it does not fit the memory.
  std::string readAll();
  /// The same of an archive that is gzipped as a whole, which little is won by: one that unpacks to more than
  /// 100 MB is refused, as it may be a bomb.
  std::string readArchive();

 private:
  struct Unzip;
  size_t readRaw(char* out, size_t size);
  size_t readUnzipped(char* out, size_t size);
  void startUnzip();
  uint64_t likelySize() const;  ///< How much readAll() may expect, 0 = no idea. Not to be trusted.
  void refill();
  bool skipPadding();  ///< False at the end of the file.

  std::string shownAs_;
  RunControl& control_;
  RegularFile file_;         ///< None where the bytes lie in memory.
  std::string_view memory_;  ///< Where there is no file: what is left to read.
  uint64_t rawSize_ = 0;
  std::string ahead_;  ///< The first bytes, read to look for gzip's magic.
  std::unique_ptr<Unzip> unzip_;
};

}  // namespace adapsne
