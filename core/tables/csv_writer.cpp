// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/table_writers.h"

#include <charconv>
#include <span>
#include <string>
#include <vector>

#include "core/support/atomic_file.h"
#include "core/tables/cell_value.h"
#include "core/tables/csv_cell.h"
#include "core/tables/table_layout.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// The name of a column in the header: a number there would be read as data, a label's name as the labels, an
/// id's as ids.
std::string columnName(const Dataset& dataset, int64_t column) {
  const std::string name = dataset.featureNames.empty() ? "" : dataset.featureNames[column];
  const bool misread =
      MissingWords().contains(name) || parseNumber(name) || isLabelColumnName(name) || isIdColumnName(name);
  return misread ? std::string("f").append(std::to_string(column + 1)) : name;
}

std::string formatCsv(const Dataset& dataset, char separator) {
  std::string text;
  std::vector<float> scratch;
  for (int64_t d = 0; d < dataset.dimensions; ++d)
    (text += csvCell(columnName(dataset, d), separator)) += separator;
  if (dataset.hasLabels())
    text += "label";
  else
    text.pop_back();
  text += '\n';
  for (int64_t i = 0; i < dataset.points; ++i) {
    const std::span<const float> row = dataset.row(i, scratch);
    for (int64_t d = 0; d < dataset.dimensions; ++d) {
      char digits[32];
      const auto result = dataset.scales.empty()
                              ? std::to_chars(digits, digits + sizeof digits, row[static_cast<size_t>(d)])
                              : std::to_chars(digits, digits + sizeof digits, dataset.value(i, d));
      text.append(digits, result.ptr);
      text += separator;
    }
    if (!dataset.hasLabels())
      text.pop_back();
    else if (dataset.isLabelled(i))
      text += csvCell(dataset.classNames[dataset.labels[i]], separator);
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
