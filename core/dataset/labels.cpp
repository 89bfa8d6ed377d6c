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
  requireOneLabelAPoint(static_cast<int64_t>(labels.values.size()), dataset.points, shownAs);
  if (labels.names.empty()) return;
  dataset.labels = std::move(labels.values);
  dataset.classNames = std::move(labels.names);
}

}  // namespace adapsne
