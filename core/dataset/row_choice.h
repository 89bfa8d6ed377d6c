// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/sparse_rows.h"

namespace adapsne {

/// Which of a source's points are wanted, once it is known how many there are: ascending, distinct rows.
/// Empty: all of them. Throws Error where there are not so many.
using RowChoice = std::function<std::vector<int64_t>(int64_t points)>;

/// The chosen points of a source, with sourceRows where they are not all.
struct ChosenPoints {
  Dataset dataset;
  int64_t of = 0;  ///< Points of the source.
  /// In the place of dataset.features, where these are a sparse matrix that is too large with all its zeros.
  /// dataset.dimensions are its columns then.
  std::optional<SparseRows> sparse = {};
};

/// Attaches the labels of all points of the source, of which a title may be one line more, as
/// attachLabels(Dataset&) does. Warns if the first rows were taken and hold fewer classes than all.
void attachLabels(ChosenPoints& chosen, Labels labels, bool firstRows, const std::string& shownAs);

/// Warns of classes that the first rows, which `part` is, do not hold; `all` are the labels of all points.
void warnOfMissingClasses(Dataset& part, const std::vector<int32_t>& all);

}  // namespace adapsne
