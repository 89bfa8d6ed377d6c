// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/pipeline/options.h"
#include "core/pipeline/stage.h"

namespace adapsne {

enum class OptionKind { Flag, Integer, Real, Choice, Text };
using OptionValue = std::variant<bool, int64_t, double, std::string>;  // by kind; Choice and Text are strings

/// A word that an option understands: a choice, or a name for a special number ("guided" for 0).
struct OptionWord {
  std::string word;
  double number = 0;  ///< What it stands for in an Integer or Real option.
  std::string help;
};

/// One option, described once: the form, the command line, the manifest and the documentation read this.
struct OptionSpec {
  std::string name;    ///< "learning-rate": --learning-rate, the manifest's key
  std::string label;   ///< "Learning rate"
  std::string unit;    ///< "", "points", "nats", ...
  OptionKind kind;
  Stage stage;         ///< The form's group, and the first stage that a change invalidates.
  bool live = false;   ///< Takes effect in a running job, without changing what the same settings give.
  bool advanced = false;
  double minimum = 0, maximum = 0;  ///< Integer, Real: inclusive.
  bool minimumExcluded = false;
  std::vector<OptionWord> words;
  std::string help;    ///< What it is, and what happens as it grows.
  std::function<OptionValue(const Options&)> get;
  std::function<void(Options&, const OptionValue&)> set;  ///< Unchecked; use setOption.
};

/// All options, grouped by stage; `method` comes before those that it presets.
const std::vector<OptionSpec>& schema();
/// Throws UsageError with the nearest name where there is none.
const OptionSpec& optionSpec(const std::string& name);

/// Checks kind and range (NaN is refused) and sets. Throws UsageError that names option, range and value.
void setOption(Options& options, const OptionSpec& spec, const OptionValue& value);
/// The same from text, as the command line and the form's fields give it.
void setOption(Options& options, const OptionSpec& spec, const std::string& text);
/// The value as text: what setOption reads back to the same value.
std::string optionText(const Options& options, const OptionSpec& spec);
/// "1 to 1000000, or guided": for help texts and messages.
std::string optionRange(const OptionSpec& spec);

nlohmann::json optionsToJson(const Options& options);
/// Unknown names and values out of range throw UsageError.
Options optionsFromJson(const nlohmann::json& json);
/// The whole schema, for `adapsne options --json`.
nlohmann::json schemaToJson();

}  // namespace adapsne
