// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/support/run_control.h"
#include "core/tables/records.h"

namespace adapsne {

/// JSON lines, or one array, as records: an object or a list each. The columns are the fields of all objects
/// in the order in which they first stand in the text; a list of numbers is as many columns as the longest
/// one, an object in a field is "outer.inner". null, and what an object lacks, is missing.
class JsonRecords : public Records {
 public:
  /// Reads all of the text once to find the columns. Throws Error, Cancelled.
  JsonRecords(std::string_view text, std::string shownAs, RunControl& control);

  /// Empty where the records are lists.
  const std::vector<std::string>& names() const { return names_; }

  bool next(std::vector<TableCell>& cells) override;
  int64_t line() const override { return line_; }
  void rewind() override;
  double expected() const override { return static_cast<double>(count_); }

 private:
  using Json = nlohmann::ordered_json;
  /// A field of the records: its name and how many columns it is.
  struct Field {
    std::string name;
    size_t extent = 1;
    bool list = false;
  };
  bool nextRecord(Json& record);
  void findColumns(RunControl& control);
  void learn(const Json& value, const std::string& name);
  void fill(const Json& value, const std::string& name, std::vector<TableCell>& cells);
  void put(const Json& value, TableCell& cell);
  std::string where() const;

  std::string_view text_, rest_;
  std::string shownAs_;
  Json array_;  ///< All of the text where it is one array; else null.
  size_t inArray_ = 0;
  std::vector<Field> fields_;
  std::unordered_map<std::string, size_t> known_;  ///< Which field has a name.
  std::vector<size_t> firstColumn_;                ///< One a field.
  size_t width_ = 0;
  std::vector<std::string> names_;
  std::deque<std::string> texts_;  ///< The cells' texts.
  int64_t line_ = 0, nextLine_ = 1, count_ = 0;
};

/// One line of JSON lines as an object. Throws Error.
nlohmann::ordered_json parseJsonLine(std::string_view text, const std::string& where);
/// All of a file as one value. Throws Error.
nlohmann::ordered_json parseJsonFile(std::string_view text, const std::string& where);

}  // namespace adapsne
