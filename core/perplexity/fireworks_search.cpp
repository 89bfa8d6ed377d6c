// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/perplexity/row_search.h"

namespace adapsne {
namespace {

/// An evaluated point. The error is kept as ln(Perp / target), in which perplexity is nearly linear in u.
struct Sample {
  double u, logError;
};

double logError(double relativeError) {
  return std::log(std::max(1e-6, 1 + relativeError));
}

class FireworksSearch {
 public:
  FireworksSearch(RowProblem& problem, const SearchOptions& options, RandomStream random, int64_t& draws)
      : problem_(problem), options_(options), random_(random), draws_(draws) {}

  void run(double warmU) {
    if (std::isnan(warmU))
      startCold();
    else
      startWarm(warmU);
    const double firstAmplitude = amplitude_;
    while (active()) {
      if (const Sample* lower = ascendingCrossing(); lower && guiding_ < options_.guidingSparks) {
        polish(*lower, *(lower + 1));
      } else {
        explode();
        if (amplitude_ < 1e-4) amplitude_ = firstAmplitude;  // Contracted onto a point that is no root.
      }
    }
  }

 private:
  bool active() const { return problem_.mayEvaluate() && problem_.bestError() > options_.tolerance; }

  double evaluate(double u, EvaluationKind kind, double center = 0, double amplitude = 0) {
    const Sample sample{u, logError(problem_.error(u, kind, center, amplitude))};
    samples_.insert(std::upper_bound(samples_.begin(), samples_.end(), sample,
                                     [](const Sample& a, const Sample& b) { return a.u < b.u; }),
                    sample);
    return sample.logError;
  }

  /// Stratified fireworks over the range, all in one pass.
  void startCold() {
    const double width = (problem_.high() - problem_.low()) / options_.fireworks;
    problem_.beginPass();
    for (int i = 0; i < options_.fireworks && problem_.mayEvaluate(); ++i)
      evaluate(problem_.low() + width * (i + 0.5), EvaluationKind::Firework, 0, width);
    amplitude_ = width;
  }

  /// One firework where the neighbour distances suggest sigma, and one beside it towards the target.
  void startWarm(double warmU) {
    amplitude_ = options_.amplitude;
    const double u = std::clamp(warmU, problem_.low(), problem_.high());
    problem_.beginPass();
    const double error = evaluate(u, EvaluationKind::Firework, u, amplitude_);
    if (!active()) return;
    problem_.beginPass();
    evaluate(std::clamp(error > 0 ? u - amplitude_ : u + amplitude_, problem_.low(), problem_.high()),
             EvaluationKind::Firework, u, amplitude_);
  }

  /// The narrowest pair of neighbouring samples between which perplexity ascends through the target: a true
  /// root lies inside. A descending crossing is a datapath's false root and is left alone.
  const Sample* ascendingCrossing() const {
    const Sample* found = nullptr;
    double smallest = std::numeric_limits<double>::infinity();
    for (size_t i = 0; i + 1 < samples_.size(); ++i) {
      const Sample &a = samples_[i], &b = samples_[i + 1];
      const double size = b.logError - a.logError;
      if (a.logError < 0 && b.logError > 0 && size < smallest && b.u - a.u > 1e-7) {
        smallest = size;
        found = &a;
      }
    }
    return found;
  }

  /// Illinois steps (Dowell and Jarratt 1971) inside a bracket: the guiding sparks.
  void polish(Sample low, Sample high) {
    int side = 0;
    while (active() && guiding_ < options_.guidingSparks) {
      ++guiding_;
      const bool farAway = std::abs(low.logError) > 3 || std::abs(high.logError) > 3;
      double u = (low.u * high.logError - high.u * low.logError) / (high.logError - low.logError);
      if (farAway || !(u > low.u + 1e-9 && u < high.u - 1e-9)) u = (low.u + high.u) / 2;
      problem_.beginPass();
      const double error = evaluate(u, EvaluationKind::GuidingSpark, low.u, high.u - low.u);
      if (error > 0) {
        high = {u, error};
        if (side == 1) low.logError /= 2;
        side = 1;
      } else {
        low = {u, error};
        if (side == -1) high.logError /= 2;
        side = -1;
      }
      if (high.u - low.u < 1e-6) guiding_ = options_.guidingSparks;  // A jump of the datapath, not a root.
    }
  }

  /// The best firework explodes into stratified sparks, one pass for all of them.
  void explode() {
    const double center = problem_.best().u, before = problem_.bestDistance(), amplitude = amplitude_;
    problem_.beginPass();
    for (int i = 0; i < options_.sparks && active(); ++i) {
      const double offset = 2 * (i + random_.uniform()) / options_.sparks - 1;
      ++draws_;
      evaluate(std::clamp(center + amplitude * offset, problem_.low(), problem_.high()),
               EvaluationKind::Spark, center, amplitude);
    }
    // Half the amplitude: the outermost stratum of four. With 0.8 a search that walks towards a far root
    // contracts on the way and misses it: 110 of 1,797 digits at a target of 2 against none, in more
    // evaluations.
    const bool atTheEdge =
        problem_.bestDistance() < before && std::abs(problem_.best().u - center) > 0.5 * amplitude;
    amplitude_ *= atTheEdge ? options_.amplify : options_.reduce;
  }

  RowProblem& problem_;
  const SearchOptions& options_;
  RandomStream random_;
  int64_t& draws_;
  std::vector<Sample> samples_;  // ascending in u
  double amplitude_ = 0;
  int guiding_ = 0;
};

}  // namespace

void fireworks(RowProblem& problem, const SearchOptions& options, double warmU, RandomStream random,
               int64_t& draws) {
  FireworksSearch(problem, options, random, draws).run(warmU);
}

}  // namespace adapsne
