// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/row_numbers.h"

#include <charconv>
#include <set>
#include <string_view>

#include "core/support/error.h"

namespace adapsne {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<int64_t> parseRowNumbers(const std::string& text, const std::string& option) {
  const char* const kForm = "Give row numbers, counted from 0, separated by commas: 3,17,45.";
  std::vector<int64_t> rows;
  std::set<int64_t> known;
  std::string_view left = trimmed(text);
  while (!left.empty()) {
    const size_t comma = left.find(',');
    const std::string_view part = trimmed(left.substr(0, comma));
    left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
    int64_t row = 0;
    const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), row);
    if (code != std::errc{} || end != part.data() + part.size() || row < 0)
      throw UsageError(option, "\"" + std::string(part) + "\" is not a row number.", kForm);
    if (!known.insert(row).second)
      throw UsageError(option, "row " + std::to_string(row) + " stands twice.", "Name each row once.");
    rows.push_back(row);
  }
  return rows;
}

std::string rowNumbersText(const std::vector<int64_t>& rows) {
  std::string text;
  for (const int64_t row : rows) text += (text.empty() ? "" : ",") + std::to_string(row);
  return text;
}

}  // namespace adapsne
