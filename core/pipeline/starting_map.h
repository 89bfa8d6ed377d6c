// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/features/preprocess.h"
#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Whether --init names a file: it is neither "pca" nor "random".
bool startsFromFile(const std::string& init);

/// The file that --init names, read once, so that a run's keys and its map are of the same bytes.
struct StartFile {
  bool readable = false;
  std::string bytes;
  std::string hash;  ///< Of the bytes, as stageKeys() takes it. Empty where --init names no file.
};
/// Says nothing of a file that cannot be read: startingMap() does.
StartFile readStartFile(const std::string& init);

/// Where the map starts, N x 2. Throws Error where the file cannot be read or does not fit, Cancelled.
std::vector<float> startingMap(const Options& options, const Features& features, const StartFile& file,
                               RunControl& control);

/// The hash of the file that --init names, for who asks for keys again and again: it is read when it is
/// named, and again where its time or its size is another one.
class StartFileHash {
 public:
  const std::string& of(const std::string& init);
  /// How often a file was read.
  int reads() const { return reads_; }

 private:
  std::string init_, hash_;
  std::filesystem::file_time_type time_{};
  uintmax_t size_ = 0;
  int reads_ = 0;
};

}  // namespace adapsne
