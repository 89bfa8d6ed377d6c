// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/support/words.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/json_records.h"
#include "core/tables/table_layout.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kBlank = " \t\r\n";
constexpr const char* kRemedy =
    "Give one text or whole number a point, in an array or one a line; null is a missing label.";

/// The field of an object in which its label, or those of all points, stand.
std::string labelField(const Json& object, const DatasetOptions& options, const std::string& where) {
  std::vector<std::string> names;
  std::optional<std::string> found;
  for (const auto& [name, value] : object.items()) {
    names.push_back(name);
    const bool plural = name == "labels" || name == "targets" || name == "classes";
    if (!found && (plural || isLabelColumnName(name))) found = name;
  }
  const bool asked = !options.labelArray.empty() && options.labelArray != "none";
  if (asked) found = object.contains(options.labelArray) ? std::optional(options.labelArray) : std::nullopt;
  if (!asked && !found && names.size() == 1) found = names.front();
  if (!found)
    throw Error(where,
                asked ? "holds no field \"" + options.labelArray + "\", only " + listed(names) + "."
                      : "does not tell which of its fields is the label: " + listed(names) + ".",
                "Choose it with --label-array NAME.");
  return *found;
}

/// Labels one after the other.
class JsonLabels {
 public:
  JsonLabels(const DatasetOptions& options, std::string shownAs)
      : options_(options), shownAs_(std::move(shownAs)) {}

  void add(const Json& value, const std::string& where) {
    if (!value.is_object()) return texts_.push_back(textOf(value, where));
    if (field_.empty()) field_ = labelField(value, options_, where);
    // What an object lacks is missing.
    const auto found = value.find(field_);
    texts_.push_back(found == value.end() ? "" : textOf(*found, where));
  }
  void addAll(const Json& array, RunControl& control) {
    for (const Json& value : array) {
      if (texts_.size() % 4096 == 0) control.checkpoint();
      add(value, shownAs_ + ", record " + std::to_string(texts_.size()) + " (counted from 0)");
    }
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  static std::string textOf(const Json& value, const std::string& where) {
    if (value.is_null()) return "";
    if (value.is_string()) return value.get<std::string>();
    if (value.is_array() && value.size() == 1 && !value[0].is_array()) return textOf(value[0], where);
    if (value.is_structured()) throw Error(where, "is a list or an object, no label.", kRemedy);
    if (value.is_number_float()) {
      constexpr double kExact = 0x1p53;
      const double number = value.get<double>();
      if (!(std::abs(number) <= kExact) || std::nearbyint(number) != number)
        throw Error(where, "is not a class number: " + value.dump() + ".", kRemedy);
      return std::to_string(static_cast<int64_t>(number));
    }
    return value.dump();
  }

  const DatasetOptions& options_;
  std::string shownAs_, field_;
  std::vector<std::string> texts_;
};

}  // namespace

Labels readJsonLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  std::string_view text = csvBody(bytes, shownAs);
  text = text.substr(0, text.find_last_not_of(kBlank) + 1);
  JsonLabels labels(options, shownAs);
  const std::string_view first = text.substr(0, text.find('\n'));
  // One value over all of the text, or one a line.
  if (first.size() == text.size() || !Json::accept(first)) {
    Json all = parseJsonFile(text, shownAs);
    if (all.is_object()) {
      const std::string field = labelField(all, options, shownAs);
      if (all[field].is_array()) all = Json(all[field]);
    }
    if (all.is_array())
      labels.addAll(all, control);
    else
      labels.add(all, shownAs);
  } else {
    int64_t line = 0;
    while (!text.empty()) {
      const std::string_view record = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(record.size() + 1, text.size()));
      if (++line % 4096 == 0) control.checkpoint();
      if (record.find_first_not_of(kBlank) == record.npos) continue;
      const std::string where = shownAs + ", line " + std::to_string(line);
      labels.add(parseJsonLine(record, where), where);
    }
  }
  return indexLabels(labels.texts());
}

}  // namespace adapsne
