// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/claims/verdict.h"

#include <algorithm>
#include <cmath>

#include "core/support/format.h"

namespace adapsne {

Outcome ClaimCondition::outcome() const {
  const Estimate e = gain();
  if (!std::isfinite(e.mean) || !std::isfinite(e.standardError)) return Outcome::Unknown;
  const double twice = 2 * e.standardError;
  if (e.mean <= 0 || e.mean <= twice) return Outcome::No;
  return e.mean + twice < claimed ? Outcome::Smaller : Outcome::Yes;
}

Verdict verdictOf(const std::vector<ClaimCondition>& conditions) {
  const auto count = [&](Outcome outcome) {
    return std::count_if(conditions.begin(), conditions.end(),
                         [&](const ClaimCondition& c) { return !c.beyond && c.outcome() == outcome; });
  };
  const auto all =
      std::count_if(conditions.begin(), conditions.end(), [](const ClaimCondition& c) { return !c.beyond; });
  if (count(Outcome::Unknown) == all) return Verdict::Unknown;
  if (count(Outcome::Yes) == all) return Verdict::Holds;
  if (count(Outcome::No) == all) return Verdict::DoesNotHold;
  return Verdict::Depends;
}

const char* verdictText(Verdict verdict) {
  switch (verdict) {
    case Verdict::Holds:
      return "holds";
    case Verdict::DoesNotHold:
      return "does not hold";
    case Verdict::Depends:
      return "depends";
    case Verdict::Unknown:
      break;
  }
  return "is not known";
}

const char* outcomeText(Outcome outcome) {
  switch (outcome) {
    case Outcome::Yes:
      return "yes";
    case Outcome::Smaller:
      return "smaller than claimed";
    case Outcome::No:
      return "no";
    case Outcome::Unknown:
      break;
  }
  return "not known";
}

const char* verdictRule() {
  return "A gain counts under a condition where its mean over the seeds is more than two standard errors "
         "above 0; where the paper names a size, it is \"smaller than claimed\" if it stays more than two "
         "standard errors below that. A claim holds where every condition says yes, does not hold where "
         "every "
         "one says no, and else depends on the condition; what goes beyond the paper is shown and not "
         "counted. Each seed takes a pool of its own. No correction is made for the number of conditions: "
         "with five seeds, of seventeen where nothing is gained, about one is a yes by chance.";
}

std::string gainText(const ClaimCondition& condition) {
  const Estimate e = condition.gain();
  if (!std::isfinite(e.mean)) return "-";
  const bool none = std::abs(e.mean) < 0.005;  // Or it would be -0.00.
  const int digits = std::abs(e.mean) < 1 || e.standardError < 0.1 ? 2 : 1;
  return format("%+.*f", digits, none ? 0.0 : e.mean) +
         (std::isfinite(e.standardError) ? format(" +- %.*f", digits, e.standardError) : "");
}

}  // namespace adapsne
