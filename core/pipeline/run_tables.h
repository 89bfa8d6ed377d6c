// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/run.h"

namespace adapsne {

// The tables of a run's folder, written and read: every number with all its digits, so that it comes back
// exactly; a number that is not defined is an empty cell.

/// history.csv: a row for each candidate of the entropy guide, then one for each measurement of KL.
std::string historyCsv(const Run& run);
/// guidance.csv: what the entropy guide concluded, a row for each place of the curve.
std::string guidanceCsv(const GuidanceCurve& curve);
/// A text as a cell of a table: in quotes where a separator, a quote or a line break would break the row (RFC
/// 4180).
std::string csvText(const std::string& text);
/// A header, then source row and label name of each of `rows`; the label is empty where there are none. Where
/// some of the rows were given (`given`, ascending), a third column says of each whether it was, as 1 or 0.
/// Where they have an `order` (the same rows), the last column says which place each has in it, from 1.
std::string rowsCsv(const Dataset& dataset, const std::vector<int64_t>& rows,
                    const std::vector<int64_t>& given = {}, const std::vector<int64_t>& order = {});
/// The order in such a table, as indices into its rows; empty where it has no such column. `rows`: how many
/// there are. Throws Error that names line and column.
std::vector<int64_t> parseOrder(std::string_view csv, int64_t rows, bool given, const std::string& shownAs);

/// What history.csv holds.
struct RunHistory {
  std::vector<GuidanceRecord> candidates;  ///< Ascending perplexity; without their maps.
  std::vector<ConvergenceSample> map;      ///< Ascending iterations, at least one.
};
/// `targetPerplexity` is the map's. Throws Error that names line and column where the table is not one that
/// historyCsv() writes.
RunHistory parseHistory(std::string_view csv, double targetPerplexity, const std::string& shownAs);
/// The same of guidance.csv. `options` are those that the guide worked by.
GuidanceCurve parseGuidance(std::string_view csv, const GuidanceOptions& options, const std::string& shownAs);

}  // namespace adapsne
