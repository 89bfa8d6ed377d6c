// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/measures.h"

#include <cmath>
#include <limits>

#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string withDecimals(double value, int decimals, bool sign) {
  const std::string text = format(sign ? "%+.*f" : "%.*f", decimals, value);
  // What rounds to nothing is neither more nor less.
  return text.find_first_of("123456789") == std::string::npos ? format("%.*f", decimals, 0.0) : text;
}

std::string text(const Measure& measure, double value, bool sign) {
  switch (measure.kind) {
    case Measure::Kind::Points:
    case Measure::Kind::Count:
      return grouped(withDecimals(value, 0, sign));
    case Measure::Kind::Seconds:
      return withDecimals(value, 2, sign) + " s";
    case Measure::Kind::Number:
      break;
  }
  return withDecimals(value, measure.decimals, sign);
}

double perPoint(int64_t total, const Run& run) {
  return static_cast<double>(total) / static_cast<double>(run.dataset->points);
}

double points(int64_t count) {
  return static_cast<double>(count);
}

/// A measure of the subset, which a run's assessment holds.
Measure subsetMeasure(std::string key, std::string title, std::string help, Measure::Kind kind,
                      Measure::Better better, int decimals,
                      std::function<double(const SubsetMeasures&)> value) {
  return {std::move(key),
          std::move(title),
          std::move(help),
          Measure::Group::Subset,
          kind,
          better,
          decimals,
          [value](const Run& r) { return value(r.assessment.subset); },
          value};
}

}  // namespace

const std::vector<Measure>& measures() {
  using enum Measure::Better;
  using Group = Measure::Group;
  constexpr Group Quality = Group::Quality, Work = Group::Work;
  using enum Measure::Kind;
  static const std::vector<Measure> all = {
      {"target_perplexity", "Target perplexity",
       "How many neighbours each point should effectively have; fixed, or chosen by entropy.", Quality,
       Number, Neither, 1, [](const Run& r) { return r.targetPerplexity; }},
      {"kl", "KL divergence",
       "KL(P || Q) of the map in nats. Smaller is a closer fit to the same P; methods with another P are not "
       "comparable by it.",
       Quality, Number, Neither, 3, [](const Run& r) { return r.map->kl; }},
      {"trustworthiness", "Trustworthiness",
       "How far map neighbours are neighbours in the input space, k = 12; 1 is best.", Quality, Number,
       Higher, 4, [](const Run& r) { return r.assessment.trustworthiness; }},
      {"continuity", "Continuity", "How far input neighbours stay neighbours in the map, k = 12; 1 is best.",
       Quality, Number, Higher, 4, [](const Run& r) { return r.assessment.neighborhood.continuity; }},
      {"neighbor_recall", "Neighbour recall",
       "Share of the 10 nearest input neighbours among the 10 nearest in the map.", Quality, Number, Higher,
       4, [](const Run& r) { return r.assessment.neighborhood.recall; }},
      {"lost", "Lost points",
       "None of their 10 nearest input neighbours is among their 60 nearest in the map.", Quality, Points,
       Lower, 0, [](const Run& r) { return points(r.assessment.outliers.lost); }},
      {"stray", "Stray points",
       "Among another class in the map than in the input space. Labels are used for this report only.",
       Quality, Points, Lower, 0,
       [](const Run& r) { return r.dataset->hasLabels() ? points(r.assessment.outliers.stray) : kNaN; }},
      {"unreachable", "Unreachable", "No sigma gives their target perplexity.", Quality, Points, Lower, 0,
       [](const Run& r) { return points(r.assessment.outliers.unreachable); }},
      {"missed", "Missed target",
       "Their perplexity, as the datapath evaluated it, is more than 5 % off the target.", Quality, Points,
       Lower, 0, [](const Run& r) { return points(missedTargets(*r.sigma)); }},
      {"entropy_representation", "H_rep",
       "Entropy of how many points each exemplar stands for; 1 = all alike.", Group::Subset, Number, Higher,
       4, [](const Run& r) { return r.assessment.entropyRepresentation; }},
      {"entropy_occupancy", "H_grid",
       "How evenly the map fills its box; 1 = evenly. Neither end is better by itself.", Quality, Number,
       Neither, 4, [](const Run& r) { return r.assessment.occupancy.entropy; }},
      subsetMeasure("coverage_radius", "Coverage radius",
                    "The largest distance of a point to its exemplar, in feature space.", Number, Lower, 3,
                    [](const SubsetMeasures& m) { return m.coverage.largest; }),
      subsetMeasure("coverage_mean", "Mean distance",
                    "The mean distance of a point to its exemplar, in feature space.", Number, Lower, 3,
                    [](const SubsetMeasures& m) { return m.coverage.mean; }),
      subsetMeasure(
          "class_entropy", "Class entropy",
          "How evenly the classes share the exemplars; 1 = all alike. A subset that follows unequal classes "
          "stays below 1.",
          Number, Neither, 4, [](const SubsetMeasures& m) { return m.balance.entropy; }),
      subsetMeasure("classes_hit", "Classes hit", "Classes that have an exemplar.", Count, Higher, 0,
                    [](const SubsetMeasures& m) {
                      return m.balance.classes > 0 ? double(m.balance.classesHit) : kNaN;
                    }),
      subsetMeasure("exemplar_agreement", "Exemplar agreement",
                    "Share of the other points whose nearest exemplar has their class.", Number, Higher, 4,
                    [](const SubsetMeasures& m) { return m.agreement; }),
      subsetMeasure("mean_discrepancy", "Mean discrepancy",
                    "Maximum mean discrepancy between the subset and the whole, in feature space; 0 = none.",
                    Number, Lower, 4, [](const SubsetMeasures& m) { return m.discrepancy; }),
      {"evaluations_per_point", "Evaluations per point",
       "Evaluations of the perplexity that the final sigma search took, on average.", Work, Number, Lower, 1,
       [](const Run& r) { return perPoint(r.sigma->totalEvaluations, r); }},
      {"passes_per_point", "Passes per point",
       "Passes over a row of distances; evaluations that do not depend on each other share one.", Work,
       Number, Lower, 1, [](const Run& r) { return perPoint(r.sigma->totalPasses, r); }},
      {"seconds_alone", "Time if run alone",
       "Wall time of all stages, those that were reused counted with what computing them took.", Work,
       Seconds, Lower, 2,
       [](const Run& r) {
         double seconds = 0;
         for (const StageTiming& stage : r.timing) seconds += stage.computed;
         return seconds;
       }},
  };
  return all;
}

std::string measureText(const Measure& measure, double value) {
  return std::isnan(value) ? "—" : text(measure, value, false);
}

std::string measureText(const Measure& measure, double value, const Run& run) {
  std::string result = measureText(measure, value);
  if (measure.kind != Measure::Kind::Points || std::isnan(value)) return result;
  return result + " (" + withDecimals(100 * value / static_cast<double>(run.dataset->points), 1, false) +
         " %)";
}

std::string differenceText(const Measure& measure, double a, double b) {
  return std::isnan(b - a) ? "" : text(measure, b - a, true);
}

int verdict(const Measure& measure, double a, double b) {
  if (measure.better == Measure::Better::Neither || std::isnan(b - a)) return 0;
  if (differenceText(measure, a, b) == differenceText(measure, 0, 0)) return 0;
  return (b > a) == (measure.better == Measure::Better::Higher) ? 1 : -1;
}

}  // namespace adapsne
