// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/row_choice.h"

#include <iterator>
#include <set>
#include <utility>

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
  const size_t lines = labels.values.size();
  // Whether the first line is a title, only the size of the whole source tells.
  Dataset whole;
  whole.points = chosen.of;
  attachLabels(whole, std::move(labels), shownAs);
  Dataset& dataset = chosen.dataset;
  if (!whole.hasLabels() || dataset.sourceRows.empty()) {
    dataset.labels = std::move(whole.labels);
    dataset.classNames = std::move(whole.classNames);
    std::move(whole.warnings.begin(), whole.warnings.end(), std::back_inserter(dataset.warnings));
    return;
  }
  if (whole.labels.size() != lines) dataset.warnings.push_back(std::move(whole.warnings.front()));
  Labels part;
  part.names = std::move(whole.classNames);
  part.values.reserve(dataset.sourceRows.size());
  for (const int64_t row : dataset.sourceRows) part.values.push_back(whole.labels[static_cast<size_t>(row)]);
  attachLabels(dataset, std::move(part), shownAs);
  if (firstRows) warnOfMissingClasses(dataset, whole.labels);
}

}  // namespace adapsne
