// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace adapsne {

/// Walks over the cells of a CSV text (RFC 4180; also tolerates spaces around cells, empty lines and the line
/// ends of Unix, Windows and old Macs). Lines are counted as an editor counts them. The separator ' ' stands
/// for any run of blanks and tabs.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, char separator, std::string shownAs, int64_t firstLine = 1)
      : next_(text.data()),
        end_(text.data() + text.size()),
        separator_(separator),
        shownAs_(std::move(shownAs)),
        line_(firstLine) {}

  /// Goes to the next record that is not an empty line; false at the end.
  bool startRecord();
  /// The next cell of the record, without quotes; valid until the next call. Throws Error on broken quotes.
  std::string_view cell();
  /// Whether the last cell stood in quotes.
  bool quoted() const { return quoted_; }
  /// Whether what cell() gave lies in the text itself: else it held doubled quotes and is kept here.
  bool inPlace() const { return cell_.data() != unescaped_.data(); }
  /// True after the last cell of a record.
  bool recordEnded() const { return recordEnded_; }
  /// Leaves the rest of the line out.
  void skipLine();

  /// "iris.csv, line 12": where the last cell began.
  std::string where() const { return shownAs_ + ", line " + std::to_string(cellLine_); }
  int64_t line() const { return line_; }
  const char* position() const { return next_; }

 private:
  bool isBlank(char c) const { return (c == ' ' || c == '\t') && c != separator_; }
  bool isSeparator(char c) const { return c == separator_ || (separator_ == ' ' && c == '\t'); }
  bool atStop(const char* p) const { return p == end_ || isSeparator(*p) || *p == '\n' || *p == '\r'; }
  void finishCell();
  void finishLine();
  std::string_view quotedCell();

  const char* next_;
  const char* end_;
  char separator_;
  std::string shownAs_;
  int64_t line_, cellLine_ = 1;
  bool recordEnded_ = true, quoted_ = false;
  std::string_view cell_;
  std::string unescaped_;  ///< The last cell where it held doubled quotes.
};

/// The text after a byte-order mark. Throws Error for UTF-16 and for NUL bytes: that is no CSV.
std::string_view csvBody(std::string_view text, const std::string& shownAs);

}  // namespace adapsne
