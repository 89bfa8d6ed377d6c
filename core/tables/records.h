// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/tables/csv_scanner.h"

namespace adapsne {

/// A cell as it stands in the source, without its quotes.
struct TableCell {
  std::string_view text;
  bool quoted = false;  ///< Then it is text, even where it spells a missing value; empty is missing still.
};

std::vector<std::string> textsOf(const std::vector<TableCell>& cells);

/// The records of a table, one a point, from the first to the last and again.
class Records {
 public:
  virtual ~Records() = default;
  /// The next record's cells, which hold until the next call; false at the end. Throws Error.
  virtual bool next(std::vector<TableCell>& cells) = 0;
  /// The line of the source, from 1, on which the last record began.
  virtual int64_t line() const = 0;
  /// Before the first record again.
  virtual void rewind() = 0;
  /// About how many there will be, from what has been read; for reserving memory.
  virtual double expected() const = 0;
};

/// How a CSV text is to be taken apart.
struct CsvDialect {
  char separator = ',';
  char comment = '\0';      ///< Lines that begin with it are left out; none where it is 0.
  std::string_view body;    ///< The text from its first record on.
  int64_t firstLine = 1;    ///< The line of the file on which `body` begins.
  std::string_view titles;  ///< The last comment above the records, which may hold their names.
};

/// Finds comment lines above the records, a line "sep=;" as spreadsheets write it, and the separator: the one
/// of tab, semicolon, comma and bar that occurs equally often in each of the first lines, or blanks between
/// numbers.
CsvDialect findDialect(std::string_view text);

/// The records of a CSV text.
class CsvRecords : public Records {
 public:
  CsvRecords(CsvDialect dialect, std::string shownAs)
      : dialect_(dialect), shownAs_(std::move(shownAs)), scanner_(fromStart()) {}
  bool next(std::vector<TableCell>& cells) override;
  int64_t line() const override { return line_; }
  void rewind() override;
  double expected() const override;

 private:
  CsvScanner fromStart() const { return {dialect_.body, dialect_.separator, shownAs_, dialect_.firstLine}; }
  CsvDialect dialect_;
  std::string shownAs_;
  CsvScanner scanner_;
  std::deque<std::string> unescaped_;  ///< The record's cells that held doubled quotes.
  int64_t line_ = 1, count_ = 0;
};

/// Records in which a cell that lists numbers, as "[0.1, 0.2]", is as many cells as it lists.
class ExpandedRecords : public Records {
 public:
  /// Looks at the first records of `inner`, which must outlive this.
  ExpandedRecords(Records& inner, std::string shownAs);
  /// Whether there is such a column.
  bool expands() const;
  /// The names for the expanded columns: name_0, name_1 and so on for a list.
  std::vector<std::string> names(const std::vector<std::string>& names) const;

  bool next(std::vector<TableCell>& cells) override;
  int64_t line() const override { return inner_.line(); }
  void rewind() override;
  double expected() const override { return inner_.expected(); }

 private:
  Records& inner_;
  std::string shownAs_;
  std::vector<size_t> extents_;  ///< A column's list has as many items; 0 = it is no list.
  std::vector<TableCell> packed_;
  std::vector<std::string> names_;  ///< Of the first record, where it holds names.
  bool first_ = true;
};

}  // namespace adapsne
