// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/comparison/cells.h"

namespace adapsne {

/// A mean and how far to trust it.
struct Estimate {
  double mean = 0;           ///< NaN of no values.
  double deviation = 0;      ///< Sample standard deviation; NaN of fewer than two values.
  double standardError = 0;  ///< deviation / sqrt(values)
  int values = 0;
};
Estimate estimate(const std::vector<double>& values);

/// One method at one budget under one classifier.
struct AccuracyRow {
  std::string method, classifier;
  SubsetBudget budget;
  int64_t exemplars = 0;
  std::vector<uint64_t> seeds;     ///< Of the cells that there are, ascending.
  std::vector<double> accuracies;  ///< One a seed, in [0, 1].
  Estimate accuracy;
  /// Of the differences to the first method and to random, seed by seed, over the seeds that both have. 0 for
  /// the method itself; NaN where the other has no cell, and in the lines for all data.
  Estimate againstFirst, againstRandom;
};

struct AccuracyTable {
  std::string baseline;  ///< The first method.
  std::vector<AccuracyRow>
      rows;                     ///< By budget, method, classifier, as the plan has them; the full data last.
  std::vector<CellId> missing;  ///< Cells of the plan that were not given, in their canonical order.
};

/// What the cells say, in whatever order they come; those that are no part of the plan have no effect. A row
/// stands there as soon as it has one cell.
AccuracyTable accuracyTable(const ComparisonPlan& plan, const std::vector<Cell>& cells);

/// A header, then one line a row: method, classifier, ratio (empty where the budget is a number), exemplars,
/// seeds, accuracy, deviation, baseline, the two differences with their standard errors, and each seed's
/// accuracy; accuracies as shares.
std::string accuracyCsv(const AccuracyTable& table);

/// What the errors of a table cover, in a sentence: the seeds alone, or also the draw of the pool.
std::string errorsCover(const ComparisonPlan& plan);

}  // namespace adapsne
