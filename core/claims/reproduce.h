// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/claims/verdict.h"
#include "core/comparison/compare_methods.h"
#include "core/dataset/hold_out.h"
#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

struct ReproduceOptions {
  Options common;                          ///< Of all runs; its seed is the first. The ratio has no effect.
  std::vector<std::string> claims = {};    ///< Names; empty: all.
  std::vector<SubsetBudget> budgets = {};  ///< Of the accuracy's subsets.
  std::vector<std::string> classifiers = {};  ///< Of the accuracy; empty: usualClassifiers().
};

/// A claim of the papers and how it is measured.
struct Claim {
  std::string name;       ///< "outliers"
  std::string title;      ///< "Fewer outliers"
  std::string statement;  ///< What the papers say, in our words.
  std::string measured;   ///< What is measured here, and of what.
};
/// outliers, evenness, accuracy, energy and area.
const std::vector<Claim>& claims();

struct ClaimResult {
  Claim claim;
  std::vector<ClaimCondition> conditions;
  Verdict verdict() const { return verdictOf(conditions); }
  /// "depends: yes for ..., no for ...".
  std::string conclusion() const;
};

/// What was measured on what.
struct ClaimsReport {
  std::string data;  ///< The dataset's name.
  int64_t points = 0, heldOut = 0;
  int seeds = 0;
  uint64_t firstSeed = 1;
  std::string version, instructionSet;
  std::vector<ClaimResult> results;
};

using ClaimsProgress = std::function<void(double share, const std::string& doing)>;

/// Measures the claims, one seed a pool (openPools()). Throws UsageError for an unknown claim, Error,
/// Cancelled.
ClaimsReport reproduceClaims(const std::vector<HoldOut>& pools, const ReproduceOptions& options,
                             const ClaimsProgress& progress, RunControl& control);

/// For a terminal.
std::string claimsText(const ClaimsReport& report);
/// One JSON object.
std::string claimsJson(const ClaimsReport& report);
/// A page that needs nothing beside it: for a screen of any width, light or dark, and for paper.
std::string claimsPage(const ClaimsReport& report, const std::string& command);

}  // namespace adapsne
