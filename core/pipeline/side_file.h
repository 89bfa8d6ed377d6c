// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/pipeline/options.h"

namespace adapsne {

/// A file that options name beside the dataset, read once, so that a run's keys and its results are of the
/// same bytes.
struct SideFile {
  bool readable = false;
  std::string bytes;
  std::string hash;  ///< Of the bytes, as stageKeys() takes it. Empty where no file is named.
};
/// `path` is empty where no file is named. Says nothing of a file that cannot be read: who needs it does.
SideFile readSideFile(const std::string& path);

/// The files of --init, --given and --exclude.
struct SideFiles {
  SideFile start, given, excluded;
};
SideFiles readSideFiles(const Options& options);

/// What stands for them in keys (SideFile::hash).
struct SideHashes {
  std::string start = {}, given = {}, excluded = {};
};
SideHashes hashesOf(const SideFiles& files);

/// The hash of a file for who asks for keys again and again: it is read when it is named, and again where its
/// time or its size is another one.
class SideFileHash {
 public:
  const std::string& of(const std::string& path);
  /// How often a file was read.
  int reads() const { return reads_; }

 private:
  std::string path_, hash_;
  std::filesystem::file_time_type time_{};
  uintmax_t size_ = 0;
  int reads_ = 0;
};

/// The same for all of a run's files.
class SideFileHashes {
 public:
  SideHashes of(const Options& options);

 private:
  SideFileHash start_, given_, excluded_;
};

}  // namespace adapsne
