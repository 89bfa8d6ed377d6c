// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>
#include <vector>

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
    if (std::abs(error) < bestError_) {
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
  double bestError() const { return bestError_; }  ///< absolute value
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
};

/// NMS: on the sign of the error over the whole range of ln sigma; the result is the last iterate.
void bisect(RowProblem& problem);

/// Safeguarded Newton in ln sigma with the slope from the same pass; needs a datapath that gives slopes.
/// Ends when ln Perp agrees to 1e-13 or the bracket to rounding. The result is the best point.
void newton(RowProblem& problem, double startU);

/// AdapSNE's search as METHOD.md 2 gives it; the result is the best point. `warmU` is where a warm start places
/// its firework, NaN starts cold. `draws` counts random numbers.
void fireworks(RowProblem& problem, const SearchOptions& options, double warmU, RandomStream random, int64_t& draws);

}  // namespace adapsne
