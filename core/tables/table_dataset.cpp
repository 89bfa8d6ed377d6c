// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/table_dataset.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

constexpr int64_t kCellsBetweenCheckpoints = 1 << 16;
/// More columns beside the features are not kept: they are a table of their own.
constexpr size_t kMostAttributes = 64;

/// The text as people can read it in a message: short, without control characters.
std::string shown(std::string_view text) {
  constexpr size_t kLongest = 40;
  std::string result(text.substr(0, kLongest));
  for (char& c : result)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return '"' + result + (text.size() > kLongest ? "..." : "") + '"';
}

struct Oddity {
  std::string what, remedy;  ///< Sentences; both empty of a cell that is meant as no number.
};

Oddity oddityOf(NumberStyle style, bool quoted, const std::string& file) {
  switch (style) {
    case NumberStyle::DecimalComma:
      // Unquoted, commas do not separate the columns.
      return {" It has a decimal comma: write numbers with a point.",
              quoted ? "" : "Make all commas points with: tr , . < \"" + file + "\" > point.csv. "};
    case NumberStyle::Thousands:
      return {" It has separators between thousands: write numbers without them, and with a decimal point.",
              ""};
    case NumberStyle::Either:
      return {
          " Its comma separates thousands or stands for a decimal point: write numbers without "
          "separators, and with a decimal point.",
          ""};
    case NumberStyle::Percent:
      return {" It has a percent sign: write the number alone.", ""};
    case NumberStyle::Currency:
      return {" It has the sign of a currency: write the number alone.", ""};
    case NumberStyle::FortranExponent:
      return {" It has Fortran's exponent D: write E.",
              "Replace it with: sed 's/[Dd]\\([-+]\\)/E\\1/g' \"" + file + "\" > new.csv. "};
    case NumberStyle::None:
      break;
  }
  return {};
}

class TableParser {
 public:
  TableParser(const TableSource& source, const DatasetOptions& options, RunControl& control)
      : source_(source),
        control_(control),
        missing_(options.missingWords),
        layout_(understand(source, options)) {}

  Dataset parse() {
    takeColumns();
    source_.records.rewind();
    reserve();
    while (nextPoint()) addPoint();
    finishColumns();
    dataset_.features = std::move(values_);
    keepScales();
    if (const int64_t label = layout_.find(ColumnRole::Label); label >= 0)
      attachLabels(dataset_, indexLabels(labels_), source_.shownAs);
    std::move(layout_.warnings.begin(), layout_.warnings.end(), std::back_inserter(dataset_.warnings));
    dataset_.columns = std::move(layout_.columns);
    return std::move(dataset_);
  }

 private:
  struct Feature {
    size_t column;
    ColumnRange range;
  };

  void takeColumns() {
    std::vector<std::string> dropped;
    for (size_t c = 0; c < layout_.columns.size(); ++c) {
      SourceColumn& column = layout_.columns[c];
      column.least = column.largest = std::numeric_limits<double>::quiet_NaN();
      if (column.role == ColumnRole::Feature)
        features_.push_back({c, {}});
      else if (column.role == ColumnRole::Label)
        continue;
      else if (column.kind != ColumnKind::Empty && dataset_.attributes.size() < kMostAttributes) {
        dataset_.attributes.push_back({optionName(layout_.columns, c), column.role, {}});
        attributes_.push_back(c);
      }
    }
    dataset_.dimensions = std::ssize(features_);
  }

  /// Room for about as many points as the first ones promise.
  void reserve() {
    for (int64_t i = 0; i < 100 && nextPoint(); ++i) {
    }
    const auto values =
        static_cast<uint64_t>(source_.records.expected() * static_cast<double>(dataset_.dimensions));
    requireMemory(values * sizeof(float), source_.shownAs);
    values_.reserve(values + values / 4);  // The first lines may be longer; unused pages cost nothing.
    preferLargePages(values_.data(), values_.capacity() * sizeof(float));
    source_.records.rewind();
    atHeader_ = layout_.header;
  }

  /// Goes to the next record that is a point.
  bool nextPoint() {
    if (atHeader_) source_.records.next(cells_);
    atHeader_ = false;
    if (!source_.records.next(cells_)) return false;
    sinceCheckpoint_ += std::ssize(cells_);
    if (sinceCheckpoint_ > kCellsBetweenCheckpoints) {
      control_.checkpoint();
      sinceCheckpoint_ = 0;
    }
    if (std::ssize(cells_) != layout_.width()) ragged();
    ++fitting_;
    return true;
  }

  void addPoint() {
    if (++dataset_.points > std::numeric_limits<int32_t>::max())
      throw Error(source_.shownAs, "holds more than 2147483647 points.", "Use a smaller part of the data.");
    dataset_.sourceLines.push_back(static_cast<int32_t>(source_.records.line()));
    for (Feature& feature : features_) {
      const std::string_view text = cells_[feature.column].text;
      const double value = valueOf(feature.column);
      feature.range.add(value);
      values_.push_back(std::isfinite(value) ? nearestFloat(text, value) : static_cast<float>(value));
      if (std::isnan(value))
        ++layout_.columns[feature.column].missing;
      else if (layout_.columns[feature.column].example.empty())
        layout_.columns[feature.column].example = text;
    }
    if (const int64_t label = layout_.find(ColumnRole::Label); label >= 0)
      labels_.emplace_back(textOf(static_cast<size_t>(label)));
    for (size_t a = 0; a < attributes_.size(); ++a)
      dataset_.attributes[a].values.emplace_back(textOf(attributes_[a]));
  }

  bool isMissing(const TableCell& cell) const {
    return cell.text.empty() || (!cell.quoted && missing_.contains(cell.text));
  }

  /// A cell that is no feature; "" where it is missing.
  std::string_view textOf(size_t c) {
    const TableCell& cell = cells_[c];
    SourceColumn& column = layout_.columns[c];
    if (isMissing(cell)) {
      ++column.missing;
      return {};
    }
    if (column.example.empty()) column.example = cell.text;
    return cell.text;
  }

  double valueOf(size_t c) const {
    const TableCell& cell = cells_[c];
    constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
    if (missing_.holdNumbers() && missing_.contains(cell.text)) return kMissing;
    if (const auto number = parseNumber(cell.text)) return *number;
    if (isMissing(cell)) return kMissing;
    if (const auto truth = parseBoolean(cell.text); truth && layout_.columns[c].kind == ColumnKind::Boolean)
      return *truth ? 1 : 0;
    if (const auto date = parseDate(cell.text); date && layout_.columns[c].kind == ColumnKind::Date)
      return *date;
    notANumber(c);
  }

  std::string place(size_t c) const {
    return source_.shownAs + ", line " + std::to_string(source_.records.line()) + ", " +
           columnText(layout_, static_cast<int64_t>(c));
  }

  [[noreturn]] void notANumber(size_t c) const {
    const std::string_view text = cells_[c].text;
    const std::string name = quotedName(layout_.columns, c);
    const NumberStyle style = numberStyle(text);
    const Oddity odd = oddityOf(style, cells_[c].quoted, source_.shownAs);
    const std::string out = "leave the column out with --leave-out " + name;
    const char* wanted = layout_.columns[c].kind == ColumnKind::Date      ? " is no date."
                         : layout_.columns[c].kind == ColumnKind::Boolean ? " is neither true nor false."
                                                                          : " is not a number.";
    throw Error(place(c), shown(text) + wanted + odd.what,
                style != NumberStyle::None
                    ? odd.remedy + "Or " + out + "."
                    : "Correct or remove the row, " + out + ", take it as the labels with --label-column " +
                          name + ", or, where it stands for a missing value, add it to --missing-words.");
  }

  [[noreturn]] void ragged() const {
    const size_t count = cells_.size();
    // Whether no line but the first, whose cells were counted, has as many.
    const bool second = fitting_ <= (layout_.header ? 0 : 1);
    throw Error(
        source_.shownAs + ", line " + std::to_string(source_.records.line()),
        "has " + std::to_string(count) + (count == 1 ? " cell, " : " cells, ") +
            std::to_string(layout_.width()) + " are expected as in the first line.",
        second ? "If the first line is no part of the table, as a title or the numbers of rows and columns, "
                 "remove it; else complete this one."
               : "Complete or remove that line; quote text that holds a separator.");
  }

  /// A column that says the same of every point tells nothing apart. Numbered ones (f1, pixel0) are places of
  /// an array, which has its shape.
  bool isConstant(const Feature& feature) const {
    const SourceColumn& column = layout_.columns[feature.column];
    const bool asked = column.reason == "asked for";
    const bool numbered = column.name.empty() || (column.name.back() >= '0' && column.name.back() <= '9');
    return dataset_.points > 1 && feature.range.least == feature.range.largest && !asked && !numbered;
  }

  void finishColumns() {
    for (const Feature& feature : features_) {
      if (!(feature.range.largest >= feature.range.least)) continue;
      layout_.columns[feature.column].least = feature.range.least;
      layout_.columns[feature.column].largest = feature.range.largest;
    }
    leaveConstantOut();
    const bool named = std::any_of(layout_.columns.begin(), layout_.columns.end(),
                                   [](const SourceColumn& column) { return !column.name.empty(); });
    for (const Feature& feature : features_) {
      const SourceColumn& column = layout_.columns[feature.column];
      if (dataset_.dimensions < layout_.width()) dataset_.sourceColumns.push_back(column.number);
      if (named)
        dataset_.featureNames.push_back(column.name.empty() ? "column " + std::to_string(column.number)
                                                            : column.name);
    }
  }

  void leaveConstantOut() {
    std::vector<bool> keeps;
    std::vector<std::string> constant;
    for (const Feature& feature : features_) {
      keeps.push_back(!isConstant(feature));
      if (!keeps.back()) constant.push_back(quotedName(layout_.columns, feature.column));
    }
    if (constant.empty() || constant.size() == features_.size()) return;
    size_t to = 0;
    for (size_t from = 0; from < values_.size(); ++from)
      if (keeps[from % features_.size()]) values_[to++] = values_[from];
    values_.resize(to);
    std::vector<Feature> kept;
    for (size_t d = 0; d < features_.size(); ++d) {
      if (keeps[d]) {
        kept.push_back(features_[d]);
        continue;
      }
      SourceColumn& column = layout_.columns[features_[d].column];
      column.role = ColumnRole::LeftOut;
      column.reason = "holds one value";
    }
    features_ = std::move(kept);
    dataset_.dimensions = std::ssize(features_);
    layout_.warnings.push_back((constant.size() == 1 ? "Column " : "Columns ") + listed(constant) +
                               (constant.size() == 1 ? " holds" : " hold") + " one value in all rows and " +
                               (constant.size() == 1 ? "was" : "were") +
                               " left out; --features-columns takes such columns all the same.");
  }

  /// Reads the columns again that float32 alone would round away.
  void keepScales() {
    std::vector<ColumnScale> scales;
    for (const Feature& feature : features_) scales.push_back(feature.range.scale());
    if (std::all_of(scales.begin(), scales.end(), [](const ColumnScale& s) { return s == ColumnScale(); }))
      return;
    std::vector<float> values = std::move(dataset_.features).floats();
    source_.records.rewind();
    atHeader_ = layout_.header;
    for (size_t row = 0; nextPoint(); ++row)
      for (size_t d = 0; d < features_.size(); ++d)
        if (scales[d] != ColumnScale())
          values[row * features_.size() + d] = scales[d].keep(valueOf(features_[d].column));
    dataset_.features = std::move(values);
    setScales(dataset_, std::move(scales));
  }

  const TableSource& source_;
  RunControl& control_;
  MissingWords missing_;
  TableLayout layout_;
  Dataset dataset_;
  std::vector<Feature> features_;
  std::vector<size_t> attributes_;  ///< The column of each attribute.
  std::vector<float> values_;
  std::vector<std::string> labels_;
  std::vector<TableCell> cells_;
  int64_t sinceCheckpoint_ = 0, fitting_ = 0;  ///< fitting_: records with as many cells as the first line.
  bool atHeader_ = layout_.header;
};

}  // namespace

Dataset datasetOfTable(const TableSource& source, const DatasetOptions& options, RunControl& control) {
  control.checkpoint();
  return TableParser(source, options, control).parse();
}

}  // namespace adapsne
