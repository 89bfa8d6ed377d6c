// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/budget_text.h"

#include <algorithm>
#include <charconv>

#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr const char* kRemedy = "Write 20, 50, 100, or shares such as 0.05.";

template <typename Number>
bool readAll(const std::string& word, Number& number) {
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  return code == std::errc() && end == word.data() + word.size();
}

SubsetBudget budgetOf(const std::string& word) {
  SubsetBudget budget;
  if (readAll(word, budget.count) && budget.count >= 1) return budget;
  budget = {};
  const bool share = word.find('.') != std::string::npos && readAll(word, budget.ratio);
  if (share && budget.ratio > 0 && budget.ratio <= 1) return budget;
  throw UsageError("Budgets", "\"" + word + "\" is no number of exemplars and no share.", kRemedy);
}

}  // namespace

std::vector<SubsetBudget> budgetsOf(const std::string& text) {
  constexpr const char* kBetween = ", ;\t\n";
  std::vector<SubsetBudget> budgets;
  for (size_t begin = text.find_first_not_of(kBetween); begin != std::string::npos;) {
    const size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    budgets.push_back(budgetOf(text.substr(begin, end - begin)));
    begin = text.find_first_not_of(kBetween, end);
  }
  if (budgets.empty()) throw UsageError("Budgets", "none is given.", kRemedy);
  std::sort(budgets.begin(), budgets.end());
  budgets.erase(std::unique(budgets.begin(), budgets.end()), budgets.end());
  return budgets;
}

std::string budgetsText(const std::vector<SubsetBudget>& budgets) {
  std::string text;
  for (const SubsetBudget& budget : budgets) {
    char word[32];
    const auto end = budget.count > 0 ? std::to_chars(word, word + sizeof word, budget.count).ptr
                                      : std::to_chars(word, word + sizeof word, budget.ratio).ptr;
    const std::string written(word, end);
    const bool whole = budget.count == 0 && written.find('.') == std::string::npos;  // all points
    text += (text.empty() ? "" : ", ") + written + (whole ? ".0" : "");
  }
  return text;
}

}  // namespace adapsne
