// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_metadata.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/images/guarded_source.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/tables/cell_value.h"
#include "core/tables/json_records.h"
#include "core/tables/records.h"
#include "core/tables/table_layout.h"

namespace adapsne {
namespace {

constexpr const char* kFileColumn = "file_name";
constexpr int64_t kRecordsBetweenCheckpoints = 256;

std::string placed(const std::string& folder, std::string_view name) {
  return (std::filesystem::path(folder) / std::string(name)).lexically_normal().generic_string();
}

bool addCsv(PictureMetadata& metadata, std::string_view bytes, const std::string& shownAs,
            const std::string& folder, RunControl& control) {
  CsvRecords records(findDialect(csvBody(bytes, shownAs)), shownAs);
  const MissingWords missing;
  std::vector<TableCell> cells;
  if (!records.next(cells)) return false;
  const std::vector<std::string> names = textsOf(cells);
  const auto found = std::find(names.begin(), names.end(), kFileColumn);
  if (found == names.end()) return false;
  const auto key = static_cast<size_t>(found - names.begin());
  for (int64_t record = 0; records.next(cells); ++record) {
    if (record % kRecordsBetweenCheckpoints == 0) control.checkpoint();
    if (cells.size() != names.size())
      throw Error(shownAs + ", line " + std::to_string(records.line()),
                  "has " + std::to_string(cells.size()) + " cells, " + std::to_string(names.size()) +
                      " are expected as in the first line.",
                  "Complete or remove that line; quote text that holds a separator.");
    const std::string file = placed(folder, cells[key].text);
    for (size_t c = 0; c < names.size(); ++c)
      if (c != key)
        metadata.set(file, names[c],
                     missing.contains(cells[c].text) && !cells[c].quoted ? "" : std::string(cells[c].text));
  }
  return true;
}

using Json = nlohmann::ordered_json;  // The order of the fields is that of the attributes.

std::string textOf(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void addFields(PictureMetadata& metadata, const std::string& file, const Json& object) {
  for (const auto& [name, value] : object.items())
    if (name != kFileColumn && value.is_primitive()) metadata.set(file, name, textOf(value));
}

bool addJsonLines(PictureMetadata& metadata, std::string_view bytes, const std::string& shownAs,
                  const std::string& folder, RunControl& control) {
  std::string_view rest = csvBody(bytes, shownAs);
  for (int64_t line = 1; !rest.empty(); ++line) {
    if (line % kRecordsBetweenCheckpoints == 0) control.checkpoint();
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Json object = parseJsonLine(text, shownAs + ", line " + std::to_string(line));
    const auto name = object.find(kFileColumn);
    if (name == object.end() || !name->is_string()) return false;
    addFields(metadata, placed(folder, name->get<std::string>()), object);
  }
  return true;
}

}  // namespace

void PictureMetadata::set(const std::string& file, const std::string& column, std::string text) {
  auto known = std::find(columns_.begin(), columns_.end(), column);
  if (known == columns_.end()) known = columns_.insert(known, column);
  const auto c = static_cast<size_t>(known - columns_.begin());
  std::vector<std::string>& row = rows_[file];
  if (row.size() <= c) row.resize(c + 1);
  row[c] = std::move(text);
}

bool PictureMetadata::hasColumn(const std::string& column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

const std::string& PictureMetadata::text(const std::string& file, size_t column) const {
  static const std::string kNothing;
  const auto row = rows_.find(file);
  return row == rows_.end() || column >= row->second.size() ? kNothing : row->second[column];
}

std::vector<std::string> PictureMetadata::files() const {
  std::vector<std::string> files;
  files.reserve(rows_.size());
  for (const auto& [file, row] : rows_) files.push_back(file);
  std::sort(files.begin(), files.end());
  return files;
}

std::string PictureMetadata::labelColumn() const {
  const auto found = std::find_if(columns_.begin(), columns_.end(), isLabelColumnName);
  return found == columns_.end() ? "" : *found;
}

bool addMetadataFile(PictureMetadata& metadata, const std::filesystem::path& path, const std::string& folder,
                     RunControl& control) {
  const std::string bytes = GuardedSource(path, control).readAll();
  return endingOf(path) == ".csv" ? addCsv(metadata, bytes, path.string(), folder, control)
                                  : addJsonLines(metadata, bytes, path.string(), folder, control);
}

bool addJsonFields(PictureMetadata& metadata, const std::string& file, std::string_view json) {
  const Json object = Json::parse(json, nullptr, false);
  if (!object.is_object()) return false;
  addFields(metadata, file, object);
  return true;
}

}  // namespace adapsne
