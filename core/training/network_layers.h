// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/training/activation.h"
#include "core/training/network.h"

namespace adapsne {

/// A convolution and what follows it. A dense layer is a convolution by 1 x 1 over one picture that has the
/// rows of a batch for its pixels, and all their values for its channels.
///
/// The numbers of channels are brought up to multiples of kColumnUnit; the weights of the channels that are
/// none are 0, get the gradient 0, and stay so.
struct NetworkLayer {
  bool dense = false;
  int64_t height = 0, width = 0, channels = 0;  ///< What comes in; 1 x 1 of a dense layer.
  int64_t kernel = 1, padding = 0;
  int64_t units = 0, columns = 0;  ///< Channels that go out; brought up.
  bool normalise = false;          ///< A batch normalisation, in place of biases.
  Activation activation;           ///< Of one picture; of one row of a dense layer.
  bool average = false;            ///< The mean over the picture goes out.

  int64_t parameterAt = 0;   ///< Place of the weights: kernel * kernel * channels x columns.
  int64_t statisticsAt = 0;  ///< Place of the running moments, `columns` of each.
  int64_t fanIn = 0;         ///< Values that really come into a unit.

  int64_t madeHeight() const { return height + 2 * padding - kernel + 1; }
  int64_t madeWidth() const { return width + 2 * padding - kernel + 1; }
  int64_t inner() const { return kernel * kernel * channels; }
  /// Of the scales of a normalisation, then its shifts; or of the biases.
  int64_t biasAt() const { return parameterAt + inner() * columns; }
  int64_t shiftAt() const { return biasAt() + (normalise ? columns : 0); }
  int64_t parameterEnd() const { return shiftAt() + columns; }
  /// Values of a row that go out.
  int64_t outValues() const { return average ? columns : activation.outValues(); }
};

/// The layers of a network, first to last; the last one gives the scores. Throws Error where the data do not
/// fit this kind of network.
std::vector<NetworkLayer> layersOf(const NetworkSpec& spec);

}  // namespace adapsne
