// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/regular_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/support/error.h"

namespace adapsne {

RegularFile::RegularFile(const std::filesystem::path& path) : shownAs_(path.string()) {
  const std::string& shownAs = shownAs_;
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

size_t RegularFile::read(uint64_t offset, char* to, size_t size) const {
  size_t done = 0;
  while (done < size && offset + done < size_) {
    const ssize_t n = ::pread(descriptor_, to + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      throw Error(shownAs_, std::string("the file cannot be read: ") + std::strerror(errno) + ".",
                  "Check the disk, or copy the file to another one.");
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  return done;
}

}  // namespace adapsne
