// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/subset_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/dataset/labels.h"
#include "core/guidance/entropy.h"
#include "core/support/parallel.h"

namespace adapsne {

Coverage coverageOf(const Features& features, const Subset& subset, RunControl& control) {
  std::vector<double> distance(features.points);
  parallelFor(control, features.points, 1024, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const auto point = features.row(i), exemplar = features.row(subset.rows[subset.territory[i]]);
      double sum = 0;
      for (int64_t d = 0; d < features.dimensions; ++d) {
        const double delta = static_cast<double>(point[d]) - exemplar[d];
        sum += delta * delta;
      }
      distance[i] = std::sqrt(sum);
    }
  });
  Coverage coverage;
  for (double d : distance) {
    coverage.largest = std::max(coverage.largest, d);
    coverage.mean += d / static_cast<double>(features.points);
  }
  return coverage;
}

ClassBalance classBalanceOf(std::span<const int32_t> labels, const std::vector<int64_t>& exemplars) {
  ClassBalance balance;
  balance.entropy = std::numeric_limits<double>::quiet_NaN();
  if (labels.empty()) return balance;
  const size_t range = static_cast<size_t>(*std::max_element(labels.begin(), labels.end())) + 1;
  std::vector<int64_t> all(range, 0), chosen(range, 0);
  for (int32_t label : labels)
    if (label != kUnlabelled) ++all[label];
  for (int64_t row : exemplars)
    if (labels[row] != kUnlabelled) ++chosen[labels[row]];
  for (size_t c = 0; c < range; ++c) {
    balance.classes += all[c] > 0;
    balance.classesHit += chosen[c] > 0;
  }
  if (balance.classes > 1)
    balance.entropy = entropyOf(chosen) / std::log(static_cast<double>(balance.classes));
  return balance;
}

double exemplarAgreement(std::span<const int32_t> labels, const Subset& subset) {
  if (labels.empty() || subset.rows.size() == labels.size()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<uint8_t> isExemplar(labels.size(), 0);
  for (int64_t row : subset.rows) isExemplar[row] = 1;
  int64_t agreeing = 0, compared = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const int32_t there = labels[subset.rows[subset.territory[i]]];
    if (isExemplar[i] || labels[i] == kUnlabelled || there == kUnlabelled) continue;
    agreeing += there == labels[i];
    ++compared;
  }
  return compared > 0 ? static_cast<double>(agreeing) / static_cast<double>(compared)
                      : std::numeric_limits<double>::quiet_NaN();
}

SubsetMeasures measureSubset(const Features& features, const FeatureKernel& kernel,
                             std::span<const int32_t> labels, const Subset& subset, RunControl& control) {
  SubsetMeasures m;
  m.coverage = coverageOf(features, subset, control);
  m.balance = classBalanceOf(labels, subset.rows);
  m.agreement = exemplarAgreement(labels, subset);
  m.discrepancy = meanDiscrepancy(features, kernel, subset.rows, control);
  return m;
}

}  // namespace adapsne
