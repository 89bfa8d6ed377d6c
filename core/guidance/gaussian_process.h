// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace adapsne {

/// What a Gaussian process believes about a function of one variable after noisy values of it (Rasmussen and
/// Williams 2006, chapters 2, 4.2.1 and 5.4.1): constant prior mean (the values' own), Matern 5/2 covariance
///   k(r) = signal (1 + a + a^2 / 3) exp(-a),  a = sqrt(5) |r| / length.
struct GaussianProcess {
  std::vector<double> mean;       ///< Posterior mean of the function at each place asked for.
  std::vector<double> deviation;  ///< Its standard deviation, without the noise of a new value.
  double length = 0;              ///< in units of x
  double signal = 0;              ///< variance
  double noise = 0;               ///< Variance of a value about the function, known part included.
  double logLikelihood = 0;       ///< ln p(values | hyperparameters)
};

/// The signals, and the noises beyond what is known, that a fit chooses from, relative to the variance of the
/// values. All combinations with the lengths are tried: deterministic.
inline constexpr double kSignals[] = {0.25, 0.5, 1, 2, 4, 8, 16};
inline constexpr double kNoises[] = {1e-6, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1};

/// Fits values `y` at distinct places `x` with the hyperparameters of the largest marginal likelihood and
/// evaluates at `places`. `lengths` (> 0) are what the length may be; `knownNoise` is the variance of a value
/// that was measured. The deviation takes the hyperparameters for certain, so it is on the small side where
/// values are few. Values that are all equal, or one alone, give that constant with deviation 0. Throws
/// std::invalid_argument for no values or lengths, sizes that differ, places that coincide, or anything that
/// is not finite.
GaussianProcess fitGaussianProcess(std::span<const double> x, std::span<const double> y,
                                   std::span<const double> lengths, double knownNoise,
                                   std::span<const double> places);

}  // namespace adapsne
