// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/network_pass.h"

#include <algorithm>
#include <cmath>

#include "core/training/window_product.h"

namespace adapsne {
namespace {

constexpr double kVarianceFloor = 1e-5;  // Added to variances, as everywhere where batches are normalised.

/// The windows of a layer's kernel over picture i.
Windows windowsOf(const NetworkLayer& l, const PictureBatch& in, int64_t i) {
  Windows w;
  w.first = in.corner(i);
  w.rows = l.dense ? 1 : l.madeHeight();
  w.count = l.dense ? in.width : l.madeWidth();
  w.rowStep = w.segmentStep = in.rowStep();
  w.step = in.channels;
  w.segments = l.kernel;
  w.length = l.kernel * in.channels;
  return w;
}

/// The convolution that leads back has the kernel turned by half a circle, its rows and columns exchanged.
void turn(const NetworkLayer& l, const float* weights, std::vector<float>& turned) {
  turned.resize(static_cast<size_t>(l.inner() * l.columns));
  const int64_t places = l.kernel * l.kernel;
  for (int64_t p = 0; p < places; ++p) {
    const float* from = weights + p * l.channels * l.columns;
    float* to = turned.data() + (places - 1 - p) * l.columns * l.channels;
    for (int64_t c = 0; c < l.channels; ++c)
      for (int64_t u = 0; u < l.columns; ++u) to[u * l.channels + c] = from[c * l.columns + u];
  }
}

}  // namespace

NetworkPass::NetworkPass(std::vector<NetworkLayer> layers, int64_t batch, bool goesBack)
    : layers_(std::move(layers)), batch_(batch), kept_(layers_.size()) {
  for (size_t at = 0; at < layers_.size(); ++at) {
    const NetworkLayer& l = layers_[at];
    Kept& k = kept_[at];
    k.in = l.dense ? PictureBatch(1, 1, batch, l.channels, 0)
                   : PictureBatch(batch, l.height, l.width, l.channels, l.padding);
    const Activation shape = shapeOf(l);
    const int64_t pictures = picturesOf(l);
    k.made.resize(static_cast<size_t>(pictures * shape.pixels() * l.columns));
    k.chosen.resize(static_cast<size_t>(pictures * shape.outValues()));
    if (l.average || at + 1 == layers_.size()) k.out.resize(k.chosen.size());
    for (auto* values : {&k.scale, &k.shift, &k.center, &k.inverse}) values->resize(l.columns);
    if (!goesBack) continue;
    k.outGradient.resize(k.chosen.size());
    if (l.average) k.averageGradient.resize(static_cast<size_t>(batch * l.columns));
    // The first layer's input has no gradient.
    k.madeGradient =
        PictureBatch(pictures, shape.height, shape.width, l.columns, at > 0 ? l.kernel - 1 - l.padding : 0);
  }
}

Activation NetworkPass::shapeOf(const NetworkLayer& layer) const {
  Activation shape = layer.activation;
  if (layer.dense) shape.width = batch_;
  return shape;
}

void NetworkPass::setRow(int64_t i, std::span<const float> values) {
  PictureBatch& in = kept_.front().in;
  const bool dense = layers_.front().dense;
  const int64_t rows = dense ? 1 : in.height,
                length = static_cast<int64_t>(values.size()) / std::max<int64_t>(rows, 1);
  float* to = dense ? in.inside(0) + i * in.channels : in.inside(i);
  for (int64_t y = 0; y < rows; ++y) std::copy_n(values.data() + y * length, length, to + y * in.rowStep());
}

std::span<const float> NetworkPass::forward(const Network& network, RunControl& control) {
  return pass(network, false, control);
}

std::span<const float> NetworkPass::forwardInTraining(const Network& network, RunControl& control) {
  return pass(network, true, control);
}

std::span<const float> NetworkPass::pass(const Network& network, bool training, RunControl& control) {
  for (size_t at = 0; at < layers_.size(); ++at) {
    convolve(at, network, training, control);
    setActivation(at, network, training);
    activateInto(at, control);
  }
  return kept_.back().out;
}

void NetworkPass::convolve(size_t at, const Network& network, bool training, RunControl& control) {
  const NetworkLayer& l = layers_[at];
  Kept& k = kept_[at];
  const Activation shape = shapeOf(l);
  k.mean.assign(l.columns, 0);
  k.square.assign(l.columns, 0);
  for (int64_t i = 0; i < picturesOf(l); ++i) {
    control.checkpoint();
    float* made = k.made.data() + i * shape.pixels() * l.columns;
    multiplyWindows(windowsOf(l, k.in, i), network.parameters.data() + l.parameterAt, l.columns, made,
                    shape.width * l.columns);
    // While the picture is in the cache.
    if (training && l.normalise)
      addMoments(made, shape.pixels(), l.columns, i * shape.pixels(), k.mean, k.square);
  }
}

void NetworkPass::setActivation(size_t at, const Network& network, bool training) {
  const NetworkLayer& l = layers_[at];
  Kept& k = kept_[at];
  const float* parameters = network.parameters.data();
  std::copy_n(parameters + l.shiftAt(), l.columns, k.shift.begin());
  if (!l.normalise) {
    std::fill(k.scale.begin(), k.scale.end(), 1.0f);
    return;
  }
  const int64_t pixels = shapeOf(l).pixels(), pictures = picturesOf(l);
  for (int64_t c = 0; c < l.columns; ++c) {
    const double mean = training ? k.mean[c] : network.runningMean[l.statisticsAt + c],
                 variance = training ? k.square[c] / static_cast<double>(pictures * pixels)
                                     : network.runningVariance[l.statisticsAt + c],
                 inverse = 1 / std::sqrt(variance + kVarianceFloor),
                 scale = parameters[l.biasAt() + c] * inverse;
    k.center[c] = static_cast<float>(mean);
    k.inverse[c] = static_cast<float>(inverse);
    k.scale[c] = static_cast<float>(scale);
    k.shift[c] = static_cast<float>(parameters[l.shiftAt() + c] - mean * scale);
  }
}

void NetworkPass::activateInto(size_t at, RunControl& control) {
  const NetworkLayer& l = layers_[at];
  Kept& k = kept_[at];
  const Activation shape = shapeOf(l);
  const int64_t values = shape.outValues();
  PictureBatch* next = at + 1 < layers_.size() ? &kept_[at + 1].in : nullptr;
  for (int64_t i = 0; i < picturesOf(l); ++i) {
    control.checkpoint();
    float* out = k.out.data() + i * values;
    int64_t rowStep = shape.outWidth() * l.columns;
    if (next && !l.average) {
      const bool flat = layers_[at + 1].dense;
      out = flat ? next->inside(0) + i * values : next->inside(i);
      if (!flat) rowStep = next->rowStep();
    }
    activate(shape, k.made.data() + i * shape.pixels() * l.columns, k.scale.data(), k.shift.data(), out,
             rowStep, k.chosen.data() + i * values);
    if (!l.average) continue;
    const int64_t pixels = shape.outHeight() * shape.outWidth();
    float* mean = next->inside(0) + i * l.columns;
    std::fill_n(mean, l.columns, 0.0f);
    for (int64_t p = 0; p < pixels; ++p)
      for (int64_t c = 0; c < l.columns; ++c) mean[c] += out[p * l.columns + c];
    for (int64_t c = 0; c < l.columns; ++c) mean[c] /= static_cast<float>(pixels);
  }
}

void NetworkPass::backward(const Network& network, std::span<const float> scoreGradient,
                           std::span<float> gradient, RunControl& control) {
  std::copy(scoreGradient.begin(), scoreGradient.end(), kept_.back().outGradient.begin());
  std::fill(gradient.begin(), gradient.end(), 0.0f);
  for (size_t at = layers_.size(); at-- > 0;) {
    setBackActivation(at, gradient, control);
    backThroughLayer(at, network, gradient, control);
  }
}

void NetworkPass::setBackActivation(size_t at, std::span<float> gradient, RunControl& control) {
  const NetworkLayer& l = layers_[at];
  Kept& k = kept_[at];
  const Activation shape = shapeOf(l);
  const int64_t pictures = picturesOf(l), pixels = shape.pixels(), values = shape.outValues();
  if (l.average) {
    const int64_t outPixels = shape.outHeight() * shape.outWidth();
    for (int64_t i = 0; i < pictures; ++i)
      for (int64_t p = 0; p < outPixels; ++p)
        for (int64_t c = 0; c < l.columns; ++c)
          k.outGradient[i * values + p * l.columns + c] =
              k.averageGradient[i * l.columns + c] / static_cast<float>(outPixels);
  }
  std::vector<double> sums(l.columns), products(l.columns);
  for (int64_t i = 0; i < pictures; ++i) {
    control.checkpoint();
    addGradientSums(shape, k.made.data() + i * pixels * l.columns, k.outGradient.data() + i * values,
                    k.chosen.data() + i * values, k.center.data(), k.inverse.data(), sums, products);
  }
  k.constant.assign(l.columns, 0);
  k.slope.assign(l.columns, 0);
  for (int64_t c = 0; c < l.columns; ++c) {
    gradient[l.shiftAt() + c] = static_cast<float>(sums[c]);
    if (!l.normalise) continue;
    gradient[l.biasAt() + c] = static_cast<float>(products[c]);
    // What all values of the batch have in common does not get through the normalisation, nor what goes along
    // with them.
    const double share = -k.scale[c] / static_cast<double>(pictures * pixels);
    k.constant[c] = static_cast<float>(share * sums[c]);
    k.slope[c] = static_cast<float>(share * products[c] * k.inverse[c]);
  }
}

void NetworkPass::backThroughLayer(size_t at, const Network& network, std::span<float> gradient,
                                   RunControl& control) {
  const NetworkLayer& l = layers_[at];
  Kept& k = kept_[at];
  const Activation shape = shapeOf(l);
  const int64_t pixels = shape.pixels(), values = shape.outValues();
  float* to = nullptr;  // The first layer's input needs no gradient.
  if (at > 0) {
    turn(l, network.parameters.data() + l.parameterAt, k.turned);
    to = layers_[at - 1].average ? kept_[at - 1].averageGradient.data() : kept_[at - 1].outGradient.data();
  }
  for (int64_t i = 0; i < picturesOf(l); ++i) {
    control.checkpoint();
    spreadGradient(shape, k.made.data() + i * pixels * l.columns, k.outGradient.data() + i * values,
                   k.chosen.data() + i * values, k.scale.data(), k.constant.data(), k.slope.data(),
                   k.center.data(), k.madeGradient.inside(i), k.madeGradient.rowStep());
    addWindowProducts(windowsOf(l, k.in, i), k.madeGradient.inside(i), k.madeGradient.rowStep(), l.columns,
                      gradient.data() + l.parameterAt);
    if (!to) continue;
    Windows w = windowsOf(l, k.madeGradient, i);
    if (!l.dense) {
      w.rows = l.height;
      w.count = l.width;
    }
    multiplyWindows(w, k.turned.data(), l.channels, to + i * l.height * l.width * l.channels,
                    l.width * l.channels);
  }
}

void NetworkPass::updateRunningMoments(Network& network, float share) const {
  for (size_t at = 0; at < layers_.size(); ++at) {
    const NetworkLayer& l = layers_[at];
    if (!l.normalise) continue;
    const auto values = static_cast<double>(picturesOf(l) * shapeOf(l).pixels());
    for (int64_t c = 0; c < l.columns; ++c) {
      float &mean = network.runningMean[l.statisticsAt + c],
            &variance = network.runningVariance[l.statisticsAt + c];
      mean += share * (static_cast<float>(kept_[at].mean[c]) - mean);
      variance += share * (static_cast<float>(kept_[at].square[c] / std::max(values - 1, 1.0)) - variance);
    }
  }
}

}  // namespace adapsne
