// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/table_layout.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/tables/column_roles.h"
#include "core/tables/column_sample.h"

namespace adapsne {
namespace {

constexpr int kFewestRecords = 1000;
constexpr size_t kMostCells = 1 << 20;
constexpr int64_t kFewestValues = 2;  // one may be a mistake

/// Samples records until each column has shown values, and no more than is needed for that.
class TableSample {
 public:
  TableSample(Records& records, const MissingWords& missing, bool named, const std::string& shownAs) {
    std::vector<TableCell> cells;
    records.rewind();
    size_t seen = 0;
    while (records.next(cells)) {
      if (cells.size() > kMostCells)
        throw Error(shownAs, "holds more than 1048576 columns.",
                    "Check that it is a table of one record a line.");
      seen += cells.size();
      if (count_ == 0 && !named)
        for (const TableCell& cell : cells) first_.push_back({std::string(cell.text), cell.quoted});
      else
        add(cells, missing);
      ++count_;
      const bool enough = count_ > kFewestRecords || seen > kMostCells;
      if (count_ >= 2 && enough && !anyUnseen()) break;
    }
  }

  struct FirstCell {
    std::string text;
    bool quoted = false;
  };
  int64_t count() const { return count_; }  ///< Records, the first one included.
  const std::vector<FirstCell>& first() const { return first_; }
  std::vector<ColumnSample>& columns() { return columns_; }
  const std::vector<ColumnSample>& columns() const { return columns_; }

  /// Takes the first record for a point.
  void addFirst(const MissingWords& missing) {
    std::vector<TableCell> cells;
    for (const FirstCell& cell : first_) cells.push_back({cell.text, cell.quoted});
    columns_.resize(cells.size());
    for (size_t c = 0; c < cells.size(); ++c) columns_[c].addBefore(cells[c], missing);
  }

 private:
  void add(const std::vector<TableCell>& cells, const MissingWords& missing) {
    // As many columns as the first record has, or one more in all others. Ragged ones are told when they are
    // read.
    if (columns_.empty()) columns_.resize(first_.empty() ? cells.size() : first_.size());
    if (cells.size() == first_.size() + 1 && !first_.empty() && count_ == 1) columns_.resize(cells.size());
    for (size_t c = 0; c < std::min(cells.size(), columns_.size()); ++c) columns_[c].add(cells[c], missing);
  }
  bool anyUnseen() const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [](const ColumnSample& c) { return c.values() < kFewestValues; });
  }

  int64_t count_ = 0;
  std::vector<FirstCell> first_;
  std::vector<ColumnSample> columns_;
};

/// A name over numbers, dates or true/false.
bool isTitleOver(const TableSample::FirstCell& cell, const ColumnSample& below, const MissingWords& missing) {
  return kindOf({cell.text, cell.quoted}, missing) == CellKind::Text && below.values() > 0 && !below.isText();
}

/// Column numbers as pandas writes them for a table without names: 0, 1, 2 and so on (or from 1), maybe with
/// an empty cell before and names of text between, and unlike what stands below.
bool areColumnNumbers(const TableSample& sample, const MissingWords& missing) {
  const auto& first = sample.first();
  const auto& columns = sample.columns();
  if (columns.size() != first.size() || sample.count() < 3) return false;
  int64_t expected = -1;
  int numbers = 0;
  bool fractions = false;
  for (size_t c = 0; c < first.size(); ++c) {
    const std::string& text = first[c].text;
    const auto number = parseNumber(text);
    if (number) {
      if (expected < 0 && *number != 0 && *number != 1) return false;
      if (expected >= 0 && *number != static_cast<double>(expected)) return false;
      expected = static_cast<int64_t>(*number) + 1;
      ++numbers;
      fractions |= columns[c].fractions > 0;
      continue;
    }
    if (c == 0 && text.empty()) continue;
    // A class would stand below as well, and others more than once.
    if (missing.contains(text) || columns[c].hasText(text) || columns[c].tellsApart()) return false;
  }
  // So many in a row are no accident; fewer are numbers of columns if what stands below is measured.
  constexpr int kNoAccident = 5;
  return numbers >= kNoAccident || (numbers >= 1 && first[0].text.empty()) || (numbers >= 2 && fractions);
}

std::vector<std::string> titlesOf(const std::string& comment, size_t width, const MissingWords& missing) {
  if (comment.empty()) return {};
  std::string text = comment.substr(comment.find_first_not_of("#% \t") == std::string::npos
                                        ? comment.size()
                                        : comment.find_first_not_of("#% \t"));
  CsvDialect dialect = findDialect(text);
  dialect.body = text;
  for (const char separator : {dialect.separator, ' '}) {
    dialect.separator = separator;
    CsvRecords records(dialect, "");
    std::vector<TableCell> cells;
    try {
      if (!records.next(cells) || cells.size() != width) continue;
    } catch (const Error&) {  // A quote in a comment is no fault.
      return {};
    }
    const bool allText = std::all_of(cells.begin(), cells.end(), [&](const TableCell& cell) {
      return kindOf(cell, missing) == CellKind::Text;
    });
    if (!allText) continue;
    return textsOf(cells);
  }
  return {};
}

/// The names of the columns if the first record holds them.
std::vector<std::string> namesOf(const TableSample& sample) {
  std::vector<std::string> names;
  for (const auto& cell : sample.first()) names.push_back(cell.text);
  const auto& columns = sample.columns();
  // R leaves out the name of the column of row names; a separator at each line's end adds an empty column.
  if (names.size() + 1 == columns.size()) {
    const bool trailing = columns.back().values() == 0;
    names.insert(trailing ? names.end() : names.begin(), "");
  }
  return names;
}

bool hasHeader(const TableSample& sample, const MissingWords& missing, Header wanted) {
  if (wanted != Header::Auto || sample.first().empty()) return wanted == Header::Yes;
  const auto& first = sample.first();
  const auto& columns = sample.columns();
  const size_t shift = first.size() + 1 == columns.size() && columns.back().values() > 0 ? 1 : 0;
  for (size_t c = 0; c < first.size() && c + shift < columns.size(); ++c)
    if (isTitleOver(first[c], columns[c + shift], missing)) return true;
  return areColumnNumbers(sample, missing);
}

[[noreturn]] void nothingToRead(const std::string& shownAs, const std::string& problem) {
  throw Error(
      shownAs, problem,
      "Give one row a point and one column of numbers a feature, separated by comma, semicolon, tab, bar or "
      "blanks; or name a column of text to be read with --text-column.");
}

}  // namespace

int64_t TableLayout::features() const {
  return std::count_if(columns.begin(), columns.end(),
                       [](const SourceColumn& c) { return c.role == ColumnRole::Feature; });
}

int64_t TableLayout::find(ColumnRole role) const {
  for (int64_t c = 0; c < width(); ++c)
    if (columns[static_cast<size_t>(c)].role == role) return c;
  return -1;
}

std::string columnText(const TableLayout& layout, int64_t column) {
  const bool known = column < layout.width();
  const std::string name = known ? layout.columns[static_cast<size_t>(column)].name : "";
  return "column " + std::to_string(column + 1) + (name.empty() ? "" : " (" + name + ")");
}

TableLayout understand(const TableSource& source, const DatasetOptions& options) {
  const MissingWords missing(options.missingWords);
  TableLayout layout;
  TableSample sample(source.records, missing, !source.names.empty(), source.shownAs);
  if (sample.count() == 0)
    throw Error(source.shownAs, "holds no data, only empty lines.", "Check that it is the right file.");

  std::vector<std::string> names = source.names;
  if (names.empty()) {
    layout.header = hasHeader(sample, missing, options.header);
    if (layout.header) {
      names = namesOf(sample);
      if (options.header == Header::Auto && areColumnNumbers(sample, missing))
        layout.warnings.push_back(
            "The first line was taken as names of columns, which are numbers; --header no takes it as a "
            "point.");
    } else {
      if (options.header == Header::Auto) names = titlesOf(source.titles, sample.first().size(), missing);
      sample.addFirst(missing);
    }
  }
  const auto& columns = sample.columns();
  const bool anyNumber = std::any_of(columns.begin(), columns.end(), [](const ColumnSample& column) {
    return column.numbers + column.dates + column.booleans > 0;
  });
  if (!anyNumber) {
    const bool nothingBelow = sample.count() == 1;
    nothingToRead(source.shownAs,
                  nothingBelow ? "holds one line of text and no data under it." : "no column holds numbers.");
  }
  if (layout.header && sample.count() == 1)
    nothingToRead(source.shownAs, "holds one line of names and no data under it.");

  names.resize(columns.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    SourceColumn& column = layout.columns.emplace_back();
    column.name = names[c];
    column.number = static_cast<int64_t>(c) + 1;
    column.kind = columns[c].kind();
  }
  assignRoles(layout, columns, source.shownAs, options);
  if (layout.features() == 0) throw noFeature(layout, source.shownAs);
  return layout;
}

}  // namespace adapsne
