// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_labels.h"

#include <charconv>
#include <cmath>

#include "core/arrays/numeric_array.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

std::string rowText(const StoredArray& array, uint64_t row) {
  return array.shownAs + ", row " + std::to_string(row) + " (counted from 0)";
}

std::string integerText(double value, const StoredArray& array, uint64_t row, const std::string& remedy) {
  if (std::isnan(value)) return "";
  // Beyond 2^53 neighbouring integers are one float64: distinct labels would merge.
  if (!(std::abs(value) <= 0x1p53) || std::nearbyint(value) != value)
    throw Error(rowText(array, row), "is not a class number: " + numberText(value) + ".",
                "Labels are integers or text. " + remedy);
  return std::to_string(static_cast<int64_t>(value));
}
template <typename Integer>
std::string integerText(Integer value, const StoredArray&, uint64_t, const std::string&) {
  return std::to_string(value);
}

template <typename Stored>
std::vector<std::string> integerTexts(const StoredArray& array, const std::string& remedy,
                                      RunControl& control) {
  std::vector<std::string> texts;
  std::vector<Stored> values;
  forEachBlock(array, nullptr, control, [&](uint64_t, const char* bytes, size_t count) {
    values.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, values.data());
    for (const Stored value : values) texts.push_back(integerText(value, array, texts.size(), remedy));
    return true;
  });
  return texts;
}

[[noreturn]] void refuseShape(const StoredArray& array, const std::string& remedy) {
  throw Error(array.shownAs, "holds " + shapeText(array.shape) + " values; labels have one dimension.",
              "Give the array of the labels, not that of the images or features. " + remedy);
}

/// The column of the single 1 in every row.
std::vector<std::string> oneHotTexts(const StoredArray& array, const std::string& remedy,
                                     RunControl& control) {
  const uint64_t classes = array.dimensions();
  std::vector<std::string> texts;
  std::vector<double> values;
  int64_t found = -1;
  forEachBlock(array, nullptr, control, [&](uint64_t first, const char* bytes, size_t count) {
    values.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, values.data());
    for (size_t k = 0; k < count; ++k) {
      const auto column = static_cast<int64_t>((first + k) % classes);
      if (values[k] == 1 && found < 0)
        found = column;
      else if (values[k] != 0)
        refuseShape(array, remedy);
      if (column + 1 < static_cast<int64_t>(classes)) continue;
      if (found < 0) refuseShape(array, remedy);
      texts.push_back(std::to_string(found));
      found = -1;
    }
    return true;
  });
  return texts;
}

}  // namespace

LabelArray numberLabels(const StoredArray& array, const std::string& remedy, RunControl& control) {
  const size_t extents = array.shape.size();
  if (extents == 0 || extents > 2 || array.dimensions() == 0) refuseShape(array, remedy);
  LabelArray labels{array.shownAs, {}, true};
  if (array.dimensions() > 1)
    labels.texts = oneHotTexts(array, remedy, control);
  else if (array.type == ElementType::U64)
    labels.texts = integerTexts<uint64_t>(array, remedy, control);
  else if (array.type == ElementType::I64)
    labels.texts = integerTexts<int64_t>(array, remedy, control);
  else
    labels.texts = integerTexts<double>(array, remedy, control);
  return labels;
}

LabelArray textLabels(std::string shownAs, std::vector<std::string> texts) {
  for (std::string& text : texts)
    if (text == "nan") text.clear();
  return {std::move(shownAs), std::move(texts), false};
}

Labels labelsOf(LabelArray array, std::vector<std::string> classNames) {
  if (classNames.empty() || !array.numbers) return indexLabels(array.texts);
  Labels labels{{}, std::move(classNames)};
  labels.values.reserve(array.texts.size());
  for (const std::string& text : array.texts) {
    if (text.empty() || text == "-1") {
      labels.values.push_back(kUnlabelled);
      continue;
    }
    size_t index = labels.names.size();
    std::from_chars(text.data(), text.data() + text.size(), index);
    if (index >= labels.names.size())
      throw Error(array.shownAs,
                  "the label " + text + " is no index into the " + std::to_string(labels.names.size()) +
                      " class_names.",
                  "Save the labels as indices into class_names, or leave class_names out.");
    labels.values.push_back(static_cast<int32_t>(index));
  }
  return labels;
}

}  // namespace adapsne
