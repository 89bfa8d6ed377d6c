// SPDX-License-Identifier: GPL-3.0-or-later
// Reading, checking and writing option values by their specs.
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/pipeline/schema.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::string formatNumber(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string flagOf(const OptionSpec& spec) { return "--" + spec.name; }

std::vector<std::string> wordsOf(const OptionSpec& spec) {
  std::vector<std::string> words;
  for (const OptionWord& w : spec.words) words.push_back(w.word);
  return words;
}

[[noreturn]] void refuse(const OptionSpec& spec, const std::string& text) {
  const bool choice = spec.kind == OptionKind::Choice;
  const std::vector<std::string> words = wordsOf(spec);
  throw UsageError(flagOf(spec), "\"" + text + "\" is not " + (choice ? "one of its values." : "allowed here."),
                   choice ? "Did you mean " + nearestName(text, words) + "? It takes " + optionRange(spec) + "."
                          : "It takes " + optionRange(spec) + ".");
}

/// NaN fails both comparisons and is refused with everything else.
bool inRange(const OptionSpec& spec, double value) {
  for (const OptionWord& w : spec.words)
    if (w.number == value) return true;
  return (spec.minimumExcluded ? value > spec.minimum : value >= spec.minimum) && value <= spec.maximum;
}

template <typename Number>
bool parseWhole(const std::string& text, Number& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size();
}

}  // namespace

void setOption(Options& options, const OptionSpec& spec, const OptionValue& value) {
  switch (spec.kind) {
    case OptionKind::Integer:
      if (!inRange(spec, static_cast<double>(std::get<int64_t>(value))))
        refuse(spec, std::to_string(std::get<int64_t>(value)));
      break;
    case OptionKind::Real:
      if (!inRange(spec, std::get<double>(value))) refuse(spec, formatNumber(std::get<double>(value)));
      break;
    case OptionKind::Choice: {
      const std::string& text = std::get<std::string>(value);
      bool known = false;
      for (const OptionWord& w : spec.words) known = known || w.word == text;
      if (!known) refuse(spec, text);
      break;
    }
    case OptionKind::Flag:
    case OptionKind::Text:
      break;
  }
  spec.set(options, value);
}

void setOption(Options& options, const OptionSpec& spec, const std::string& text) {
  switch (spec.kind) {
    case OptionKind::Flag:
      if (text == "true" || text == "on" || text == "1" || text == "yes")
        return setOption(options, spec, OptionValue(true));
      if (text == "false" || text == "off" || text == "0" || text == "no")
        return setOption(options, spec, OptionValue(false));
      refuse(spec, text);
    case OptionKind::Integer:
    case OptionKind::Real: {
      double number = 0;
      int64_t whole = 0;
      bool isWord = false;
      for (const OptionWord& w : spec.words) {
        if (w.word != text) continue;
        number = w.number;
        whole = static_cast<int64_t>(w.number);
        isWord = true;
      }
      if (spec.kind == OptionKind::Integer) {
        if (!isWord && !parseWhole(text, whole)) refuse(spec, text);
        return setOption(options, spec, OptionValue(whole));
      }
      if (!isWord && (!parseWhole(text, number) || !std::isfinite(number))) refuse(spec, text);
      return setOption(options, spec, OptionValue(number));
    }
    case OptionKind::Choice:
    case OptionKind::Text:
      return setOption(options, spec, OptionValue(text));
  }
}

std::string optionText(const Options& options, const OptionSpec& spec) {
  const OptionValue value = spec.get(options);
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const std::string* text = std::get_if<std::string>(&value)) return *text;
  const double number = spec.kind == OptionKind::Integer ? static_cast<double>(std::get<int64_t>(value))
                                                         : std::get<double>(value);
  for (const OptionWord& w : spec.words)
    if (w.number == number) return w.word;
  return spec.kind == OptionKind::Integer ? std::to_string(std::get<int64_t>(value)) : formatNumber(number);
}

std::string optionRange(const OptionSpec& spec) {
  std::string range;
  switch (spec.kind) {
    case OptionKind::Flag:
      return "true or false";
    case OptionKind::Text:
      return "text";
    case OptionKind::Choice:
      break;
    case OptionKind::Integer:
    case OptionKind::Real: {
      const std::string what = spec.kind == OptionKind::Integer ? "a whole number " : "a number ";
      const bool open = spec.maximum >= 2147483647;
      range = what + (spec.minimumExcluded ? "above " : "from ") + formatNumber(spec.minimum) +
              (open ? " up" : " to " + formatNumber(spec.maximum));
      break;
    }
  }
  for (size_t i = 0; i < spec.words.size(); ++i) {
    if (!range.empty()) range += i + 1 == spec.words.size() ? " or " : ", ";
    range += spec.words[i].word;
  }
  return range;
}

nlohmann::json optionsToJson(const Options& options) {
  nlohmann::json json = nlohmann::json::object();
  for (const OptionSpec& spec : schema()) {
    const OptionValue value = spec.get(options);
    const std::string text = optionText(options, spec);
    // A special number is written as its word, which is what people and setOption read.
    bool isWord = false;
    for (const OptionWord& w : spec.words) isWord = isWord || w.word == text;
    if (isWord) json[spec.name] = text;
    else std::visit([&](const auto& v) { json[spec.name] = v; }, value);
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
    constexpr const char* kKinds[] = {"flag", "integer", "real", "choice", "text"};
    nlohmann::json item = {{"name", spec.name},
                           {"label", spec.label},
                           {"kind", kKinds[static_cast<size_t>(spec.kind)]},
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
