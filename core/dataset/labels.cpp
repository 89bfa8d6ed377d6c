// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "core/dataset/array_dataset.h"
#include "core/dataset/csv_layout.h"
#include "core/dataset/csv_scanner.h"
#include "core/dataset/file_format.h"
#include "core/dataset/readers.h"

namespace adapsne {
namespace {

std::optional<double> wholeNumber(const std::string& text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || std::nearbyint(value) != value)
    return std::nullopt;
  return value;
}

/// The ranks of `names`: by value if all are integers, else as text.
std::vector<int32_t> sortedOrder(const std::vector<std::string>& names) {
  std::vector<int32_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> numbers;
  for (const std::string& name : names)
    if (const auto number = wholeNumber(name)) numbers.push_back(*number);
  const bool numeric = numbers.size() == names.size();
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    if (numeric && numbers[a] != numbers[b]) return numbers[a] < numbers[b];
    return names[a] < names[b];
  });
  return order;
}

/// A text file with one label a line and maybe a title above them.
Labels textLabels(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const std::string_view text = csvBody(bytes, shownAs);
  CsvScanner scanner(text, findSeparator(text), shownAs);
  std::vector<std::string> texts;
  while (scanner.startRecord()) {
    if (texts.size() % 4096 == 0) control.checkpoint();
    const std::string_view cell = scanner.cell();
    if (scanner.isMissing())
      throw Error(scanner.where(), "the label is missing.", "Every point needs a label.");
    texts.emplace_back(cell);
    if (!scanner.recordEnded())
      throw Error(scanner.where(), "has more than one column; a labels file has one label a line.",
                  "Keep the labels' column alone, or quote labels that hold a comma.");
  }
  const bool titled = texts.size() > 1 &&
                      (isLabelColumnName(texts[0]) ||
                       (!wholeNumber(texts[0]) && std::all_of(texts.begin() + 1, texts.end(), wholeNumber)));
  if (titled) texts.erase(texts.begin());
  return indexLabels(texts);
}

}  // namespace

Labels indexLabels(const std::vector<std::string>& texts) {
  Labels labels;
  std::vector<std::string> names;
  std::unordered_map<std::string_view, int32_t> known;
  labels.values.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto [entry, isNew] = known.try_emplace(text, static_cast<int32_t>(names.size()));
    if (isNew) names.push_back(text);
    labels.values.push_back(entry->second);
  }
  const std::vector<int32_t> order = sortedOrder(names);
  std::vector<int32_t> rank(names.size());
  for (size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = static_cast<int32_t>(i);
    labels.names.push_back(names[order[i]]);
  }
  for (int32_t& value : labels.values) value = rank[value];
  return labels;
}

Labels labelsFromArray(const NumericArray<double>& array, const std::string& shownAs) {
  const bool column = array.shape.size() == 2 && array.shape[1] == 1;
  if (array.shape.size() != 1 && !column)
    throw Error(shownAs, "holds " + shapeText(array.shape) + " values; labels have one dimension.",
                "Give the file of the labels, not that of the images or features.");
  std::vector<std::string> texts;
  texts.reserve(array.values.size());
  for (size_t i = 0; i < array.values.size(); ++i) {
    // Beyond 2^53 neighbouring integers are one float64: distinct labels would merge.
    const double value = array.values[i];
    if (!(std::abs(value) <= 0x1p53) || std::nearbyint(value) != value)
      throw Error(shownAs + ", row " + std::to_string(i) + " (counted from 0)",
                  std::isfinite(value) ? "is not a class number: " + numberText(value) + "."
                                       : "the label is missing.",
                  "Labels are integers below 2^53, or text in a CSV file.");
    texts.push_back(std::to_string(static_cast<int64_t>(value)));
  }
  return indexLabels(texts);
}

Labels readTableLabels(const std::filesystem::path& path, RunControl& control) {
  return textLabels(ByteSource(path, control).readAll(), path.string(), control);
}

Labels readNpyLabels(const std::filesystem::path& path, RunControl& control) {
  const std::string bytes = ByteSource(path, control).readAll();
  return labelsFromArray(readNpyArray<double>(bytes, path.string(), control), path.string());
}

Labels readIdxLabels(const std::filesystem::path& path, RunControl& control) {
  ByteSource source(path, control);
  return labelsFromArray(readIdxArray(source), path.string());
}

Labels readLabels(const std::filesystem::path& path, RunControl& control) {
  const FileFormat& format = fileFormat(path, control);
  if (!format.readLabels)
    throw Error(path.string(),
                std::string("is ") + format.title + "; a file of labels is " +
                    listedFormats(FormatUse::Labels, "or") + ".",
                "Save the labels with numpy.save, or as text with one label a line.");
  return format.readLabels(path, control);
}

void attachLabels(Dataset& dataset, Labels labels, const std::string& shownAs) {
  const auto count = static_cast<int64_t>(labels.values.size());
  if (count != dataset.points)
    throw Error(shownAs,
                "holds " + std::to_string(count) + " labels, the data holds " +
                    std::to_string(dataset.points) + " points.",
                "Give the labels that belong to this data.");
  dataset.labels = std::move(labels.values);
  dataset.classNames = std::move(labels.names);
}

}  // namespace adapsne
