// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "tests/support/tiny_data.h"
#include "views/map_scene.h"

namespace adapsne::test {

/// A picture of these positions (N x 2) without a run: labels from 0 to classes - 1 in turn, the camera
/// fitted.
inline MapPicture pictureOf(std::vector<float> positions, int classes = 3, QSizeF size = {400, 300}) {
  const auto points = static_cast<int64_t>(positions.size() / 2);
  auto dataset = std::make_shared<Dataset>();
  dataset->points = points;
  dataset->dimensions = 1;
  dataset->features = std::vector<float>(static_cast<size_t>(points));
  for (int64_t i = 0; i < points; ++i) dataset->labels.push_back(static_cast<int32_t>(i % classes));
  for (int c = 0; c < classes; ++c) dataset->classNames.push_back("class " + std::to_string(c));
  MapPicture picture;
  picture.size = size;
  picture.camera = Camera::fitted(positions, size);
  picture.scene.colors = std::make_shared<const PointColors>(colorPoints(*dataset, nullptr, {}, darkTheme()));
  picture.scene.dataset = std::move(dataset);
  picture.scene.positions = std::make_shared<const std::vector<float>>(std::move(positions));
  return picture;
}

/// Positions even over [0, side)^2.
inline std::vector<float> evenMap(int64_t points, uint64_t seed, double side = 100) {
  RandomStream random(seed);
  std::vector<float> positions(static_cast<size_t>(2 * points));
  for (float& v : positions) v = static_cast<float>(side * random.uniform());
  return positions;
}

}  // namespace adapsne::test
