// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/row_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/csv_text.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr const char* kGiveRows =
    "Give a CSV with a column row, a text of one row number a line, or an NPY of integers, counted from 0.";

std::string rowCsv(const PointsToExport& p) {
  const Dataset& d = p.dataset;
  const Attribute* id = attributeOf(d, ColumnRole::Id);
  const Attribute* picture = attributeOf(d, ColumnRole::Picture);
  std::string text = std::string("row") + (id ? ",id" : "") + ",label" +
                     (p.weights.empty() ? "" : ",weight") + (picture ? ",file" : "") + "\n";
  for (size_t i = 0; i < p.points.size(); ++i) {
    const auto point = static_cast<size_t>(p.points[i]);
    text += std::to_string(d.sourceRow(p.points[i]));
    if (id) text += "," + csvText(id->values[point]);
    text += ",";
    if (d.isLabelled(p.points[i])) text += csvText(d.classNames[static_cast<size_t>(d.labels[point])]);
    if (!p.weights.empty()) text += "," + std::to_string(p.weights[i]);
    if (picture) text += "," + csvText(picture->values[point]);
    text += "\n";
  }
  return text;
}

std::optional<int64_t> rowNumber(std::string_view text) {
  int64_t row = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), row);
  if (code != std::errc{} || end != text.data() + text.size() || row < 0) return std::nullopt;
  return row;
}

std::vector<int64_t> rowsOfText(std::string_view bytes, const std::string& shownAs) {
  CsvScanner scanner(csvBody(bytes, shownAs), ',', shownAs);
  std::vector<int64_t> rows;
  std::optional<size_t> column;
  while (scanner.startRecord()) {
    const int64_t line = scanner.line();
    std::vector<std::string> cells;
    do cells.emplace_back(scanner.cell());
    while (!scanner.recordEnded());
    const auto named = std::find(cells.begin(), cells.end(), "row");
    if (!column && named != cells.end()) {
      column = named - cells.begin();
      continue;
    }
    if (!column && cells.size() > 1)
      throw Error(shownAs, "has several columns and none of the name row.", kGiveRows);
    if (!column) column = 0;
    const std::optional<int64_t> row = *column < cells.size() ? rowNumber(cells[*column]) : std::nullopt;
    if (!row)
      throw Error(
          shownAs + ", line " + std::to_string(line),
          *column < cells.size() ? "\"" + cells[*column] + "\" is no row number." : "lacks a row number.",
          kGiveRows);
    rows.push_back(*row);
  }
  return rows;
}

std::vector<int64_t> rowsOfArray(std::string_view bytes, const std::string& shownAs) {
  const NpyArray array = parseNpy(bytes, shownAs);
  if (array.shape.size() != 1)
    throw Error(shownAs, "holds " + shapeText(array.shape) + " values.", kGiveRows);
  std::vector<int64_t> rows;
  for (const double value : array.values) {
    if (!(value >= 0 && value <= 9e15) || value != std::floor(value))
      throw Error(shownAs + ", entry " + std::to_string(rows.size()),
                  numberText(value) + " is no row number.", kGiveRows);
    rows.push_back(static_cast<int64_t>(value));
  }
  return rows;
}

std::vector<int64_t> rowsOfJson(const std::string& bytes, const std::string& shownAs) {
  const auto object = nlohmann::json::parse(bytes, nullptr, false);
  std::vector<int64_t> rows;
  if (!object.is_object() || !object.contains("row_numbers") || !object["row_numbers"].is_array())
    throw Error(shownAs, "does not list row numbers.", kGiveRows);
  for (const auto& value : object["row_numbers"]) {
    if (!value.is_number_unsigned()) throw Error(shownAs, value.dump() + " is no row number.", kGiveRows);
    rows.push_back(value.get<int64_t>());
  }
  return rows;
}

}  // namespace

std::string rowTable(const PointsToExport& points, const fs::path& path) {
  const std::string ending = endingOf(path);
  if (ending == ".csv") return rowCsv(points);
  const std::vector<int64_t> rows = sourceRowsOf(points.dataset, points.points);
  if (ending == ".npy") return formatNpy(rows, {std::ssize(rows)});
  if (ending != ".txt") throw unknownEnding(path, {".csv", ".npy", ".txt"});
  std::string text;
  for (const int64_t row : rows) text += std::to_string(row) + "\n";
  return text;
}

std::vector<int64_t> readRowNumbers(const fs::path& path, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  const std::vector<int64_t> rows = bytes.starts_with("\x93NUMPY") ? rowsOfArray(bytes, shownAs)
                                    : bytes.starts_with('{')       ? rowsOfJson(bytes, shownAs)
                                                                   : rowsOfText(bytes, shownAs);
  if (rows.empty()) throw Error(shownAs, "lists no row.", kGiveRows);
  return rows;
}

std::vector<int64_t> pointsOfRows(const Dataset& dataset, const std::vector<int64_t>& rows,
                                  const std::string& shownAs) {
  std::vector<int64_t> points;
  for (const int64_t row : rows) {
    const std::vector<int64_t>& known = dataset.sourceRows;
    const auto found = std::lower_bound(known.begin(), known.end(), row);
    if (known.empty() ? row >= dataset.points : found == known.end() || *found != row)
      throw Error(shownAs,
                  "names row " + std::to_string(row) + ", which is none of the " +
                      std::to_string(dataset.points) + " points of " + dataset.name + ".",
                  "Give rows of this dataset, counted from 0.");
    points.push_back(known.empty() ? row : found - known.begin());
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

}  // namespace adapsne
