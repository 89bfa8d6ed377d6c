// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/arrays/stored_array.h"
#include "core/dataset/labels.h"

namespace adapsne {

/// An array of labels: one text a point, "" where it is missing.
struct LabelArray {
  std::string shownAs;
  std::vector<std::string> texts;
  bool numbers = true;  ///< The file's own values are no texts.
};

/// Labels that a file holds as numbers: integers of any type, floats that are integers (NaN is missing), one
/// dimension or N x 1; or one-hot, N x C with a single 1 a row, whose column is the class. Throws Error with
/// `remedy` for anything else, as a regression target is.
LabelArray numberLabels(const StoredArray& array, const std::string& remedy, RunControl& control);

/// Labels that it holds as texts; "" and "nan", which numpy makes of a missing one, are missing.
LabelArray textLabels(std::string shownAs, std::vector<std::string> texts);

/// Classes are the distinct texts. With `classNames` (not empty), numbers are indices into these, and -1 is
/// missing, as writeDataset() saves them. Throws Error if an index leads beyond them.
Labels labelsOf(LabelArray array, std::vector<std::string> classNames = {});

}  // namespace adapsne
