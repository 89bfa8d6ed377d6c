// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_dataset.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/support/error.h"

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

Labels labelsFromArray(const NumericArray<double>& array, const std::string& shownAs) {
  const bool column = array.shape.size() == 2 && array.shape[1] == 1;
  if (array.shape.size() != 1 && !column)
    throw Error(shownAs, "holds " + shapeText(array.shape) + " values; labels have one dimension.",
                "Give the file of the labels, not that of the images or features.");
  std::vector<std::string> texts;
  texts.reserve(array.values.size());
  for (size_t i = 0; i < array.values.size(); ++i) {
    // Beyond 2^53 neighbouring integers are one float64: distinct labels would merge.
    const double value = array.values[i];
    if (!(std::abs(value) <= 0x1p53) || std::nearbyint(value) != value)
      throw Error(shownAs + ", row " + std::to_string(i) + " (counted from 0)",
                  std::isfinite(value) ? "is not a class number: " + numberText(value) + "."
                                       : "the label is missing.",
                  "Labels are integers below 2^53, or text in a CSV file.");
    texts.push_back(std::to_string(static_cast<int64_t>(value)));
  }
  return indexLabels(texts);
}

}  // namespace adapsne
