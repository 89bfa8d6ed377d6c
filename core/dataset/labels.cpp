// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/labels.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "core/dataset/dataset.h"
#include "core/support/error.h"

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

/// Leaves out the first label, and its class, which no other one has.
void dropFirst(Labels& labels) {
  const int32_t dropped = labels.values[0];
  labels.values.erase(labels.values.begin());
  labels.names.erase(labels.names.begin() + dropped);
  for (int32_t& value : labels.values) value -= value > dropped;
}

}  // namespace

Labels indexLabels(const std::vector<std::string>& texts) {
  Labels labels;
  std::vector<std::string> names;
  std::unordered_map<std::string_view, int32_t> known;
  labels.values.reserve(texts.size());
  for (const std::string& text : texts) {
    if (text.empty()) {
      labels.values.push_back(kUnlabelled);
      continue;
    }
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
  for (int32_t& value : labels.values)
    if (value != kUnlabelled) value = rank[value];
  return labels;
}

void requireOneLabelAPoint(int64_t labels, int64_t points, const std::string& shownAs) {
  if (labels != points)
    throw Error(shownAs,
                "holds " + std::to_string(labels) + " labels, the data holds " + std::to_string(points) +
                    " points.",
                "Give the labels that belong to this data.");
}

void attachLabels(Dataset& dataset, Labels labels, const std::string& shownAs) {
  const auto count = static_cast<int64_t>(labels.values.size());
  const bool oneMore = labels.lines && count == dataset.points + 1 && count > 1;
  const bool titled = oneMore && labels.values[0] != kUnlabelled &&
                      std::count(labels.values.begin(), labels.values.end(), labels.values[0]) == 1;
  if (titled) {
    dataset.warnings.push_back("Line 1 of the labels, \"" + labels.names[labels.values[0]] +
                               "\", was taken as their title: there is one line more than there are points.");
    dropFirst(labels);
  } else if (count != dataset.points) {
    throw Error(shownAs,
                "holds " + std::to_string(count) + " labels, the data holds " +
                    std::to_string(dataset.points) + " points.",
                oneMore ? "If line 1 is a title, remove it; else give the labels that belong to this data."
                        : "Give the labels that belong to this data.");
  }
  const auto missing = std::count(labels.values.begin(), labels.values.end(), kUnlabelled);
  if (missing > 0)
    dataset.warnings.push_back(
        std::to_string(missing) + " of " + std::to_string(dataset.points) +
        " points have no label: they are drawn in grey and take no part in a choice by class.");
  if (labels.names.empty()) return;
  dataset.labels = std::move(labels.values);
  dataset.classNames = std::move(labels.names);
}

}  // namespace adapsne
