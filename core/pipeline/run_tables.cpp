// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_tables.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

#include "core/arrays/numeric_array.h"
#include "core/support/error.h"
#include "core/tables/csv_scanner.h"

namespace adapsne {
namespace {

constexpr std::string_view kHistoryHeader =
    "phase,perplexity,iteration,kl,gradient_norm,entropy_representation,entropy_occupancy,"
    "trustworthiness,seconds,entropy_representation_deviation";
constexpr std::string_view kGuidanceHeader =
    "perplexity,entropy,entropy_deviation,trustworthiness,trustworthiness_deviation,allowed,chosen";

std::string field(double value) {
  return std::isfinite(value) ? numberText(value) : "";
}

std::vector<std::string> splitHeader(std::string_view header) {
  std::vector<std::string> names(1);
  for (const char c : header) {
    if (c == ',')
      names.emplace_back();
    else
      names.back() += c;
  }
  return names;
}

/// Walks over the rows of a table whose columns are known.
class TableReader {
 public:
  TableReader(std::string_view csv, std::string_view header, const std::string& shownAs)
      : scanner_(csvBody(csv, shownAs), ',', shownAs), names_(splitHeader(header)), shownAs_(shownAs) {
    if (!readRow() || cells_ != names_)
      throw Error(shownAs, "does not begin with the columns " + std::string(header) + ".",
                  "Run the dataset again.");
  }

  bool next() {
    if (!readRow()) return false;
    if (cells_.size() != names_.size())
      throw Error(place(),
                  "has " + std::to_string(cells_.size()) + " cells, the table has " +
                      std::to_string(names_.size()) + " columns.",
                  "Run the dataset again.");
    return true;
  }

  const std::string& text(size_t column) const { return cells_[column]; }
  /// NaN where the cell is empty.
  double number(size_t column) const {
    if (text(column).empty()) return std::numeric_limits<double>::quiet_NaN();
    return parsed<double>(column, "a finite number");
  }
  /// A number that has to be there.
  double definedNumber(size_t column) const { return parsed<double>(column, "a finite number"); }
  int count(size_t column) const {
    const int value = parsed<int>(column, "a whole number");
    if (value < 0) fail(column, "is negative");
    return value;
  }
  bool flag(size_t column) const {
    if (text(column) != "0" && text(column) != "1")
      fail(column, "\"" + text(column) + "\" is neither 0 nor 1");
    return text(column) == "1";
  }
  [[noreturn]] void fail(size_t column, const std::string& problem) const {
    throw Error(place() + ", column " + std::to_string(column + 1) + " (" + names_[column] + ")",
                problem + ".", "Run the dataset again.");
  }

 private:
  bool readRow() {
    if (!scanner_.startRecord()) return false;
    cells_.clear();
    line_ = scanner_.line();
    do cells_.emplace_back(scanner_.cell());
    while (!scanner_.recordEnded());
    return true;
  }
  template <typename Value>
  Value parsed(size_t column, const char* wanted) const {
    const std::string& cell = text(column);
    Value value{};
    const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (code != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(static_cast<double>(value)))
      fail(column, "\"" + cell + "\" is not " + wanted);
    return value;
  }
  std::string place() const { return shownAs_ + ", line " + std::to_string(line_); }

  CsvScanner scanner_;
  std::vector<std::string> names_, cells_;
  std::string shownAs_;
  int64_t line_ = 1;
};

/// A column that is empty throughout is not there; one that is empty here and there is damaged.
void dropUndefined(std::vector<double>& values, const char* column, const std::string& shownAs) {
  const int64_t undefined =
      std::count_if(values.begin(), values.end(), [](double v) { return std::isnan(v); });
  if (undefined == std::ssize(values))
    values.clear();
  else if (undefined > 0)
    throw Error(shownAs + ", column " + column, "has numbers in some rows and none in others.",
                "Run the dataset again.");
}

}  // namespace

std::string historyCsv(const Run& run) {
  std::string text = std::string(kHistoryHeader) + "\n";
  for (const GuidanceRecord& r : run.guidance)
    text += "candidate," + field(r.perplexity) + ",," + field(r.kl) + ",," + field(r.entropyRepresentation) +
            "," + field(r.entropyOccupancy) + "," + field(r.trustworthiness) + "," + field(r.seconds) + "," +
            field(r.representationDeviation) + "\n";
  for (const ConvergenceSample& s : run.map->history)
    text += "embedding," + field(run.targetPerplexity) + "," + std::to_string(s.iteration) + "," +
            field(s.kl) + "," + field(s.gradientNorm) + ",,,,,\n";
  return text;
}

std::string guidanceCsv(const GuidanceCurve& curve) {
  std::string text = std::string(kGuidanceHeader) + "\n";
  for (size_t i = 0; i < curve.perplexity.size(); ++i) {
    const auto at = [i](const std::vector<double>& values) {
      return i < values.size() ? field(values[i]) : std::string();
    };
    text += at(curve.perplexity) + "," + at(curve.entropy) + "," + at(curve.entropyDeviation) + "," +
            at(curve.trustworthiness) + "," + at(curve.trustworthinessDeviation) + "," +
            (curve.allowed(i) ? "1," : "0,") + (i == curve.chosen ? "1\n" : "0\n");
  }
  return text;
}

std::string csvText(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

namespace {

std::string rowsHeader(bool given, bool order) {
  return std::string("row,label") + (given ? ",given" : "") + (order ? ",order" : "");
}

}  // namespace

std::string rowsCsv(const Dataset& d, const std::vector<int64_t>& rows, const std::vector<int64_t>& given,
                    const std::vector<int64_t>& order) {
  std::unordered_map<int64_t, size_t> places;
  for (size_t place = 0; place < order.size(); ++place) places[order[place]] = place + 1;
  std::string text = rowsHeader(!given.empty(), !order.empty()) + "\n";
  for (const int64_t row : rows) {
    text += std::to_string(d.sourceRow(row)) + ",";
    if (d.isLabelled(row)) text += csvText(d.classNames[d.labels[row]]);
    if (!given.empty()) text += std::binary_search(given.begin(), given.end(), row) ? ",1" : ",0";
    if (!order.empty()) text += "," + std::to_string(places.at(row));
    text += "\n";
  }
  return text;
}

std::vector<int64_t> parseOrder(std::string_view csv, int64_t rows, bool given, const std::string& shownAs) {
  const std::string header = rowsHeader(given, true);
  if (!csv.starts_with(header + "\n")) return {};
  TableReader table(csv, header, shownAs);
  const size_t column = given ? 3 : 2;
  std::vector<int64_t> order(rows, -1);
  int64_t row = 0;
  for (; table.next(); ++row) {
    const int place = table.count(column);
    if (place < 1 || place > rows || order[place - 1] >= 0)
      table.fail(column, "\"" + table.text(column) + "\" is not a place that each row has once");
    order[place - 1] = row;
  }
  if (row != rows)
    throw Error(shownAs, "holds " + std::to_string(row) + " rows, subset.npy " + std::to_string(rows) + ".",
                "It is truncated: run the dataset again.");
  return order;
}

RunHistory parseHistory(std::string_view csv, double targetPerplexity, const std::string& shownAs) {
  enum Column : size_t {
    kPhase,
    kPerplexity,
    kIteration,
    kKl,
    kGradient,
    kRepresentation,
    kOccupancy,
    kTrust,
    kSeconds,
    kDeviation
  };
  TableReader table(csv, kHistoryHeader, shownAs);
  RunHistory history;
  while (table.next()) {
    const bool candidate = table.text(kPhase) == "candidate";
    if (!candidate && table.text(kPhase) != "embedding")
      table.fail(kPhase, "\"" + table.text(kPhase) + "\" is neither candidate nor embedding");
    const double perplexity = table.definedNumber(kPerplexity);
    if (candidate) {
      if (!history.map.empty())
        table.fail(kPhase, "a candidate follows the map that was made of all of them");
      if (!(perplexity > 0)) table.fail(kPerplexity, "is not positive");
      if (!history.candidates.empty() && perplexity <= history.candidates.back().perplexity)
        table.fail(kPerplexity, "does not ascend");
      GuidanceRecord record;
      record.perplexity = perplexity;
      record.kl = table.number(kKl);
      record.entropyRepresentation = table.number(kRepresentation);
      record.entropyOccupancy = table.number(kOccupancy);
      record.trustworthiness = table.number(kTrust);
      record.seconds = table.definedNumber(kSeconds);
      record.representationDeviation = table.number(kDeviation);
      history.candidates.push_back(std::move(record));
    } else {
      if (perplexity != targetPerplexity)
        table.fail(kPerplexity, "is not the run's target perplexity, " + numberText(targetPerplexity));
      const int iteration = table.count(kIteration);
      if (!history.map.empty() && iteration <= history.map.back().iteration)
        table.fail(kIteration, "does not ascend");
      history.map.push_back({iteration, table.definedNumber(kKl), table.number(kGradient)});
    }
  }
  if (history.map.empty())
    throw Error(shownAs, "holds no measurement of the map.", "It is truncated: run the dataset again.");
  return history;
}

GuidanceCurve parseGuidance(std::string_view csv, const GuidanceOptions& options,
                            const std::string& shownAs) {
  enum Column : size_t {
    kPerplexity,
    kEntropy,
    kEntropyDeviation,
    kTrust,
    kTrustDeviation,
    kAllowed,
    kChosen
  };
  TableReader table(csv, kGuidanceHeader, shownAs);
  GuidanceCurve curve;
  std::optional<size_t> chosen;
  std::vector<bool> allowed;
  while (table.next()) {
    const double perplexity = table.definedNumber(kPerplexity);
    if (!(perplexity > 0)) table.fail(kPerplexity, "is not positive");
    if (!curve.empty() && perplexity <= curve.perplexity.back()) table.fail(kPerplexity, "does not ascend");
    if (table.flag(kChosen)) {
      if (chosen) table.fail(kChosen, "is a second place that was chosen");
      chosen = curve.perplexity.size();
    }
    allowed.push_back(table.flag(kAllowed));
    curve.perplexity.push_back(perplexity);
    curve.entropy.push_back(table.number(kEntropy));
    curve.entropyDeviation.push_back(table.number(kEntropyDeviation));
    curve.trustworthiness.push_back(table.number(kTrust));
    curve.trustworthinessDeviation.push_back(table.number(kTrustDeviation));
  }
  if (!chosen)
    throw Error(shownAs, "has no place that was chosen.", "It is truncated: run the dataset again.");
  curve.chosen = *chosen;
  dropUndefined(curve.entropy, "entropy", shownAs);
  dropUndefined(curve.entropyDeviation, "entropy_deviation", shownAs);
  dropUndefined(curve.trustworthiness, "trustworthiness", shownAs);
  dropUndefined(curve.trustworthinessDeviation, "trustworthiness_deviation", shownAs);
  if (curve.entropy.size() != curve.entropyDeviation.size() ||
      curve.trustworthiness.size() != curve.trustworthinessDeviation.size())
    throw Error(shownAs, "has a mean without its deviation, or a deviation without its mean.",
                "Run the dataset again.");
  curve.leastTrustworthiness = leastTrustworthiness(curve.trustworthiness, options);
  for (size_t i = 0; i < allowed.size(); ++i)
    if (allowed[i] != curve.allowed(i))
      throw Error(shownAs + ", perplexity " + numberText(curve.perplexity[i]),
                  "what was allowed does not follow from the trustworthiness and the run's slack.",
                  "Run the dataset again.");
  return curve;
}

}  // namespace adapsne
