// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/support/run_control.h"

namespace adapsne {

struct EmbeddingOptions {
  int iterations = 1000;
  double exaggeration = 12;         ///< P is multiplied by this at first.
  int exaggerationIterations = 250;
  double learningRate = 0;          ///< 0 = max(N / 48, 50), as scikit-learn's 'auto'.
  double initialMomentum = 0.5;     ///< during exaggeration
  double finalMomentum = 0.8;
};

/// One point of the convergence curve.
struct ConvergenceSample {
  int iteration;
  double kl;            ///< KL(P || Q) in nats, without exaggeration.
  double gradientNorm;  ///< Euclidean norm of the gradient (exaggerated while that lasts).
};

/// Gradient descent of KL(P || Q) with a Student-t map (van der Maaten and Hinton 2008), resumable.
///
/// `run(a)` then `run(b)` ends at the same bits as `run(max(a, b))`, at any number of threads; a copy of an
/// Embedding is a checkpoint. Gains as in the reference implementation (+0.2, x0.8, at least 0.01).
class Embedding {
 public:
  /// `start` is N x 2, interleaved. P is shared, not copied.
  Embedding(std::shared_ptr<const Affinities> affinities, std::span<const float> start,
            const EmbeddingOptions& options);

  /// One iteration. Throws Cancelled; the state is then that of the last complete iteration.
  void step(RunControl& control);
  int iteration() const { return iteration_; }
  int64_t points() const { return static_cast<int64_t>(x_.size()); }

  /// The map, N x 2 interleaved, centred at 0.
  void copyPositions(std::vector<float>& positions) const;
  /// KL now, in float64 over all pairs.
  ConvergenceSample measure(RunControl& control) const;

 private:
  std::shared_ptr<const Affinities> affinities_;
  std::shared_ptr<const std::vector<float>> packed_;  ///< P as float32: N x N, or as in the rows.
  bool dense_ = false;
  EmbeddingOptions options_;
  double learningRate_;
  std::vector<float> x_, y_, velocityX_, velocityY_, gainX_, gainY_;
  double gradientNorm_ = 0;
  int iteration_ = 0;
};

}  // namespace adapsne
