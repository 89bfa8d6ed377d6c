// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/class_budget.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr int64_t kMost = int64_t{1} << 31;

[[noreturn]] void fail(const std::string& problem) {
  throw UsageError("--class-budget", problem, "Give a number for each class: cat=10,dog=5.");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The text up to the next comma that is not within quotes; takes it and the comma away.
std::string_view nextPart(std::string_view& text) {
  bool quoted = false;
  size_t end = 0;
  for (; end < text.size() && (quoted || text[end] != ','); ++end) quoted ^= text[end] == '"';
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string result;
  for (size_t i = 1; i + 1 < name.size(); ++i) {
    result += name[i];
    if (name[i] == '"' && name[i + 1] == '"' && i + 2 < name.size()) ++i;
  }
  return result;
}

}  // namespace

std::vector<ClassBudget> parseClassBudget(const std::string& text) {
  std::vector<ClassBudget> budgets;
  int64_t sum = 0;
  std::string_view left = text;
  if (trimmed(left).empty()) return budgets;
  while (!left.empty()) {
    const std::string_view part = trimmed(nextPart(left));
    const size_t equals = part.rfind('=');
    if (equals == std::string_view::npos)
      fail("\"" + std::string(part) + "\" is not a class, an equals sign and a number.");
    ClassBudget budget{unquoted(trimmed(part.substr(0, equals))), 0};
    const std::string_view number = trimmed(part.substr(equals + 1));
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), budget.count);
    if (code != std::errc{} || end != number.data() + number.size() || budget.count < 0)
      fail("\"" + std::string(number) + "\" is not a number of exemplars.");
    if (std::any_of(budgets.begin(), budgets.end(),
                    [&](const ClassBudget& other) { return other.name == budget.name; }))
      fail("class \"" + budget.name + "\" stands there twice.");
    if (budget.count > kMost - sum) fail("more than 2^31 exemplars were asked for.");
    sum += budget.count;
    budgets.push_back(std::move(budget));
  }
  if (sum == 0) fail("no exemplar was asked for.");
  return budgets;
}

}  // namespace adapsne
