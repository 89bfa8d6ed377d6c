// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/images/data_splits.h"
#include "core/images/folder_contents.h"
#include "core/images/image_readers.h"
#include "core/images/picture_dataset.h"
#include "core/images/picture_file.h"
#include "core/images/picture_files.h"
#include "core/images/picture_metadata.h"
#include "core/support/error.h"
#include "core/support/format.h"
#include "core/support/nearest_name.h"
#include "core/support/parallel.h"
#include "core/support/words.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr int64_t kPicturesAtOnce = 4, kPicturesABlock = 1024;
constexpr const char* kFolderColumn = "folder";

std::string counted(size_t count) {
  return grouped(std::to_string(count));
}

/// The first folder of a relative path: "a" of "a/b.jpg"; "" of "b.jpg".
std::string topFolder(const std::string& file, size_t from) {
  const size_t slash = file.find('/', from);
  return slash == std::string::npos ? "" : file.substr(from, slash - from);
}

/// How the pictures of a folder are laid out.
struct FolderLayout {
  std::string wrapper;              ///< The one folder that holds everything, with its "/": "PetImages/".
  std::vector<std::string> splits;  ///< train, val, test: those that it has.

  std::string splitAt(const std::string& file) const {
    return splits.empty() ? "" : splitOf(topFolder(file, wrapper.size()));
  }
  /// "" where a picture lies in no subfolder.
  std::string folderAt(const std::string& file) const {
    const size_t from = wrapper.size();
    if (splits.empty()) return topFolder(file, from);
    return topFolder(file, from + topFolder(file, from).size() + 1);
  }
};

/// The top folders below a prefix that all pictures have; "" is one where pictures lie beside them.
std::set<std::string> topFolders(const std::vector<FoundPicture>& pictures, size_t prefix) {
  std::set<std::string> folders;
  for (const FoundPicture& picture : pictures) folders.insert(topFolder(picture.file, prefix));
  return folders;
}

FolderLayout layoutOf(const std::vector<FoundPicture>& pictures) {
  FolderLayout layout;
  std::set<std::string> folders = topFolders(pictures, 0);
  // "photos/PetImages/Cat/1.jpg": one folder of folders alone is what an archive was unpacked to.
  while (folders.size() == 1 && !folders.begin()->empty() && splitOf(*folders.begin()).empty()) {
    const std::string inner = layout.wrapper + *folders.begin() + "/";
    std::set<std::string> next = topFolders(pictures, inner.size());
    if (next.count("") > 0) break;
    layout.wrapper = inner;
    folders = std::move(next);
  }
  std::set<std::string> splits;
  for (const std::string& folder : folders) splits.insert(splitOf(folder));
  const bool allAreSplits = splits.erase("") == 0;
  // "train, test, samples" are splits and something beside them; "dogs, test" are two classes.
  if (!allAreSplits && (splits.count("train") == 0 || splits.size() < 2)) return layout;
  for (const char* split : {"train", "val", "test"})
    if (splits.count(split) > 0) layout.splits.emplace_back(split);
  return layout;
}

/// Leaves the pictures of the splits that were asked for.
void chooseSplits(std::vector<FoundPicture>& pictures, PictureList& list, const FolderLayout& layout,
                  const DatasetOptions& options) {
  const std::vector<std::string> chosen = chosenSplits(layout.splits, options.split, list.source);
  if (layout.splits.empty()) return;
  std::set<std::string> beside;
  std::erase_if(pictures, [&](const FoundPicture& picture) {
    const std::string split = layout.splitAt(picture.file);
    if (split.empty()) beside.insert(topFolder(picture.file, layout.wrapper.size()));
    return std::find(chosen.begin(), chosen.end(), split) == chosen.end();
  });
  if (std::string text = splitsWarning(layout.splits, chosen, options.split); !text.empty())
    list.warnings.push_back(std::move(text));
  const bool loose = beside.erase("") > 0;
  if (loose) list.warnings.push_back("Pictures beside the splits were left out.");
  if (!beside.empty())
    list.warnings.push_back("Not read, as no split of the data: " + firstFew({beside.begin(), beside.end()}) +
                            ".");
  if (chosen.size() < 2) return;
  Attribute splits{"split", ColumnRole::LeftOut, {}};
  for (const FoundPicture& picture : pictures) splits.values.push_back(layout.splitAt(picture.file));
  list.attributes.push_back(std::move(splits));
}

PictureMetadata metadataOf(const fs::path& folder, const FolderContents& contents, PictureList& list,
                           RunControl& control) {
  PictureMetadata metadata;
  for (const std::string& file : contents.metadataFiles)
    if (!addMetadataFile(metadata, folder / file, fs::path(file).parent_path().string(), control))
      list.warnings.push_back(file + " has no column file_name and was left out.");
  if (metadata.columns().empty()) return metadata;
  std::set<std::string> known;
  for (const FoundPicture& picture : contents.pictures) known.insert(picture.file);
  std::vector<std::string> missing;
  for (const std::string& file : metadata.files())
    if (known.count(file) == 0) missing.push_back(file);
  if (!missing.empty())
    list.warnings.push_back(counted(missing.size()) +
                            " pictures that the metadata name are not there: " + firstFew(missing) + ".");
  return metadata;
}

/// The column of metadata that holds the labels; "" for the subfolders.
std::string labelColumn(const PictureMetadata& metadata, const std::string& shownAs,
                        const DatasetOptions& options) {
  if (options.labelColumn.empty()) return metadata.labelColumn();
  if (options.labelColumn == kFolderColumn && !metadata.hasColumn(kFolderColumn)) return "";
  if (!metadata.hasColumn(options.labelColumn)) {
    std::vector<std::string> names = metadata.columns();
    names.emplace_back(kFolderColumn);
    throw Error(
        shownAs, "there is no column \"" + options.labelColumn + "\" beside the pictures.",
        "Did you mean \"" + nearestName(options.labelColumn, names) + "\"? There are " + listed(names) + ".");
  }
  return options.labelColumn;
}

void addLabels(PictureList& list, const std::vector<FoundPicture>& pictures, const FolderLayout& layout,
               const PictureMetadata& metadata, const DatasetOptions& options) {
  std::vector<std::string> folders(pictures.size());
  std::transform(pictures.begin(), pictures.end(), folders.begin(),
                 [&](const FoundPicture& picture) { return layout.folderAt(picture.file); });
  const bool flat =
      std::all_of(folders.begin(), folders.end(), [](const std::string& f) { return f.empty(); });
  const bool wanted = options.labels.empty() && options.labelColumn != "none";
  const std::string column = wanted ? labelColumn(metadata, list.source, options) : "";
  for (size_t c = 0; c < metadata.columns().size(); ++c) {
    const std::string& name = metadata.columns()[c];
    Attribute attribute{name, name == options.idColumn ? ColumnRole::Id : ColumnRole::Text, {}};
    for (const FoundPicture& picture : pictures) attribute.values.push_back(metadata.text(picture.file, c));
    if (wanted && !column.empty() && name == column)
      list.labels = std::move(attribute.values);
    else
      list.attributes.push_back(std::move(attribute));
  }
  if (flat) return;
  if (!wanted || !column.empty()) {
    list.attributes.push_back({kFolderColumn, ColumnRole::LeftOut, std::move(folders)});
    return;
  }
  const auto loose = static_cast<size_t>(std::count(folders.begin(), folders.end(), ""));
  if (loose > 0)
    list.warnings.push_back(counted(loose) +
                            " pictures lie beside the folders of classes: they are read "
                            "without a label.");
  list.labels = std::move(folders);
}

/// The subfolders of pictures and what each is read as, in the order of the pictures, which are sorted.
std::vector<SourcePart> partsOf(const std::vector<FoundPicture>& pictures, const FolderLayout& layout,
                                const PictureMetadata& metadata, const std::string& shownAs,
                                const DatasetOptions& options) {
  const std::vector<std::string> chosen = chosenSplits(layout.splits, options.split, shownAs);
  const bool wanted = options.labels.empty() && options.labelColumn != "none";
  const std::string column = wanted ? labelColumn(metadata, shownAs, options) : "";
  std::vector<SourcePart> parts;
  for (const FoundPicture& picture : pictures) {
    const std::string split = layout.splitAt(picture.file), name = layout.folderAt(picture.file);
    std::string place = layout.wrapper;
    if (!layout.splits.empty()) place += topFolder(picture.file, layout.wrapper.size()) + "/";
    if (!name.empty()) place += name + "/";
    if (place.empty()) place = "./";
    if (parts.empty() || parts.back().name != place) {
      const bool read =
          layout.splits.empty() || std::find(chosen.begin(), chosen.end(), split) != chosen.end();
      const std::string remark = !read                     ? split.empty() ? "no split" : "split " + split
                                 : !column.empty()         ? "labels from the column " + column
                                 : name.empty() || !wanted ? "without labels"
                                                           : "class " + name;
      parts.push_back({place, {0}, PartKind::Pictures, read ? PartUse::Features : PartUse::NotRead, remark});
    }
    ++parts.back().shape[0];
  }
  return parts;
}

fs::path openedPath(const fs::path& folder, const FoundPicture& picture) {
  return picture.target.empty() ? folder / picture.file : fs::path(picture.target);
}

/// That of the first picture that can be read; all are broken where there is none.
std::optional<PictureHeader> firstHeader(const fs::path& folder, const std::vector<FoundPicture>& pictures,
                                         bool throughLinks, RunControl& control) {
  for (const FoundPicture& picture : pictures) {
    control.checkpoint();
    try {
      return pictureHeader(pictureFileBytes(openedPath(folder, picture), throughLinks, control));
    } catch (const BrokenPicture&) {
    }
  }
  return std::nullopt;
}

}  // namespace

ChosenPoints readAllOfImageFolder(const fs::path& folder, const DatasetOptions& options,
                                  RunControl& control) {
  FolderContents contents = contentsOf(folder, options.followLinks, control);
  PictureList list;
  list.name = folderName(folder);
  list.source = folder.string();
  requirePictures(contents, list.source);
  list.warnings = remarksOn(contents);
  const FolderLayout layout = layoutOf(contents.pictures);
  if (!layout.wrapper.empty())
    list.warnings.push_back("All pictures lie in " + layout.wrapper +
                            ", whose subfolders were taken as those of the data.");
  const PictureMetadata metadata = metadataOf(folder, contents, list, control);
  std::vector<SourcePart> parts = partsOf(contents.pictures, layout, metadata, list.source, options);
  std::vector<FoundPicture> pictures = std::move(contents.pictures);
  chooseSplits(pictures, list, layout, options);
  addLabels(list, pictures, layout, metadata, options);
  for (const FoundPicture& picture : pictures) list.files.push_back(picture.file);
  std::map<int64_t, std::string> linked;
  for (size_t i = 0; i < pictures.size(); ++i)
    if (!pictures[i].target.empty()) linked.emplace(static_cast<int64_t>(i), pictures[i].target);
  list.likely = firstHeader(folder, pictures, options.followLinks, control)
                    .value_or(PictureHeader{.kind = "", .width = 1, .height = 1});
  const auto forEach = [&](const VisitPicture& visit) {
    const auto count = static_cast<int64_t>(pictures.size());
    // Block by block, so that it can be paused between them.
    for (int64_t first = 0; first < count; first += kPicturesABlock)
      parallelFor(control, std::min(kPicturesABlock, count - first), kPicturesAtOnce,
                  [&](int64_t begin, int64_t end) {
                    std::string bytes;
                    for (int64_t i = first + begin; i < first + end && !control.cancelRequested(); ++i)
                      visit(i, [&]() -> std::string_view {
                        return bytes = pictureFileBytes(openedPath(folder, pictures[static_cast<size_t>(i)]),
                                                        options.followLinks, control);
                      });
                  });
  };
  // Rows of the source count the pictures of the list, those that turn out to be broken too.
  const auto originals = std::make_shared<const PictureFiles>(
      PictureFiles::Files{fs::absolute(folder), list.files, std::move(linked), {}, options.followLinks},
      true);
  ChosenPoints chosen = datasetOfPictures(std::move(list), forEach, options, control);
  chosen.dataset.pictures = originals;
  chosen.dataset.splits = layout.splits;
  chosen.dataset.parts = std::move(parts);
  return chosen;
}

Dataset readImageFolder(const fs::path& folder, const DatasetOptions& options, RunControl& control) {
  return readAllOfImageFolder(folder, options, control).dataset;
}

}  // namespace adapsne
