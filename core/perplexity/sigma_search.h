// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/arithmetic.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Fireworks is AdapSNE's search; Fireworks2010, Efwa and DynFwa are the generic optimiser (core/fireworks)
/// applied as published, to |ln(Perp / target)| over the range of ln sigma.
enum class Search { Bisection, Newton, Fireworks, GoldenSection, Random, Fireworks2010, Efwa, DynFwa };
enum class Start { Cold, Warm };
enum class BisectionStart { Range, BetaOne };
enum class BisectionKeeps { Last, Best };

/// Searches by explosions, whatever their details.
bool isFireworks(Search search);

struct SearchOptions {
  Arithmetic arithmetic = Arithmetic::Float64;
  bool subtractNearest = false;  ///< Fixed formats only: take the row's smallest distance off first.
  Search search = Search::Fireworks;
  int evaluations = 0;  ///< Budget a point; 0 = the search's own, see defaultEvaluations.
  BisectionStart bisectionStart = BisectionStart::Range;
  BisectionKeeps bisectionKeeps = BisectionKeeps::Last;
  double tolerance = 0.01;    ///< Fireworks of every kind stop at this relative error of the perplexity.
  Start start = Start::Warm;  ///< Fireworks: from the neighbour distance, or over the whole range.
  int fireworks = 8;          ///< Cold start: stratified fireworks over the range of ln sigma.
  int sparks = 4;             ///< Sparks of one explosion.
  double amplitude = 0.25;    ///< First explosion amplitude of a warm start, in ln sigma.
  double amplify = 1.5;       ///< Amplitude factor when the best spark lies beyond half of it.
  double reduce = 0.45;       ///< Amplitude factor otherwise.
  int guidingSparks = 12;     ///< Illinois steps at most inside a sign bracket.
};

/// 24 bisection, 60 newton, 32 fireworks, golden-section and random, 600 the published fireworks.
int defaultEvaluations(Search search);
/// Ends with its last iterate, as NMS does, not with the best that it saw.
bool keepsLast(const SearchOptions& options);

/// What happened in one evaluation of Perp, for those who watch. Positions are u = ln sigma on distances
/// divided by the graph's largest.
enum class EvaluationKind {
  Firework,
  Spark,
  GuidingSpark,
  Bisection,
  Newton,
  GoldenSection,
  Random,
  GaussianSpark
};
struct TraceEvent {
  EvaluationKind kind;
  int generation;  ///< One pass over the row each; evaluations of a generation do not depend on each other.
  double u;        ///< where
  double perplexity;  ///< what the datapath evaluated there
  double center;  ///< Spark: the firework that exploded; bracket searches: the bracket's lower end; else 0.
  double amplitude;  ///< Spark: explosion amplitude; bracket searches: the bracket's width; else 0.
};
struct SearchTrace {
  int64_t point = 0;
  double target = 0, rangeLow = 0, rangeHigh = 0;
  std::vector<TraceEvent> events;
  double chosenU = 0;
};

/// sigma of every point for one target perplexity, and what finding it took.
struct SigmaResult {
  double target = 0;
  std::vector<double> sigma;          ///< N, in the units of the preprocessed features.
  std::vector<double> chosenU;        ///< N, ln sigma on distances / largest.
  std::vector<double> reached;        ///< N, the perplexity that the datapath evaluated there.
  std::vector<uint16_t> evaluations;  ///< N
  std::vector<uint16_t> passes;       ///< N; evaluations that did not depend on each other share one.
  std::vector<uint8_t> reachability;  ///< N, see Reachability.
  int64_t totalEvaluations = 0, totalPasses = 0, expCalls = 0, randomDraws = 0;  ///< pilot rows included
};

/// Whether a target has a root (docs/method.md#perplexity-of-one-point), by exact mathematics in every case.
enum class Reachability : uint8_t {
  Reachable,
  TooManyTies,      ///< More neighbours at the smallest distance than the target asks for.
  TooFewNeighbors,  ///< Target above the number of neighbours.
};

/// Finds sigma for every row of the graph. Deterministic by seed, bit-identical at any thread count.
/// Unreachable points get the best sigma of the range and are flagged.
std::shared_ptr<const SigmaResult> searchSigma(const NeighborGraph& graph, double target,
                                               const SearchOptions& options, uint64_t seed,
                                               RunControl& control);

/// Whether a point's perplexity, as the datapath evaluated it at its sigma, is more than 5 % off the target.
bool missedTarget(const SigmaResult& result, size_t point);
/// How many points did.
int64_t missedTargets(const SigmaResult& result);

/// The same search for one row, recorded. Its end equals searchSigma's sigma for that row exactly.
SearchTrace traceSigma(const NeighborGraph& graph, double target, const SearchOptions& options, uint64_t seed,
                       int64_t point, RunControl& control);

}  // namespace adapsne
