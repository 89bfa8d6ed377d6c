// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/json_records.h"

#include <algorithm>
#include <stdexcept>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr const char* kBlank = " \t\r\n";
constexpr size_t kMostColumns = 1 << 20;

nlohmann::ordered_json parsed(std::string_view text, const std::string& where, const char* unit) {
  // Nested deeper than any table is, the parser's values would take the stack when they are destroyed.
  constexpr int kDeepest = 64;
  const auto shallow = [](int depth, nlohmann::ordered_json::parse_event_t, nlohmann::ordered_json&) {
    if (depth > kDeepest) throw std::length_error("deep");
    return true;
  };
  try {
    return nlohmann::ordered_json::parse(text, shallow);
  } catch (const std::length_error&) {
    throw Error(where, "is nested more than 64 levels deep.", "Give a table: objects of numbers and texts.");
  } catch (const nlohmann::json::exception& e) {
    const auto* fault = dynamic_cast<const nlohmann::json::parse_error*>(&e);
    throw Error(
        where,
        fault ? "is not valid JSON from byte " + std::to_string(fault->byte) + " of the " + unit + " on."
              : std::string("is not valid JSON."),
        "Give one JSON object a line, or one array of objects, in UTF-8.");
  }
}

/// Whether an object is a table by columns: objects of the same row numbers each.
bool areColumns(const nlohmann::ordered_json& record) {
  if (!record.is_object() || record.empty()) return false;
  const auto isColumn = [&](const nlohmann::ordered_json& column) {
    if (!column.is_object() || column.size() < 2 || column.size() != record.front().size()) return false;
    int64_t row = 0;
    for (const auto& [name, value] : column.items())
      if (name != std::to_string(row++) || value.is_structured()) return false;
    return true;
  };
  return std::all_of(record.begin(), record.end(), isColumn);
}

}  // namespace

nlohmann::ordered_json parseJsonLine(std::string_view text, const std::string& where) {
  return parsed(text, where, "line");
}

nlohmann::ordered_json parseJsonFile(std::string_view text, const std::string& where) {
  return parsed(text, where, "file");
}

JsonRecords::JsonRecords(std::string_view text, std::string shownAs, RunControl& control)
    : text_(text), rest_(text), shownAs_(std::move(shownAs)) {
  const size_t first = text.find_first_not_of(kBlank);
  if (first == text.npos) throw Error(shownAs_, "holds no data.", "Check that it is the right file.");
  // A list a line begins as an array does; an array of records goes on with one.
  const size_t second = text.find_first_not_of(kBlank, first + 1);
  const bool array =
      text[first] == '[' && second != text.npos && (text[second] == '{' || text[second] == '[');
  if (array) array_ = parseJsonFile(text, shownAs_);
  findColumns(control);
}

std::string JsonRecords::where() const {
  return array_.is_array() ? shownAs_ + ", record " + std::to_string(inArray_ - 1) + " (counted from 0)"
                           : shownAs_ + ", line " + std::to_string(line_);
}

bool JsonRecords::nextRecord(Json& record) {
  if (array_.is_array()) {
    if (inArray_ == array_.size()) return false;
    record = array_[inArray_++];
    line_ = 1;
  } else {
    std::string_view text;
    do {
      if (rest_.empty()) return false;
      text = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(text.size() + 1, rest_.size()));
      line_ = nextLine_++;
    } while (text.find_first_not_of(kBlank) == text.npos);
    record = parseJsonLine(text, shownAs_ + ", line " + std::to_string(line_));
  }
  if (!record.is_object() && !record.is_array())
    throw Error(where(), "is neither an object nor a list.",
                "Give one object a point, as {\"width\": 1.5, \"label\": \"a\"}.");
  return true;
}

void JsonRecords::rewind() {
  rest_ = text_;
  inArray_ = 0;
  nextLine_ = 1;
}

void JsonRecords::learn(const Json& value, const std::string& name) {
  if (value.is_object()) {
    for (const auto& [inner, item] : value.items()) learn(item, name.empty() ? inner : name + "." + inner);
    return;
  }
  const auto [known, isNew] = known_.try_emplace(name, fields_.size());
  const size_t f = known->second;
  if (isNew) fields_.push_back({name, 1, false});
  if (!value.is_array()) return;
  if (std::any_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); }))
    throw Error(where(), "\"" + name + "\" is a list of lists or objects.",
                array_.is_null() && count_ == 1 ? "If these are the records, take them out with: jq -c '." +
                                                      name + "[]' \"" + shownAs_ + "\" > records.jsonl"
                                                : "Give lists of numbers.");
  fields_[f].list = true;
  fields_[f].extent = std::max(fields_[f].extent, value.size());
}

void JsonRecords::findColumns(RunControl& control) {
  Json record;
  bool lists = false;
  bool columns = false;
  while (nextRecord(record)) {
    if (count_++ % 256 == 0) control.checkpoint();
    lists |= record.is_array();
    columns |= areColumns(record);
    learn(record, "");
  }
  if (columns && count_ == 1)
    throw Error(shownAs_,
                "is one object of columns with a value for each row, as pandas writes it by default.",
                "Save it again with data.to_json(\"data.jsonl\", orient=\"records\", lines=True).");
  for (const Field& field : fields_) {
    firstColumn_.push_back(width_);
    width_ += field.extent;
    if (width_ > kMostColumns)
      throw Error(shownAs_, "holds more than 1048576 columns.", "Check that it is a table of records.");
    for (size_t i = 0; !lists && i < field.extent; ++i)
      names_.push_back(field.list ? field.name + "_" + std::to_string(i) : field.name);
  }
  rewind();
}

void JsonRecords::put(const Json& value, TableCell& cell) {
  if (value.is_null()) return;
  // A string is text where it is no number; quoted, its "NA" would be a name.
  cell.text = texts_.emplace_back(value.is_string() ? value.get<std::string>() : value.dump());
}

void JsonRecords::fill(const Json& value, const std::string& name, std::vector<TableCell>& cells) {
  if (value.is_object()) {
    for (const auto& [inner, item] : value.items())
      fill(item, name.empty() ? inner : name + "." + inner, cells);
    return;
  }
  const size_t f = known_.at(name);
  if (!value.is_array()) return put(value, cells[firstColumn_[f]]);
  for (size_t i = 0; i < value.size(); ++i) put(value[i], cells[firstColumn_[f] + i]);
}

bool JsonRecords::next(std::vector<TableCell>& cells) {
  Json record;
  if (!nextRecord(record)) return false;
  texts_.clear();
  cells.assign(width_, {});
  fill(record, "", cells);
  return true;
}

}  // namespace adapsne
