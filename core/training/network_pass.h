// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/support/run_control.h"
#include "core/training/network.h"
#include "core/training/network_layers.h"

namespace adapsne {

/// PictureBatch with a border of zeros around each, channels last.
struct PictureBatch {
  int64_t count = 0, height = 0, width = 0, channels = 0, border = 0;
  std::vector<float> values;

  PictureBatch() = default;
  PictureBatch(int64_t number, int64_t high, int64_t wide, int64_t deep, int64_t around)
      : count(number), height(high), width(wide), channels(deep), border(around) {
    values.resize(static_cast<size_t>(count * step()));
  }
  int64_t rowStep() const { return (width + 2 * border) * channels; }
  int64_t step() const { return (height + 2 * border) * rowStep(); }
  float* corner(int64_t i) { return values.data() + i * step(); }
  const float* corner(int64_t i) const { return values.data() + i * step(); }
  /// The first pixel within the border.
  float* inside(int64_t i) { return corner(i) + border * (rowStep() + channels); }
};

/// What a batch of rows leaves on its way through the layers, and the way back. One thread; asks `control`
/// before each picture of each layer. Uses no random numbers.
class NetworkPass {
 public:
  /// `batch` >= 1 rows go through together. A pass that goes back needs about three times the memory.
  NetworkPass(std::vector<NetworkLayer> layers, int64_t batch, bool goesBack);

  /// Puts in row i: D values as the network takes them, already centred and scaled.
  void setRow(int64_t i, std::span<const float> values);

  /// The scores, batch x columns of the last layer, with the running moments: rows do not see each other.
  std::span<const float> forward(const Network& network, RunControl& control);
  /// The same with the moments of this batch, as in training.
  std::span<const float> forwardInTraining(const Network& network, RunControl& control);
  /// After forwardInTraining(): from the gradient of the loss by the scores to that by the parameters.
  void backward(const Network& network, std::span<const float> scoreGradient, std::span<float> gradient,
                RunControl& control);
  /// Moves the running moments to those of the last batch by `share`.
  void updateRunningMoments(Network& network, float share) const;

  int64_t columns() const { return layers_.back().columns; }

 private:
  struct Kept {
    PictureBatch in;                   ///< What comes in, with the padding of the convolution.
    std::vector<float> made;           ///< What the convolution made of it.
    std::vector<int32_t> chosen;       ///< See activate().
    std::vector<float> out;            ///< What went out, where the next layer does not take it as it is.
    std::vector<float> scale, shift;   ///< Of the activation.
    std::vector<double> mean, square;  ///< Of the batch: means, sums of squared distances from them.
    std::vector<float> center, inverse;
    // The way back:
    std::vector<float> outGradient, averageGradient, constant, slope;
    PictureBatch madeGradient;
    std::vector<float> turned;  ///< Weights of the convolution that leads back.
  };
  /// Of the activation of a layer: one picture, or all rows of a dense one.
  Activation shapeOf(const NetworkLayer& layer) const;
  int64_t picturesOf(const NetworkLayer& layer) const { return layer.dense ? 1 : batch_; }
  std::span<const float> pass(const Network& network, bool training, RunControl& control);
  /// In training also the moments of a normalisation.
  void convolve(size_t at, const Network& network, bool training, RunControl& control);
  void setActivation(size_t at, const Network& network, bool training);
  void activateInto(size_t at, RunControl& control);
  /// What the way back through an activation needs to know of the whole batch, and the gradients of its
  /// scales, shifts and biases.
  void setBackActivation(size_t at, std::span<float> gradient, RunControl& control);
  /// The gradients of the weights, and of what came in unless this is the first layer.
  void backThroughLayer(size_t at, const Network& network, std::span<float> gradient, RunControl& control);

  std::vector<NetworkLayer> layers_;
  int64_t batch_ = 0;
  std::vector<Kept> kept_;
};

}  // namespace adapsne
