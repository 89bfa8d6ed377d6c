// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/decided_rows.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/arrays/npy.h"
#include "core/files/byte_source.h"
#include "core/sampling/row_numbers.h"
#include "core/support/error.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {

const char* const kForm =
    "Give what an export writes: a CSV with a column \"row\", a row number a line, or an NPY of integers; "
    "rows "
    "are counted from 0.";
constexpr std::string_view kColumn = "row";

std::vector<NamedRow> parseArray(const std::string& bytes, const std::string& shownAs) {
  const NpyArray array = parseNpy(bytes, shownAs);
  const bool isList = array.shape.size() == 1 || (array.shape.size() == 2 && array.shape[1] == 1);
  if (!isList || !array.integral)
    throw Error(shownAs,
                "is not a list of row numbers: it holds " + shapeText(array.shape) +
                    (array.integral ? " integers." : " values that are no integers."),
                kForm);
  std::vector<NamedRow> rows;
  for (size_t i = 0; i < array.values.size(); ++i)
    rows.push_back({static_cast<int64_t>(std::clamp(array.values[i], -9e18, 9e18)),
                    shownAs + ", entry " + std::to_string(i)});
  return rows;
}

std::optional<int64_t> rowNumber(std::string_view text) {
  int64_t row = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), row);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return row;
}

char separatorOf(std::string_view text) {
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  for (const char separator : {',', ';', '\t'})
    if (first.find(separator) != std::string_view::npos) return separator;
  return ',';
}

std::vector<NamedRow> parseText(const std::string& bytes, const std::string& shownAs, RunControl& control) {
  const std::string_view text = csvBody(bytes, shownAs);
  CsvScanner scanner(text, separatorOf(text), shownAs);
  std::vector<NamedRow> rows;
  size_t column = 0;
  for (bool first = true; scanner.startRecord(); first = false) {
    if (rows.size() % 4096 == 0) control.checkpoint();
    std::vector<std::string> cells;
    do cells.emplace_back(scanner.cell());
    while (!scanner.recordEnded());
    if (first && !rowNumber(cells.front())) {
      column = std::find(cells.begin(), cells.end(), kColumn) - cells.begin();
      if (column < cells.size()) continue;
      throw Error(scanner.where(),
                  "\"" + cells.front() + "\" is neither a row number nor names a column \"row\".", kForm);
    }
    const std::optional<int64_t> row =
        column < cells.size() ? rowNumber(cells[column]) : std::optional<int64_t>();
    if (!row)
      throw Error(scanner.where(),
                  column < cells.size() ? "\"" + cells[column] + "\" is not a row number."
                                        : "there is no cell of the column \"row\".",
                  kForm);
    rows.push_back({*row, scanner.where()});
  }
  return rows;
}

/// The rows of the dataset that a list names, with where each stands.
std::map<int64_t, std::string> placesOf(const Dataset& dataset, std::vector<NamedRow> list) {
  std::map<int64_t, std::string> places;
  for (NamedRow& named : list) {
    int64_t point = named.row;
    bool known = point >= 0 && point < dataset.points;
    if (const std::vector<int64_t>& source = dataset.sourceRows; !source.empty()) {
      const auto found = std::lower_bound(source.begin(), source.end(), named.row);
      known = found != source.end() && *found == named.row;
      point = found - source.begin();
    }
    if (!known)
      throw Error(named.place,
                  "row " + std::to_string(named.row) + " is not there: " +
                      (dataset.sourceRows.empty()
                           ? dataset.name + " has the rows 0 to " + std::to_string(dataset.points - 1) + "."
                           : "only " + std::to_string(dataset.points) + " rows of " + dataset.name +
                                 " were taken, and it is none of them."),
                  dataset.sourceRows.empty()
                      ? "Check that the list is of these data; rows are counted from 0."
                      : "Leave it out, or take all points (--points all).");
    const auto [earlier, isNew] = places.emplace(point, std::move(named.place));
    if (!isNew)
      throw Error(named.place,
                  "row " + std::to_string(named.row) + " stands twice, first at " + earlier->second + ".",
                  "Name each row once.");
  }
  return places;
}

/// Those of a file and of the numbers beside it.
std::map<int64_t, std::string> rowsOf(const Dataset& dataset, const std::string& option,
                                      const std::string& path, const SideFile& file,
                                      const std::string& numbers, RunControl& control) {
  std::map<int64_t, std::string> places;
  if (!path.empty()) {
    if (!file.readable)
      throw Error(path, "cannot be read as a list of rows.", "Check the path given with " + option + ".");
    places = placesOf(dataset, parseRowList(file.bytes, path, control));
  }
  std::vector<NamedRow> named;
  const std::string beside = option + "-rows";
  for (const int64_t row : parseRowNumbers(numbers, beside)) named.push_back({row, beside});
  places.merge(placesOf(dataset, std::move(named)));
  return places;
}

std::vector<int64_t> keysOf(const std::map<int64_t, std::string>& places) {
  std::vector<int64_t> keys;
  keys.reserve(places.size());
  for (const auto& [key, place] : places) keys.push_back(key);
  return keys;
}

}  // namespace

std::vector<NamedRow> parseRowList(const std::string& bytes, const std::string& shownAs,
                                   RunControl& control) {
  const std::string content = bytes.empty() ? "" : ByteSource(bytes, shownAs, control).readAll();
  std::vector<NamedRow> rows =
      content.starts_with("\x93NUMPY") ? parseArray(content, shownAs) : parseText(content, shownAs, control);
  if (rows.empty()) throw Error(shownAs, "holds no row number.", kForm);
  return rows;
}

DecidedLists decidedRows(const Dataset& dataset, const SamplingOptions& options, const SideFiles& files,
                         RunControl& control) {
  const auto given = rowsOf(dataset, "--given", options.given, files.given, options.givenRows, control);
  const auto excluded =
      rowsOf(dataset, "--exclude", options.exclude, files.excluded, options.excludeRows, control);
  for (const auto& [point, place] : excluded)
    if (const auto both = given.find(point); both != given.end())
      throw Error(place,
                  "row " + std::to_string(dataset.sourceRow(point)) + " is to be excluded, and is given at " +
                      both->second + ".",
                  "Take it out of one of the lists.");
  return {keysOf(given), keysOf(excluded)};
}

}  // namespace adapsne
