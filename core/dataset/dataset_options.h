// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace adapsne {

/// What to do with NaN and infinity.
enum class MissingPolicy { Refuse, Drop, Mean };
/// Which points to take when fewer than all are wanted.
enum class PickRows { First, Random };

/// How a dataset is opened. See the schema (pipeline/schema.h) for what each field does.
struct DatasetOptions {
  int64_t points = 0;  ///< N wanted; 0 = all (a generator then makes its default number).
  PickRows pick = PickRows::First;
  MissingPolicy missing = MissingPolicy::Refuse;
  std::string labels = {};  ///< File with one label a point; empty = as the format knows.
  std::string labelColumn =
      {};  ///< Name or 1-based number of a CSV's label column; "none"; empty = automatic.
  std::string textColumn =
      {};  ///< Name or 1-based number of a column of text to read as features; empty = none.
  int textDimensions = 100;  ///< Dimensions that the text's features are reduced to.

  bool operator==(const DatasetOptions&) const = default;
};

}  // namespace adapsne
