// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/pictures.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/exporting/png.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"

namespace adapsne {
namespace fs = std::filesystem;

namespace {

/// The folder below which the paths of a dataset's pictures lie.
fs::path pictureFolder(const Dataset& dataset) {
  std::error_code ignored;
  const fs::path place = dataset.openedAs;
  return fs::is_directory(place, ignored) ? place : place.parent_path();
}

bool holdsBytes(const Dataset& dataset) {
  return dataset.imageMaximum == 255 && dataset.features.keptAsBytes();
}

}  // namespace

bool havePictures(const Dataset& dataset) {
  return !dataset.image.empty() || dataset.pictures || attributeOf(dataset, ColumnRole::Picture);
}

Pictures::Pictures(const Dataset& dataset) : dataset_(dataset) {
  if (dataset.pictures && !dataset.pictures->areOriginals()) {
    beside_ = dataset.pictures;
    for (int64_t i = 0; i < dataset.points && !areFiles_; ++i)
      areFiles_ = !beside_->fileOf(dataset.sourceRow(i)).empty();
    return;
  }
  files_ = attributeOf(dataset, ColumnRole::Picture);
  folder_ = pictureFolder(dataset);
  std::error_code ignored;
  // Names within an archive are no files, and its pixels are all there is.
  if (files_ && !dataset.image.empty() && !fs::exists(pathOf(0), ignored)) files_ = nullptr;
  const int channels = dataset.image.channels;
  if (!files_ && (dataset.image.empty() || channels > 4))
    throw Error(dataset.name, "has no pictures, neither files nor pixels.",
                "Write another format, as NPZ or CSV.");
  areFiles_ = files_ != nullptr;
}

fs::path Pictures::pathOf(int64_t point) const {
  if (beside_) return beside_->fileOf(dataset_.sourceRow(point));
  return (folder_ / files_->values[static_cast<size_t>(point)]).lexically_normal();
}

std::string Pictures::ending(int64_t point) const {
  return areFiles() ? endingOf(pathOf(point)) : ".png";
}

std::string Pictures::name(int64_t point) const {
  return areFiles() ? pathOf(point).filename().string() : rowName(dataset_, point) + ".png";
}

fs::path Pictures::file(int64_t point) const {
  fs::path path = pathOf(point);
  std::error_code ignored;
  const bool named = beside_ ? !path.empty() : !files_->values[static_cast<size_t>(point)].empty();
  if (!named || !fs::is_regular_file(path, ignored))
    throw Error(path.empty() ? dataset_.name : path.string(),
                "the picture of " + placeText(dataset_, point) + " is not there.",
                "Bring it back, or open the data again.");
  return path;
}

std::string Pictures::png(int64_t point) const {
  const std::string shownAs = dataset_.name + ", " + placeText(dataset_, point);
  if (beside_) {
    RunControl control(1);
    const ShownPicture picture = beside_->read(dataset_.sourceRow(point), 0, control);
    return formatPng(picture.samples, {picture.height, picture.width, picture.channels}, shownAs);
  }
  std::vector<float> scratch;
  std::vector<uint8_t> pixels;
  const float factor = holdsBytes(dataset_) ? 1 : 255 / dataset_.imageMaximum;
  for (const float value : dataset_.row(point, scratch))
    pixels.push_back(static_cast<uint8_t>(std::lround(std::clamp(value * factor, 0.0F, 255.0F))));
  return formatPng(pixels, dataset_.image, shownAs);
}

std::string Pictures::remark() const {
  if (areFiles() || beside_ || holdsBytes(dataset_)) return "";
  return "Pictures hold whole numbers from 0 to 255: the values were scaled so that white is 255, and "
         "rounded.";
}

std::string rowName(const Dataset& dataset, int64_t point) {
  const std::string last = std::to_string(dataset.sourceRow(dataset.points - 1));
  const std::string row = std::to_string(dataset.sourceRow(point));
  return std::string(last.size() - std::min(last.size(), row.size()), '0') + row;
}

}  // namespace adapsne
