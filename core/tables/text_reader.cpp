// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "core/files/byte_source.h"
#include "core/support/nearest_name.h"
#include "core/tables/cell_value.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/json_records.h"
#include "core/tables/records.h"
#include "core/tables/table_layout.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

constexpr int64_t kRecordsBetweenCheckpoints = 256;

std::string lineOf(const std::string& shownAs, int64_t line) {
  return shownAs + ", line " + std::to_string(line);
}

[[noreturn]] void noColumn(const std::string& where, const char* option, const std::string& wanted,
                           const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  throw Error(where, "there is no column \"" + wanted + "\".",
              names.empty() ? std::string("Name one with ") + option + "."
                            : "Did you mean \"" + nearestName(wanted, names) + "\"? There are " + list + ".");
}

// --- CSV -------------------------------------------------------------------------------------------------

/// The column of this name, else of this number counted from 1; -1 if there is none.
int64_t findColumn(const std::vector<std::string>& first, const std::string& wanted) {
  const auto named = std::find(first.begin(), first.end(), wanted);
  if (named != first.end()) return named - first.begin();
  int64_t number = 0;
  const auto [end, code] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  const bool whole = code == std::errc{} && end == wanted.data() + wanted.size();
  return whole && number >= 1 && number <= static_cast<int64_t>(first.size()) ? number - 1 : -1;
}

int64_t automaticLabelColumn(const std::vector<std::string>& first, int64_t textColumn) {
  for (size_t c = 0; c < first.size(); ++c)
    if (static_cast<int64_t>(c) != textColumn && isLabelColumnName(first[c])) return static_cast<int64_t>(c);
  return -1;
}

Texts textsOfCsv(std::string_view bytes, const std::string& shownAs, const DatasetOptions& options,
                 RunControl& control) {
  CsvRecords records(findDialect(csvBody(bytes, shownAs)), shownAs);
  std::vector<TableCell> cells;
  if (!records.next(cells))
    throw Error(shownAs, "holds no data, only empty lines.", "Check that it is the right file.");
  const std::vector<std::string> first = textsOf(cells);
  const bool labelled = !options.labelColumn.empty() && options.labelColumn != "none";
  const int64_t column = findColumn(first, options.textColumn);
  if (column < 0) noColumn(shownAs, "--text-column", options.textColumn, first);
  int64_t labelColumn = labelled ? findColumn(first, options.labelColumn) : -1;
  if (labelled && labelColumn < 0) noColumn(shownAs, "--label-column", options.labelColumn, first);
  if (options.labelColumn.empty()) labelColumn = automaticLabelColumn(first, column);
  if (labelColumn == column)
    throw Error(shownAs, "the text and the labels would be one column.",
                "Give another --label-column, or none.");
  const bool named = first[column] == options.textColumn ||
                     (labelColumn >= 0 && (first[labelColumn] == options.labelColumn || !labelled));
  const bool header = options.header == Header::Auto ? named : options.header == Header::Yes;

  const MissingWords missing(options.missingWords);
  Texts result;
  if (header && !records.next(cells)) return result;
  do {
    if (result.lines.size() % kRecordsBetweenCheckpoints == 0) control.checkpoint();
    if (cells.size() != first.size())
      throw Error(lineOf(shownAs, records.line()),
                  "has " + std::to_string(cells.size()) + " cells, " + std::to_string(first.size()) +
                      " are expected as in the first line.",
                  "Complete or remove that line; quote text that holds a separator.");
    result.texts.emplace_back(cells[column].text);
    result.lines.push_back(records.line());
    if (labelColumn < 0) continue;
    const TableCell& label = cells[labelColumn];
    result.labels.emplace_back(!label.quoted && missing.contains(label.text) ? "" : label.text);
  } while (records.next(cells));
  return result;
}

// --- JSON lines ------------------------------------------------------------------------------------------

std::vector<std::string> fieldsOf(const nlohmann::ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

std::string labelOf(const nlohmann::ordered_json& value, const std::string& where) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  throw Error(where, "the label is neither text nor a number.",
              "Fill it in, remove the row, or read without labels with --label-column none.");
}

/// The field that holds the labels; "" if none does.
std::string labelField(const nlohmann::ordered_json& first, const DatasetOptions& options) {
  if (options.labelColumn == "none") return "";
  if (!options.labelColumn.empty()) return options.labelColumn;
  for (const std::string& name : fieldsOf(first))
    if (isLabelColumnName(name) && name != options.textColumn) return name;
  return "";
}

Texts textsOfJsonLines(std::string_view bytes, const std::string& shownAs, const DatasetOptions& options,
                       RunControl& control) {
  std::string_view rest = csvBody(bytes, shownAs);
  Texts result;
  std::string labels;
  bool known = false;  // the labels' field stands somewhere
  for (int64_t line = 1; !rest.empty(); ++line) {
    if (line % kRecordsBetweenCheckpoints == 0) control.checkpoint();
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::string where = lineOf(shownAs, line);
    const nlohmann::ordered_json object = parseJsonLine(text, where);
    if (!object.is_object())
      throw Error(where, "is no JSON object.", "Give one object a line, as {\"text\": \"...\"}.");
    if (options.textColumn.empty()) {
      std::string list;
      for (const std::string& name : fieldsOf(object)) list += (list.empty() ? "" : ", ") + name;
      throw Error(shownAs, "holds JSON lines, and which field is the text was not said.",
                  "Give --text-column; the first line has " + (list.empty() ? "no fields" : list) + ".");
    }
    if (result.texts.empty()) labels = labelField(object, options);
    const auto field = object.find(options.textColumn);
    if (field == object.end()) noColumn(where, "--text-column", options.textColumn, fieldsOf(object));
    if (!field->is_string() && !field->is_null())
      throw Error(where, "\"" + options.textColumn + "\" is no text.", "Name a field that holds text.");
    result.texts.push_back(field->is_string() ? field->get<std::string>() : "");
    result.lines.push_back(line);
    if (labels.empty()) continue;
    const auto label = object.find(labels);
    result.labels.push_back(label == object.end() ? "" : labelOf(*label, where));
    known |= label != object.end();
  }
  if (!labels.empty() && !known)
    throw Error(shownAs, "no line has a field \"" + labels + "\" for the labels.",
                "Give another --label-column, or none.");
  return result;
}

// --- either ----------------------------------------------------------------------------------------------

template <typename Parse>
Texts readWith(Parse parse, const std::filesystem::path& path, const DatasetOptions& options,
               RunControl& control) {
  const std::string shownAs = path.string();
  Texts texts = parse(ByteSource(path, control).readAll(), shownAs, options, control);
  if (!options.labels.empty()) texts.labels.clear();
  texts.name = datasetName(path);
  texts.source = shownAs;
  return texts;
}

}  // namespace

Texts readCsvTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  return readWith(textsOfCsv, path, options, control);
}

Texts readJsonTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  return readWith(textsOfJsonLines, path, options, control);
}

}  // namespace adapsne
