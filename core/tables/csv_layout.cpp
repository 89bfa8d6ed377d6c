// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/csv_layout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/support/error.h"
#include "core/support/nearest_name.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {

constexpr int kSampleRecords = 100;
constexpr size_t kSampleBytes = 1 << 20;
constexpr std::array kSeparators{'\t', ';', ','};
constexpr std::array<std::string_view, 5> kLabelNames{"label", "class", "target", "species", "y"};

enum class CellKind { Missing, Whole, Fraction, Text };

/// What the sampled cells of a column are, those of the first record apart.
struct ColumnSample {
  CellKind first = CellKind::Missing;
  int numbers = 0, fractions = 0, texts = 0;
  /// A tie counts as numeric, so that a wrong cell is reported instead of taken for a label.
  bool numericBelow() const { return numbers >= texts; }
  bool isText() const { return texts + (first == CellKind::Text) > numbers + (first != CellKind::Text); }
};

std::string lowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

CellKind kindOf(const CsvScanner& scanner) {
  if (scanner.isMissing()) return CellKind::Missing;
  // Meant as a number: the reader is to refuse it rather than take the column for names of classes.
  if (hasDecimalComma(scanner.lastCell())) return CellKind::Fraction;
  const auto number = parseNumber(scanner.lastCell());
  if (!number) return CellKind::Text;
  return std::isfinite(*number) && std::nearbyint(*number) != *number ? CellKind::Fraction : CellKind::Whole;
}

/// The kinds of cells in the first records, and what a record takes in bytes.
std::vector<ColumnSample> sampleColumns(std::string_view text, CsvLayout& layout,
                                        const std::string& shownAs) {
  std::vector<ColumnSample> columns;
  CsvScanner scanner(text, layout.separator, shownAs);
  int records = 0;
  while (records < kSampleRecords && scanner.startRecord() &&
         (records < 2 || scanner.position() < text.data() + kSampleBytes)) {
    for (size_t c = 0; c == 0 || !scanner.recordEnded(); ++c) {
      scanner.cell();
      const CellKind kind = kindOf(scanner);
      if (records == 0) columns.emplace_back().first = kind;
      if (records == 0 || c >= columns.size()) continue;  // Ragged rows are reported when they are read.
      columns[c].texts += kind == CellKind::Text;
      columns[c].numbers += kind == CellKind::Whole || kind == CellKind::Fraction;
      columns[c].fractions += kind == CellKind::Fraction;
    }
    ++records;
  }
  layout.columns = static_cast<int64_t>(columns.size());
  if (records > 0) layout.bytesPerRecord = static_cast<double>(scanner.position() - text.data()) / records;
  return columns;
}

std::vector<std::string> firstRecord(std::string_view text, char separator, const std::string& shownAs) {
  std::vector<std::string> cells;
  CsvScanner scanner(text, separator, shownAs);
  scanner.startRecord();
  do cells.emplace_back(scanner.cell());
  while (!scanner.recordEnded());
  return cells;
}

int64_t wantedColumn(const CsvLayout& layout, const std::string& shownAs, const std::string& wanted) {
  const auto named = std::find(layout.names.begin(), layout.names.end(), wanted);
  if (named != layout.names.end()) return named - layout.names.begin();
  int64_t number = 0;
  const auto [end, code] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (code == std::errc{} && end == wanted.data() + wanted.size()) {
    if (number >= 1 && number <= layout.columns) return number - 1;
    throw Error(shownAs, "there is no column " + wanted + " for the labels.",
                "Give --label-column a number from 1 to " + std::to_string(layout.columns) + ".");
  }
  throw Error(shownAs, "there is no column \"" + wanted + "\" for the labels.",
              layout.header ? "Did you mean \"" + nearestName(wanted, layout.names) + "\"?"
                            : "The file has no header: give the column's number, from 1 to " +
                                  std::to_string(layout.columns) + ".");
}

/// A name for labels is no proof: y may be a coordinate beside x, target a measurement.
bool isLabelColumn(CsvLayout& layout, const std::vector<ColumnSample>& columns, size_t c) {
  const bool coordinate = lowerCase(layout.names[c]) == "y" &&
                          std::any_of(layout.names.begin(), layout.names.end(),
                                      [](const std::string& name) { return lowerCase(name) == "x"; });
  if (coordinate) return false;
  const bool measured = columns[c].numericBelow() && columns[c].fractions > 0;
  if (measured)
    layout.warnings.push_back(
        "Column \"" + layout.names[c] +
        "\" holds fractions and was taken as a feature; name it with --label-column if it "
        "holds the classes.");
  return !measured;
}

/// Columns in which no number was seen: identifiers, free text. One that holds some numbers is a mistake to
/// report.
void leaveTextOut(CsvLayout& layout, const std::vector<ColumnSample>& columns) {
  constexpr int kFewest = 2;  // a single cell of text may as well be the mistake
  layout.leftOut.assign(columns.size(), 0);
  for (size_t c = 0; c < columns.size(); ++c) {
    const bool onlyText = columns[c].numbers == 0 && columns[c].texts >= kFewest &&
                          (layout.header || columns[c].first == CellKind::Text);
    if (!onlyText || static_cast<int64_t>(c) == layout.labelColumn) continue;
    layout.leftOut[c] = 1;
    const std::string name = layout.header ? '"' + layout.names[c] + '"' : std::to_string(c + 1);
    layout.warnings.push_back("Column " + name + " holds text and was left out; --label-column " + name +
                              " takes it as the labels.");
  }
}

int64_t automaticColumn(CsvLayout& layout, const std::vector<ColumnSample>& columns) {
  for (const std::string_view wanted : kLabelNames)
    for (size_t c = layout.names.size(); c-- > 0;)
      if (lowerCase(layout.names[c]) == wanted && isLabelColumn(layout, columns, c))
        return static_cast<int64_t>(c);
  const auto isText = [&](const ColumnSample& column) {
    return layout.header ? !column.numericBelow() : column.isText();
  };
  const bool lastAlone = columns.size() > 1 && isText(columns.back()) &&
                         std::none_of(columns.begin(), columns.end() - 1, isText);
  return lastAlone ? layout.columns - 1 : -1;
}

}  // namespace

bool isLabelColumnName(const std::string& name) {
  return std::find(kLabelNames.begin(), kLabelNames.end(), lowerCase(name)) != kLabelNames.end();
}

char findSeparator(std::string_view text) {
  text = text.substr(0, kSampleBytes);
  std::vector<std::array<int, kSeparators.size()>> lines(1);
  bool quoted = false, empty = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') {
      if (!empty && lines.size() == kSampleRecords) break;
      if (!empty) lines.emplace_back();
      empty = true;
      continue;
    }
    empty &= c == ' ';
    for (size_t s = 0; s < kSeparators.size(); ++s) lines.back()[s] += c == kSeparators[s];
  }
  // The last line may be cut off by the end of the sample.
  if (lines.size() > 1 && (empty || text.size() == kSampleBytes)) lines.pop_back();
  for (size_t s = 0; s < kSeparators.size(); ++s)
    if (lines[0][s] > 0 &&
        std::all_of(lines.begin(), lines.end(), [&](const auto& line) { return line[s] == lines[0][s]; }))
      return kSeparators[s];
  // Ragged: the most frequent one; the reader will say which line differs.
  std::array<int64_t, kSeparators.size()> total{};
  for (const auto& line : lines)
    for (size_t s = 0; s < total.size(); ++s) total[s] += line[s];
  const auto most = std::max_element(total.begin(), total.end());
  return *most > 0 ? kSeparators[static_cast<size_t>(most - total.begin())] : ',';
}

CsvLayout findLayout(std::string_view text, const std::string& shownAs, const std::string& wantedLabel) {
  CsvLayout layout;
  layout.separator = findSeparator(text);
  const std::vector<ColumnSample> columns = sampleColumns(text, layout, shownAs);
  if (columns.empty())
    throw Error(shownAs, "holds no data, only empty lines.", "Check that it is the right file.");
  const auto isTitle = [](const ColumnSample& column) {
    return column.first == CellKind::Text && column.numbers > 0 && column.numericBelow();
  };
  layout.header = std::any_of(columns.begin(), columns.end(), isTitle);
  if (layout.header) layout.names = firstRecord(text, layout.separator, shownAs);

  const bool anyNumber = std::any_of(columns.begin(), columns.end(), [](const ColumnSample& column) {
    return column.numbers > 0 || column.first == CellKind::Whole || column.first == CellKind::Fraction;
  });
  const bool oneRecord = std::all_of(columns.begin(), columns.end(), [](const ColumnSample& column) {
    return column.numbers == 0 && column.texts == 0;
  });
  if (!anyNumber)
    throw Error(
        shownAs, oneRecord ? "holds one line of text and no data under it." : "no column holds numbers.",
        "Give one row a point and one column of numbers a feature, separated by comma, semicolon or tab.");

  if (wantedLabel.empty())
    layout.labelColumn = automaticColumn(layout, columns);
  else if (wantedLabel != "none")
    layout.labelColumn = wantedColumn(layout, shownAs, wantedLabel);
  leaveTextOut(layout, columns);
  int64_t features = 0;
  for (int64_t c = 0; c < layout.columns; ++c) features += layout.isFeature(c) ? 1 : 0;
  if (features == 0)
    throw Error(shownAs, "has no column beside that of the labels.", "Give at least one column of numbers.");
  return layout;
}

}  // namespace adapsne
