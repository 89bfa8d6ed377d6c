// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/pipeline/run.h"

namespace adapsne {

/// One number that a run is judged by, described once: the summary, the window, comparisons and the command
/// line read this.
struct Measure {
  enum class Kind { Number, Points, Count, Seconds };  ///< Points: how many points of the dataset.
  enum class Better { Lower, Higher, Neither };
  enum class Group { Quality, Subset, Work };

  std::string key;    ///< In JSON: "trustworthiness".
  std::string title;  ///< "Trustworthiness"
  std::string help;   ///< What it means.
  Group group = Group::Quality;
  Kind kind = Kind::Number;
  Better better = Better::Neither;          ///< Neither also where two methods cannot be compared by it.
  int decimals = 3;                         ///< Number only.
  std::function<double(const Run&)> value;  ///< NaN where it is not defined.
  std::function<double(const SubsetMeasures&)> ofSubset =
      {};  ///< Where a subset alone has it, without a map.
};

const std::vector<Measure>& measures();

/// "0.9912", "325", "4.31 s"; an em dash where it is not defined.
std::string measureText(const Measure& measure, double value);
/// The same, with a number of points also as their share: "325 (16.3 %)".
std::string measureText(const Measure& measure, double value, const Run& run);
/// What separates B from A, signed: "+0.0031", "-319". Empty where either is not defined.
std::string differenceText(const Measure& measure, double a, double b);

/// B against A: 1 better, -1 worse, 0 the same, not defined, or no question of better.
int verdict(const Measure& measure, double a, double b);

}  // namespace adapsne
