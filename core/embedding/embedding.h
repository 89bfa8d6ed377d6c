// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/embedding/attraction.h"
#include "core/embedding/repulsion.h"
#include "core/support/run_control.h"

namespace adapsne {

struct EmbeddingOptions {
  int iterations = 1000;
  double exaggeration = 12;  ///< P is multiplied by this at first.
  int exaggerationIterations = 250;
  /// On the gradient with its factor 4. 0 = N / 12 but at least 50 while exaggerated, then N / 2 but at
  /// least 200.
  double learningRate = 0;
  double initialMomentum = 0.5;  ///< during exaggeration
  double finalMomentum = 0.9;
  RepulsionOptions repulsion = {};
  /// The descent may end before its iterations do: see stalled(). 0 = never.
  double stall = 0;
};

/// One point of the convergence curve.
struct ConvergenceSample {
  int iteration;
  double kl;            ///< KL(P || Q) in nats, without exaggeration.
  double gradientNorm;  ///< Euclidean norm of the gradient (exaggerated while that lasts).
};

/// Whether KL has fallen by less than the share options.stall over the last kStallIterations, all of them
/// after the exaggeration. `history` holds regular samples, ascending.
bool stalled(std::span<const ConvergenceSample> history, const EmbeddingOptions& options);
constexpr int kStallIterations = 50;

/// Gradient descent of KL(P || Q) with a Student-t map (van der Maaten and Hinton 2008), resumable.
///
/// A copy is a checkpoint: as many steps from there end at the same bits as without the stop, at any number
/// of threads. Gains as in the reference implementation (+0.2, x0.8, at least 0.01); no point moves more
/// than kLongestStep at once.
class Embedding {
 public:
  /// `start` is N x 2, interleaved. P is shared, not copied.
  Embedding(std::shared_ptr<const Affinities> affinities, std::span<const float> start,
            const EmbeddingOptions& options);
  Embedding(const Embedding& other);
  Embedding(Embedding&&) = default;

  /// One iteration. Throws Cancelled; the state is then that of the last complete iteration.
  void step(RunControl& control);
  int iteration() const { return iteration_; }
  int64_t points() const { return affinities_->points; }

  /// The map, N x 2 interleaved, centred at 0.
  void copyPositions(std::vector<float>& positions) const;
  /// KL now, of P in float64. Z is that of the repulsion's method: exact, or the mesh's.
  ConvergenceSample measure(RunControl& control);

  /// What the repulsion of all steps so far took.
  const RepulsionWork& repulsionWork() const { return work_; }

  /// Entries of P that the attraction of one step goes through: all, or all but the negligible ones. 0 before
  /// the first step.
  int64_t attractedEntries() const {
    return dense_ ? affinities_->nonzeros() : packed_ ? packed_->entries : 0;
  }

  static constexpr float kLongestStep = 5;  ///< map units

 private:
  /// What moves, interleaved, by place: a point's place in memory changes with `reorder`.
  struct State {
    std::vector<float> position, velocity, gain;
  };
  bool dense() const { return dense_ != nullptr; }
  /// Auto takes all pairs of a complete P together, whatever their number: its entries need no columns then.
  static RepulsionOptions repulsionFor(const Affinities& affinities, RepulsionOptions options);
  double learningRate(bool exaggerated) const;
  void prepare(RunControl& control);
  void reorder(RunControl& control);
  double computeForces(RunControl& control);

  std::shared_ptr<const Affinities> affinities_;
  EmbeddingOptions options_;
  std::shared_ptr<const std::vector<float>> dense_;    ///< N x N, where every pair has an entry
  std::optional<double> negligible_;                   ///< P below this is left out of packed_
  std::shared_ptr<const PackedAffinities> packed_;     ///< by place, otherwise
  std::shared_ptr<const std::vector<int32_t>> order_;  ///< the row at each place
  State state_;
  double gradientNorm_ = 0;
  int iteration_ = 0;
  RepulsionWork work_;

  // Scratch: a copy makes its own.
  std::unique_ptr<Repulsion> repulsion_;
  State next_;
  std::vector<float> attraction_, repulse_;
};

}  // namespace adapsne
