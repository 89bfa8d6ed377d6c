// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/attach_pictures.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "core/formats/file_format.h"
#include "core/images/dataset_pictures.h"
#include "core/images/folder_contents.h"
#include "core/images/image_readers.h"
#include "core/images/picture.h"
#include "core/images/picture_dataset.h"
#include "core/images/picture_file.h"
#include "core/images/picture_files.h"
#include "core/images/picture_match.h"
#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr size_t kHeadBytes = 64;
constexpr int kTarSide = 64;

std::string counted(int64_t count) {
  return grouped(std::to_string(count));
}
std::string counted(const std::vector<std::string>& names) {
  return counted(static_cast<int64_t>(names.size()));
}

/// The folder that `place` lies in, or the folder itself, with no link on the way to it.
bool isInside(const fs::path& place, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), place.begin(), place.end()).first == folder.end();
}

/// The pictures of points as files, while they are looked for.
class Finder {
 public:
  Finder(const Dataset& dataset, RunControl& control) : dataset_(dataset), control_(control) {
    files_.rows = dataset.sourceRows;
  }

  /// All of a folder that go with the points.
  void takeFolder(const fs::path& folder, const std::string& shownAs, int64_t sourcePoints,
                  const DatasetOptions& options) {
    const FolderContents contents = contentsOf(folder, options.followLinks, control_);
    requirePictures(contents, shownAs);
    remarks_ = remarksOn(contents);
    std::vector<std::string> names;
    for (const FoundPicture& picture : contents.pictures) names.push_back(picture.file);
    const PictureMatch match = matchPictures(dataset_, sourcePoints, names, shownAs);
    files_.folder = fs::absolute(folder);
    files_.throughLinks = options.followLinks;
    for (const int64_t place : match.places) {
      const FoundPicture none;
      const FoundPicture& picture = place < 0 ? none : contents.pictures[static_cast<size_t>(place)];
      if (!picture.target.empty()) files_.linked.emplace(size(), picture.target);
      files_.names.push_back(picture.file);
      withoutName_ += place < 0;
    }
    how_ = match.how;
  }

  /// `named`: a path each, relative to `folder` or absolute, "" for none. `below`: only what lies in the
  /// folder counts; else paths lead where they lead, but links not out of it.
  void takePaths(const fs::path& folder, const std::vector<std::string>& named, bool below,
                 const DatasetOptions& options) {
    files_.folder = fs::canonical(folder);
    for (size_t i = 0; i < named.size(); ++i) {
      if (i % 256 == 0) control_.checkpoint();
      files_.names.emplace_back();
      if (named[i].empty()) {
        ++withoutName_;
        continue;
      }
      const fs::path path = (files_.folder / plainPath(named[i])).lexically_normal();
      std::error_code missing;
      const fs::path target = fs::canonical(path, missing);
      const bool inside = !missing && isInside(target, files_.folder);
      if (missing || (below && !isInside(path, files_.folder) && !options.followLinks))
        missing_.push_back(named[i]);
      else if (!inside && target != path && !options.followLinks)
        outward_.push_back(named[i]);
      else {
        files_.names.back() = named[i];
        if (target != files_.folder / named[i])
          files_.linked.emplace(static_cast<int64_t>(i), target.string());
      }
    }
  }

  /// Looks at the first bytes of each: what is no picture is counted, and stays, to be told of on sight.
  void lookInside() {
    const PictureFiles pictures(files_, false);
    for (int64_t i = 0; i < size(); ++i) {
      if (i % 256 == 0) control_.checkpoint();
      const int64_t row = files_.rows.empty() ? i : files_.rows[static_cast<size_t>(i)];
      const fs::path file = pictures.fileOf(row);
      if (file.empty()) continue;
      bool isOne = false;
      try {
        isOne = isPicture(pictureFileBytes(file, files_.throughLinks, control_, kHeadBytes));
      } catch (const BrokenPicture&) {
      }
      found_ += isOne;
      if (!isOne) broken_.push_back(files_.names[static_cast<size_t>(i)]);
    }
  }

  /// Pictures by their first bytes.
  int64_t found() const { return found_; }
  /// Whether there is any file, a picture or not.
  bool any() const { return found_ > 0 || !broken_.empty(); }
  const std::string& how() const { return how_; }

  /// What is missing, as sentences.
  std::vector<std::string> remarks() const {
    std::vector<std::string> remarks = remarks_;
    const std::string of = " of " + counted(dataset_.points) + " rows ";
    if (withoutName_ > 0)
      remarks.push_back(counted(withoutName_) + of + (withoutName_ == 1 ? "has" : "have") +
                        " no picture named.");
    if (!missing_.empty())
      remarks.push_back(counted(missing_) + of +
                        (missing_.size() == 1 ? "names a picture" : "name pictures") + " that " +
                        (missing_.size() == 1 ? "is" : "are") + " not there: " + firstFew(missing_) + ".");
    if (!outward_.empty())
      remarks.push_back(counted(outward_) + (outward_.size() == 1 ? " picture is" : " pictures are") +
                        " reached by symbolic links that lead out of the folder (" + firstFew(outward_) +
                        "): not shown; --follow-links follows.");
    if (!broken_.empty())
      remarks.push_back(counted(broken_) + (broken_.size() == 1 ? " file is" : " files are") +
                        " no picture that can be read: " + firstFew(broken_) + ".");
    return remarks;
  }

  PointPicturesPtr pictures() && { return std::make_shared<const PictureFiles>(std::move(files_), false); }

 private:
  int64_t size() const { return static_cast<int64_t>(files_.names.size()); }
  const Dataset& dataset_;
  RunControl& control_;
  PictureFiles::Files files_;
  std::string how_;
  std::vector<std::string> remarks_, missing_, outward_, broken_;
  int64_t withoutName_ = 0, found_ = 0;
};

void add(std::vector<std::string>& warnings, std::vector<std::string> more) {
  for (std::string& text : more) warnings.push_back(std::move(text));
}

/// Sets what was found, says how many and how.
void finish(Dataset& dataset, Finder finder, const std::string& of) {
  const std::string how = finder.how().empty() ? "" : ", " + finder.how();
  dataset.warnings.push_back(counted(finder.found()) + (finder.found() == 1 ? " point is" : " points are") +
                             " shown as pictures of " + of + how + ".");
  add(dataset.warnings, finder.remarks());
  dataset.pictures = std::move(finder).pictures();
}

/// One text a row of the source, those of the dataset's rows.
std::vector<std::string> linesOf(const Dataset& dataset, int64_t sourcePoints, Labels lines,
                                 const std::string& shownAs) {
  auto count = static_cast<int64_t>(lines.values.size());
  // A title above them is one line more.
  const bool titled = lines.lines && count == sourcePoints + 1 && count > 1 &&
                      lines.values[0] != kUnlabelled &&
                      !isPictureName(lines.names[static_cast<size_t>(lines.values[0])]);
  if (titled) {
    lines.values.erase(lines.values.begin());
    --count;
  }
  if (count != sourcePoints)
    throw Error(shownAs,
                "names " + counted(count) + (count == 1 ? " picture" : " pictures") + ", the data hold " +
                    counted(sourcePoints) + " rows.",
                "Give one path a line for each row, an empty line for a row without a picture.");
  std::vector<std::string> paths;
  for (int64_t i = 0; i < dataset.points; ++i) {
    const int32_t line = lines.values[static_cast<size_t>(dataset.sourceRow(i))];
    paths.push_back(line == kUnlabelled ? "" : lines.names[static_cast<size_t>(line)]);
  }
  return paths;
}

/// The one array of an archive that can hold an image a row; "" where it cannot be told.
std::string imageArray(const FileFormat& format, const fs::path& path, int64_t sourcePoints,
                       RunControl& control) {
  std::vector<std::string> fitting;
  for (const SourcePart& array : partsOf(*format.open(path, control))) {
    const bool images =
        array.kind == PartKind::Numbers && (array.shape.size() == 3 || array.shape.size() == 4);
    if (images && array.shape[0] == sourcePoints) fitting.push_back(array.name);
  }
  return fitting.size() == 1 ? fitting.front() : "";
}

[[noreturn]] void refuseCount(const std::string& shownAs, int64_t images, int64_t points) {
  throw Error(shownAs,
              "holds " + counted(images) + (images == 1 ? " image" : " images") + ", the data hold " +
                  counted(points) + " rows.",
              "Give an array with one image a row.");
}

void attachArray(Dataset& dataset, int64_t sourcePoints, const FileFormat& format, const fs::path& path,
                 const DatasetOptions& options, RunControl& control) {
  const std::string shownAs = path.string();
  DatasetOptions reading;
  reading.labelColumn = reading.labelArray = "none";
  reading.channels = options.channels;
  if (format.open) reading.array = imageArray(format, path, sourcePoints, control);
  Dataset images;
  std::vector<int64_t> rows = dataset.sourceRows;
  if (format.readRows) {
    // Only those of the rows that are there: an array may be larger than memory.
    const RowChoice choice = [&](int64_t count) {
      if (count != sourcePoints) refuseCount(shownAs, count, sourcePoints);
      if (!rows.empty()) return rows;
      std::vector<int64_t> all(static_cast<size_t>(count));
      for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int64_t>(i);
      return all;
    };
    images = format.readRows(path, reading, choice, control).dataset;
  } else {
    images = format.read(path, reading, control);
    if (images.points != sourcePoints) refuseCount(shownAs, images.points, sourcePoints);
    rows.clear();
  }
  if (images.image.empty())
    throw Error(shownAs,
                "holds " + counted(images.points) + " x " + counted(images.dimensions) +
                    " values, which are no images.",
                "Give an array of points x height x width, or of that x channels.");
  dataset.warnings.push_back("Points are shown as the images of " + path.filename().string() + " (" +
                             std::to_string(images.image.width) + " x " +
                             std::to_string(images.image.height) + "), one a row" +
                             (reading.array.empty() ? "" : ", of its array " + reading.array) + ".");
  dataset.pictures =
      std::make_shared<const DatasetPictures>(std::make_shared<const Dataset>(std::move(images)), rows);
}

void attachTar(Dataset& dataset, int64_t sourcePoints, const FileFormat& format, const fs::path& path,
               RunControl& control) {
  DatasetOptions reading;
  reading.labelColumn = "none";
  reading.imageSize = kTarSide;
  reading.imageColor = PictureColor::Color;
  auto images = std::make_shared<const Dataset>(format.read(path, reading, control));
  const std::vector<std::string>& names = attributeOf(*images, ColumnRole::Picture)->values;
  const PictureMatch match = matchPictures(dataset, sourcePoints, names, path.string());
  const auto none = std::count(match.places.begin(), match.places.end(), -1);
  dataset.warnings.push_back(counted(dataset.points - none) + " points are shown as pictures of " +
                             path.filename().string() + ", " + match.how +
                             ", the largest square of each at " + std::to_string(kTarSide) + " x " +
                             std::to_string(kTarSide) + " pixels; unpack it to see them whole.");
  for (const std::string& warning : images->warnings)
    if (warning.find("cannot be read") != std::string::npos) dataset.warnings.push_back(warning);
  dataset.pictures =
      std::make_shared<const DatasetPictures>(std::move(images), dataset.sourceRows, match.places);
}

void attachAsked(Dataset& dataset, int64_t sourcePoints, const DatasetOptions& options, RunControl& control) {
  const fs::path path = options.pictures;
  std::error_code ignored;
  Finder finder(dataset, control);
  if (fs::is_directory(path, ignored)) {
    finder.takeFolder(path, options.pictures, sourcePoints, options);
    finder.lookInside();
    return finish(dataset, std::move(finder), folderName(path));
  }
  const FileFormat& format = fileFormat(path, control);
  if (format.isCertain == isTar) return attachTar(dataset, sourcePoints, format, path, control);
  if (!format.readTexts) return attachArray(dataset, sourcePoints, format, path, options, control);
  if (!format.readLabels)
    throw Error(options.pictures, std::string("is ") + format.title + ", which is no list of pictures.",
                "Give a folder, a text with one path a line, or an array of images.");
  const std::vector<std::string> paths =
      linesOf(dataset, sourcePoints, format.readLabels(path, DatasetOptions(), control), options.pictures);
  finder.takePaths(fs::absolute(path).parent_path(), paths, false, options);
  finder.lookInside();
  finish(dataset, std::move(finder), path.filename().string());
}

/// What a table itself names.
void attachNamed(Dataset& dataset, const fs::path& source, const DatasetOptions& options,
                 RunControl& control) {
  const Attribute* column = attributeOf(dataset, ColumnRole::Picture);
  if (!column || dataset.pictures || dataset.columns.empty()) return;
  Finder finder(dataset, control);
  finder.takePaths(fs::absolute(source).parent_path(), column->values, true, options);
  finder.lookInside();
  if (finder.any()) return finish(dataset, std::move(finder), "the column \"" + column->name + "\"");
  dataset.warnings.push_back("Column \"" + column->name +
                             "\" names pictures, none of which lies beside the table; --pictures FOLDER "
                             "shows those of a folder.");
}

}  // namespace

void attachPictures(Dataset& dataset, int64_t sourcePoints, const std::string& source,
                    const DatasetOptions& options, RunControl& control) {
  if (!options.pictures.empty()) return attachAsked(dataset, sourcePoints, options, control);
  std::error_code ignored;
  if (fs::is_regular_file(source, ignored)) attachNamed(dataset, source, options, control);
}

}  // namespace adapsne
