// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/folder_contents.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "core/images/picture.h"
#include "core/images/picture_dataset.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/support/format.h"
#include "core/support/words.h"

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

std::string counted(const std::vector<std::string>& names) {
  return grouped(std::to_string(names.size()));
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

void requirePictures(const FolderContents& contents, const std::string& shownAs) {
  if (!contents.pictures.empty()) return;
  if (!contents.unread.empty()) {
    std::vector<std::string> endings;
    for (const auto& [ending, count] : contents.unread)
      endings.push_back(grouped(std::to_string(count)) + " " + ending);
    throw Error(shownAs, "holds no pictures that are read, but " + listed(endings) + ".",
                "Convert them to JPEG or PNG.");
  }
  if (!contents.outwardLinks.empty())
    throw Error(shownAs,
                "holds no pictures, but " + counted(contents.outwardLinks) +
                    " symbolic links that lead out of it (" + firstFew(contents.outwardLinks) + ").",
                "--follow-links reads what they lead to.");
  const std::string kinds = "Give a folder of pictures (" + listedPictures("or") + ")";
  if (contents.firstOther.empty()) throw Error(shownAs, "the folder holds no pictures.", kinds + ".");
  throw Error(
      shownAs, "the folder holds no pictures.",
      kinds + ", or a file of data itself, as " + (fs::path(shownAs) / contents.firstOther).string() + ".");
}

std::vector<std::string> remarksOn(const FolderContents& contents) {
  std::vector<std::string> remarks;
  const auto warn = [&](int64_t count, const char* one, const char* many, const std::string& text) {
    if (count > 0) remarks.push_back(grouped(std::to_string(count)) + " " + (count == 1 ? one : many) + text);
  };
  const auto size = [](const std::vector<std::string>& names) { return static_cast<int64_t>(names.size()); };
  warn(size(contents.outwardLinks), "symbolic link leads", "symbolic links lead",
       " out of the folder (" + firstFew(contents.outwardLinks) + "): not followed; --follow-links follows.");
  warn(size(contents.inwardLinks), "symbolic link leads", "symbolic links lead",
       " to a folder that is read anyway (" + firstFew(contents.inwardLinks) + "): not followed.");
  warn(size(contents.unreadable), "subfolder", "subfolders",
       " cannot be listed: " + firstFew(contents.unreadable) + ".");
  for (const auto& [ending, count] : contents.unread)
    warn(count, "picture", "pictures",
         " of the kind " + ending + " cannot be read and were left out: convert them to JPEG or PNG.");
  return remarks;
}

}  // namespace adapsne
