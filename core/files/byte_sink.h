// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/support/run_control.h"

namespace adapsne {

/// A new file that is written from front to back, gzipped if its name ends in .gz: what ByteSource reads.
/// Holds no more than a piece of it, with a checkpoint for each.
class ByteSink {
 public:
  /// Throws Error if the file cannot be created.
  ByteSink(const std::filesystem::path& path, RunControl& control);
  ~ByteSink();
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;

  void write(std::string_view bytes);
  /// Bytes so far, before packing.
  uint64_t size() const { return size_; }
  /// Everything is in the file; without it the file ends anywhere. Throws Error, as write() does.
  void finish();

 private:
  struct Zip;
  void writeRaw(std::string_view bytes);
  void pack(std::string_view bytes, int flush);

  std::filesystem::path path_;
  RunControl& control_;
  int descriptor_ = -1;
  uint64_t size_ = 0;
  std::string waiting_;  ///< Small pieces, until they are worth a write.
  std::unique_ptr<Zip> zip_;
};

/// Writes a whole file through a ByteSink.
void writeThrough(const std::filesystem::path& path, std::string_view bytes, RunControl& control);

}  // namespace adapsne
