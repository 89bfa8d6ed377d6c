// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/attribute_values.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/support/format.h"
#include "core/tables/cell_value.h"

namespace adapsne {
namespace {

using Kind = AttributeValues::Kind;

struct Distinct {
  std::string_view text;
  int64_t count = 0;
  double number = 0;
};

/// What all of the texts are, with their numbers.
Kind kindOf(std::vector<Distinct>& distinct) {
  const auto all = [&](auto parse) {
    for (Distinct& value : distinct) {
      const std::optional<double> number = parse(value.text);
      if (!number || !std::isfinite(*number)) return false;
      value.number = *number;
    }
    return !distinct.empty();
  };
  if (all(parseNumber)) return Kind::Number;
  if (all(parseDate)) return Kind::Date;
  return Kind::Category;
}

}  // namespace

AttributeValues valuesOf(const Attribute& attribute, size_t most) {
  AttributeValues values;
  const MissingWords missing;
  std::unordered_map<std::string_view, int32_t> places;  // In `distinct`, or kMissing.
  std::vector<Distinct> distinct;
  std::vector<int32_t> place;  // N
  place.reserve(attribute.values.size());
  for (const std::string& text : attribute.values) {
    const auto [entry, isNew] = places.emplace(text, AttributeValues::kMissing);
    if (isNew && !missing.contains(text)) {
      entry->second = static_cast<int32_t>(distinct.size());
      distinct.push_back({text});
    }
    place.push_back(entry->second);
    if (entry->second < 0)
      ++values.missing;
    else
      ++distinct[static_cast<size_t>(entry->second)].count;
  }
  const Kind kind = kindOf(distinct);
  if (kind != Kind::Category && distinct.size() > most) {
    values.kind = kind;
    for (const int32_t i : place)
      values.numbers.push_back(i < 0 ? std::numeric_limits<double>::quiet_NaN()
                                     : distinct[static_cast<size_t>(i)].number);
    return values;
  }
  std::vector<size_t> order(distinct.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return kind == Kind::Category ? distinct[a].count > distinct[b].count
                                  : distinct[a].number < distinct[b].number;
  });
  std::vector<int32_t> category(distinct.size(), AttributeValues::kOther);
  for (size_t i = 0; i < order.size(); ++i) {
    const Distinct& value = distinct[order[i]];
    if (i >= most) {
      values.other += value.count;
      continue;
    }
    category[order[i]] = static_cast<int32_t>(i);
    values.categories.push_back({std::string(value.text), value.count});
  }
  values.category.reserve(place.size());
  for (const int32_t i : place)
    values.category.push_back(i < 0 ? AttributeValues::kMissing : category[static_cast<size_t>(i)]);
  return values;
}

std::string dateText(double seconds) {
  constexpr double kMost = 4e11;  // Some 12,000 years.
  if (!(std::abs(seconds) < kMost)) return {};
  const std::chrono::sys_seconds time{std::chrono::seconds(std::llround(seconds))};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  std::string text = format("%04d-%02u-%02u", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  if (time == day) return text;
  return text + format(" %02d:%02d", static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
}

}  // namespace adapsne
