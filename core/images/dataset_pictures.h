// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/point_pictures.h"

namespace adapsne {

/// The image that a row of a dataset of images is, white as white; of more channels than one the first three.
ShownPicture ownPicture(const Dataset& dataset, int64_t row);

/// Pictures of points that are the images of another dataset.
class DatasetPictures : public PointPictures {
 public:
  /// `images` has images. Row `rows[k]` (ascending; empty: row k) has image `places[k]`, -1 for none (empty:
  /// image k).
  DatasetPictures(std::shared_ptr<const Dataset> images, std::vector<int64_t> rows,
                  std::vector<int64_t> places = {});

  std::string nameOf(int64_t row) const override;
  std::filesystem::path fileOf(int64_t row) const override;
  ShownPicture read(int64_t row, int mostSide, const RunControl& control) const override;

 private:
  int64_t placeOf(int64_t row) const;  ///< -1 for none.
  std::shared_ptr<const Dataset> images_;
  std::vector<int64_t> rows_, places_;
};

}  // namespace adapsne
