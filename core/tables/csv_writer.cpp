// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/table_writers.h"

#include <charconv>
#include <string>
#include <vector>

#include "core/support/atomic_file.h"
#include "core/tables/csv_layout.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// Quoted where it would not be read back as it is.
std::string csvText(const std::string& text, char separator) {
  const bool plain = text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos &&
                     !isMissingText(text) && text.front() != ' ' && text.front() != '\t' &&
                     text.back() != ' ' && text.back() != '\t';
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

/// The name of a column in the header: a number there would be read as data, a label's name as the labels.
std::string columnName(const Dataset& dataset, int64_t column) {
  const std::string name = dataset.featureNames.empty() ? "" : dataset.featureNames[column];
  const bool misread = isMissingText(name) || parseNumber(name) || isLabelColumnName(name);
  return misread ? std::string("f").append(std::to_string(column + 1)) : name;
}

std::string formatCsv(const Dataset& dataset, char separator) {
  std::string text;
  std::vector<float> scratch;
  for (int64_t d = 0; d < dataset.dimensions; ++d)
    (text += csvText(columnName(dataset, d), separator)) += separator;
  if (dataset.hasLabels())
    text += "label";
  else
    text.pop_back();
  text += '\n';
  for (int64_t i = 0; i < dataset.points; ++i) {
    for (const float value : dataset.row(i, scratch)) {
      char digits[32];
      const auto [end, code] = std::to_chars(digits, digits + sizeof digits, value);
      text.append(digits, end);
      text += separator;
    }
    if (dataset.hasLabels())
      text += csvText(dataset.classNames[dataset.labels[i]], separator);
    else
      text.pop_back();
    text += '\n';
  }
  return text;
}

}  // namespace

std::vector<fs::path> writeCsv(const Dataset& dataset, const fs::path& path) {
  writeFile(path, formatCsv(dataset, ','));
  return {path};
}
std::vector<fs::path> writeTsv(const Dataset& dataset, const fs::path& path) {
  writeFile(path, formatCsv(dataset, '\t'));
  return {path};
}

}  // namespace adapsne
