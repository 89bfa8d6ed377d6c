// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace adapsne {

/// A stream of random numbers that is the same on every platform and standard library.
///
/// The generator is SplitMix64 (Steele, Lea and Flood 2014). A stream is named by (seed, purpose, index), so
/// that row i of a stage draws the same numbers whichever thread works on it and whatever ran before.
class RandomStream {
 public:
  explicit RandomStream(uint64_t seed, uint64_t purpose = 0, uint64_t index = 0)
      : state_(mix(mix(mix(seed) ^ (purpose + 0x9e3779b97f4a7c15u)) ^ (index + 0xd1b54a32d192ed03u))) {}

  uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15u); }

  /// Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// Uniform integer in [0, bound), bound >= 1, without modulo bias (Lemire 2019).
  uint64_t below(uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(next()) * bound;
    if (static_cast<uint64_t>(product) < bound) {
      const uint64_t threshold = -bound % bound;
      while (static_cast<uint64_t>(product) < threshold) product = static_cast<Wide>(next()) * bound;
    }
    return static_cast<uint64_t>(product >> 64);
  }

  /// Standard normal (Box and Muller, the cosine branch).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(6.283185307179586476925 * uniform());
  }

  /// Fisher-Yates.
  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  uint64_t state_;
};

}  // namespace adapsne
