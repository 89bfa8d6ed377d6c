// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/accelerator/configuration.h"

namespace adapsne {

/// A physical constant with where it comes from; shown beside every number that uses it.
struct Constant {
  std::string name;     ///< "add16"
  std::string meaning;  ///< "addition, 16 bit"
  double value = 0;
  std::string unit;    ///< "pJ at 45 nm, 0.9 V"
  std::string source;  ///< "Horowitz, ISSCC 2014", "assumed", "derived: ..."
};
const std::vector<Constant>& constants();
/// Throws std::out_of_range for an unknown name: a programming error.
double constant(const std::string& name);

/// Energies and areas for one configuration, scaled to its node and voltage.
struct Technology {
  // pJ each
  double multiplyAccumulate = 0;  ///< one operation of a processing element
  double exponential = 0, logarithm = 0, reciprocal = 0, random = 0, compare = 0;
  double dramByte = 0;
  double sramByte(double kilobytes) const;  ///< interpolated between measured sizes
  // mm2 each
  double peArea = 0, expArea = 0, compareArea = 0, sramAreaPerKb = 0;
  // W
  double sramLeakagePerKb = 0, logicLeakagePerMm2 = 0, dramBackground = 0;

 private:
  friend Technology technologyOf(const AcceleratorConfiguration& configuration);
  double sramScale_ = 1;
};
Technology technologyOf(const AcceleratorConfiguration& configuration);

}  // namespace adapsne
