// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// A file named as a picture.
struct FoundPicture {
  std::string file;    ///< Relative to the folder, with "/".
  std::string target;  ///< Where a symbolic link leads; empty for a file.
};

/// What lies in a folder and its subfolders.
struct FolderContents {
  std::vector<FoundPicture> pictures;      ///< Sorted: folder by folder, names bytewise.
  std::vector<std::string> metadataFiles;  ///< metadata.csv and metadata.jsonl, relative, sorted.
  std::vector<std::string> outwardLinks;   ///< Left out: links out of the folder, to pictures or folders.
  std::vector<std::string> inwardLinks;    ///< Left out: links to folders that are in it anyway.
  std::vector<std::string> unreadable;     ///< Subfolders that cannot be listed.
  std::map<std::string, int64_t> unread;   ///< Pictures of kinds that are not read, by their ending.
  std::string firstOther;                  ///< The first of the other files.
};

/// Lists a folder. Hidden files and what systems leave behind (Thumbs.db, __MACOSX, ...) are passed over.
/// Throws Error if the folder itself cannot be listed, Cancelled.
FolderContents contentsOf(const std::filesystem::path& folder, bool followLinks, RunControl& control);

/// Throws Error that says what is in a folder instead of pictures, if there are none.
void requirePictures(const FolderContents& contents, const std::string& shownAs);
/// What was left out, for people: links, folders that cannot be listed, kinds of pictures that are not read.
std::vector<std::string> remarksOn(const FolderContents& contents);

}  // namespace adapsne
