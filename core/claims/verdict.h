// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/comparison/accuracy_table.h"

namespace adapsne {

/// One of the two sides that a claim sets against each other.
struct ClaimArm {
  std::string name;            ///< "bisection"
  std::vector<double> values;  ///< One a seed, in the condition's unit.
};

/// What a claim comes to under one condition.
enum class Outcome {
  Yes,      ///< The gain is beyond two standard errors above 0, and as large as claimed within two.
  Smaller,  ///< Beyond two above 0, and more than two below the size that the paper names.
  No,       ///< Not beyond two standard errors above 0.
  Unknown   ///< Fewer than two seeds: nothing is known of the error.
};

/// A circumstance under which a claim was measured.
struct ClaimCondition {
  std::string name;            ///< "16-bit arithmetic, all neighbours"
  std::string unit;            ///< Of the gains and, if there are any, of the arms: "% of points".
  std::vector<ClaimArm> arms;  ///< Empty, or what the gains are differences of, and what else was measured.
  std::vector<double> gains;   ///< One a seed; above 0 in the paper's favour.
  double claimed = 0;          ///< The size that the paper names, in `unit`; 0 = none.
  bool beyond = false;         ///< Of a method or a baseline of ours: shown, and no part of the verdict.

  Estimate gain() const { return estimate(gains); }
  Outcome outcome() const;
};

enum class Verdict { Holds, DoesNotHold, Depends, Unknown };

/// Holds where every condition that counts says yes, does not hold where every one says no; else it depends.
Verdict verdictOf(const std::vector<ClaimCondition>& conditions);
/// "holds", "does not hold", "depends", "is not known"
const char* verdictText(Verdict verdict);
/// "yes", "smaller than claimed", "no", "not known"
const char* outcomeText(Outcome outcome);
/// The rule, in sentences, for whoever reads a verdict.
const char* verdictRule();

/// "+8.1 +- 2.0", without the error where there is none.
std::string gainText(const ClaimCondition& condition);

}  // namespace adapsne
