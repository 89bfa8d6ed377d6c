// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/cells.h"

#include "core/support/format.h"

namespace adapsne {

std::vector<CellId> cellsOf(const ComparisonPlan& plan) {
  std::vector<CellId> cells;
  const auto add = [&](const std::string& method, const SubsetBudget& budget) {
    for (const std::string& classifier : plan.classifiers)
      for (int s = 0; s < plan.seeds; ++s)
        cells.push_back({method, budget, plan.firstSeed + static_cast<uint64_t>(s), classifier});
  };
  for (const SubsetBudget& budget : plan.budgets)
    for (const std::string& method : plan.methods) add(method, budget);
  if (plan.full) add(kFullData, {1, 0});
  return cells;
}

std::string budgetText(const SubsetBudget& budget) {
  if (budget.count > 0) return std::to_string(budget.count) + " exemplars";
  return format("ratio %g", budget.ratio);
}

std::string cellText(const CellId& id) {
  return id.method + ", " + budgetText(id.budget) + ", seed " + std::to_string(id.seed) + ", by " +
         id.classifier;
}

}  // namespace adapsne
