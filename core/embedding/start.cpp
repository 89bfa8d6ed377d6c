// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/start.h"

#include <cmath>

#include "core/arrays/npy.h"
#include "core/features/pca.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr double kDeviation = 1e-4;
constexpr uint64_t kStartStream = 0x7374617274;

}  // namespace

std::vector<float> pcaStart(const Features& features, uint64_t seed, RunControl& control) {
  const int64_t n = features.points;
  const PcaResult pca = principalComponents(features.values, n, features.dimensions, 2, control);
  double variance = 0;
  for (int64_t i = 0; i < n && pca.components > 0; ++i) {
    const double score = pca.scores[i * pca.components];
    variance += score * score;
  }
  const double deviation = n > 0 ? std::sqrt(variance / static_cast<double>(n)) : 0;
  std::vector<float> start(2 * n, 0);
  // A direction without spread would leave the map on a line for ever: noise instead.
  for (int c = 0; c < 2; ++c) {
    double spread = 0;
    if (c < pca.components && deviation > 0) {
      for (int64_t i = 0; i < n; ++i) {
        start[2 * i + c] = static_cast<float>(pca.scores[i * pca.components + c] / deviation * kDeviation);
        spread += std::abs(start[2 * i + c]);
      }
    }
    if (spread > 1e-6 * kDeviation * static_cast<double>(n)) continue;
    RandomStream random(seed, kStartStream, static_cast<uint64_t>(c));
    for (int64_t i = 0; i < n; ++i) start[2 * i + c] = static_cast<float>(random.normal() * kDeviation);
  }
  return start;
}

std::vector<float> randomStart(int64_t points, uint64_t seed) {
  RandomStream random(seed, kStartStream, 2);
  std::vector<float> start(2 * points);
  for (float& v : start) v = static_cast<float>(random.normal() * kDeviation);
  return start;
}

std::vector<float> fileStart(const std::string& bytes, const std::string& path, int64_t points) {
  const NpyArray array = parseNpy(bytes, path);
  if (array.shape != std::vector<int64_t>{points, 2}) {
    std::string shape;
    for (int64_t s : array.shape) shape += (shape.empty() ? "" : " x ") + std::to_string(s);
    throw Error(
        path,
        "holds an array of " + shape + ", a starting map of " + std::to_string(points) + " x 2 is needed.",
        "Give one row of x and y for each point.");
  }
  std::vector<float> start(array.values.begin(), array.values.end());
  for (size_t i = 0; i < start.size(); ++i)
    if (!std::isfinite(start[i]))
      throw Error(path,
                  "row " + std::to_string(i / 2) + " (counted from 0) holds a value that is not finite.",
                  "Give finite coordinates.");
  return start;
}

}  // namespace adapsne
