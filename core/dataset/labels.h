// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

struct Dataset;

/// What stands for a point without a class: its label is missing in the source.
constexpr int32_t kUnlabelled = -1;

/// Class labels: one a point, an index into `names` or kUnlabelled.
struct Labels {
  std::vector<int32_t> values;
  std::vector<std::string> names;
};

/// Turns one text a point into indices and sorted names (numerically where all are integers); "" becomes
/// kUnlabelled.
Labels indexLabels(const std::vector<std::string>& texts);

/// Throws Error naming both numbers if they differ.
void requireOneLabelAPoint(int64_t labels, int64_t points, const std::string& shownAs);

/// Throws Error naming both counts if they differ. Labels of which all are missing are none.
void attachLabels(Dataset& dataset, Labels labels, const std::string& shownAs);

}  // namespace adapsne
