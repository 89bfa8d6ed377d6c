// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/network.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/support/parallel.h"
#include "core/training/network_pass.h"

namespace adapsne {
namespace {

constexpr int64_t kRowsTogether = 16;
// Values that a piece of work takes in: what it takes below 20 ms for.
constexpr int64_t kPieceValues = 64 * 1024;

}  // namespace

void requireRows(std::span<const float> values, int64_t dimensions, const char* where) {
  if (dimensions < 1 || static_cast<int64_t>(values.size()) % dimensions != 0)
    throw Error(where,
                std::to_string(values.size()) + " values are not rows of " + std::to_string(dimensions) + ".",
                "Give rows with as many columns as the network takes.");
  const auto bad =
      std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
  if (bad != values.end()) {
    const int64_t at = bad - values.begin();
    throw Error(where,
                "row " + std::to_string(at / dimensions) +
                    " (counted from 0) has a value that is not "
                    "a finite number in column " +
                    std::to_string(at % dimensions + 1) + ".",
                "Leave such rows out or replace the value (--missing).");
  }
}

std::vector<float> scores(const Network& network, std::span<const float> values, RunControl& control) {
  const int64_t dims = network.spec.dimensions, classes = network.spec.classes;
  requireRows(values, dims, "rows to predict");
  const std::vector<NetworkLayer> layers = layersOf(network.spec);
  const int64_t rows = static_cast<int64_t>(values.size()) / dims,
                piece = std::max(kRowsTogether, kPieceValues / dims / kRowsTogether * kRowsTogether);
  std::vector<float> result(static_cast<size_t>(rows * classes));
  parallelFor(control, rows, piece, [&](int64_t begin, int64_t end) {
    NetworkPass pass(layers, kRowsTogether, false);
    std::vector<float> row(dims);
    for (int64_t first = begin; first < end; first += kRowsTogether) {
      const int64_t count = std::min(kRowsTogether, end - first);
      for (int64_t i = 0; i < count; ++i) {
        for (int64_t d = 0; d < dims; ++d)
          row[d] = (values[(first + i) * dims + d] - network.center[d]) * network.factor[d];
        pass.setRow(i, row);
      }
      const std::span<const float> out = pass.forward(network, control);
      for (int64_t i = 0; i < count; ++i)
        std::copy_n(out.data() + i * pass.columns(), classes, result.data() + (first + i) * classes);
    }
  });
  return result;
}

std::vector<int32_t> predict(const Network& network, std::span<const float> values, RunControl& control) {
  const std::vector<float> all = scores(network, values, control);
  const int64_t classes = network.spec.classes;
  std::vector<int32_t> result(all.size() / classes);
  for (size_t i = 0; i < result.size(); ++i) {
    const float* row = all.data() + i * classes;
    result[i] = static_cast<int32_t>(std::max_element(row, row + classes) - row);
  }
  return result;
}

}  // namespace adapsne
