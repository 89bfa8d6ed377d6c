// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/find_row.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::optional<int64_t> numberOf(const std::string& text) {
  int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<int64_t> rowsOfId(const std::vector<std::string>& ids, const std::string& wanted, bool anyCase) {
  std::vector<int64_t> rows;
  for (size_t i = 0; i < ids.size(); ++i)
    if (ids[i] == wanted || (anyCase && ids[i].size() == wanted.size() && lowered(ids[i]) == lowered(wanted)))
      rows.push_back(static_cast<int64_t>(i));
  return rows;
}

/// The point that is the row of the source, or the one nearest to it.
int64_t pointAtOrNear(const Dataset& dataset, int64_t row) {
  const std::vector<int64_t>& rows = dataset.sourceRows;
  if (rows.empty()) return std::clamp<int64_t>(row, 0, dataset.points - 1);
  const auto above = std::lower_bound(rows.begin(), rows.end(), row);
  if (above == rows.end()) return std::ssize(rows) - 1;
  const bool lower = above != rows.begin() && row - above[-1] < *above - row;
  return above - rows.begin() - lower;
}

}  // namespace

int64_t pointOfRow(const std::vector<int64_t>& sourceRows, int64_t points, int64_t row) {
  if (sourceRows.empty()) return row >= 0 && row < points ? row : -1;
  const auto found = std::lower_bound(sourceRows.begin(), sourceRows.end(), row);
  return found != sourceRows.end() && *found == row ? found - sourceRows.begin() : -1;
}

FoundRows findRows(const Dataset& dataset, const std::string& text) {
  FoundRows found;
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos || dataset.points == 0) return found;
  const std::string wanted = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  const Attribute* id = attributeOf(dataset, ColumnRole::Id);
  if (id) {
    found.rows = rowsOfId(id->values, wanted, false);
    if (found.rows.empty()) found.rows = rowsOfId(id->values, wanted, true);
    found.byId = !found.rows.empty();
    if (found.byId) return found;
  }
  if (const std::optional<int64_t> number = numberOf(wanted)) {
    const int64_t point = pointAtOrNear(dataset, *number);
    if (dataset.sourceRow(point) == *number)
      found.rows = {point};
    else
      found.nearest = std::to_string(dataset.sourceRow(point));
  } else if (id) {
    found.nearest = nearestName(wanted, id->values);
  }
  return found;
}

}  // namespace adapsne
