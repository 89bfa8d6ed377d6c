// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/pipeline/options.h"
#include "core/pipeline/stage.h"
#include "core/support/value_spec.h"

namespace adapsne {

/// One option, described once: the form, the command line, the manifest and the documentation read this.
struct OptionSpec : ValueSpec {
  Stage stage = Stage::Dataset;  ///< The form's group, and the first stage that a change invalidates.
  bool live = false;  ///< Takes effect in a running job, without changing what the same settings give.
  bool advanced = false;
  bool file = false;    ///< A text that is the path of a file.
  bool folder = false;  ///< With `file`: or that of a folder.
  /// Of a text: throws UsageError where it says nothing, whatever the dataset. Null: every text may be right.
  std::function<void(const std::string&)> check;
  std::function<OptionValue(const Options&)> get;
  std::function<void(Options&, const OptionValue&)> set;  ///< Unchecked; use setOption.
};

/// All options, grouped by stage; `method` comes before those that it presets.
const std::vector<OptionSpec>& schema();
/// Throws UsageError with the nearest name where there is none.
const OptionSpec& optionSpec(const std::string& name);

/// Checks kind, range (NaN is refused) and text, and sets. Throws UsageError that names option, range and
/// value.
void setOption(Options& options, const OptionSpec& spec, const OptionValue& value);
/// The same from text, as the command line and the form's fields give it.
void setOption(Options& options, const OptionSpec& spec, const std::string& text);
/// The value as text: what setOption reads back to the same value.
std::string optionText(const Options& options, const OptionSpec& spec);

nlohmann::json optionsToJson(const Options& options);
/// Unknown names and values out of range throw UsageError.
Options optionsFromJson(const nlohmann::json& json);
/// The whole schema, for `adapsne options --json`.
nlohmann::json schemaToJson();

}  // namespace adapsne
