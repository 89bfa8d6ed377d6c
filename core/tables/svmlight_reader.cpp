// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/dataset/sparse_points.h"
#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/tables/cell_value.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

constexpr const char* kBlank = " \t\r";

/// One pass over the lines of an svmlight text: a label, then pairs of index and value.
class SvmlightLines {
 public:
  SvmlightLines(std::string_view text, const std::string& shownAs, RunControl& control)
      : rest_(text), shownAs_(shownAs), control_(control) {}

  /// Goes to the next line that holds a point.
  bool next() {
    while (!rest_.empty()) {
      std::string_view text = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(text.size() + 1, rest_.size()));
      if (++line_ % 1024 == 0) control_.checkpoint();
      text = text.substr(0, text.find('#'));
      text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
      if (text.empty()) continue;
      label_ = text.substr(0, text.find_first_of(kBlank));
      if (label_.find(':') != label_.npos) fail("has no label before its values.");
      pairs_ = text.substr(label_.size());
      return true;
    }
    return false;
  }
  std::string_view label() const { return label_; }
  int64_t line() const { return line_; }

  /// visit(index, text of the value) for each pair but query ids.
  template <typename Visit>
  void forEachPair(Visit visit) const {
    std::string_view rest = pairs_;
    for (;;) {
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
      if (rest.empty()) return;
      const std::string_view pair = rest.substr(0, rest.find_first_of(kBlank));
      rest.remove_prefix(pair.size());
      const size_t colon = pair.find(':');
      if (pair.substr(0, colon) == "qid") continue;
      int64_t index = -1;
      const auto [end, code] =
          std::from_chars(pair.data(), pair.data() + std::min(colon, pair.size()), index);
      if (colon == pair.npos || code != std::errc{} || end != pair.data() + colon || index < 0)
        fail("holds \"" + std::string(pair.substr(0, 40)) + "\", which is no index:value.");
      visit(index, pair.substr(colon + 1));
    }
  }
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(shownAs_ + ", line " + std::to_string(line_), problem,
                "A line is a label, then index:value with increasing whole indices.");
  }

 private:
  std::string_view rest_, label_, pairs_;
  const std::string& shownAs_;
  RunControl& control_;
  int64_t line_ = 0;
};

/// The lines of a file as they stand, columns counted from the first index.
struct SvmlightFile {
  SparseRows rows;
  int64_t first = 1;  ///< Index of the first column.
  std::vector<std::string> labels;
  std::vector<int32_t> lines;
  bool measured = false;  ///< The labels are no classes.
};

/// Adds a value to the last row; the last one of an index counts.
void add(SparseRows& rows, int32_t index, float value) {
  const auto begin = static_cast<size_t>(rows.begins.back());
  if (rows.column.size() > begin && index <= rows.column.back())
    for (size_t k = begin; k < rows.column.size(); ++k)
      if (rows.column[k] == index) {
        rows.value[k] = value;
        return;
      }
  rows.column.push_back(index);
  rows.value.push_back(value);
}

SvmlightFile parse(std::string_view text, const std::string& shownAs, RunControl& control) {
  SvmlightFile file;
  int32_t least = std::numeric_limits<int32_t>::max(), largest = -1;
  for (SvmlightLines lines(text, shownAs, control); lines.next();) {
    std::string label(lines.label());
    const auto number = parseNumber(label);
    file.measured |= number && std::nearbyint(*number) != *number;
    if (number && label.front() == '+') label.erase(0, 1);
    file.labels.push_back(std::move(label));
    file.lines.push_back(static_cast<int32_t>(lines.line()));
    lines.forEachPair([&](int64_t index, std::string_view value) {
      if (index > std::numeric_limits<int32_t>::max())
        lines.fail("has an index of " + std::to_string(index) + "; at most 2147483647 are possible.");
      const auto number = parseNumber(value);
      if (!number) lines.fail("holds \"" + std::string(value.substr(0, 40)) + "\", which is no number.");
      least = std::min(least, static_cast<int32_t>(index));
      largest = std::max(largest, static_cast<int32_t>(index));
      add(file.rows, static_cast<int32_t>(index), nearestFloat(value, *number));
    });
    file.rows.begins.push_back(static_cast<int64_t>(file.rows.value.size()));
  }
  if (largest < 0) throw Error(shownAs, "holds no values.", "Check that it is the right file.");
  file.first = least == 0 ? 0 : 1;
  file.rows.columns = int64_t{largest} + 1 - file.first;
  if (file.first == 1)
    for (int32_t& column : file.rows.column) --column;
  return file;
}

}  // namespace

ChosenPoints readSvmlightRows(const std::filesystem::path& path, const DatasetOptions& options,
                              const RowChoice& choice, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  SvmlightFile file = parse(csvBody(bytes, shownAs), shownAs, control);
  ChosenPoints chosen = sparsePoints(file.rows, options, choice, shownAs, control);
  Dataset& dataset = chosen.dataset;
  for (int64_t i = 0; i < dataset.points; ++i)
    dataset.sourceLines.push_back(file.lines[static_cast<size_t>(dataset.sourceRow(i))]);
  dataset.warnings.push_back("svmlight: " + std::to_string(file.rows.columns) + " columns, indices from " +
                             std::to_string(file.first) + "; what a line does not hold is 0.");
  if (file.measured)
    dataset.warnings.push_back(
        "The first numbers of the lines hold fractions, a target to be measured, and were left "
        "out: classes are whole numbers.");
  else if (options.labels.empty() && options.labelColumn != "none")
    attachLabels(chosen, indexLabels(file.labels), options.pick == PickRows::First, shownAs);
  dataset.name = datasetName(path);
  dataset.source = shownAs;
  return chosen;
}

Dataset readSvmlight(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  return withFeatures(readSvmlightRows(path, options, {}, control));
}

}  // namespace adapsne
