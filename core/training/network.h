// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Softmax: one dense layer. Mlp: dense layers with rectifiers between. LeNet: LeNet-5 of LeCun, Bottou,
/// Bengio and Haffner (1998) with rectifiers, maxima of 2 x 2 and 6, 16, 120, 84 units. Cnn: 3 x 3
/// convolutions, each with batch normalisation (Ioffe and Szegedy 2015), all but the last with maxima of 2 x
/// 2, rectifiers, the mean over the picture, one dense layer.
enum class NetworkKind { Softmax, Mlp, LeNet, Cnn };

/// What a network takes and gives. A row is `dimensions` numbers; LeNet and Cnn see it as `image` (height x
/// width x channels, channels last, height * width * channels == dimensions), of 8 x 8 to 128 x 128 pixels.
struct NetworkSpec {
  NetworkKind kind = NetworkKind::Cnn;
  int64_t dimensions = 0;   ///< D >= 1
  ImageShape image;         ///< Of LeNet and Cnn; without effect on the others.
  int classes = 0;          ///< >= 1
  std::vector<int> widths;  ///< Hidden units of an Mlp, channels of a Cnn; empty: 256, 64 and 24, 48, 96.
};

/// A network with its weights. A value: what trainNetwork() gives and predict() takes.
struct Network {
  NetworkSpec spec;
  std::vector<float> parameters;  ///< Of all layers, one after the other, as layersOf() lays them out.
  /// Of the batch normalisations: what they subtract, and the variance they divide by the root of.
  std::vector<float> runningMean, runningVariance;
  /// How a row comes in: (value - center) * factor, D each, learned from the rows that were trained on.
  std::vector<float> center, factor;
};

/// Where images can be seen by LeNet and Cnn: what NetworkSpec says of `image`.
bool fitsNetworks(const ImageShape& image);

/// The class of each of the `values` (rows x D, row-major, finite): the one with the highest score, the lower
/// one of ties. The same bits at any number of threads, whatever rows stand beside each other. Throws Error
/// (another number of columns, a value that is not finite), Cancelled.
std::vector<int32_t> predict(const Network& network, std::span<const float> values, RunControl& control);

/// The scores before the softmax: rows x classes.
std::vector<float> scores(const Network& network, std::span<const float> values, RunControl& control);

/// Throws Error naming the first value of rows x D that is NaN or infinite, and where the number of values is
/// no multiple of D. `where`: "rows to predict".
void requireRows(std::span<const float> values, int64_t dimensions, const char* where);

}  // namespace adapsne
