// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train_network.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

#include "core/dataset/labels.h"
#include "core/support/random.h"
#include "core/training/adamw.h"
#include "core/training/cross_entropy.h"
#include "core/training/network_pass.h"

namespace adapsne {
namespace {

constexpr uint64_t kWeightStream = 0x77656967687473;  // "weights"
constexpr uint64_t kBatchStream = 0x62617463686573;   // "batches"
constexpr uint64_t kMoveStream = 0x6d6f766573;        // "moves"
constexpr float kMomentShare = 0.1f;                  // of a batch in the running moments

bool seesImages(NetworkKind kind) {
  return kind == NetworkKind::LeNet || kind == NetworkKind::Cnn;
}

void require(bool holds, const char* what, const char* range) {
  if (!holds) throw Error("training", std::string(what) + " is out of its range.", range);
}

void validate(const NetworkSpec& spec, std::span<const float> values, std::span<const int32_t> labels,
              const TrainingOptions& o) {
  require(o.steps >= 0, "the number of steps", "Give 0 or more.");
  require(o.batch >= 1 && o.batch <= 4096, "the rows of a batch", "Give 1 to 4096.");
  require(std::isfinite(o.learningRate) && o.learningRate > 0, "the learning rate", "Give more than 0.");
  require(std::isfinite(o.weightDecay) && o.weightDecay >= 0, "the weight decay", "Give 0 or more.");
  require(o.warmUp >= 0, "the warm-up", "Give 0 or more steps.");
  require(o.smoothing >= 0 && o.smoothing < 1, "the smoothing", "Give 0 to less than 1.");
  require(o.shift >= 0 && o.shift <= 128, "the shift", "Give 0 to 128 pixels.");
  requireRows(values, spec.dimensions, "rows to train on");
  const auto rows = static_cast<int64_t>(values.size()) / spec.dimensions;
  if (rows == 0) throw Error("rows to train on", "there are none.", "Give at least one.");
  if (rows != std::ssize(labels))
    throw Error("rows to train on",
                std::to_string(rows) + " rows have " + std::to_string(labels.size()) + " labels.",
                "Give one label a row.");
  for (int64_t i = 0; i < rows; ++i) {
    if (labels[i] >= 0 && labels[i] < spec.classes) continue;
    const std::string row = "row " + std::to_string(i) + " (counted from 0) has ";
    if (labels[i] == kUnlabelled)
      throw Error("rows to train on", row + "no label.", "Leave out rows without a label.");
    throw Error("rows to train on", row + "a label that is none of the classes.", "Give labels from 0.");
  }
}

/// Sets how rows come in.
void standardise(std::span<const float> values, Network& network, RunControl& control) {
  const int64_t dims = network.spec.dimensions, rows = static_cast<int64_t>(values.size()) / dims;
  const bool images = seesImages(network.spec.kind);
  // Columns that share a mean, and columns that share a factor.
  const int64_t means = images ? network.spec.image.channels : dims,
                factors = images ? network.spec.image.channels : 1;
  std::vector<double> mean(means), square(factors);
  const double each = static_cast<double>(rows) * static_cast<double>(dims / means),
               together = static_cast<double>(rows) * static_cast<double>(dims / factors);
  for (int64_t i = 0; i < rows; ++i) {
    control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) mean[d % means] += values[i * dims + d];
  }
  for (double& m : mean) m /= each;
  for (int64_t i = 0; i < rows; ++i) {
    control.checkpoint();
    for (int64_t d = 0; d < dims; ++d) {
      const double off = values[i * dims + d] - mean[d % means];
      square[d % factors] += off * off;
    }
  }
  for (int64_t d = 0; d < dims; ++d) {
    const double deviation = std::sqrt(square[d % factors] / together);
    network.center[d] = static_cast<float>(mean[d % means]);
    // A channel of one value has no scale; rounding of its mean must not become one.
    network.factor[d] = deviation > 1e-6 * std::abs(mean[d % means]) ? static_cast<float>(1 / deviation) : 0;
  }
}

/// Which rows come next, and how their images are moved.
class Batches {
 public:
  Batches(const NetworkSpec& spec, const TrainingOptions& options, int64_t rows)
      : spec_(spec),
        options_(options),
        random_(options.seed, kBatchStream),
        moves_(options.seed, kMoveStream),
        order_(rows),
        moved_(spec.dimensions) {
    std::iota(order_.begin(), order_.end(), int64_t{0});
  }
  int64_t next() {
    if (at_ == 0) random_.shuffle(order_);
    const int64_t row = order_[at_];
    at_ = (at_ + 1) % order_.size();
    return row;
  }
  /// The row as it is, or moved and mirrored by chance.
  std::span<const float> moved(std::span<const float> row) {
    if (!seesImages(spec_.kind) || (options_.shift == 0 && !options_.mirror)) return row;
    const auto offset = [&] {
      return static_cast<int64_t>(moves_.below(2 * options_.shift + 1)) - options_.shift;
    };
    const int64_t height = spec_.image.height, width = spec_.image.width, channels = spec_.image.channels,
                  down = offset(), across = offset();
    const bool mirrored = options_.mirror && moves_.below(2) == 1;
    for (int64_t y = 0; y < height; ++y) {
      const int64_t fromY = std::clamp<int64_t>(y + down, 0, height - 1);
      for (int64_t x = 0; x < width; ++x) {
        const int64_t fromX = std::clamp<int64_t>((mirrored ? width - 1 - x : x) + across, 0, width - 1);
        std::copy_n(row.data() + (fromY * width + fromX) * channels, channels,
                    moved_.data() + (y * width + x) * channels);
      }
    }
    return moved_;
  }

 private:
  const NetworkSpec& spec_;
  const TrainingOptions& options_;
  RandomStream random_, moves_;  // How images are moved does not change which rows come.
  std::vector<int64_t> order_;
  size_t at_ = 0;
  std::vector<float> moved_;
};

double rateAt(int step, const TrainingOptions& o) {
  const double risen = o.warmUp > 0 ? std::min(1.0, (step + 1.0) / o.warmUp) : 1;
  return o.learningRate * risen * 0.5 * (1 + std::cos(std::numbers::pi * step / o.steps));
}

}  // namespace

TrainingOptions usualTraining(const NetworkSpec& spec) {
  TrainingOptions o;
  switch (spec.kind) {
    case NetworkKind::Softmax:
    case NetworkKind::Mlp:
      o.learningRate = 2e-3;
      break;
    case NetworkKind::LeNet:
      o.learningRate = 3e-3;
      [[fallthrough]];
    case NetworkKind::Cnn:
      o.shift = (std::min(spec.image.height, spec.image.width) + 5) / 10;
  }
  return o;
}

Network firstNetwork(const NetworkSpec& spec, uint64_t seed) {
  const std::vector<NetworkLayer> layers = layersOf(spec);
  Network network;
  network.spec = spec;
  network.parameters.assign(static_cast<size_t>(layers.back().parameterEnd()), 0);
  const int64_t statistics = layers.back().statisticsAt;
  network.runningMean.assign(static_cast<size_t>(statistics), 0);
  network.runningVariance.assign(static_cast<size_t>(statistics), 1);
  network.center.assign(static_cast<size_t>(spec.dimensions), 0);
  network.factor.assign(static_cast<size_t>(spec.dimensions), 1);
  // The channels of a row that are none because they were brought up to a multiple: of the layer before.
  int64_t storedBefore = layers.front().channels, realBefore = storedBefore;
  if (!layers.front().dense) realBefore = storedBefore = spec.image.channels;
  for (size_t at = 0; at < layers.size(); ++at) {
    const NetworkLayer& l = layers[at];
    RandomStream random(seed, kWeightStream, at);
    const double most = 1 / std::sqrt(static_cast<double>(l.fanIn));
    const auto draw = [&] { return static_cast<float>(most * (2 * random.uniform() - 1)); };
    float* weights = network.parameters.data() + l.parameterAt;
    for (int64_t j = 0; j < l.inner(); ++j)
      if (j % storedBefore < realBefore)
        for (int64_t u = 0; u < l.units; ++u) weights[j * l.columns + u] = draw();
    float* bias = network.parameters.data() + l.biasAt();
    for (int64_t u = 0; u < l.units; ++u) bias[u] = l.normalise ? 1.0f : draw();
    storedBefore = l.columns;
    realBefore = l.units;
  }
  return network;
}

Network trainNetwork(const NetworkSpec& spec, std::span<const float> values, std::span<const int32_t> labels,
                     const TrainingOptions& options, RunControl& control, const TrainingObserver& observe) {
  Network network = firstNetwork(spec, options.seed);
  validate(spec, values, labels, options);
  control.checkpoint();
  standardise(values, network, control);
  const int64_t dims = spec.dimensions, batch = options.batch;
  std::vector<float> rows(values.begin(), values.end());
  for (size_t i = 0; i < rows.size(); ++i)
    rows[i] = (rows[i] - network.center[i % dims]) * network.factor[i % dims];

  NetworkPass pass(layersOf(spec), batch, true);
  AdamW optimizer(std::ssize(network.parameters), options.weightDecay);
  Batches batches(spec, options, std::ssize(labels));
  std::vector<float> gradient(network.parameters.size()), scoreGradient(batch * pass.columns());
  std::vector<int32_t> asked(batch);
  const auto began = std::chrono::steady_clock::now();
  for (int step = 0; step < options.steps; ++step) {
    for (int64_t i = 0; i < batch; ++i) {
      const int64_t row = batches.next();
      asked[i] = labels[row];
      pass.setRow(i, batches.moved(std::span<const float>(rows).subspan(row * dims, dims)));
    }
    const std::span<const float> made = pass.forwardInTraining(network, control);
    const double loss =
        crossEntropy(made, asked, spec.classes, pass.columns(), options.smoothing, scoreGradient);
    pass.backward(network, scoreGradient, gradient, control);
    pass.updateRunningMoments(network, kMomentShare);
    optimizer.step(network.parameters, gradient, rateAt(step, options));
    if (!observe) continue;
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    observe({step + 1, options.steps, loss, elapsed / (step + 1) * (options.steps - step - 1)});
  }
  return network;
}

}  // namespace adapsne
