// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/accuracy_table.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <map>

namespace adapsne {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kRandom = "random";

std::string field(double value) {
  if (!std::isfinite(value)) return "";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

using Found = std::map<CellId, const Cell*>;

/// The differences of a row to the same question of another method.
Estimate against(const AccuracyRow& row, const std::string& other, const Found& found) {
  std::vector<double> differences;
  for (size_t s = 0; s < row.seeds.size(); ++s) {
    const auto cell = found.find({other, row.budget, row.seeds[s], row.classifier});
    if (cell != found.end()) differences.push_back(row.accuracies[s] - cell->second->accuracy);
  }
  return estimate(differences);
}

}  // namespace

Estimate estimate(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  Estimate e{values.empty() ? kUndefined : 0, kUndefined, kUndefined, static_cast<int>(values.size())};
  for (double v : values) e.mean += v / n;
  if (values.size() < 2) return e;
  double squares = 0;
  for (double v : values) squares += (v - e.mean) * (v - e.mean);
  e.deviation = std::sqrt(squares / (n - 1));
  e.standardError = e.deviation / std::sqrt(n);
  return e;
}

AccuracyTable accuracyTable(const ComparisonPlan& plan, const std::vector<Cell>& cells) {
  Found found;
  for (const Cell& cell : cells) found.emplace(cell.id, &cell);
  AccuracyTable table;
  if (!plan.methods.empty()) table.baseline = plan.methods.front();
  // The canonical order has the seeds of a row side by side.
  AccuracyRow* row = nullptr;
  for (const CellId& id : cellsOf(plan)) {
    const auto cell = found.find(id);
    if (cell == found.end()) {
      table.missing.push_back(id);
      continue;
    }
    if (!row || row->method != id.method || row->budget != id.budget || row->classifier != id.classifier) {
      row = &table.rows.emplace_back();
      row->method = id.method;
      row->budget = id.budget;
      row->classifier = id.classifier;
      row->exemplars = cell->second->exemplars;
    }
    row->seeds.push_back(id.seed);
    row->accuracies.push_back(cell->second->accuracy);
  }
  for (AccuracyRow& r : table.rows) {
    r.accuracy = estimate(r.accuracies);
    const bool full = r.method == kFullData;
    r.againstFirst = full ? estimate({}) : against(r, table.baseline, found);
    r.againstRandom = full ? estimate({}) : against(r, kRandom, found);
  }
  return table;
}

std::string accuracyCsv(const AccuracyTable& table) {
  std::string text =
      "method,classifier,ratio,exemplars,seeds,accuracy,deviation,baseline,against_baseline,"
      "against_baseline_error,against_random,against_random_error,accuracies\n";
  for (const AccuracyRow& r : table.rows) {
    text += r.method + "," + r.classifier + "," + (r.budget.count > 0 ? "" : field(r.budget.ratio)) + "," +
            std::to_string(r.exemplars) + "," + std::to_string(r.accuracies.size()) + "," +
            field(r.accuracy.mean) + "," + field(r.accuracy.deviation) + "," + table.baseline;
    for (const Estimate& e : {r.againstFirst, r.againstRandom})
      text += "," + field(e.mean) + "," + field(e.standardError);
    text += ",";
    for (size_t s = 0; s < r.accuracies.size(); ++s) text += (s > 0 ? " " : "") + field(r.accuracies[s]);
    text += "\n";
  }
  return text;
}

std::string errorsCover(const ComparisonPlan& plan) {
  if (plan.seeds < 2) return "One seed: nothing is known of the errors.";
  const std::string seeds = std::to_string(plan.seeds);
  if (plan.pools == 1)
    return "Errors are over " + seeds +
           " seeds of the methods and networks on one pool and one test set; another pool may move all "
           "figures "
           "by more (--pools draws others).";
  if (plan.pools < plan.seeds)
    return "Errors are over " + seeds + " seeds on " + std::to_string(plan.pools) +
           " pools; seeds that share a pool vary less than pools do, so they are too small.";
  return "Errors are over " + seeds + " seeds, each on a pool of its own.";
}

}  // namespace adapsne
