// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/kernel_ridge.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/sampling/kernel_design.h"
#include "core/sampling/subset_ridge.h"

namespace adapsne {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr int64_t kRowsBetweenChecks = 4096;

/// Of each class the place, among the rows, of the one with the largest cosine to the mean of its unit rows.
std::vector<int64_t> firstOfClasses(const Features& features, std::span<const int32_t> labels,
                                    const ClassedRequest& request, RunControl& control) {
  const int64_t n = std::ssize(request.rows), dimensions = features.dimensions;
  std::vector<double> mean(request.most.size() * static_cast<size_t>(dimensions), 0), unit(dimensions);
  const auto toUnit = [&](int64_t i) {
    if (i % kRowsBetweenChecks == 0) control.checkpoint();
    const auto row = features.row(request.rows[i]);
    double square = 0;
    for (const float value : row) square += static_cast<double>(value) * value;
    const double factor = square > 0 ? 1 / std::sqrt(square) : 0;
    for (int64_t d = 0; d < dimensions; ++d) unit[d] = row[d] * factor;
    return mean.data() + labels[request.rows[i]] * dimensions;
  };
  for (int64_t i = 0; i < n; ++i) {
    double* sum = toUnit(i);
    for (int64_t d = 0; d < dimensions; ++d) sum[d] += unit[d];
  }
  std::vector<int64_t> first(request.most.size(), -1);
  std::vector<double> largest(request.most.size(), kNever);
  for (int64_t i = 0; i < n; ++i) {
    const double* sum = toUnit(i);
    double product = 0;
    for (int64_t d = 0; d < dimensions; ++d) product += sum[d] * unit[d];
    const int32_t label = labels[request.rows[i]];
    if (!(product > largest[label])) continue;
    largest[label] = product;
    first[label] = i;
  }
  return first;
}

/// The column of each class that has rows, -1 for the others, and how many there are.
std::pair<std::vector<int64_t>, size_t> columnsOfClasses(std::span<const int32_t> labels,
                                                         const ClassedRequest& request) {
  std::vector<int64_t> column(request.most.size(), -1);
  for (const int64_t row : request.rows) column[labels[row]] = 0;
  size_t count = 0;
  for (int64_t& c : column)
    if (c >= 0) c = static_cast<int64_t>(count++);
  return {std::move(column), count};
}

/// One column a class that has rows: 1 for the own one, less the share of one.
std::vector<double> targetsOf(std::span<const int32_t> labels, const ClassedRequest& request,
                              int64_t& outputs) {
  const auto [column, count] = columnsOfClasses(labels, request);
  outputs = static_cast<int64_t>(count);
  const double share = count > 1 ? 1 / static_cast<double>(count) : 0;
  std::vector<double> targets(request.rows.size() * count, -share);
  for (size_t i = 0; i < request.rows.size(); ++i)
    targets[i * count + static_cast<size_t>(column[labels[request.rows[i]]])] += 1;
  return targets;
}

/// How many exemplars the classes have, and which of them may get the next.
class ClassCounts {
 public:
  explicit ClassCounts(const ClassedRequest& request)
      : request_(request), counts_(request.most.size(), 0), open_(request.most.size()) {}
  void add(int32_t label) { ++counts_[label]; }
  bool isOpen(int32_t label) const { return open_[label]; }
  bool isEmpty(int32_t label) const { return counts_[label] == 0; }
  /// Finds the classes with the smallest count for their weight.
  void open() {
    int64_t least = -1;
    for (int64_t c = 0; c < std::ssize(counts_); ++c)
      if (counts_[c] < request_.most[c] && (least < 0 || difference(c, least) < 0)) least = c;
    for (int64_t c = 0; c < std::ssize(counts_); ++c)
      open_[c] = counts_[c] < request_.most[c] && difference(c, least) == 0;
  }

 private:
  /// count / weight of a less that of b, times both weights.
  int64_t difference(int64_t a, int64_t b) const {
    return counts_[a] * request_.weights[b] - counts_[b] * request_.weights[a];
  }
  const ClassedRequest& request_;
  std::vector<int64_t> counts_;
  std::vector<bool> open_;
};

}  // namespace

uint64_t kernelRidgeBytes(std::span<const int32_t> labels, const ClassedRequest& request) {
  const uint64_t n = request.rows.size(), outputs = columnsOfClasses(labels, request).second;
  const auto columns = static_cast<uint64_t>(kernelDesignColumns(std::ssize(request.rows)));
  // Residuals and pulls; F and what is known of its rows; moments, twice; the Gram matrix, M and a factor.
  return 16 * n * outputs + n * (4 * columns + 40) + 16 * columns * outputs + 32 * columns * columns;
}

Rows chooseByKernelRidge(const RidgeDesign& design, const Features& features, std::span<const int32_t> labels,
                         const ClassedRequest& request, const std::function<void(double)>& progress,
                         RunControl& control) {
  const auto labelAt = [&](int64_t i) { return labels[request.rows[i]]; };
  const std::vector<int64_t> first = firstOfClasses(features, labels, request, control);
  int64_t outputs = 0;
  std::vector<double> targets = targetsOf(labels, request, outputs);
  SubsetRidge ridge(design, std::move(targets), outputs, control);
  ClassCounts counts(request);
  std::vector<bool> isTaken(request.rows.size(), false);
  const int64_t steps = request.m + std::ssize(request.given);
  int64_t done = 0;
  const auto take = [&](int64_t i) {
    isTaken[i] = true;
    counts.add(labelAt(i));
    if (++done < steps) ridge.add(i, control);  // Nobody asks for what the last one changes.
    if (progress) progress(static_cast<double>(done) / static_cast<double>(steps));
  };
  for (const int64_t place : placesIn(request.rows, request.given)) take(place);
  Rows taken;
  while (std::ssize(taken) < request.m) {
    counts.open();
    const auto score = [&](int64_t i) {
      const int32_t label = labelAt(i);
      if (isTaken[i] || !counts.isOpen(label)) return kNever;
      return counts.isEmpty(label) && first[label] != i ? kNever : ridge.errorFall(i);
    };
    const int64_t best = bestRow(std::ssize(request.rows), score, control);
    taken.push_back(request.rows[best]);
    take(best);
  }
  return taken;
}

}  // namespace adapsne
