// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/csv_scanner.h"

#include <algorithm>
#include <cstring>

#include "core/support/error.h"

namespace adapsne {
namespace {

int64_t countLines(const char* begin, const char* end) {
  int64_t lines = 0;
  for (const char* p = begin; p != end; ++p)
    lines += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
  return lines;
}

}  // namespace

std::string_view csvBody(std::string_view text, const std::string& shownAs) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    throw Error(shownAs, "is text in UTF-16.",
                "Convert it to UTF-8 with: iconv -f UTF-16 -t UTF-8 \"" + shownAs + "\" > utf8.csv");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos)
    throw Error(shownAs + ", line " + std::to_string(1 + countLines(text.data(), text.data() + nul)),
                "holds a NUL byte: this is not a text file.", "Check that it is the right file.");
  return text;
}

bool CsvScanner::startRecord() {
  while (next_ != end_) {
    const char* p = next_;
    while (p != end_ && (*p == ' ' || (separator_ == ' ' && *p == '\t'))) ++p;
    if (p == end_) {
      next_ = end_;
    } else if (*p != '\n' && *p != '\r') {
      if (separator_ == ' ') next_ = p;
      return true;
    } else {
      next_ = p;
      finishLine();
    }
  }
  return false;
}

void CsvScanner::skipLine() {
  while (next_ != end_ && *next_ != '\n' && *next_ != '\r') ++next_;
  if (next_ != end_) finishLine();
  recordEnded_ = true;
}

void CsvScanner::finishLine() {
  if (*next_ == '\r' && next_ + 1 != end_ && next_[1] == '\n') ++next_;
  ++next_;
  ++line_;
}

void CsvScanner::finishCell() {
  recordEnded_ = next_ == end_ || !isSeparator(*next_);
  if (!recordEnded_) {
    ++next_;
    if (separator_ != ' ') return;
    while (next_ != end_ && isSeparator(*next_)) ++next_;
    recordEnded_ = next_ == end_ || *next_ == '\n' || *next_ == '\r';
  }
  if (recordEnded_ && next_ != end_) finishLine();
}

std::string_view CsvScanner::cell() {
  cellLine_ = line_;
  while (next_ != end_ && isBlank(*next_)) ++next_;
  quoted_ = next_ != end_ && *next_ == '"';
  if (quoted_) return cell_ = quotedCell();
  const char* const begin = next_;
  while (!atStop(next_)) ++next_;
  const char* last = next_;
  while (last != begin && isBlank(last[-1])) --last;
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
  while (next_ != end_ && isBlank(*next_)) ++next_;
  if (!atStop(next_))
    throw Error(where(), "there is text after a closing quote.",
                "Double the quotes that belong to the text.");
  finishCell();
  return content;
}

}  // namespace adapsne
