// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/tar_entries.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

#include "core/images/guarded_source.h"
#include "core/images/picture.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr size_t kPiece = 1 << 18;
constexpr int64_t kLargestEntry = 256 << 20;

/// What libarchive reads from. Exceptions do not pass through it: they are kept and thrown again outside.
struct Input {
  GuardedSource source;
  std::string piece = std::string(kPiece, '\0');
  std::exception_ptr thrown = {};

  la_ssize_t read(archive* tar, const void** data) {
    try {
      *data = piece.data();
      return static_cast<la_ssize_t>(source.read(piece.data(), piece.size()));
    } catch (...) {
      thrown = std::current_exception();
      archive_set_error(tar, EIO, "stopped");
      return ARCHIVE_FATAL;
    }
  }
};

using Tar = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void fail(const Input& input, const Tar& tar) {
  if (input.thrown) std::rethrow_exception(input.thrown);
  const char* text = archive_error_string(tar.get());
  throw Error(input.source.shownAs(),
              "is no readable tar archive, or ends early" +
                  (text ? " (" + std::string(text) + ")." : std::string(".")),
              "Check that it is the right file, or copy or download it again.");
}

bool leadsOut(const std::string& name) {
  if (name.empty() || name.front() == '/') return true;
  const fs::path path(name);
  return std::find(path.begin(), path.end(), "..") != path.end();
}

std::string nameOf(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (!name) name = archive_entry_pathname(entry);
  std::string text = name ? name : "";
  while (text.starts_with("./")) text.erase(0, 2);
  return text;
}

std::string contentOf(const Input& input, const Tar& tar, archive_entry* entry) {
  const int64_t size = archive_entry_size(entry);
  if (size > kLargestEntry) throw BrokenPicture("is larger than 256 MB.");
  std::string content(static_cast<size_t>(std::max<int64_t>(size, 0)), '\0');
  size_t done = 0;
  while (done < content.size()) {
    const la_ssize_t n = archive_read_data(tar.get(), content.data() + done, content.size() - done);
    if (n < 0) fail(input, tar);
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  content.resize(done);
  return content;
}

}  // namespace

TarLeftOut forEachTarEntry(const fs::path& path, RunControl& control, const VisitTarEntry& visit) {
  Input input{GuardedSource(path, control)};
  const Tar tar(archive_read_new(), &archive_read_free);
  if (!tar) throw std::bad_alloc();
  archive_read_support_format_tar(tar.get());
  const auto read = [](archive* a, void* client, const void** data) {
    return static_cast<Input*>(client)->read(a, data);
  };
  if (archive_read_open(tar.get(), &input, nullptr, read, nullptr) != ARCHIVE_OK) fail(input, tar);
  TarLeftOut leftOut;
  for (;;) {
    control.checkpoint();
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(tar.get(), &entry);
    if (code == ARCHIVE_EOF) return leftOut;
    if (code < ARCHIVE_WARN) fail(input, tar);
    const std::string name = nameOf(entry);
    const bool link = archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK;
    if (link || leadsOut(name))
      leftOut.unsafe.push_back(name);
    else if (archive_entry_filetype(entry) == AE_IFREG)
      visit(name, [&] { return contentOf(input, tar, entry); });
  }
}

}  // namespace adapsne
