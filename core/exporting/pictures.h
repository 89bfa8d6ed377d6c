// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/exporting/points_to_export.h"

namespace adapsne {

/// Whether a dataset's points have pictures: beside them, in files that a column names, or as their values.
bool havePictures(const Dataset& dataset);

/// The pictures of a dataset's points, one at a time: those beside them (Dataset::pictures), else the files
/// that they were read from, else PNGs of their pixels.
class Pictures {
 public:
  /// Throws Error where the dataset has neither files nor pixels. The dataset must outlive it.
  explicit Pictures(const Dataset& dataset);

  bool areFiles() const { return areFiles_; }
  /// ".jpg": as the file's name ends, in lower case; ".png" of pixels.
  std::string ending(int64_t point) const;
  /// The name that a picture's file has, without its folders; of pixels the row, as many digits as the last
  /// one has.
  std::string name(int64_t point) const;
  /// Where the file lies. Throws Error where it is gone or no file.
  std::filesystem::path file(int64_t point) const;
  /// The picture as a PNG, white as white. Throws Error.
  std::string png(int64_t point) const;
  /// What is not exactly as in the dataset; empty where everything is.
  std::string remark() const;

 private:
  std::filesystem::path pathOf(int64_t point) const;
  const Dataset& dataset_;
  const Attribute* files_ = nullptr;
  std::filesystem::path folder_;
  PointPicturesPtr beside_;  ///< Null: the dataset's own.
  bool areFiles_ = false;
};

/// The row of a point in its source with leading zeros: names made so sort as the rows do.
std::string rowName(const Dataset& dataset, int64_t point);

}  // namespace adapsne
