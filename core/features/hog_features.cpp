// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/hog_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/support/error.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int kCellsAlong = 8, kSmallestCell = 4, kBlock = 2, kColorGrid = 4;
constexpr int kSmallestImage = kBlock * kSmallestCell;
constexpr float kFlat = 0.01f;  // Squared length below which a block is noise.
constexpr float kCut = 0.2f;

struct Gradient {
  float x = 0, y = 0;
};

Gradient steepestGradient(const float* image, const ImageShape& shape, int row, int column) {
  const auto at = [&](int y, int x, int channel) {
    y = std::clamp(y, 0, shape.height - 1);
    x = std::clamp(x, 0, shape.width - 1);
    return image[(static_cast<int64_t>(y) * shape.width + x) * shape.channels + channel];
  };
  Gradient steepest;
  float largest = -1;
  for (int c = 0; c < shape.channels; ++c) {
    const Gradient g{at(row, column + 1, c) - at(row, column - 1, c),
                     at(row + 1, column, c) - at(row - 1, column, c)};
    const float square = g.x * g.x + g.y * g.y;
    if (square > largest) steepest = g;
    largest = std::max(largest, square);
  }
  return steepest;
}

/// A position between two neighbours of a grid: the lower one, and the share of the upper one.
struct Between {
  int lower = 0;
  float upperShare = 0;
};
Between between(float position) {
  const float lower = std::floor(position);
  return {static_cast<int>(lower), position - lower};
}

void normalizeLength(float* values, int64_t count) {
  float square = kFlat;
  for (int64_t i = 0; i < count; ++i) square += values[i] * values[i];
  const float factor = 1 / std::sqrt(square);
  for (int64_t i = 0; i < count; ++i) values[i] *= factor;
}

}  // namespace

int hogCellSize(const ImageShape& shape) {
  return std::max(kSmallestCell, std::min(shape.height, shape.width) / kCellsAlong);
}

int64_t hogDimensions(const ImageShape& shape) {
  const int cell = hogCellSize(shape);
  const int64_t blocks = int64_t{shape.height / cell - kBlock + 1} * (shape.width / cell - kBlock + 1);
  return blocks * kBlock * kBlock * kOrientations + int64_t{kColorGrid} * kColorGrid * shape.channels;
}

std::vector<float> orientationVotes(const float* image, const ImageShape& shape, int cell) {
  const int rows = shape.height / cell, columns = shape.width / cell;
  std::vector<float> votes(static_cast<size_t>(rows) * columns * kOrientations, 0);
  const auto vote = [&](int y, int x, int orientation, float weight) {
    if (y < 0 || y >= rows || x < 0 || x >= columns) return;
    votes[(static_cast<size_t>(y) * columns + x) * kOrientations + orientation] += weight;
  };
  for (int row = 0; row < rows * cell; ++row)
    for (int column = 0; column < columns * cell; ++column) {
      const Gradient g = steepestGradient(image, shape, row, column);
      const float length = std::sqrt(g.x * g.x + g.y * g.y);
      if (length == 0) continue;
      // Orientations are centred on 10, 30, ... 170 degrees, cells on their middle.
      const float turn = std::atan2(g.y, g.x) / std::numbers::pi_v<float>;  // in (-1, 1]
      const Between o = between((turn < 0 ? turn + 1 : turn) * kOrientations - 0.5f);
      const Between y = between((static_cast<float>(row) + 0.5f) / static_cast<float>(cell) - 0.5f);
      const Between x = between((static_cast<float>(column) + 0.5f) / static_cast<float>(cell) - 0.5f);
      for (int dy = 0; dy < 2; ++dy)
        for (int dx = 0; dx < 2; ++dx)
          for (int d = 0; d < 2; ++d) {
            const auto share = [](const Between& b, int upper) {
              return upper ? b.upperShare : 1 - b.upperShare;
            };
            vote(y.lower + dy, x.lower + dx, (o.lower + d + kOrientations) % kOrientations,
                 length * share(y, dy) * share(x, dx) * share(o, d));
          }
    }
  return votes;
}

void normalizeBlock(float* values, int64_t count) {
  normalizeLength(values, count);
  for (int64_t i = 0; i < count; ++i) values[i] = std::min(values[i], kCut);
  normalizeLength(values, count);
}

void meanColors(const float* image, const ImageShape& shape, float* means) {
  for (int gy = 0; gy < kColorGrid; ++gy)
    for (int gx = 0; gx < kColorGrid; ++gx) {
      const int top = gy * shape.height / kColorGrid, bottom = (gy + 1) * shape.height / kColorGrid;
      const int left = gx * shape.width / kColorGrid, right = (gx + 1) * shape.width / kColorGrid;
      for (int c = 0; c < shape.channels; ++c) {
        double sum = 0;
        for (int y = top; y < bottom; ++y)
          for (int x = left; x < right; ++x)
            sum += image[(static_cast<int64_t>(y) * shape.width + x) * shape.channels + c];
        *means++ = static_cast<float>(sum / ((bottom - top) * (right - left)));
      }
    }
}

std::vector<float> hogFeatures(const Dataset& images, float white, RunControl& control) {
  const ImageShape& shape = images.image;
  if (shape.height < kSmallestImage || shape.width < kSmallestImage)
    throw Error(images.source,
                "the images are " + std::to_string(shape.height) + " x " + std::to_string(shape.width) +
                    " pixels, histograms of gradients need at least " + std::to_string(kSmallestImage) +
                    " x " + std::to_string(kSmallestImage) + ".",
                "Use --features raw.");
  const int cell = hogCellSize(shape), rows = shape.height / cell, columns = shape.width / cell;
  const int64_t dimensions = hogDimensions(shape);
  std::vector<float> result(images.points * dimensions);
  parallelFor(control, images.points, 4, [&](int64_t begin, int64_t end) {
    std::vector<float> image(images.dimensions);
    for (int64_t i = begin; i < end; ++i) {
      if (control.cancelRequested()) throw Cancelled{};
      images.features.copyTo(i * images.dimensions, image);
      if (white > 0)
        for (float& v : image) v /= white;
      const std::vector<float> votes = orientationVotes(image.data(), shape, cell);
      float* out = result.data() + i * dimensions;
      for (int y = 0; y + kBlock <= rows; ++y)
        for (int x = 0; x + kBlock <= columns; ++x) {
          float* block = out;
          for (int dy = 0; dy < kBlock; ++dy)
            out = std::copy_n(votes.data() + (static_cast<int64_t>(y + dy) * columns + x) * kOrientations,
                              kBlock * kOrientations, out);
          normalizeBlock(block, out - block);
        }
      meanColors(image.data(), shape, out);
    }
  });
  return result;
}

}  // namespace adapsne
