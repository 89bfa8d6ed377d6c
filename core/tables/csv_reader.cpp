// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "core/files/byte_source.h"
#include "core/tables/csv_layout.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

constexpr ptrdiff_t kBytesBetweenCheckpoints = 1 << 20;

/// The text as people can read it in a message: short, without control characters.
std::string shown(std::string_view text) {
  constexpr size_t kLongest = 40;
  std::string result(text.substr(0, kLongest));
  for (char& c : result)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return '"' + result + (text.size() > kLongest ? "..." : "") + '"';
}

[[noreturn]] void notANumber(const CsvScanner& scanner, const CsvLayout& layout, int64_t column) {
  const std::string_view cell = scanner.lastCell();
  const std::string name = layout.name(column);
  const std::string named = name.empty() ? std::to_string(column + 1) : '"' + name + '"';
  throw Error(
      scanner.where(column, name), shown(cell) + " is not a number.",
      hasDecimalComma(cell)
          ? "It has a decimal comma: write numbers with a point."
          : "Remove the column or the row, or take the column as labels with --label-column " + named + ".");
}

[[noreturn]] void raggedRow(CsvScanner& scanner, const CsvLayout& layout, const std::string& where,
                            int64_t cells) {
  for (; !scanner.recordEnded(); ++cells) scanner.cell();
  throw Error(where,
              "has " + std::to_string(cells) + (cells == 1 ? " cell, " : " cells, ") +
                  std::to_string(layout.columns) + " are expected as in the first line.",
              "Complete or remove that line; quote text that holds a separator.");
}

class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& shownAs, const CsvLayout& layout, RunControl& control)
      : scanner_(text, layout.separator, shownAs), shownAs_(shownAs), layout_(layout), control_(control) {}

  /// Sets the dataset's points, features and lines; `features` is empty, with what was reserved.
  void parse(Dataset& dataset, std::vector<float> features) {
    if (layout_.header) skipRecord();
    while (scanner_.startRecord()) {
      if (++dataset.points > std::numeric_limits<int32_t>::max())
        throw Error(shownAs_, "holds more than 2147483647 points.", "Use a smaller part of the data.");
      dataset.sourceLines.push_back(static_cast<int32_t>(scanner_.line()));
      parseRecord(features, dataset.dimensions);
    }
    dataset.features = std::move(features);
  }
  const std::vector<std::string>& labels() const { return labels_; }

 private:
  void skipRecord() {
    scanner_.startRecord();
    do scanner_.cell();
    while (!scanner_.recordEnded());
  }

  void parseRecord(std::vector<float>& features, int64_t dimensions) {
    const size_t before = features.size();
    const int64_t line = scanner_.line();
    features.resize(before + static_cast<size_t>(dimensions));
    float* value = features.data() + before;
    int64_t column = 0;
    do {
      if (scanner_.position() - checked_ > kBytesBetweenCheckpoints) {
        control_.checkpoint();
        checked_ = scanner_.position();
      }
      if (column == layout_.columns) ragged(line, column);
      if (column == layout_.labelColumn)
        parseLabel(column);
      else if (!layout_.isFeature(column))
        scanner_.cell();
      else if (!scanner_.number(*value++))
        notANumber(scanner_, layout_, column);
      ++column;
    } while (!scanner_.recordEnded());
    if (column < layout_.columns) ragged(line, column);
  }

  void parseLabel(int64_t column) {
    const std::string_view cell = scanner_.cell();
    if (scanner_.isMissing())
      throw Error(scanner_.where(column, layout_.name(column)), "the label is missing.",
                  "Fill it in, remove the row, or read without labels with --label-column none.");
    labels_.emplace_back(cell);
  }

  [[noreturn]] void ragged(int64_t line, int64_t cells) {
    raggedRow(scanner_, layout_, shownAs_ + ", line " + std::to_string(line), cells);
  }

  CsvScanner scanner_;
  const std::string& shownAs_;
  const CsvLayout& layout_;
  RunControl& control_;
  const char* checked_ = scanner_.position();
  std::vector<std::string> labels_;
};

}  // namespace

Dataset parseCsv(std::string_view text, const std::string& shownAs, const DatasetOptions& options,
                 RunControl& control) {
  control.checkpoint();
  text = csvBody(text, shownAs);
  CsvLayout layout = findLayout(text, shownAs, options.labelColumn);
  Dataset dataset;
  for (int64_t c = 0; c < layout.columns; ++c) dataset.dimensions += layout.isFeature(c) ? 1 : 0;
  const double records = static_cast<double>(text.size()) / layout.bytesPerRecord;
  const auto values = static_cast<uint64_t>(records * static_cast<double>(dataset.dimensions));
  requireMemory(values * sizeof(float), shownAs);
  std::vector<float> features;
  features.reserve(values + values / 4);  // The first lines may be longer; unused pages cost nothing.
  preferLargePages(features.data(), features.capacity() * sizeof(float));

  CsvParser parser(text, shownAs, layout, control);
  parser.parse(dataset, std::move(features));
  if (layout.labelColumn >= 0) attachLabels(dataset, indexLabels(parser.labels()), shownAs);
  if (dataset.dimensions < layout.columns)
    for (int64_t c = 0; c < layout.columns; ++c)
      if (layout.isFeature(c)) dataset.sourceColumns.push_back(c + 1);
  for (int64_t c = 0; c < std::ssize(layout.names); ++c)
    if (layout.isFeature(c)) dataset.featureNames.push_back(std::move(layout.names[static_cast<size_t>(c)]));
  dataset.warnings = std::move(layout.warnings);
  return dataset;
}

Dataset readCsv(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string text = ByteSource(path, control).readAll();
  Dataset dataset = parseCsv(text, path.string(), options, control);
  dataset.name = datasetName(path);
  dataset.source = path.string();
  return dataset;
}

}  // namespace adapsne
