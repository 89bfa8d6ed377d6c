// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace adapsne {

/// What follows a convolution or a dense layer, on one picture with its channels last: scale and shift each
/// channel, take the largest of each 2 x 2 pixels, set what is negative to 0. Scale and shift are the biases
/// of a layer or a batch normalisation. `channels` is a multiple of kColumnUnit.
struct Activation {
  int64_t height = 0, width = 0, channels = 0;  ///< Of the picture that comes in.
  bool pool = false;                            ///< A last odd row or column is left out.
  bool rectify = true;

  int64_t outHeight() const { return pool ? height / 2 : height; }
  int64_t outWidth() const { return pool ? width / 2 : width; }
  int64_t pixels() const { return height * width; }
  int64_t outValues() const { return outHeight() * outWidth() * channels; }
};

/// out = the activation of `in` (pixels x channels), its rows `outRowStep` floats apart. chosen (outValues):
/// which pixel of its square each value came from, 0 to 3, or -1 where it was set to 0.
void activate(const Activation& shape, const float* in, const float* scale, const float* shift, float* out,
              int64_t outRowStep, int32_t* chosen);

/// Adds to gradientSum the sum of the gradients of each channel that were let through, and to productSum that
/// of gradient * (in - mean) * inverseDeviation. `gradient`: of what activate() gave, without gaps.
void addGradientSums(const Activation& shape, const float* in, const float* gradient, const int32_t* chosen,
                     const float* mean, const float* inverseDeviation, std::span<double> gradientSum,
                     std::span<double> productSum);

/// The gradient of `in`: factor * gradient where it was let through, everywhere plus
/// constant + slope * (in - mean); rows `toRowStep` floats apart.
void spreadGradient(const Activation& shape, const float* in, const float* gradient, const int32_t* chosen,
                    const float* factor, const float* constant, const float* slope, const float* mean,
                    float* to, int64_t toRowStep);

/// Adds a picture's pixels to the moments of each channel: `seen` pixels so far, their mean, the sum of their
/// squared distances from it. Within a picture distances are taken from its first pixel, so that a large mean
/// costs no digits; pictures are joined as Chan, Golub and LeVeque (1983) do.
void addMoments(const float* in, int64_t pixels, int64_t channels, int64_t seen, std::span<double> mean,
                std::span<double> squares);

}  // namespace adapsne
