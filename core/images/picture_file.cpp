// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/images/picture.h"

namespace adapsne {
namespace {

constexpr off_t kLargest = off_t{1} << 30;
constexpr size_t kPiece = 4 << 20;

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

std::string pictureFileBytes(const std::filesystem::path& path, bool throughLink, const RunControl& control,
                             size_t most) {
  // O_NONBLOCK: opening a pipe must not wait for a writer; it is refused below.
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (throughLink ? 0 : O_NOFOLLOW);
  const Descriptor file{::open(path.c_str(), flags)};
  if (file.number < 0 && errno == ELOOP) throw BrokenPicture("is a symbolic link that leads nowhere.");
  if (file.number < 0) throw BrokenPicture(std::string("cannot be opened: ") + std::strerror(errno) + ".");
  struct stat status {};
  ::fstat(file.number, &status);
  if (!S_ISREG(status.st_mode)) throw BrokenPicture("is no regular file.");
  if (status.st_size > kLargest) throw BrokenPicture("is larger than 1 GB.");
  std::string bytes(std::min(most, static_cast<size_t>(status.st_size)), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    if (control.cancelRequested()) throw Cancelled{};
    const ssize_t n = ::read(file.number, bytes.data() + done, std::min(kPiece, bytes.size() - done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw BrokenPicture(std::string("cannot be read: ") + std::strerror(errno) + ".");
    if (n == 0) break;  // It has become shorter.
    done += static_cast<size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace adapsne
