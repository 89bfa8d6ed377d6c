// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/support/error.h"

namespace adapsne {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void failed(const fs::path& path, const std::string& action, int code) {
  const char* remedy = code == ENOSPC   ? "Free some space or choose another place."
                       : code == EROFS  ? "This file system is read-only; choose another place."
                       : code == EACCES ? "Choose a place that you may write to."
                                        : "Choose another place.";
  throw Error(path.string(), action + ": " + std::strerror(code) + ".", remedy);
}

std::string temporaryName(const fs::path& target) {
  std::string name = target.filename().string();
  if (name.empty()) name = "out";
  return "." + name + ".part-" + std::to_string(::getpid());
}

void syncFolder(const fs::path& folder) {
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (fd < 0) return;  // Some file systems cannot; the rename itself is still atomic.
  ::fsync(fd);
  ::close(fd);
}

void writeAndSync(const fs::path& path, std::string_view bytes, const fs::path& shownAs) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) failed(shownAs, "cannot create the file", errno);
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int code = errno;
      ::close(fd);
      ::unlink(path.c_str());
      failed(shownAs, "cannot write the file", code);
    }
    done += static_cast<size_t>(n);
  }
  const int syncCode = ::fsync(fd) == 0 ? 0 : errno;
  const int closeCode = ::close(fd) == 0 ? 0 : errno;
  // Pipes and some file systems cannot be synced (EINVAL); a full disk may only show here.
  const int code = (syncCode && syncCode != EINVAL && syncCode != ENOTSUP) ? syncCode : closeCode;
  if (code) {
    ::unlink(path.c_str());
    failed(shownAs, "cannot write the file", code);
  }
}

}  // namespace

void writeFile(const fs::path& target, std::string_view bytes) {
  writeFiles({{target, bytes}});
}

void writeFiles(const std::vector<FileBytes>& files) {
  std::error_code ignored;
  const auto temporary = [](const fs::path& target) { return target.parent_path() / temporaryName(target); };
  for (const FileBytes& file : files)
    if (fs::is_directory(file.target, ignored))
      throw Error(file.target.string(), "is a folder, a file was to be written there.", "Give a file name.");
  try {
    for (const FileBytes& file : files) writeAndSync(temporary(file.target), file.bytes, file.target);
    for (const FileBytes& file : files) {
      std::error_code code;
      fs::rename(temporary(file.target), file.target, code);
      if (code) failed(file.target, "cannot put the finished file in place", code.value());
    }
  } catch (...) {
    for (const FileBytes& file : files) fs::remove(temporary(file.target), ignored);
    throw;
  }
  for (const FileBytes& file : files) syncFolder(file.target.parent_path());
}

StagedFolder::StagedFolder(fs::path target, std::vector<std::string> ownFiles)
    : target_(std::move(target)), ownFiles_(std::move(ownFiles)) {
  if (!target_.has_filename()) target_ = target_.parent_path();  // "dir/" means "dir"
  if (target_.empty()) throw Error("folder", "its name is empty.", "Give a folder to write to.");
  refuseForeignContents();
  std::error_code code;
  const fs::path parent = target_.parent_path();
  for (fs::path made = parent; !made.empty() && !fs::exists(made, code); made = made.parent_path())
    madeParents_.push_back(made);
  const auto check = [this](const std::error_code& failure) {
    if (!failure) return;
    removeMadeParents();
    failed(target_, "cannot create the folder", failure.value());
  };
  code.clear();
  if (!parent.empty()) fs::create_directories(parent, code);
  check(code);
  staging_ = parent / temporaryName(target_);
  fs::remove_all(staging_, code);
  const bool created = fs::create_directory(staging_, code);
  check(created || code ? code : std::make_error_code(std::errc::file_exists));
}

StagedFolder::~StagedFolder() {
  std::error_code ignored;
  if (committed_) return;
  fs::remove_all(staging_, ignored);
  removeMadeParents();
}

void StagedFolder::removeMadeParents() const {
  std::error_code ignored;  // A folder in which somebody put something in the meantime stays.
  for (const fs::path& made : madeParents_) fs::remove(made, ignored);
}

void StagedFolder::refuseForeignContents() const {
  std::error_code code;
  const fs::file_status status = fs::status(target_, code);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status))
    throw Error(target_.string(), "exists and is not a folder.", "Choose another name.");
  for (const auto& entry : fs::directory_iterator(target_, code)) {
    const std::string name = entry.path().filename().string();
    if (std::find(ownFiles_.begin(), ownFiles_.end(), name) == ownFiles_.end())
      throw Error(target_.string(),
                  "holds \"" + name + "\", which is not part of a run; nothing was replaced.",
                  "Choose an empty or new folder.");
  }
  if (code) failed(target_, "cannot read the folder", code.value());
}

void StagedFolder::write(const std::string& name, std::string_view bytes) {
  writeAndSync(staging_ / name, bytes, target_ / name);
}

void StagedFolder::commit() {
  refuseForeignContents();
  std::error_code code;
  // Where there is an earlier run the two swap names in one step; what is removed afterwards is the old one.
  const bool swapped = fs::exists(target_) && ::renameat2(AT_FDCWD, staging_.c_str(), AT_FDCWD,
                                                          target_.c_str(), RENAME_EXCHANGE) == 0;
  const fs::path old = swapped ? staging_ : fs::path(staging_).concat(".old");
  if (!swapped) {
    // Not every file system can swap: there the old run steps aside first, and comes back if the new one
    // cannot.
    const bool replaces = fs::exists(target_);
    fs::remove_all(old, code);
    if (replaces) {
      fs::rename(target_, old, code);
      if (code) failed(target_, "cannot replace the earlier run", code.value());
    }
    fs::rename(staging_, target_, code);
    if (code) {
      std::error_code ignored;
      if (replaces) fs::rename(old, target_, ignored);
      failed(target_, "cannot put the finished folder in place", code.value());
    }
  }
  committed_ = true;
  fs::remove_all(old, code);
  syncFolder(target_.parent_path());
}

}  // namespace adapsne
