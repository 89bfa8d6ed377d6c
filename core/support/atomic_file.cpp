// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/support/error.h"

namespace adapsne {
namespace fs = std::filesystem;
namespace {

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
  if (fd < 0) throwWriteError(shownAs, "cannot create the file", errno);
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int code = errno;
      ::close(fd);
      ::unlink(path.c_str());
      throwWriteError(shownAs, "cannot write the file", code);
    }
    done += static_cast<size_t>(n);
  }
  const int syncCode = ::fsync(fd) == 0 ? 0 : errno;
  const int closeCode = ::close(fd) == 0 ? 0 : errno;
  // Pipes and some file systems cannot be synced (EINVAL); a full disk may only show here.
  const int code = (syncCode && syncCode != EINVAL && syncCode != ENOTSUP) ? syncCode : closeCode;
  if (code) {
    ::unlink(path.c_str());
    throwWriteError(shownAs, "cannot write the file", code);
  }
}

/// Brings the files below `folder` to the disk. Each by itself where they are few: the whole file system may
/// have more to write than they.
void syncFiles(const fs::path& folder, const fs::path& shownAs) {
  constexpr size_t kFew = 64;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && !entry.is_symlink()) files.push_back(entry.path());
  const bool few = files.size() <= kFew;
  if (!few) files = {folder};
  for (const fs::path& file : files) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;  // A link to a file that others may not read: it is on the disk already.
    const int code = (few ? ::fsync(fd) : ::syncfs(fd)) == 0 ? 0 : errno;
    ::close(fd);
    if (code && code != EINVAL && code != ENOTSUP) throwWriteError(shownAs, "cannot write the files", code);
  }
}

}  // namespace

void throwWriteError(const fs::path& path, const std::string& action, int code) {
  const char* remedy = code == ENOSPC   ? "Free some space or choose another place."
                       : code == EROFS  ? "This file system is read-only; choose another place."
                       : code == EACCES ? "Choose a place that you may write to."
                                        : "Choose another place.";
  throw Error(path.string(), action + ": " + std::strerror(code) + ".", remedy);
}

void writeFile(const fs::path& target, std::string_view bytes) {
  writeFiles({{target, bytes}});
}

void writeFiles(const std::vector<FileToWrite>& files) {
  std::error_code ignored;
  const auto temporary = [](const fs::path& target) { return target.parent_path() / temporaryName(target); };
  for (const FileToWrite& file : files)
    if (fs::is_directory(file.target, ignored))
      throw Error(file.target.string(), "is a folder, a file was to be written there.", "Give a file name.");
  try {
    for (const FileToWrite& file : files) writeAndSync(temporary(file.target), file.bytes, file.target);
    for (const FileToWrite& file : files) {
      std::error_code code;
      fs::rename(temporary(file.target), file.target, code);
      if (code) throwWriteError(file.target, "cannot put the finished file in place", code.value());
    }
  } catch (...) {
    for (const FileToWrite& file : files) fs::remove(temporary(file.target), ignored);
    throw;
  }
  for (const FileToWrite& file : files) syncFolder(file.target.parent_path());
}

StagedFiles::StagedFiles(const fs::path& first)
    : target_(first.parent_path()), staging_(target_ / temporaryName(first)) {
  if (!first.has_filename())
    throw Error(first.string(), "is a folder, a file was to be written there.", "Give a file name.");
  std::error_code code;
  fs::remove_all(staging_, code);
  fs::create_directory(staging_, code);
  if (code) throwWriteError(first, "cannot create the file", code.value());
}

StagedFiles::~StagedFiles() {
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
}

std::vector<std::string> StagedFiles::names() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(staging_))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool StagedFiles::place(const std::string& name, bool mayReplace) const {
  const fs::path from = staging_ / name, to = target_ / name;
  const auto rename = [&](unsigned how) {
    return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), how) == 0 ? 0 : errno;
  };
  int code = rename(RENAME_NOREPLACE);
  if (code == 0) return false;
  std::error_code ignored;
  if (fs::is_directory(to, ignored))
    throw Error(to.string(), "is a folder, a file was to be written there.", "Give another file name.");
  const bool there = fs::exists(fs::symlink_status(to, ignored));
  if (there && !mayReplace)
    throw Error(to.string(), "exists already; nothing was replaced.", "Choose another name.");
  if (there && rename(RENAME_EXCHANGE) == 0) return true;
  // Not every file system can do either.
  const fs::path old = fs::path(from).concat(".old");
  if (there && ::rename(to.c_str(), old.c_str()) != 0)
    throwWriteError(to, "cannot replace the earlier file", errno);
  if (::rename(from.c_str(), to.c_str()) == 0) {
    if (there) fs::rename(old, from, ignored);
    return there;
  }
  code = errno;
  if (there) fs::rename(old, to, ignored);
  throwWriteError(to, "cannot put the finished file in place", code);
}

void StagedFiles::putBack(const std::string& name, bool replaced) const {
  std::error_code ignored;
  if (replaced)
    fs::rename(staging_ / name, target_ / name, ignored);
  else
    fs::remove(target_ / name, ignored);
}

void StagedFiles::commit(const std::vector<std::string>& mayReplace) {
  syncFiles(staging_, target_);
  std::vector<std::pair<std::string, bool>> placed;
  try {
    for (const std::string& name : names())
      placed.emplace_back(
          name, place(name, std::find(mayReplace.begin(), mayReplace.end(), name) != mayReplace.end()));
  } catch (...) {
    for (const auto& [name, replaced] : placed) putBack(name, replaced);
    throw;
  }
  std::error_code ignored;
  for (const std::string& old : mayReplace)
    if (fs::path(old).filename() == old &&  // No path that leads elsewhere.
        std::none_of(placed.begin(), placed.end(), [&](const auto& file) { return file.first == old; }))
      fs::remove(target_ / old, ignored);
  syncFolder(target_);
}

StagedFolder::StagedFolder(fs::path target, std::vector<std::string> ownFiles, std::string ownedBy)
    : target_(std::move(target)), ownFiles_(ownFiles.begin(), ownFiles.end()), ownedBy_(std::move(ownedBy)) {
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
    throwWriteError(target_, "cannot create the folder", failure.value());
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
  const auto isOwn = [this](const fs::directory_entry& entry, const std::string& name) {
    if (entry.is_symlink() || !entry.is_directory()) return ownFiles_.contains(name);
    const auto below = ownFiles_.lower_bound(name + "/");  // A folder is, where own files are below it.
    return below != ownFiles_.end() && below->starts_with(name + "/");
  };
  for (auto entry = fs::recursive_directory_iterator(target_, code); !code && entry != fs::end(entry);
       entry.increment(code)) {
    const std::string name = entry->path().lexically_relative(target_).string();
    if (!isOwn(*entry, name))
      throw Error(target_.string(),
                  "holds \"" + name + "\", which is not part of " + ownedBy_ + "; nothing was replaced.",
                  "Choose an empty or new folder.");
  }
  if (code) throwWriteError(target_, "cannot read the folder", code.value());
}

void StagedFolder::sync() const {
  syncFiles(staging_, target_);
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
      if (code) throwWriteError(target_, "cannot replace the earlier run", code.value());
    }
    fs::rename(staging_, target_, code);
    if (code) {
      std::error_code ignored;
      if (replaces) fs::rename(old, target_, ignored);
      throwWriteError(target_, "cannot put the finished folder in place", code.value());
    }
  }
  committed_ = true;
  fs::remove_all(old, code);
  syncFolder(target_.parent_path());
}

}  // namespace adapsne
