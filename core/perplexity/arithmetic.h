// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

namespace adapsne {

/// The datapath in which Perp(sigma) is evaluated and P is built (docs/method.md#datapaths).
enum class Arithmetic { Float64, Float32, Fixed16Flush, Fixed16Saturate, Fixed8 };

/// Perplexity of one point as a datapath evaluates it:
///   p(j|i) = exp(-beta d_ij) / sum_k exp(-beta d_ik),  beta = 1 / (2 sigma^2),  Perp = exp(H)
/// with u = ln sigma and squared distances d divided by the graph's largest. One object serves one thread;
/// `load` a row, then evaluate it as often as needed.
class RowEvaluator {
 public:
  virtual ~RowEvaluator() = default;

  /// Takes a row: squared distances, ascending, and the largest of the graph (> 0).
  virtual void load(std::span<const float> squaredDistances, double largest) = 0;

  struct Value {
    double perplexity;  ///< 0 where every exponential vanished.
    double slope;       ///< d ln Perp / du; NaN where the datapath does not have it.
  };
  virtual Value evaluate(double u) const = 0;

  /// p(j|i) at u, in the order of the loaded row. All zero where every exponential vanished.
  virtual void conditional(double u, std::span<double> p) const = 0;

  /// The range of u that is searched: what beta's format can hold, or [ln 1e-6, ln 1e3] in floating point.
  virtual double lowestU() const = 0;
  virtual double highestU() const = 0;
};

/// `subtractNearest` takes the row's smallest distance off first; float64 always does (it changes nothing in
/// exact mathematics), float32 never.
std::unique_ptr<RowEvaluator> makeEvaluator(Arithmetic arithmetic, bool subtractNearest);

}  // namespace adapsne
