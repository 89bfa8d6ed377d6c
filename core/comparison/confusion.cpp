// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/confusion.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "core/support/parallel.h"

namespace adapsne {
namespace {

double shareOf(int64_t part, int64_t all) {
  return all > 0 ? static_cast<double>(part) / static_cast<double>(all)
                 : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

int64_t ConfusionMatrix::points(int truth) const {
  const auto row = counts.begin() + static_cast<std::ptrdiff_t>(truth) * classes;
  return std::accumulate(row, row + classes, int64_t{0});
}

double ConfusionMatrix::accuracy(int truth) const {
  return shareOf(count(truth, truth), points(truth));
}

double ConfusionMatrix::accuracy() const {
  int64_t right = 0;
  for (int c = 0; c < classes; ++c) right += count(c, c);
  return shareOf(right, std::accumulate(counts.begin(), counts.end(), int64_t{0}));
}

ConfusionMatrix confusionOf(std::span<const int32_t> labels, std::span<const int32_t> taken, int classes) {
  ConfusionMatrix matrix;
  matrix.classes = classes;
  matrix.counts.resize(static_cast<size_t>(classes) * static_cast<size_t>(classes));
  for (size_t i = 0; i < labels.size(); ++i)
    if (labels[i] != kUnlabelled) ++matrix.counts[static_cast<size_t>(labels[i] * classes + taken[i])];
  return matrix;
}

std::vector<int64_t> pointsTaken(std::span<const int32_t> labels, std::span<const int32_t> takenFor,
                                 int truth, int taken) {
  std::vector<int64_t> rows;
  for (size_t i = 0; i < labels.size(); ++i)
    if (labels[i] == truth && takenFor[i] == taken) rows.push_back(static_cast<int64_t>(i));
  return rows;
}

std::vector<std::vector<int64_t>> nearestExemplars(const Dataset& train,
                                                   const std::vector<int64_t>& exemplars, const Dataset& test,
                                                   const std::vector<int64_t>& rows, int k,
                                                   RunControl& control) {
  const int64_t dims = train.dimensions;
  const std::vector<float> there = train.features.selectRows(exemplars, dims).floats();
  const Dataset asked = selectRows(test, rows);
  const std::vector<float> here = keptAs(train.scales, asked).floats();
  std::vector<std::vector<int64_t>> nearest(rows.size());
  parallelFor(control, std::ssize(rows), 1, [&](int64_t begin, int64_t end) {
    std::vector<std::pair<double, size_t>> order(exemplars.size());
    for (int64_t i = begin; i < end; ++i) {
      for (size_t e = 0; e < exemplars.size(); ++e) {
        double squares = 0;
        for (int64_t d = 0; d < dims; ++d) {
          const double difference =
              double(here[i * dims + d]) - double(there[static_cast<int64_t>(e) * dims + d]);
          squares += difference * difference;
        }
        order[e] = {squares, e};
      }
      const auto wanted =
          static_cast<std::ptrdiff_t>(std::min(exemplars.size(), static_cast<size_t>(std::max(k, 0))));
      std::partial_sort(order.begin(), order.begin() + wanted, order.end());
      for (std::ptrdiff_t n = 0; n < wanted; ++n) nearest[i].push_back(exemplars[order[n].second]);
    }
  });
  return nearest;
}

}  // namespace adapsne
