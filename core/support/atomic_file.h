// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapsne {

/// Writes a file beside its target, forces it to disk and renames it: after any failure the target is what
/// it was before. Errors (no permission, disk full, target is a folder) name the path.
void writeFile(const std::filesystem::path& target, std::string_view bytes);

struct FileToWrite {
  std::filesystem::path target;
  std::string_view bytes;
};
/// The same for files that belong together: none takes its name before all of them are on the disk.
void writeFiles(const std::vector<FileToWrite>& files);

/// Throws Error of a file or folder that could not be written: what was tried, the system's reason (errno)
/// and what to do about it.
[[noreturn]] void throwWriteError(const std::filesystem::path& path, const std::string& action, int code);

/// Files that belong together and lie in one folder, written in pieces by whoever makes them. They take their
/// names when all of them are complete and on the disk: after any failure there is what was there before.
class StagedFiles {
 public:
  /// `first` is one of them; the others lie beside it. Throws Error where nothing can be written there.
  explicit StagedFiles(const std::filesystem::path& first);
  ~StagedFiles();
  StagedFiles(const StagedFiles&) = delete;
  StagedFiles& operator=(const StagedFiles&) = delete;

  /// Where they are written, under the names that they will have.
  const std::filesystem::path& folder() const { return staging_; }
  /// Those that are there by now, sorted.
  std::vector<std::string> names() const;
  /// Puts all of them in place, instead of the files `mayReplace` (names): what of those is not written anew
  /// is removed. Throws Error where another file would be replaced.
  void commit(const std::vector<std::string>& mayReplace);

 private:
  /// Puts one file in place; true if what was there lies in the staging folder now.
  bool place(const std::string& name, bool mayReplace) const;
  void putBack(const std::string& name, bool replaced) const;
  std::filesystem::path target_, staging_;  ///< Folders.
};

/// A folder that appears under its name only when it is complete.
///
/// Files go into a temporary folder beside the target; `commit` renames it. If the target exists it must be
/// empty or hold nothing but the files in `ownFiles` (an earlier one of the same kind), and is then replaced;
/// anything else is refused, so that nothing of the user's is lost. Without commit everything is removed,
/// also the parents that had to be made.
class StagedFolder {
 public:
  /// `ownFiles` are paths below the target; `ownedBy` says what they are part of: "a run".
  StagedFolder(std::filesystem::path target, std::vector<std::string> ownFiles,
               std::string ownedBy = "a run");
  ~StagedFolder();
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;

  /// Where others may write files until commit; they call sync() before it.
  const std::filesystem::path& folder() const { return staging_; }
  void sync() const;
  /// Writes one of `ownFiles`. Errors name it under the target folder.
  void write(const std::string& name, std::string_view bytes);
  void commit();

 private:
  void refuseForeignContents() const;
  void removeMadeParents() const;
  std::filesystem::path target_, staging_;
  std::vector<std::filesystem::path> madeParents_;  // missing before, deepest first
  std::set<std::string> ownFiles_;
  std::string ownedBy_;
  bool committed_ = false;
};

}  // namespace adapsne
