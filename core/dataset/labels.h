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
  bool lines = false;  ///< Lines of a text of which the first may be a title: only the data's size can tell.
};

/// Turns one text a point into indices and sorted names (numerically where all are integers); "" becomes
/// kUnlabelled.
Labels indexLabels(const std::vector<std::string>& texts);

/// Throws Error naming both numbers if they differ.
void requireOneLabelAPoint(int64_t labels, int64_t points, const std::string& shownAs);

/// Gives the dataset these labels; says in a warning how many are missing. Of lines, one more than there are
/// points, the first is a title if no other one says the same. Throws Error naming both counts if they
/// differ. Labels of which all are missing are none.
void attachLabels(Dataset& dataset, Labels labels, const std::string& shownAs);

}  // namespace adapsne
