// SPDX-License-Identifier: GPL-3.0-or-later
// Setting options, and options as JSON.
#include <nlohmann/json.hpp>

#include "core/pipeline/schema.h"
#include "core/support/enum_words.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr auto kKinds = wordsFor<OptionKind>({{OptionKind::Flag, "flag"},
                                              {OptionKind::Integer, "integer"},
                                              {OptionKind::Real, "real"},
                                              {OptionKind::Choice, "choice"},
                                              {OptionKind::Text, "text"}});

}  // namespace

void setOption(Options& options, const OptionSpec& spec, const OptionValue& value) {
  checkValue(spec, value);
  if (spec.check) spec.check(std::get<std::string>(value));
  spec.set(options, value);
}

void setOption(Options& options, const OptionSpec& spec, const std::string& text) {
  setOption(options, spec, parseValue(spec, text));
}

std::string optionText(const Options& options, const OptionSpec& spec) {
  return valueText(spec, spec.get(options));
}

nlohmann::json optionsToJson(const Options& options) {
  nlohmann::json json = nlohmann::json::object();
  for (const OptionSpec& spec : schema()) {
    const OptionValue value = spec.get(options);
    const std::string text = optionText(options, spec);
    // A special number is written as its word, which is what people and setOption read.
    bool isWord = false;
    for (const OptionWord& w : spec.words) isWord = isWord || w.word == text;
    if (isWord)
      json[spec.name] = text;
    else
      std::visit([&](const auto& v) { json[spec.name] = v; }, value);
  }
  return json;
}

Options optionsFromJson(const nlohmann::json& json) {
  if (!json.is_object()) throw UsageError("options", "are not a JSON object.", "Give one value a name.");
  for (const auto& [name, value] : json.items()) optionSpec(name);
  Options options;
  // In the schema's order: the method sets other options and must come before them.
  for (const OptionSpec& spec : schema()) {
    if (!json.contains(spec.name)) continue;
    const nlohmann::json& value = json.at(spec.name);
    setOption(options, spec, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return options;
}

nlohmann::json schemaToJson() {
  nlohmann::json list = nlohmann::json::array();
  const Options defaults;
  for (const OptionSpec& spec : schema()) {
    nlohmann::json item = {{"name", spec.name},
                           {"label", spec.label},
                           {"kind", kKinds.wordOf(spec.kind)},
                           {"unit", spec.unit},
                           {"stage", stageName(spec.stage)},
                           {"live", spec.live},
                           {"advanced", spec.advanced},
                           {"default", optionText(defaults, spec)},
                           {"range", optionRange(spec)},
                           {"help", spec.help}};
    if (spec.kind == OptionKind::Integer || spec.kind == OptionKind::Real) {
      item["minimum"] = spec.minimum;
      item["minimum_excluded"] = spec.minimumExcluded;
      item["maximum"] = spec.maximum;
    }
    item["words"] = nlohmann::json::array();
    for (const OptionWord& w : spec.words) item["words"].push_back({{"word", w.word}, {"help", w.help}});
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace adapsne
