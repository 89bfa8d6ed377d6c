// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/array_dataset.h"

#include <algorithm>
#include <limits>

#include "core/support/file_ending.h"

namespace adapsne {
namespace {

ImageShape imageShape(const std::vector<int64_t>& shape) {
  if (shape.size() != 3 && shape.size() != 4) return {};
  const int64_t channels = shape.size() == 4 ? shape[3] : 1;
  if (channels != 1 && channels != 3 && channels != 4) return {};
  if (std::max(shape[1], shape[2]) > std::numeric_limits<int>::max()) return {};
  return {static_cast<int>(shape[1]), static_cast<int>(shape[2]), static_cast<int>(channels)};
}

}  // namespace

Dataset datasetFromArray(FeatureArray array, const std::string& shownAs) {
  const char* remedy = "Give an array of N x D, N x height x width or N x height x width x channels.";
  if (array.shape.empty()) throw Error(shownAs, "holds a single value, not one row a point.", remedy);
  if (array.shape[0] == 0) throw Error(shownAs, "holds no points (" + shapeText(array.shape) + ").", remedy);
  if (array.values.empty())
    throw Error(shownAs, "holds no features (" + shapeText(array.shape) + ").", remedy);
  if (array.shape[0] > std::numeric_limits<int32_t>::max())
    throw Error(shownAs,
                "holds " + std::to_string(array.shape[0]) + " points, at most 2147483647 are possible.",
                "Use a smaller part of the data.");
  Dataset dataset;
  dataset.points = array.shape[0];
  dataset.dimensions = static_cast<int64_t>(array.values.size()) / dataset.points;
  dataset.image = imageShape(array.shape);
  if (!dataset.image.empty()) dataset.imageMaximum = whiteLevel(array.values);
  dataset.features = std::move(array.values);
  return dataset;
}

std::string datasetName(const std::filesystem::path& path) {
  std::filesystem::path name = path.filename();
  if (endingOf(name) == ".gz") name = name.stem();
  return name.stem().string();
}

}  // namespace adapsne
