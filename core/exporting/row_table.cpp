// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/row_table.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/files/byte_source.h"
#include "core/pipeline/decided_rows.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/tables/csv_cell.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr const char* kGiveRows =
    "Give a CSV with a column row, a text of one row number a line, or an NPY of integers, counted from 0.";

std::string rowCsv(const PointsToExport& p) {
  const Dataset& d = p.dataset;
  const Attribute* id = attributeOf(d, ColumnRole::Id);
  const Attribute* picture = attributeOf(d, ColumnRole::Picture);
  const std::vector<int64_t>& given = p.given;
  std::string text = "row";
  if (id) text += ",id";
  text += ",label";
  if (!p.weights.empty()) text += ",weight";
  if (!given.empty()) text += ",given";
  if (picture) text += ",file";
  text += "\n";
  for (size_t i = 0; i < p.points.size(); ++i) {
    const auto point = static_cast<size_t>(p.points[i]);
    text += std::to_string(d.sourceRow(p.points[i]));
    if (id) text += "," + csvCell(id->values[point]);
    text += ",";
    if (d.isLabelled(p.points[i])) text += csvCell(d.classNames[static_cast<size_t>(d.labels[point])]);
    if (!p.weights.empty()) text += "," + std::to_string(p.weights[i]);
    if (!given.empty()) text += std::binary_search(given.begin(), given.end(), p.points[i]) ? ",1" : ",0";
    if (picture) text += "," + csvCell(picture->values[point]);
    text += "\n";
  }
  return text;
}

std::optional<int64_t> wholeNumber(const std::string& text) {
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
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
  if (bytes.starts_with('{')) return rowsOfJson(bytes, shownAs);
  std::vector<int64_t> rows;
  for (const NamedRow& named : parseRowList(bytes, shownAs, control)) {
    if (named.row < 0) throw Error(named.place, std::to_string(named.row) + " is no row number.", kGiveRows);
    rows.push_back(named.row);
  }
  return rows;
}

std::map<int64_t, int64_t> readWeights(const fs::path& path, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  std::map<int64_t, int64_t> weights;
  if (!bytes.starts_with("row,")) return weights;
  CsvScanner scanner(bytes, ',', shownAs);
  std::optional<size_t> column;
  for (std::vector<std::string> cells; scanner.startRecord(); cells.clear()) {
    do cells.emplace_back(scanner.cell());
    while (!scanner.recordEnded());
    if (!column) {
      column = std::find(cells.begin(), cells.end(), "weight") - cells.begin();
      if (*column == cells.size()) return weights;
      continue;
    }
    const auto row = wholeNumber(cells.front());
    const auto weight = *column < cells.size() ? wholeNumber(cells[*column]) : std::nullopt;
    if (!row || !weight) throw Error(scanner.where(), "does not hold a row and its weight.", kGiveRows);
    weights[*row] = *weight;
  }
  return weights;
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
