// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace adapsne {

/// AdamW (Loshchilov and Hutter 2019) with the decays .9 and .999: each parameter moves against its mean
/// gradient over the root of its mean squared gradient, and shrinks by rate * weightDecay beside that.
class AdamW {
 public:
  AdamW(int64_t parameters, double weightDecay);
  void step(std::span<float> parameters, std::span<const float> gradient, double rate);

 private:
  std::vector<float> mean_, square_;
  double weightDecay_ = 0, meanLeft_ = 1, squareLeft_ = 1;  // decays to the power of the steps
};

}  // namespace adapsne
