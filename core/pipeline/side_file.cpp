// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/side_file.h"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "core/pipeline/starting_map.h"
#include "core/support/hash.h"

namespace adapsne {

SideFile readSideFile(const std::string& path) {
  SideFile file;
  if (path.empty()) return file;
  if (std::ifstream stream(path, std::ios::binary); stream) {
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    file.bytes = std::move(bytes).str();
    // Of a folder nothing comes.
    std::error_code unknown;
    file.readable = !std::filesystem::is_directory(path, unknown);
  }
  file.hash = Hasher().value(file.readable).text(file.bytes).digest();
  return file;
}

SideFiles readSideFiles(const Options& options) {
  return {readSideFile(startPath(options.init)), readSideFile(options.sampling.given),
          readSideFile(options.sampling.exclude)};
}

SideHashes hashesOf(const SideFiles& files) {
  return {files.start.hash, files.given.hash, files.excluded.hash};
}

const std::string& SideFileHash::of(const std::string& path) {
  std::error_code unknown;
  const bool isFile = !path.empty();
  const auto time = isFile ? std::filesystem::last_write_time(path, unknown) : decltype(time_){};
  const uintmax_t size = isFile ? std::filesystem::file_size(path, unknown) : 0;
  if (path == path_ && time == time_ && size == size_) return hash_;
  hash_ = readSideFile(path).hash;
  reads_ += isFile;
  path_ = path;
  time_ = time;
  size_ = size;
  return hash_;
}

SideHashes SideFileHashes::of(const Options& options) {
  return {start_.of(startPath(options.init)), given_.of(options.sampling.given),
          excluded_.of(options.sampling.exclude)};
}

}  // namespace adapsne
