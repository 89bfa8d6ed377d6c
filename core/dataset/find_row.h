// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

/// The point that is row `row` of the source, by Dataset::sourceRows and the number of points; -1 where none
/// is.
int64_t pointOfRow(const std::vector<int64_t>& sourceRows, int64_t points, int64_t row);

/// What somebody who looked for a point by its id, or by its row in the source, has found.
struct FoundRows {
  std::vector<int64_t> rows;  ///< Of the dataset, ascending; several where an id stands there several times.
  bool byId = false;          ///< Else by the row's number.
  std::string nearest;  ///< Where nothing was found: the id that is spelled most like it, or the nearest row;
                        ///< may be empty.
};

/// Ids (the first attribute of the role Id) go before row numbers: as they are written, else in any case.
/// Spaces around the text do not count.
FoundRows findRows(const Dataset& dataset, const std::string& text);

}  // namespace adapsne
