// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "core/fireworks/fireworks.h"
#include "core/perplexity/sigma_search.h"
#include "core/support/random.h"

namespace adapsne {

/// One row's search as a search algorithm sees it: it can evaluate Perp(u) until the budget is spent, says
/// which evaluations share a pass, and everything is counted, and recorded where somebody watches.
class RowProblem {
 public:
  RowProblem(const RowEvaluator& evaluator, double target, int budget, std::vector<TraceEvent>* record)
      : evaluator_(evaluator), target_(target), budget_(budget), record_(record) {}

  double target() const { return target_; }
  double low() const { return evaluator_.lowestU(); }
  double high() const { return evaluator_.highestU(); }
  int budget() const { return budget_; }
  bool isRecorded() const { return record_ != nullptr; }
  bool mayEvaluate() const { return evaluations_ < budget_; }

  /// Evaluations from here on do not depend on each other and share one pass over the row.
  void beginPass() { passOpen_ = false; }

  /// Relative error (Perp - target) / target at u.
  double error(double u, EvaluationKind kind, double center = 0, double amplitude = 0) {
    if (!passOpen_) {
      ++passes_;
      passOpen_ = true;
    }
    ++evaluations_;
    const RowEvaluator::Value value = evaluator_.evaluate(u);
    if (record_) record_->push_back({kind, passes_ - 1, u, value.perplexity, center, amplitude});
    const double error = value.perplexity / target_ - 1;
    last_ = {u, value.perplexity, value.slope};
    // Ranked by |ln(Perp / target)|: by the relative error a row in which everything vanished, Perp = 0,
    // would be better than one with 2.1 times the target.
    const double distance = std::abs(std::log(value.perplexity / target_));
    if (evaluations_ == 1 || distance < bestDistance_) {
      bestDistance_ = distance;
      bestError_ = std::abs(error);
      best_ = last_;
    }
    return error;
  }

  struct Point {
    double u = 0, perplexity = 0, slope = 0;
  };
  const Point& last() const { return last_; }
  const Point& best() const { return best_; }
  double bestError() const { return bestError_; }        ///< of `best`, relative, absolute value
  double bestDistance() const { return bestDistance_; }  ///< |ln(Perp / target)| of `best`, smallest of all
  int evaluations() const { return evaluations_; }
  int passes() const { return passes_; }

 private:
  const RowEvaluator& evaluator_;
  double target_;
  int budget_;
  std::vector<TraceEvent>* record_;
  int evaluations_ = 0, passes_ = 0;
  bool passOpen_ = false;
  Point last_, best_;
  double bestError_ = std::numeric_limits<double>::infinity();
  double bestDistance_ = std::numeric_limits<double>::infinity();
};

/// On the sign of the error, halving a bracket in ln sigma until the budget is spent. Range brackets by the
/// whole range (NMS); BetaOne starts as bhtsne does (van der Maaten 2014), at beta = 1 on distances /
/// largest, and doubles or halves beta until the sign changes.
void bisect(RowProblem& problem, BisectionStart start);

/// Safeguarded Newton in ln sigma with the slope from the same pass; needs a datapath that gives slopes.
/// Ends when ln Perp agrees to 1e-13 or the bracket to rounding. The result is the best point.
void newton(RowProblem& problem, double startU);

/// AdapSNE's search (docs/method.md#searching-sigma); the result is the best point. `warmU` is where a warm
/// start places its firework, NaN starts cold. `draws` counts random numbers.
void fireworks(RowProblem& problem, const SearchOptions& options, double warmU, RandomStream random,
               int64_t& draws);

/// Golden-section minimisation of |ln(Perp / target)| over the whole range (Kiefer 1953) until the budget is
/// spent. It assumes one minimum. The result is the best point.
void goldenSection(RowProblem& problem);

/// Uniform over the range of ln sigma, the whole budget in one pass. The result is the best point.
void randomSearch(RowProblem& problem, RandomStream random, int64_t& draws);

/// The generic optimiser with its paper's numbers on |ln(Perp / target)|, one dimension. Ends after the
/// generation that comes within `tolerance` of the target. It cannot tell a true root from a false one. The
/// result is the best point.
void publishedFireworks(RowProblem& problem, FireworksVariant variant, double tolerance, RandomStream random,
                        int64_t& draws);

}  // namespace adapsne
