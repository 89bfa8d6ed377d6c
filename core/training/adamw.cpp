// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adamw.h"

#include <cmath>

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr float kMeanDecay = 0.9f, kSquareDecay = 0.999f, kFloor = 1e-8f;

ADAPSNE_SIMD_CLONES void move(float* parameters, const float* gradient, float* mean, float* square,
                              int64_t count, float kept, float rate, float squareShare) {
  for (int64_t i = 0; i < count; ++i) {
    const float g = gradient[i];
    mean[i] = kMeanDecay * mean[i] + (1 - kMeanDecay) * g;
    square[i] = kSquareDecay * square[i] + (1 - kSquareDecay) * g * g;
    parameters[i] = kept * parameters[i] - rate * mean[i] / (std::sqrt(square[i] * squareShare) + kFloor);
  }
}

}  // namespace

AdamW::AdamW(int64_t parameters, double weightDecay)
    : mean_(parameters), square_(parameters), weightDecay_(weightDecay) {}

void AdamW::step(std::span<float> parameters, std::span<const float> gradient, double rate) {
  meanLeft_ *= kMeanDecay;
  squareLeft_ *= kSquareDecay;
  // The means start at 0 and are brought up to what they would be without that.
  move(parameters.data(), gradient.data(), mean_.data(), square_.data(),
       static_cast<int64_t>(parameters.size()), static_cast<float>(1 - rate * weightDecay_),
       static_cast<float>(rate / (1 - meanLeft_)), static_cast<float>(1 / (1 - squareLeft_)));
}

}  // namespace adapsne
