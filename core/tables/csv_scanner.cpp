// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/csv_scanner.h"

#include <algorithm>
#include <cstring>

#include "core/files/elements.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

int64_t countLines(const char* begin, const char* end) {
  int64_t lines = 0;
  for (const char* p = begin; p != end; ++p)
    lines += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
  return lines;
}

}  // namespace

std::string_view csvBody(std::string_view text, const std::string& shownAs) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    throw Error(shownAs, "is text in UTF-16.", "Save it as UTF-8.");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos)
    throw Error(shownAs + ", line " + std::to_string(1 + countLines(text.data(), text.data() + nul)),
                "holds a NUL byte: this is not a text file.", "Check that it is the right file.");
  return text;
}

bool isMissingText(std::string_view text) {
  for (const std::string_view word : {"", "?", "na", "n/a", "nan", "null"})
    if (equalsIgnoringCase(text, word)) return true;
  return false;
}

std::optional<float> parseNumber(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  float value = 0;
  auto result = std::from_chars(text.data(), end, value);
  if (result.ptr != end || result.ec == std::errc::invalid_argument) return std::nullopt;
  if (result.ec == std::errc{}) return value;
  // Out of float32's range, which may be either end of it.
  double wide = 0;
  result = std::from_chars(text.data(), end, wide);
  if (result.ec == std::errc{}) return toFloat32(wide);
  const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
  const float magnitude = tiny ? 0 : std::numeric_limits<float>::infinity();
  return text[0] == '-' ? -magnitude : magnitude;
}

bool hasDecimalComma(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) return false;
  std::string point(text);
  point[comma] = '.';
  return parseNumber(point).has_value();
}

std::string CsvScanner::where(int64_t column, const std::string& name) const {
  return where() + ", column " + std::to_string(column + 1) + (name.empty() ? "" : " (" + name + ")");
}

bool CsvScanner::isMissing() const {
  return quoted_ ? cell_.empty() : isMissingText(cell_);
}

bool CsvScanner::startRecord() {
  while (next_ != end_) {
    const char* p = next_;
    while (p != end_ && *p == ' ' && *p != separator_) ++p;
    if (p == end_)
      next_ = end_;
    else if (*p != '\n' && *p != '\r')
      return true;
    else {
      next_ = p;
      finishLine();
    }
  }
  return false;
}

std::string_view CsvScanner::cell() {
  const auto isSpace = [this](char c) { return (c == ' ' || c == '\t') && c != separator_; };
  cellLine_ = line_;
  while (next_ != end_ && isSpace(*next_)) ++next_;
  quoted_ = next_ != end_ && *next_ == '"';
  if (quoted_) return cell_ = quotedCell();
  const char* const begin = next_;
  while (!atStop(next_)) ++next_;
  const char* last = next_;
  while (last != begin && isSpace(last[-1])) --last;
  finishCell();
  return cell_ = {begin, static_cast<size_t>(last - begin)};
}

std::string_view CsvScanner::quotedCell() {
  const char* begin = ++next_;
  bool doubled = false;
  unescaped_.clear();
  for (;;) {
    const auto* quote =
        next_ == end_ ? nullptr
                      : static_cast<const char*>(std::memchr(next_, '"', static_cast<size_t>(end_ - next_)));
    if (!quote)
      throw Error(where(), "a quote is opened here and never closed.",
                  "Close it, or double quotes in the text.");
    line_ += countLines(next_, quote);
    next_ = quote + 1;
    if (next_ == end_ || *next_ != '"') break;
    doubled = true;
    unescaped_.append(begin, next_);
    begin = ++next_;
  }
  std::string_view content(begin, static_cast<size_t>(next_ - 1 - begin));
  if (doubled) content = unescaped_.append(content);
  while (next_ != end_ && *next_ == ' ') ++next_;
  if (!atStop(next_))
    throw Error(where(), "there is text after a closing quote.",
                "Double the quotes that belong to the text.");
  finishCell();
  return content;
}

}  // namespace adapsne
