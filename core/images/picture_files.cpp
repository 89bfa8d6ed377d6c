// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_files.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/images/fit_picture.h"
#include "core/images/picture.h"
#include "core/images/picture_file.h"
#include "core/support/error.h"

namespace adapsne {

PictureFiles::PictureFiles(Files files, bool originals)
    : PointPictures(originals), files_(std::move(files)) {}

int64_t PictureFiles::placeOf(int64_t row) const {
  int64_t place = row;
  if (!files_.rows.empty()) {
    const auto found = std::lower_bound(files_.rows.begin(), files_.rows.end(), row);
    if (found == files_.rows.end() || *found != row) return -1;
    place = found - files_.rows.begin();
  }
  const bool has = place >= 0 && place < static_cast<int64_t>(files_.names.size()) &&
                   !files_.names[static_cast<size_t>(place)].empty();
  return has ? place : -1;
}

std::filesystem::path PictureFiles::pathAt(int64_t place) const {
  const auto linked = files_.linked.find(place);
  if (linked != files_.linked.end()) return linked->second;
  return files_.folder / files_.names[static_cast<size_t>(place)];
}

std::string PictureFiles::nameOf(int64_t row) const {
  const int64_t place = placeOf(row);
  return place < 0 ? "" : files_.names[static_cast<size_t>(place)];
}

std::filesystem::path PictureFiles::fileOf(int64_t row) const {
  const int64_t place = placeOf(row);
  return place < 0 ? std::filesystem::path() : pathAt(place);
}

ShownPicture PictureFiles::read(int64_t row, int mostSide, const RunControl& control) const {
  const int64_t place = placeOf(row);
  if (place < 0)
    throw Error("row " + std::to_string(row), "has no picture.", "Name one in the list of pictures.");
  try {
    return shownPicture(pictureFileBytes(pathAt(place), files_.throughLinks, control), mostSide, control);
  } catch (const BrokenPicture& broken) {
    throw Error(files_.names[static_cast<size_t>(place)], broken.what(), "Copy or convert it again.");
  }
}

ShownPicture shownPicture(std::string_view bytes, int mostSide, const RunControl& control) {
  const PictureHeader header = pictureHeader(bytes);
  ShownPicture shown;
  shown.ownWidth = header.shownWidth();
  shown.ownHeight = header.shownHeight();
  const int longer = std::max(shown.ownWidth, shown.ownHeight);
  const bool reduce = mostSide > 0 && longer > mostSide;
  const auto side = [&](int own) {
    return reduce ? std::max(1, static_cast<int>(std::lround(double(own) * mostSide / longer))) : own;
  };
  shown.width = side(shown.ownWidth);
  shown.height = side(shown.ownHeight);
  Picture picture =
      decodePicture(bytes, header, {false, reduce ? std::min(shown.width, shown.height) : 0}, control);
  shown.channels = picture.channels;
  if (header.orientation == 1 && picture.width == shown.width && picture.height == shown.height) {
    shown.samples = std::move(picture.samples);
    return shown;
  }
  shown.samples.resize(static_cast<size_t>(shown.width) * static_cast<size_t>(shown.height) *
                       static_cast<size_t>(shown.channels));
  fitPicture(picture, header.orientation, {shown.height, shown.width, shown.channels}, shown.samples.data());
  return shown;
}

}  // namespace adapsne
