// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/row_choice.h"

#include <set>
#include <utility>

#include "core/support/error.h"

namespace adapsne {
namespace {

size_t classesIn(const std::vector<int32_t>& labels) {
  std::set<int32_t> classes(labels.begin(), labels.end());
  classes.erase(kUnlabelled);
  return classes.size();
}

}  // namespace

void warnOfMissingClasses(Dataset& part, const std::vector<int32_t>& all) {
  const size_t here = classesIn(part.labels), there = classesIn(all);
  if (here < there)
    part.warnings.push_back("The first " + std::to_string(part.points) + " rows hold only " +
                            std::to_string(here) + " of " + std::to_string(there) +
                            " classes; --pick random takes rows from all of the data.");
}

void attachLabels(ChosenPoints& chosen, Labels labels, bool firstRows, const std::string& shownAs) {
  requireOneLabelAPoint(static_cast<int64_t>(labels.values.size()), chosen.of, shownAs);
  if (labels.names.empty()) return;
  Dataset& dataset = chosen.dataset;
  dataset.classNames = std::move(labels.names);
  if (dataset.sourceRows.empty()) {
    dataset.labels = std::move(labels.values);
    return;
  }
  std::vector<int32_t> part;
  part.reserve(dataset.sourceRows.size());
  for (const int64_t row : dataset.sourceRows) part.push_back(labels.values[static_cast<size_t>(row)]);
  dataset.labels = std::move(part);
  if (firstRows) warnOfMissingClasses(dataset, labels.values);
}

}  // namespace adapsne
