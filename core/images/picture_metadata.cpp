// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_metadata.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/tables/csv_layout.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {

constexpr const char* kFileColumn = "file_name";
constexpr int64_t kRecordsBetweenCheckpoints = 256;

std::string placed(const std::string& folder, std::string_view name) {
  return (std::filesystem::path(folder) / std::string(name)).lexically_normal().generic_string();
}

std::vector<std::string> nextRecord(CsvScanner& scanner) {
  std::vector<std::string> cells;
  do {
    const std::string_view cell = scanner.cell();
    cells.emplace_back(scanner.isMissing() ? std::string_view() : cell);
  } while (!scanner.recordEnded());
  return cells;
}

bool addCsv(PictureMetadata& metadata, std::string_view bytes, const std::string& shownAs,
            const std::string& folder, RunControl& control) {
  const std::string_view text = csvBody(bytes, shownAs);
  CsvScanner scanner(text, findSeparator(text), shownAs);
  if (!scanner.startRecord()) return false;
  const std::vector<std::string> names = nextRecord(scanner);
  const auto key = std::find(names.begin(), names.end(), kFileColumn);
  if (key == names.end()) return false;
  for (int64_t record = 0; scanner.startRecord(); ++record) {
    if (record % kRecordsBetweenCheckpoints == 0) control.checkpoint();
    const int64_t line = scanner.line();
    const std::vector<std::string> cells = nextRecord(scanner);
    if (cells.size() != names.size())
      throw Error(shownAs + ", line " + std::to_string(line),
                  "has " + std::to_string(cells.size()) + " cells, " + std::to_string(names.size()) +
                      " are expected as in the first line.",
                  "Complete or remove that line; quote text that holds a separator.");
    const std::string file = placed(folder, cells[static_cast<size_t>(key - names.begin())]);
    for (size_t c = 0; c < names.size(); ++c)
      if (names[c] != kFileColumn) metadata.set(file, names[c], cells[c]);
  }
  return true;
}

std::string textOf(const nlohmann::json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void addFields(PictureMetadata& metadata, const std::string& file, const nlohmann::json& object) {
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
    const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object())
      throw Error(shownAs + ", line " + std::to_string(line), "is no JSON object.",
                  "Give one object a line, as {\"file_name\": \"a.jpg\", \"label\": \"cat\"}.");
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
  const std::string bytes = ByteSource(path, control).readAll();
  return endingOf(path) == ".csv" ? addCsv(metadata, bytes, path.string(), folder, control)
                                  : addJsonLines(metadata, bytes, path.string(), folder, control);
}

bool addJsonFields(PictureMetadata& metadata, const std::string& file, std::string_view json) {
  const nlohmann::json object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object()) return false;
  addFields(metadata, file, object);
  return true;
}

}  // namespace adapsne
