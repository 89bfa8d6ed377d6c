// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// A picture to be looked at, of 8 bits a sample: height x width x channels (1 or 3), row-major, channel
/// last, upright.
struct ShownPicture {
  int width = 0, height = 0, channels = 0;
  std::vector<uint8_t> samples;
  int ownWidth = 0, ownHeight = 0;  ///< Of the original, which may have been reduced to this.
};

/// The pictures that points are shown as, read one at a time when somebody looks: files or an array beside
/// the data. No result depends on them.
///
/// `row` is one of the source (Dataset::sourceRow). All functions may be called on several threads at once.
class PointPictures {
 public:
  virtual ~PointPictures() = default;

  /// Whether the dataset's own images were made of these.
  bool areOriginals() const { return originals_; }
  /// What people find a row's picture under, a path or a place in a file; empty where the row has none.
  virtual std::string nameOf(int64_t row) const = 0;
  /// The file that is a row's picture; empty where it has none or is no file of its own.
  virtual std::filesystem::path fileOf(int64_t row) const = 0;
  /// A row's picture, its longer side at most `mostSide` pixels (0: as it is stored). Throws Error that names
  /// the picture where there is none or it cannot be read; Cancelled.
  virtual ShownPicture read(int64_t row, int mostSide, const RunControl& control) const = 0;

 protected:
  explicit PointPictures(bool originals) : originals_(originals) {}
  PointPictures(const PointPictures&) = default;
  PointPictures& operator=(const PointPictures&) = default;

 private:
  bool originals_;
};

using PointPicturesPtr = std::shared_ptr<const PointPictures>;

}  // namespace adapsne
