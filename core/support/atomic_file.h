// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapsne {

/// Writes a file beside its target, forces it to disk and renames it: after any failure the target is what
/// it was before. Errors (no permission, disk full, target is a folder) name the path.
void writeFile(const std::filesystem::path& target, std::string_view bytes);

struct FileBytes {
  std::filesystem::path target;
  std::string_view bytes;
};
/// The same for files that belong together: none takes its name before all of them are on the disk.
void writeFiles(const std::vector<FileBytes>& files);

/// A folder that appears under its name only when it is complete.
///
/// Files go into a temporary folder beside the target; `commit` renames it. If the target exists it must be
/// empty or hold nothing but the names in `ownFiles` (an earlier run of the same kind), and is then replaced;
/// anything else is refused, so that nothing of the user's is lost. Without commit everything is removed,
/// also the parents that had to be made.
class StagedFolder {
 public:
  StagedFolder(std::filesystem::path target, std::vector<std::string> ownFiles);
  ~StagedFolder();
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;

  /// Writes one of `ownFiles`. Errors name it under the target folder.
  void write(const std::string& name, std::string_view bytes);
  void commit();

 private:
  void refuseForeignContents() const;
  void removeMadeParents() const;
  std::filesystem::path target_, staging_;
  std::vector<std::filesystem::path> madeParents_;  // missing before, deepest first
  std::vector<std::string> ownFiles_;
  bool committed_ = false;
};

}  // namespace adapsne
