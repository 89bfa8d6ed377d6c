// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace adapsne {

enum class OptionKind { Flag, Integer, Real, Choice, Text };
using OptionValue = std::variant<bool, int64_t, double, std::string>;  // by kind; Choice and Text are strings

/// A word that an option understands: a choice, or a name for a special number ("guided" for 0).
struct OptionWord {
  std::string word;
  double number = 0;  ///< What it stands for in an Integer or Real option.
  std::string help;
};

/// What people must know of a value that they may set, and what is checked when they do.
struct ValueSpec {
  std::string name;   ///< "learning-rate": --learning-rate, the manifest's key
  std::string label;  ///< "Learning rate"
  std::string unit;   ///< "", "points", "nats", ...
  OptionKind kind = OptionKind::Text;
  double minimum = 0, maximum = 0;  ///< Integer, Real: inclusive.
  bool minimumExcluded = false;
  std::vector<OptionWord> words;
  std::string help;  ///< What it is, and what happens as it grows.
};

/// Checks range or choice, or that it is a word's number; NaN is refused. Throws UsageError that names
/// option, value and what it takes.
void checkValue(const ValueSpec& spec, const OptionValue& value);
/// Reads a value as people write it and checks it. A number that a word stands for must be written as the
/// word: nobody who writes a count of 0 means "by-ratio". Only "none" is 0 as well. Throws UsageError.
OptionValue parseValue(const ValueSpec& spec, const std::string& text);
/// The value as text: what parseValue reads back to the same value.
std::string valueText(const ValueSpec& spec, const OptionValue& value);
/// "a whole number from 1 to 100 or auto": for help texts and messages.
std::string optionRange(const ValueSpec& spec);

}  // namespace adapsne
