// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/tables/cell_value.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

constexpr const char* kBlank = " \t\r";

/// One pass over the lines of an svmlight text: a label, then pairs of index and value.
class SvmlightLines {
 public:
  SvmlightLines(std::string_view text, const std::string& shownAs, RunControl& control)
      : rest_(text), shownAs_(shownAs), control_(control) {}

  /// Goes to the next line that holds a point.
  bool next() {
    while (!rest_.empty()) {
      std::string_view text = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(text.size() + 1, rest_.size()));
      if (++line_ % 1024 == 0) control_.checkpoint();
      text = text.substr(0, text.find('#'));
      text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
      if (text.empty()) continue;
      label_ = text.substr(0, text.find_first_of(kBlank));
      if (label_.find(':') != label_.npos) fail("has no label before its values.");
      pairs_ = text.substr(label_.size());
      return true;
    }
    return false;
  }
  std::string_view label() const { return label_; }
  int64_t line() const { return line_; }

  /// visit(index, text of the value) for each pair but query ids.
  template <typename Visit>
  void forEachPair(Visit visit) const {
    std::string_view rest = pairs_;
    for (;;) {
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
      if (rest.empty()) return;
      const std::string_view pair = rest.substr(0, rest.find_first_of(kBlank));
      rest.remove_prefix(pair.size());
      const size_t colon = pair.find(':');
      if (pair.substr(0, colon) == "qid") continue;
      int64_t index = -1;
      const auto [end, code] =
          std::from_chars(pair.data(), pair.data() + std::min(colon, pair.size()), index);
      if (colon == pair.npos || code != std::errc{} || end != pair.data() + colon || index < 0)
        fail("holds \"" + std::string(pair.substr(0, 40)) + "\", which is no index:value.");
      visit(index, pair.substr(colon + 1));
    }
  }
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(shownAs_ + ", line " + std::to_string(line_), problem,
                "A line is a label, then index:value with increasing whole indices.");
  }

 private:
  std::string_view rest_, label_, pairs_;
  const std::string& shownAs_;
  RunControl& control_;
  int64_t line_ = 0;
};

}  // namespace

Dataset readSvmlight(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  const std::string_view text = csvBody(bytes, shownAs);
  Dataset dataset;
  int64_t least = std::numeric_limits<int64_t>::max(), largest = -1;
  bool measured = false;
  std::vector<std::string> labels;
  for (SvmlightLines lines(text, shownAs, control); lines.next();) {
    ++dataset.points;
    dataset.sourceLines.push_back(static_cast<int32_t>(lines.line()));
    std::string label(lines.label());
    const auto number = parseNumber(label);
    measured |= number && std::nearbyint(*number) != *number;
    if (number && label.front() == '+') label.erase(0, 1);
    labels.push_back(std::move(label));
    lines.forEachPair([&](int64_t index, std::string_view) {
      least = std::min(least, index);
      largest = std::max(largest, index);
    });
  }
  if (largest < 0) throw Error(shownAs, "holds no values.", "Check that it is the right file.");
  const int64_t first = least == 0 ? 0 : 1;
  dataset.dimensions = largest + 1 - first;
  uint64_t values = 0;
  if (__builtin_mul_overflow(static_cast<uint64_t>(dataset.points), static_cast<uint64_t>(dataset.dimensions),
                             &values) ||
      values >> 59 != 0)
    throw Error(shownAs,
                "has an index of " + std::to_string(largest) + ", so many columns that no memory holds them.",
                "Number the features from 1 on without large gaps.");
  // A line of 15 bytes may promise a billion columns.
  constexpr uint64_t kSmall = 1 << 26, kCellsPerByte = 4096;
  if (values > kSmall && values / kCellsPerByte > text.size())
    throw Error(shownAs,
                "is too sparse to be read as a full table: " + std::to_string(dataset.points) + " x " +
                    std::to_string(dataset.dimensions) + " cells from " + std::to_string(text.size()) +
                    " bytes.",
                "Reduce its columns, for example with a truncated SVD.");
  requireMemory(values * sizeof(float), shownAs,
                "The file is sparse and is read as a full table: reduce its columns.");
  std::vector<float> features(values, 0.0f);
  int64_t row = 0;
  for (SvmlightLines lines(text, shownAs, control); lines.next(); ++row)
    lines.forEachPair([&](int64_t index, std::string_view value) {
      const auto number = parseNumber(value);
      if (!number) lines.fail("holds \"" + std::string(value.substr(0, 40)) + "\", which is no number.");
      features[static_cast<size_t>(row * dataset.dimensions + index - first)] = nearestFloat(value, *number);
    });
  dataset.features = std::move(features);
  dataset.warnings.push_back("svmlight: " + std::to_string(dataset.dimensions) + " columns, indices from " +
                             std::to_string(first) + "; what a line does not hold is 0.");
  if (measured)
    dataset.warnings.push_back(
        "The first numbers of the lines hold fractions, a target to be measured, and were left "
        "out: classes are whole numbers.");
  else if (options.labels.empty() && options.labelColumn != "none")
    attachLabels(dataset, indexLabels(labels), shownAs);
  dataset.name = datasetName(path);
  dataset.source = shownAs;
  return dataset;
}

}  // namespace adapsne
