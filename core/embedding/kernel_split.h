// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace adapsne {

/// The map's kernel f(s) = 1 / (1 + s), s the squared distance, as a near part, which is 0 from the radius R
/// on, and a smooth rest, for which a coarse mesh is enough.
///
/// The rest is f beyond R and within it f's Taylor polynomial of degree 2 in s about R^2, a softened kernel
/// as in multilevel summation (Hardy et al. 2015, J. Chem. Theory Comput. 11:766). That being a geometric
/// sum, the near part is f(s) u^3 with u = (R^2 - s) / (1 + R^2). R = 0: no near part.
class KernelSplit {
 public:
  /// `radius` >= 0, map units.
  explicit KernelSplit(double radius)
      : radius_(radius), slope_(radius > 0 ? 1 / (1 + radius * radius) : 0), top_(radius * radius * slope_) {}

  double radius() const { return radius_; }
  /// u = max(0, top() - slope() s).
  double top() const { return top_; }
  double slope() const { return slope_; }

  double near(double s) const {
    const double u = std::max(0.0, top_ - slope_ * s);
    return u * u * u / (1 + s);
  }
  double smooth(double s) const { return 1 / (1 + s) - near(s); }
  /// -d near / ds, which times y_i - y_j is the near part of the force as Repulsion defines it.
  double nearPull(double s) const {
    const double u = std::max(0.0, top_ - slope_ * s), w = 1 / (1 + s);
    return w * u * u * (u * w + 3 * slope_);
  }

 private:
  double radius_, slope_, top_;
};

}  // namespace adapsne
