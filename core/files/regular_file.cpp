// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/regular_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/support/error.h"

namespace adapsne {

RegularFile::RegularFile(const std::filesystem::path& path) {
  const std::string shownAs = path.string();
  // O_NONBLOCK: opening a pipe must not wait for a writer; it is refused below.
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0 && (errno == ENOENT || errno == ENOTDIR))
    throw Error(shownAs, "there is no such file.", "Check the path.");
  if (descriptor_ < 0)
    throw Error(shownAs, std::string("the file cannot be opened: ") + std::strerror(errno) + ".",
                "Check the path and your permissions.");
  struct stat status {};
  ::fstat(descriptor_, &status);
  const char* problem = S_ISDIR(status.st_mode)    ? "is a folder."
                        : !S_ISREG(status.st_mode) ? "is not a regular file."
                        : status.st_size == 0      ? "the file is empty."
                                                   : nullptr;
  if (problem) {
    ::close(descriptor_);
    throw Error(shownAs, problem, "Give the path of a data file.");
  }
  size_ = static_cast<uint64_t>(status.st_size);
}

RegularFile::~RegularFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace adapsne
