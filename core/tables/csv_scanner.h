// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace adapsne {

/// Walks over the cells of a CSV text (RFC 4180; also tolerates spaces around cells, empty lines and the line
/// ends of Unix, Windows and old Macs). Lines are counted as an editor counts them.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, char separator, std::string shownAs)
      : next_(text.data()),
        end_(text.data() + text.size()),
        separator_(separator),
        shownAs_(std::move(shownAs)) {}

  /// Goes to the next record that is not an empty line; false at the end.
  bool startRecord();
  /// The next cell of the record, without quotes; valid until the next call. Throws Error on broken quotes.
  std::string_view cell();
  /// The next cell as a number into `value`, missing ones as NaN; false if it is text. Fast for plain
  /// numbers.
  bool number(float& value);
  /// True after the last cell of a record.
  bool recordEnded() const { return recordEnded_; }
  /// True if the cell that cell() or a failed number() gave stands for a missing value.
  bool isMissing() const;
  /// What cell() or a failed number() gave.
  std::string_view lastCell() const { return cell_; }

  /// "iris.csv, line 12": where the last cell began.
  std::string where() const { return shownAs_ + ", line " + std::to_string(cellLine_); }
  /// "iris.csv, line 12, column 3 (petal width)"; `column` counts from 0, `name` may be empty.
  std::string where(int64_t column, const std::string& name) const;
  int64_t line() const { return line_; }
  const char* position() const { return next_; }

 private:
  bool atStop(const char* p) const { return p == end_ || *p == separator_ || *p == '\n' || *p == '\r'; }
  void finishCell();
  void finishLine();
  std::string_view quotedCell();

  const char* next_;
  const char* end_;
  char separator_;
  std::string shownAs_;
  int64_t line_ = 1, cellLine_ = 1;
  bool recordEnded_ = true, quoted_ = false;
  std::string_view cell_;
  std::string unescaped_;  ///< The last cell where it held doubled quotes.
};

/// The text after a byte-order mark. Throws Error for UTF-16 and for NUL bytes: that is no CSV.
std::string_view csvBody(std::string_view text, const std::string& shownAs);
/// "", ?, NA, N/A, NaN, null in any case: what programs write for a value that is missing.
bool isMissingText(std::string_view text);
/// The float32 nearest to a decimal number (infinite beyond the range); nothing if it is text.
std::optional<float> parseNumber(std::string_view text);
/// "1,5": a number as half of the world writes it, which would be read as text.
bool hasDecimalComma(std::string_view text);

inline void CsvScanner::finishLine() {
  if (*next_ == '\r' && next_ + 1 != end_ && next_[1] == '\n') ++next_;
  ++next_;
  ++line_;
}

inline void CsvScanner::finishCell() {
  recordEnded_ = next_ == end_ || *next_ != separator_;
  if (!recordEnded_)
    ++next_;
  else if (next_ != end_)
    finishLine();
}

inline bool CsvScanner::number(float& value) {
  // Up to seven digits are exact in 32 bits and rounded once: most data are small integers.
  const char* p = next_;
  uint32_t digits = 0;
  while (p != end_ && p != next_ + 7 && static_cast<unsigned char>(*p - '0') < 10)
    digits = digits * 10 + static_cast<uint32_t>(*p++ - '0');
  if (p == next_ || !atStop(p)) {
    const auto [end, code] = std::from_chars(next_, end_, value);
    if (code != std::errc{} || !atStop(end)) {
      const std::optional<float> slow = parseNumber(cell());
      value = slow.value_or(std::numeric_limits<float>::quiet_NaN());
      return slow || isMissing();
    }
    p = end;
  } else {
    value = static_cast<float>(digits);
  }
  cellLine_ = line_;
  next_ = p;
  finishCell();
  return true;
}

}  // namespace adapsne
