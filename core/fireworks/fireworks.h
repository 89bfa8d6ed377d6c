// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "core/support/random.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The published algorithms that `Fireworks` follows equation by equation.
enum class FireworksVariant {
  Fwa2010,  ///< Tan and Zhu, ICSI 2010. Its mapping and its Gaussian sparks are biased towards the origin.
  Efwa,     ///< Enhanced: Zheng, Janecek and Tan, CEC 2013.
  DynFwa,   ///< Dynamic: Zheng, Janecek, Li and Tan, CEC 2014.
  LoTFwa    ///< Loser-out tournament with guiding sparks: Li and Tan, IEEE Trans. Evol. Comp. 2018.
};

/// Where the minimum is looked for: low[k] <= x[k] <= high[k], finite, at least one dimension.
struct SearchBox {
  std::vector<double> low, high;
};

struct FireworksOptions {
  FireworksVariant variant = FireworksVariant::LoTFwa;
  int fireworks = 5;            ///< n >= 1
  int sparks = 300;             ///< m >= 1, of all fireworks together. More look more widely and take longer.
  int gaussianSparks = 0;       ///< m^ >= 0; FWA and EFWA.
  double fewest = 0.04;         ///< a: one firework has at least round(a m) sparks; not LoTFWA.
  double most = 0.8;            ///< b: and at most round(b m); not LoTFWA.
  double amplitude = 0.2;       ///< A^, share of the box's edge that all fireworks divide; not LoTFWA.
  double amplify = 1.2;         ///< dynFWA, LoTFWA: amplitude factor after an improvement.
  double reduce = 0.9;          ///< dynFWA, LoTFWA: amplitude factor otherwise.
  int64_t evaluations = 10000;  ///< The budget, >= 1, used up exactly unless the goal is reached.
  double goal = -std::numeric_limits<double>::infinity();  ///< Ends after the generation that reaches it.
  bool record = false;                                     ///< Keep every evaluation as an event.
};

/// The variant with the numbers of its paper.
FireworksOptions fireworksDefaults(FireworksVariant variant);

enum class FireworksKind { Firework, Spark, GaussianSpark, GuidingSpark };

/// One evaluation. Evaluations are numbered from 0 in the order in which they happen.
struct FireworksEvent {
  FireworksKind kind = FireworksKind::Firework;
  int generation = 0;   ///< 0 places the first fireworks.
  int64_t parent = -1;  ///< Number of the evaluation that made the firework it sprang from; -1: placed.
  std::vector<double> position;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< As the objective gave it.
  double amplitude = 0;  ///< Of the explosion, share of the box's edge; 0: not an explosion's.
};

struct FireworksResult {
  std::vector<double> position;  ///< The best place that was evaluated,
  double value = 0;              ///< and its value; not finite only if no value was.
  int64_t evaluations = 0;
  int generations = 0;                 ///< The placing of the first fireworks is one.
  int64_t draws = 0;                   ///< Random numbers.
  std::vector<FireworksEvent> events;  ///< All evaluations where `record` was set, else empty.
};

/// The Fireworks Algorithm, generation by generation: fireworks explode into sparks, good ones into many
/// nearby, bad ones into few far away; the next fireworks are chosen among all of them. Minimises any
/// function over a box. NaN and infinite values rank behind every number. The same random stream gives the
/// same bits.
class Fireworks {
 public:
  /// Sets the value of each event of a batch. Evaluations of one batch do not depend on each other.
  using BatchObjective = std::function<void(std::span<FireworksEvent> batch)>;

  /// Throws std::invalid_argument where the box or the options are not as described above.
  Fireworks(SearchBox box, const FireworksOptions& options, BatchObjective objective, RandomStream random);

  bool done() const;
  /// One generation, the last one cut to the budget. Does nothing when done.
  void step();
  /// So far.
  const FireworksResult& result() const { return result_; }

 private:
  struct Individual {
    std::vector<double> position;
    double value = 0;
    int64_t evaluation = -1;     ///< its number
    double amplitude = 1;        ///< dynFWA's core and LoTFWA: share of the box's edge
    double lastImprovement = 0;  ///< LoTFWA
  };

  size_t dimensions() const { return box_.low.size(); }
  int64_t left() const { return options_.evaluations - result_.evaluations; }
  double uniform() { return ++result_.draws, random_.uniform(); }
  double normal() { return ++result_.draws, random_.normal(); }
  size_t below(size_t bound) { return ++result_.draws, static_cast<size_t>(random_.below(bound)); }

  std::vector<double> anywhere();
  void placeFirst();
  void placeLosers(const std::vector<size_t>& losers);
  /// Evaluates as much of the batch as the budget allows.
  std::vector<Individual> evaluate(std::vector<FireworksEvent> batch);

  void generationOfSelection();   ///< FWA, EFWA, dynFWA
  void generationOfTournament();  ///< LoTFWA
  FireworksEvent eventFrom(FireworksKind kind, const Individual& parent, double amplitude) const;
  std::vector<double> explosionAmplitudes() const;
  void spark(std::vector<double>& x, double amplitude);
  void gaussianSpark(std::vector<double>& x);
  std::vector<double> guided(const Individual& firework, std::vector<Individual> sparks);
  std::vector<size_t> someDimensions();
  void select(std::vector<Individual> candidates);
  void mapModulo(double& x, size_t k) const;
  void mapUniform(double& x, size_t k);

  SearchBox box_;
  FireworksOptions options_;
  BatchObjective objective_;
  RandomStream random_;
  std::vector<Individual> fireworks_;  ///< Not LoTFWA: the best comes first.
  FireworksResult result_;
};

/// Runs to the end. `control` is asked before every evaluation; throws Cancelled.
FireworksResult minimizeByFireworks(const SearchBox& box, const FireworksOptions& options,
                                    const std::function<double(std::span<const double>)>& function,
                                    uint64_t seed, RunControl& control);

}  // namespace adapsne
