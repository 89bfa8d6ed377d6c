// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/point_pictures.h"

namespace adapsne {

/// Pictures of points that are files.
class PictureFiles : public PointPictures {
 public:
  struct Files {
    std::filesystem::path folder;           ///< Absolute.
    std::vector<std::string> names;         ///< Relative to it; empty where a row has no picture.
    std::map<int64_t, std::string> linked;  ///< Where files lie whose place is not folder/name: by place in
                                            ///< `names`.
    std::vector<int64_t> rows;              ///< Empty (name i is of row i), or the rows, ascending.
    bool throughLinks = false;              ///< A last component may be a symbolic link.
  };
  PictureFiles(Files files, bool originals);

  std::string nameOf(int64_t row) const override;
  std::filesystem::path fileOf(int64_t row) const override;
  ShownPicture read(int64_t row, int mostSide, const RunControl& control) const override;

 private:
  /// -1 for a row that is not there or has none.
  int64_t placeOf(int64_t row) const;
  std::filesystem::path pathAt(int64_t place) const;
  Files files_;
};

/// A picture in memory as it is to be shown, its longer side at most `mostSide` pixels (0: as it is). Throws
/// BrokenPicture, Cancelled.
ShownPicture shownPicture(std::string_view bytes, int mostSide, const RunControl& control);

}  // namespace adapsne
