// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/support/run_control.h"
#include "core/training/network.h"

namespace adapsne {

/// How a network is trained: AdamW over batches of rows drawn without replacement until none is left, then
/// anew; the learning rate rises over the warm-up and falls to 0 by half a cosine.
struct TrainingOptions {
  uint64_t seed = 1;           ///< Names the first weights, the order of the rows and how images are moved.
  int steps = 600;             ///< Batches, >= 0, however many rows there are; 0 leaves the first weights.
  int batch = 32;              ///< Rows of a batch, >= 1; a row comes several times where there are fewer.
  double learningRate = 4e-3;  ///< Of the highest step, > 0.
  double weightDecay = 1e-3;   ///< >= 0, times the learning rate.
  int warmUp = 50;             ///< Steps over which the learning rate rises, >= 0.
  double smoothing = 0.1;      ///< Share of a label that goes to all classes, in [0, 1).
  int shift = 0;        ///< Images only: moved by up to so many pixels each way, their edge goes on; >= 0.
  bool mirror = false;  ///< Images only: every other one left to right, by chance.
};

/// What this kind of network was found to learn well with: learning rate, weight decay, smoothing. Images of
/// LeNet and Cnn are moved by a tenth of their side; whether they may be mirrored, only the data can say.
TrainingOptions usualTraining(const NetworkSpec& spec);

struct TrainingProgress {
  int step = 0, steps = 0;  ///< Steps done, of all.
  double loss = 0;          ///< Mean cross-entropy of the last batch.
  double secondsLeft = -1;  ///< By the steps so far; negative: not known yet.
};
using TrainingObserver = std::function<void(const TrainingProgress&)>;

/// Trains on the rows `values` (N x D, row-major, finite) with one label each in [0, classes). Rows are
/// centred and scaled by what these rows alone say: images channel by channel to mean 0 and deviation 1,
/// other rows column by column to mean 0 and all by one factor to deviation 1; what is the same in all rows
/// becomes 0.
///
/// One thread, whatever `control` says: let many trainings run side by side (parallelFor over them, one
/// each). The same seed gives the same network, bit for bit. `observe` is called after each step, on this
/// thread. Throws Error (no row, a row without a label or with one that is no class, values that are not
/// finite, options out of their range, data that do not fit the network), Cancelled within some ten
/// milliseconds.
Network trainNetwork(const NetworkSpec& spec, std::span<const float> values, std::span<const int32_t> labels,
                     const TrainingOptions& options, RunControl& control,
                     const TrainingObserver& observe = {});

/// A network that has learned nothing: first weights drawn by the seed, evenly within 1 / sqrt(values that
/// come into a unit), as torch draws them. Rows come in as they are.
Network firstNetwork(const NetworkSpec& spec, uint64_t seed);

}  // namespace adapsne
