// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/dataset_pictures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/support/error.h"

namespace adapsne {

ShownPicture ownPicture(const Dataset& dataset, int64_t row) {
  const ImageShape& image = dataset.image;
  const float white = dataset.imageMaximum > 0 ? dataset.imageMaximum : 1.0f;
  ShownPicture shown;
  shown.width = shown.ownWidth = image.width;
  shown.height = shown.ownHeight = image.height;
  shown.channels = image.channels >= 3 ? 3 : 1;
  // NaN is black.
  const auto level = [&](float value) {
    return static_cast<uint8_t>(value > 0 ? std::lround(std::min(value / white, 1.0f) * 255) : 0);
  };
  std::vector<float> scratch;
  const auto values = dataset.row(row, scratch);
  const size_t step = static_cast<size_t>(image.channels);
  for (size_t at = 0; at < values.size(); at += step)
    for (size_t c = 0; c < static_cast<size_t>(shown.channels); ++c)
      shown.samples.push_back(level(values[at + c]));
  return shown;
}

DatasetPictures::DatasetPictures(std::shared_ptr<const Dataset> images, std::vector<int64_t> rows,
                                 std::vector<int64_t> places)
    : PointPictures(false), images_(std::move(images)), rows_(std::move(rows)), places_(std::move(places)) {}

int64_t DatasetPictures::placeOf(int64_t row) const {
  int64_t k = row;
  if (!rows_.empty()) {
    const auto found = std::lower_bound(rows_.begin(), rows_.end(), row);
    k = found == rows_.end() || *found != row ? -1 : found - rows_.begin();
  }
  if (k >= 0 && !places_.empty()) k = places_[static_cast<size_t>(k)];
  return k < images_->points ? k : -1;
}

std::string DatasetPictures::nameOf(int64_t row) const {
  const int64_t place = placeOf(row);
  if (place < 0) return "";
  if (const Attribute* files = attributeOf(*images_, ColumnRole::Picture))
    return files->values[static_cast<size_t>(place)];
  return images_->name + ", image " + std::to_string(images_->sourceRow(place));
}

std::filesystem::path DatasetPictures::fileOf(int64_t) const {
  return {};
}

ShownPicture DatasetPictures::read(int64_t row, int, const RunControl&) const {
  const int64_t place = placeOf(row);
  if (place < 0) throw Error("row " + std::to_string(row), "has no picture.", "Give one for each row.");
  return ownPicture(*images_, place);
}

}  // namespace adapsne
