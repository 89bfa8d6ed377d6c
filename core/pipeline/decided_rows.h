// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/pipeline/side_file.h"
#include "core/sampling/sampler.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A row of the source that a file names.
struct NamedRow {
  int64_t row = 0;
  std::string place;  ///< "rows.csv, line 3" or "rows.npy, entry 2"
};

/// The rows that a file names, in its order, at least one: an .npy of integers (N or N x 1), or text with a
/// row number a line, or whose first line names a column "row" (separated by commas, semicolons or tabs; what
/// exports write). Gzipped or not. `shownAs` names it in messages. Throws Error with file and line,
/// Cancelled.
std::vector<NamedRow> parseRowList(const std::string& bytes, const std::string& shownAs, RunControl& control);

/// Rows of the dataset that files decide on, each list ascending.
struct DecidedLists {
  std::vector<int64_t> given, excluded;
  DecidedRows rows() const { return {given, excluded}; }
};

/// Those of --given and --given-rows, and of --exclude and --exclude-rows; empty where none is named. They
/// name rows of the source (Dataset::sourceRow). Throws Error with file and line, or with the option, where a
/// file cannot be read, and where a row is not in the dataset, stands twice in a file or list, or is both
/// given and excluded.
DecidedLists decidedRows(const Dataset& dataset, const SamplingOptions& options, const SideFiles& files,
                         RunControl& control);

}  // namespace adapsne
