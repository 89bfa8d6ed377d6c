// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/folder_contents.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "core/images/picture.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr int kEntriesBetweenCheckpoints = 256;

bool isPassedOver(const std::string& name) {
  static constexpr std::string_view kLeftBehind[] = {"Thumbs.db", "thumbs.db", "ehthumbs.db",  "desktop.ini",
                                                     "__MACOSX",  "@eaDir",    "$RECYCLE.BIN", "Icon\r"};
  return name.starts_with('.') ||
         std::find(std::begin(kLeftBehind), std::end(kLeftBehind), name) != std::end(kLeftBehind);
}

bool isUnreadKind(const std::string& ending) {
  static constexpr std::string_view kUnread[] = {".heic", ".heif", ".avif", ".jp2", ".j2k", ".jxl", ".svg",
                                                 ".psd",  ".raw",  ".cr2",  ".cr3", ".nef", ".arw", ".dng",
                                                 ".tga",  ".exr",  ".hdr",  ".ico", ".pcx", ".dcm"};
  return std::find(std::begin(kUnread), std::end(kUnread), ending) != std::end(kUnread);
}

/// As paths are compared folder by folder: "/" comes before every other character.
bool pathLess(const std::string& a, const std::string& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto rank = [](char c) { return c == '/' ? -1 : static_cast<int>(static_cast<unsigned char>(c)); };
    return rank(x) < rank(y);
  });
}

class Walk {
 public:
  Walk(const fs::path& root, bool followLinks, RunControl& control)
      : root_(fs::canonical(root)), followLinks_(followLinks), control_(control) {}

  FolderContents contents() {
    std::error_code failure;
    list(root_, "", failure);
    if (failure)
      throw Error(root_.string(), "the folder cannot be listed: " + failure.message() + ".",
                  "Check your permissions.");
    std::sort(found_.pictures.begin(), found_.pictures.end(),
              [](const FoundPicture& a, const FoundPicture& b) { return pathLess(a.file, b.file); });
    for (std::vector<std::string>* names :
         {&found_.metadataFiles, &found_.outwardLinks, &found_.inwardLinks, &found_.unreadable})
      std::sort(names->begin(), names->end(), pathLess);
    return std::move(found_);
  }

 private:
  void list(const fs::path& folder, const std::string& prefix, std::error_code& failure) {
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator next(folder, failure); !failure && next != fs::directory_iterator();
         next.increment(failure)) {
      if (++seen_ % kEntriesBetweenCheckpoints == 0) control_.checkpoint();
      if (!isPassedOver(next->path().filename().string())) entries.push_back(*next);
    }
    // In an order of ours, as which of several links is followed depends on it.
    std::sort(entries.begin(), entries.end(), [](const fs::directory_entry& a, const fs::directory_entry& b) {
      return a.path().native() < b.path().native();
    });
    for (const fs::directory_entry& entry : entries) {
      if (++seen_ % kEntriesBetweenCheckpoints == 0) control_.checkpoint();
      const std::string file = prefix + entry.path().filename().string();
      std::error_code ignored;
      const fs::file_status status = entry.symlink_status(ignored);
      if (fs::is_symlink(status))
        takeLink(entry.path(), file);
      else if (fs::is_directory(status))
        listBelow(entry.path(), file);
      else
        takeFile(file, "");
    }
  }

  /// Each folder once, by whatever links it is reached.
  void listBelow(const fs::path& folder, const std::string& file) {
    if (!visited_.insert(folder.string()).second) return;
    std::error_code failure;
    list(folder, file + "/", failure);
    if (failure) found_.unreadable.push_back(file);
  }

  void takeLink(const fs::path& path, const std::string& file) {
    std::error_code missing;
    const fs::path target = fs::canonical(path, missing);
    const bool leadsNowhere = static_cast<bool>(missing);
    std::error_code ignored;
    const bool folder = !leadsNowhere && fs::is_directory(target, ignored);
    const bool inside = !leadsNowhere && isInside(target);
    if (!folder && !isPictureName(file)) return takeFile(file, target.string());
    // A link that leads nowhere is a picture that cannot be opened, and will be named as such.
    if (leadsNowhere) return takeFile(file, path.string());
    if (!inside && !followLinks_) return void(found_.outwardLinks.push_back(file));
    if (!folder) return takeFile(file, target.string());
    // What is inside is listed at its own place.
    if (inside || visited_.count(target.string()) > 0) return void(found_.inwardLinks.push_back(file));
    listBelow(target, file);
  }

  bool isInside(const fs::path& target) const {
    return std::mismatch(root_.begin(), root_.end(), target.begin(), target.end()).first == root_.end();
  }

  void takeFile(const std::string& file, const std::string& target) {
    const std::string name = file.substr(file.rfind('/') + 1), ending = endingOf(name);
    if (isPictureName(name))
      found_.pictures.push_back({file, target});
    else if (name == "metadata.csv" || name == "metadata.jsonl") {
      if (target.empty()) found_.metadataFiles.push_back(file);
    } else if (isUnreadKind(ending))
      ++found_.unread[ending];
    else if (found_.firstOther.empty() || pathLess(file, found_.firstOther))
      found_.firstOther = file;
  }

  const fs::path root_;
  const bool followLinks_;
  RunControl& control_;
  FolderContents found_;
  std::set<std::string> visited_;
  int64_t seen_ = 0;
};

}  // namespace

FolderContents contentsOf(const fs::path& folder, bool followLinks, RunControl& control) {
  return Walk(folder, followLinks, control).contents();
}

}  // namespace adapsne
