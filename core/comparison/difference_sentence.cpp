// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/difference_sentence.h"

#include <cmath>

#include "core/support/format.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

constexpr double kStandardErrors = 2;

/// "8.1 ± 2.0 points at 50, 5.0 ± 1.1 at 100 and 3.2 ± 0.9 at 200"; the first names the unit.
std::string listedDifferences(const std::vector<PairedDifference>& differences) {
  std::vector<std::string> parts;
  for (const PairedDifference& d : differences) {
    std::string text = format("%.1f", 100 * std::abs(d.mean));
    if (std::isfinite(d.standardError)) text += format(" ± %.1f", 100 * d.standardError);
    if (parts.empty()) text += text == "1.0" ? " point" : " points";
    parts.push_back(text + " at " + grouped(std::to_string(d.exemplars)));
  }
  return listed(parts);
}

std::string listedBudgets(const std::vector<PairedDifference>& differences) {
  std::vector<std::string> parts;
  parts.reserve(differences.size());
  for (const PairedDifference& d : differences) parts.push_back(grouped(std::to_string(d.exemplars)));
  return listed(parts);
}

}  // namespace

DifferenceVerdict verdictOf(const PairedDifference& difference) {
  if (!std::isfinite(difference.standardError)) return DifferenceVerdict::OneSeed;
  if (std::abs(difference.mean) <= kStandardErrors * difference.standardError) return DifferenceVerdict::None;
  return difference.mean > 0 ? DifferenceVerdict::Better : DifferenceVerdict::Worse;
}

std::string differenceSentence(const std::string& method, const std::string& baseline,
                               const std::vector<PairedDifference>& differences) {
  std::vector<PairedDifference> better, worse, none, higher, lower, equal;
  for (const PairedDifference& d : differences) {
    switch (verdictOf(d)) {
      case DifferenceVerdict::Better:
        better.push_back(d);
        break;
      case DifferenceVerdict::Worse:
        worse.push_back(d);
        break;
      case DifferenceVerdict::None:
        none.push_back(d);
        break;
      case DifferenceVerdict::OneSeed:
        (d.mean > 0 ? higher : d.mean < 0 ? lower : equal).push_back(d);
        break;
    }
  }
  // The first part names both, the others go on from it.
  std::vector<std::string> parts;
  const auto add = [&](const std::vector<PairedDifference>& of, const std::string& verdict) {
    if (of.empty()) return;
    const std::string subject = parts.empty() ? method + " is " : "";
    const std::string object = parts.empty() ? " than " + baseline : "";
    parts.push_back(subject + verdict + object + " by " + listedDifferences(of));
  };
  add(better, "better");
  add(worse, "worse");
  if (!none.empty())
    parts.push_back(
        (parts.empty() ? "No difference between " + method + " and " + baseline : "no difference") + " at " +
        listedBudgets(none));
  add(higher, "higher");
  add(lower, "lower");
  if (!equal.empty())
    parts.push_back((parts.empty() ? method + " is as good as " + baseline : "equal") + " at " +
                    listedBudgets(equal));
  if (parts.empty()) return {};
  if (!higher.empty() || !lower.empty() || !equal.empty())
    parts.emplace_back(differences.size() == 1 ? "one seed: how much of it is chance is not known"
                                               : "of one seed: how much of it is chance is not known");
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text + ".";
}

}  // namespace adapsne
