// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/mapped_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/mman.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

/// What stays in memory at most.
constexpr uint64_t kKept = 32 << 20;
/// The system may bring in so much around a byte that is touched.
constexpr uint64_t kAround = 64 << 10;
/// What is fetched before it is asked for, where reading goes on in order.
constexpr uint64_t kAhead = 4 << 20;

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : file_(path) {
  void* begin = ::mmap(nullptr, file_.size(), PROT_READ, MAP_PRIVATE, file_.descriptor(), 0);
  if (begin == MAP_FAILED)
    throw Error(path.string(), std::string("the file cannot be mapped: ") + std::strerror(errno) + ".",
                "Copy it to a local disk.");
  begin_ = static_cast<char*>(begin);
  // Rows that are picked at random lie far apart: what is read ahead of them by itself is of no use.
  ::madvise(begin_, file_.size(), MADV_RANDOM);
}

MappedFile::~MappedFile() {
  ::munmap(begin_, file_.size());
}

std::string_view MappedFile::read(uint64_t offset, size_t size) {
  offset = std::min(offset, file_.size());
  size = static_cast<size_t>(std::min<uint64_t>(size, file_.size() - offset));
  touched_ += size + kAround;
  if (touched_ > kKept) {
    // Only a hint: pages that are needed again are read again.
    ::madvise(begin_, file_.size(), MADV_DONTNEED);
    touched_ = size + kAround;
  }
  const bool goesOn = offset == end_;
  if (!goesOn || offset + size > fetched_) {
    constexpr uint64_t kPage = 4096;
    const uint64_t from = offset / kPage * kPage;
    fetched_ = std::min(file_.size(), offset + size + (goesOn ? kAhead : 0));
    ::madvise(begin_ + from, fetched_ - from, MADV_WILLNEED);
  }
  end_ = offset + size;
  return {begin_ + offset, size};
}

}  // namespace adapsne
