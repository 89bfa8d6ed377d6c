// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace adapsne {

/// How many exemplars are chosen: a share of the points, or so many.
struct SubsetBudget {
  double ratio = 0;   ///< In (0, 1]; without effect where count > 0.
  int64_t count = 0;  ///< >= 1; 0 = by ratio.

  auto operator<=>(const SubsetBudget&) const = default;
};

/// The method of the line for all data: every row is an exemplar, its budget is the ratio 1.
inline constexpr const char* kFullData = "full";

/// One question of a comparison: what is this method's choice of so many exemplars worth to this classifier?
struct CellId {
  std::string method;
  SubsetBudget budget;
  uint64_t seed = 1;
  std::string classifier;

  auto operator<=>(const CellId&) const = default;
};

/// Its answer.
struct Cell {
  CellId id;
  int64_t exemplars = 0;
  double accuracy = 0;  ///< accuracyOf(predicted) on the test rows, in [0, 1]; NaN where nothing was learned.
  int pool = 0;         ///< Which of the pools it was chosen from and tested on.
  /// Rows of the pool's `train`, ascending; null in a cell that was read from a file.
  std::shared_ptr<const std::vector<int64_t>> rows = {};
  /// The class of each row of the pool's `test`, empty where nothing was learned; null as above.
  std::shared_ptr<const std::vector<int32_t>> predicted = {};
};

/// All that is asked, each list in the order in which people gave it.
struct ComparisonPlan {
  std::vector<std::string> methods;  ///< Distinct; the first is the one that the others are set against.
  std::vector<SubsetBudget> budgets;
  std::vector<std::string> classifiers;
  uint64_t firstSeed = 1;
  int seeds = 5;      ///< firstSeed, firstSeed + 1, ...
  int pools = 1;      ///< Seed number s (from 0) chooses from pool s % pools.
  bool full = false;  ///< Also the classifiers trained on all rows of the pool.

  bool operator==(const ComparisonPlan&) const = default;
  int poolOf(uint64_t seed) const {
    return static_cast<int>((seed - firstSeed) % static_cast<uint64_t>(pools));
  }
};

/// All cells of a plan in their canonical order: by budget, method, classifier, seed, the lines for all data
/// last.
std::vector<CellId> cellsOf(const ComparisonPlan& plan);

/// "ratio 0.05" for a share, "50 exemplars" for a number.
std::string budgetText(const SubsetBudget& budget);

/// "random, 50 exemplars, seed 2, by 1-nn"
std::string cellText(const CellId& id);

}  // namespace adapsne
