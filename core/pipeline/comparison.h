// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/dataset/hold_out.h"
#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Something that `adapsne compare` can set against others: a preset, or a sampler that never looks at a map.
struct ComparedMethod {
  std::string name;  ///< "kmeans-pca"
  std::string help;
  std::string preset = {};                    ///< For applyMethod(); empty for a baseline.
  Sampler sampler = Sampler::Auto;            ///< Of a baseline.
  ClassPolicy classes = ClassPolicy::Ignore;  ///< Of a baseline.
};

/// The presets, then random, stratified, kmeans-pca, kmeans-pca-classes, k-center, herding,
/// facility-location, facility-location-classes, kernel-ridge, graph-design, and those by their papers alone:
/// typiclust, probcover, max-herding, moderate (in each class) and zcore.
const std::vector<ComparedMethod>& comparedMethods();
/// Throws UsageError with the nearest name for an unknown one.
const ComparedMethod& comparedMethod(const std::string& name);

struct ComparisonOptions {
  Options common;  ///< What all methods share; its ratio and count have no effect.
  std::function<void(Options&)> adjust =
      {};                            ///< What people set for all methods: acts after a method's preset, so
                                     ///< that it can fix the perplexity, but not on what makes a baseline.
  std::vector<std::string> methods;  ///< Distinct; the first is the one that the others are set against.
  std::vector<double> ratios;        ///< Distinct, each in (0, 1].
  std::vector<std::string> classifiers = {};  ///< Distinct names; empty: usualClassifiers().
  int seeds = 5;                              ///< The seeds are common.seed, common.seed + 1, ...
};

/// A mean and how far to trust it.
struct Estimate {
  double mean = 0;
  double deviation = 0;      ///< Sample standard deviation over the seeds; NaN for one seed.
  double standardError = 0;  ///< deviation / sqrt(seeds)
};
/// Of values that are not empty.
Estimate estimate(const std::vector<double>& values);

/// One method at one ratio under one classifier.
struct ComparisonRow {
  std::string method, classifier;
  double ratio = 0;
  int64_t exemplars = 0;
  std::vector<double> accuracies;  ///< One a seed, in [0, 1].
  Estimate accuracy;
  /// Of the difference to the first method and to random, seed by seed (same seed, same ratio). 0 for the
  /// method itself; NaN where random does not take part.
  Estimate againstFirst, againstRandom;
};

/// Progress: a share in [0, 1], an estimate of the seconds left (negative: not known yet), and what is going
/// on.
using ComparisonProgress = std::function<void(double share, double secondsLeft, const std::string& doing)>;

/// Chooses from data.train by every method, ratio and seed, and tests every classifier on data.test.
///
/// A method that looks at a map computes one for each seed, which all ratios share. A guided method chooses
/// its target perplexity for one ratio, the middle one of those given (the lower middle of an even number),
/// because its entropy depends on the ratio; give one ratio at a time to guide each on its own.
///
/// Rows by ratio, then method, then classifier, in the orders given. Throws UsageError for what cannot be
/// compared, Error where a run fails, Cancelled.
std::vector<ComparisonRow> compareMethods(const HoldOut& data, const ComparisonOptions& options,
                                          const ComparisonProgress& progress, RunControl& control);

/// A header, then one line a row: method, classifier, ratio, exemplars, seeds, accuracy, deviation, the two
/// differences with their standard errors, and each seed's accuracy; accuracies as shares.
std::string comparisonCsv(const std::vector<ComparisonRow>& rows);

}  // namespace adapsne
