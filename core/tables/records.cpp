// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/records.h"

#include <algorithm>
#include <array>

#include "core/support/error.h"
#include "core/tables/cell_value.h"

namespace adapsne {
namespace {

constexpr int kSampleLines = 100;
constexpr size_t kSampleBytes = 1 << 20;
constexpr std::array kSeparators{'\t', ';', ',', '|'};

std::string_view lineOf(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

std::string_view afterLine(std::string_view text) {
  const size_t end = text.find_first_of("\r\n");
  if (end == text.npos) return {};
  return text.substr(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

/// How often each separator occurs outside of quotes in the first lines that are not empty.
std::vector<std::array<int, kSeparators.size()>> countSeparators(std::string_view text, char comment) {
  text = text.substr(0, kSampleBytes);
  std::vector<std::array<int, kSeparators.size()>> lines(1);
  bool quoted = false, empty = true, skipped = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') {
      if (!empty && lines.size() == kSampleLines) break;
      if (!empty) lines.emplace_back();
      empty = true;
      skipped = false;
      continue;
    }
    if (empty && comment != '\0' && c == comment) skipped = true;
    if (skipped) continue;
    empty &= c == ' ';
    for (size_t s = 0; s < kSeparators.size(); ++s) lines.back()[s] += c == kSeparators[s];
  }
  // The last line may be cut off by the end of the sample.
  if (lines.size() > 1 && (empty || text.size() == kSampleBytes)) lines.pop_back();
  return lines;
}

/// Whether the first lines are as many numbers each, with blanks between them; the first one may be names,
/// one fewer where the rows have names.
bool areNumbersBetweenBlanks(std::string_view text, char comment, const std::string& shownAs) {
  CsvDialect dialect{' ', comment, text.substr(0, kSampleBytes), 1, {}};
  CsvRecords records(dialect, shownAs);
  std::vector<TableCell> cells;
  std::vector<size_t> extents;
  size_t numbers = 0, all = 0;
  while (extents.size() < kSampleLines && records.next(cells)) {
    extents.push_back(cells.size());
    if (extents.size() == 1) continue;
    all += cells.size();
    // Numbers in another spelling, too: their reader says so.
    numbers += static_cast<size_t>(std::count_if(cells.begin(), cells.end(), [](const TableCell& c) {
      return parseNumber(c.text).has_value() || numberStyle(c.text) != NumberStyle::None;
    }));
  }
  if (text.size() > kSampleBytes && extents.size() > 1 && extents.size() < kSampleLines) extents.pop_back();
  if (extents.size() == 1) return extents[0] > 1 && parseNumber(cells.empty() ? "" : cells[0].text);
  return extents.size() > 1 && 2 * numbers >= all &&
         std::all_of(extents.begin() + 1, extents.end(), [](size_t n) { return n > 1; });
}

char findSeparator(std::string_view text, char comment) {
  const auto lines = countSeparators(text, comment);
  for (size_t s = 0; s < kSeparators.size(); ++s)
    if (lines[0][s] > 0 &&
        std::all_of(lines.begin(), lines.end(), [&](const auto& line) { return line[s] == lines[0][s]; }))
      return kSeparators[s];
  // Ragged: the most frequent one; the reader will say which line differs.
  std::array<int64_t, kSeparators.size()> total{};
  for (const auto& line : lines)
    for (size_t s = 0; s < total.size(); ++s) total[s] += line[s];
  const auto most = std::max_element(total.begin(), total.end());
  const bool onlyTabs = std::all_of(total.begin() + 1, total.end(), [](int64_t count) { return count == 0; });
  if (!onlyTabs) return kSeparators[static_cast<size_t>(most - total.begin())];
  // Between columns that are aligned with blanks there may be tabs. A broken quote is told by whoever reads
  // the file.
  try {
    if (areNumbersBetweenBlanks(text, comment, "")) return ' ';
  } catch (const Error&) {
  }
  return total[0] > 0 ? '\t' : ',';
}

/// The numbers of "[1, 2.5]" or "[1 2.5]" as views; empty if it is no such list.
std::vector<std::string_view> listedNumbers(std::string_view text) {
  std::vector<std::string_view> items;
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return items;
  text = text.substr(1, text.size() - 2);
  constexpr const char* kBetween = ", \t\r\n";
  for (size_t i = text.find_first_not_of(kBetween); i != text.npos;) {
    const size_t end = std::min(text.find_first_of(kBetween, i), text.size());
    items.push_back(text.substr(i, end - i));
    if (!parseNumber(items.back())) return {};
    i = text.find_first_not_of(kBetween, end);
  }
  return items;
}

}  // namespace

std::vector<std::string> textsOf(const std::vector<TableCell>& cells) {
  std::vector<std::string> texts(cells.size());
  std::transform(cells.begin(), cells.end(), texts.begin(),
                 [](const TableCell& cell) { return std::string(cell.text); });
  return texts;
}

CsvDialect findDialect(std::string_view text) {
  CsvDialect dialect;
  const auto dropLine = [&] {
    text = afterLine(text);
    ++dialect.firstLine;
  };
  const std::string_view first = trimmed(lineOf(text));
  char separator = '\0';
  if (first.size() == 5 && (first.starts_with("sep=") || first.starts_with("SEP="))) {
    separator = first[4];
    dropLine();
  } else if (first == "sep=") {  // A tab, which trimming took.
    separator = '\t';
    dropLine();
  }
  // Empty lines belong to the comments above which they stand.
  std::string_view rest = text;
  int64_t line = dialect.firstLine;
  for (; !rest.empty(); rest = afterLine(rest), ++line) {
    const std::string_view content = trimmed(lineOf(rest));
    // "#,a,b" is a name for a column of numbers, not a comment.
    const bool named =
        content.size() > 1 && std::string_view(",;\t|").find(content[1]) != std::string_view::npos;
    if (!content.starts_with('#') || named) {
      if (content.empty()) continue;
      break;
    }
    dialect.comment = '#';
    dialect.titles = content;
    text = afterLine(rest);
    dialect.firstLine = line + 1;
  }
  dialect.body = text;
  dialect.separator = separator != '\0' ? separator : findSeparator(text, dialect.comment);
  return dialect;
}

bool CsvRecords::next(std::vector<TableCell>& cells) {
  cells.clear();
  unescaped_.clear();
  for (;;) {
    if (!scanner_.startRecord()) return false;
    if (dialect_.comment == '\0' || *scanner_.position() != dialect_.comment) break;
    scanner_.skipLine();
  }
  line_ = scanner_.line();
  ++count_;
  do {
    std::string_view text = scanner_.cell();
    if (!scanner_.inPlace()) text = unescaped_.emplace_back(text);
    cells.push_back({text, scanner_.quoted()});
  } while (!scanner_.recordEnded());
  return true;
}

void CsvRecords::rewind() {
  scanner_ = fromStart();
  count_ = 0;
}

double CsvRecords::expected() const {
  const auto read = static_cast<double>(scanner_.position() - dialect_.body.data());
  return count_ > 0 ? static_cast<double>(dialect_.body.size()) / (read / static_cast<double>(count_)) : 0;
}

ExpandedRecords::ExpandedRecords(Records& inner, std::string shownAs)
    : inner_(inner), shownAs_(std::move(shownAs)) {
  constexpr int kRecords = 10;  // The first one may be names, or have gaps.
  std::vector<TableCell> cells;
  for (int i = 0; i < kRecords && inner_.next(cells); ++i) {
    extents_.resize(std::max(extents_.size(), cells.size()), 0);
    for (size_t c = 0; c < cells.size(); ++c)
      if (extents_[c] == 0) extents_[c] = listedNumbers(cells[c].text).size();
  }
  inner_.rewind();
}

bool ExpandedRecords::expands() const {
  return std::any_of(extents_.begin(), extents_.end(), [](size_t n) { return n > 0; });
}

std::vector<std::string> ExpandedRecords::names(const std::vector<std::string>& names) const {
  std::vector<std::string> expanded;
  for (size_t c = 0; c < names.size(); ++c) {
    const size_t extent = c < extents_.size() ? extents_[c] : 0;
    if (extent == 0) expanded.push_back(names[c]);
    for (size_t i = 0; i < extent; ++i) expanded.push_back(names[c] + "_" + std::to_string(i));
  }
  return expanded;
}

bool ExpandedRecords::next(std::vector<TableCell>& cells) {
  cells.clear();
  if (!inner_.next(packed_)) return false;
  for (size_t c = 0; c < packed_.size(); ++c) {
    const size_t extent = c < extents_.size() ? extents_[c] : 0;
    if (extent == 0) {
      cells.push_back(packed_[c]);
      continue;
    }
    const std::vector<std::string_view> items = listedNumbers(packed_[c].text);
    if (first_ && items.empty()) {
      names_ = textsOf(packed_);
      names_ = names(names_);
      first_ = false;
      cells.clear();
      for (const std::string& name : names_) cells.push_back({name, false});
      return true;
    }
    if (items.size() != extent && !MissingWords().contains(packed_[c].text))
      throw Error(shownAs_ + ", line " + std::to_string(line()) + ", column " + std::to_string(c + 1),
                  "is no list of " + std::to_string(extent) + " numbers as in the lines before it" +
                      (items.empty() ? "." : ", but of " + std::to_string(items.size()) + "."),
                  "Give all points vectors of one length.");
    for (size_t i = 0; i < extent; ++i) cells.push_back({i < items.size() ? items[i] : "", false});
  }
  first_ = false;
  return true;
}

void ExpandedRecords::rewind() {
  inner_.rewind();
  names_.clear();
  first_ = true;
}

}  // namespace adapsne
