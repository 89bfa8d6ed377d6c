// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/starting_map.h"

#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "core/embedding/start.h"
#include "core/support/error.h"
#include "core/support/hash.h"

namespace adapsne {

bool startsFromFile(const std::string& init) {
  return init != "pca" && init != "random";
}

StartFile readStartFile(const std::string& init) {
  StartFile file;
  if (!startsFromFile(init)) return file;
  if (std::ifstream stream(init, std::ios::binary); stream) {
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    file.bytes = std::move(bytes).str();
    file.readable = true;
  }
  file.hash = Hasher().value(file.readable).text(file.bytes).digest();
  return file;
}

std::vector<float> startingMap(const Options& options, const Features& features, const StartFile& file,
                               RunControl& control) {
  if (options.init == "pca") return pcaStart(features, options.seed, control);
  if (options.init == "random") return randomStart(features.points, options.seed);
  if (!file.readable)
    throw Error(options.init, "cannot be read as the starting map.", "Check the path given with --init.");
  return fileStart(file.bytes, options.init, features.points);
}

const std::string& StartFileHash::of(const std::string& init) {
  std::error_code unknown;
  const bool isFile = startsFromFile(init);
  const auto time = isFile ? std::filesystem::last_write_time(init, unknown) : decltype(time_){};
  const uintmax_t size = isFile ? std::filesystem::file_size(init, unknown) : 0;
  if (init == init_ && time == time_ && size == size_) return hash_;
  hash_ = readStartFile(init).hash;
  reads_ += isFile;
  init_ = init;
  time_ = time;
  size_ = size;
  return hash_;
}

}  // namespace adapsne
