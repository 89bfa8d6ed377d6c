// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/value_spec.h"

#include <algorithm>
#include <charconv>

#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::string formatNumber(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

/// For people: 1000000 instead of 1e+06.
std::string formatBound(double value) {
  char text[400];  // any double
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
  return {text, end};
}

std::string flagOf(const ValueSpec& spec) {
  return "--" + spec.name;
}

std::vector<std::string> wordsOf(const ValueSpec& spec) {
  std::vector<std::string> words;
  for (const OptionWord& w : spec.words) words.push_back(w.word);
  return words;
}

[[noreturn]] void refuse(const ValueSpec& spec, const std::string& text) {
  const bool choice = spec.kind == OptionKind::Choice;
  const std::vector<std::string> words = wordsOf(spec);
  throw UsageError(
      flagOf(spec), "\"" + text + "\" is not " + (choice ? "one of its values." : "allowed here."),
      choice ? "Did you mean " + nearestName(text, words) + "? It takes " + optionRange(spec) + "."
             : "It takes " + optionRange(spec) + ".");
}

/// NaN fails both comparisons and is refused with everything else.
bool inRange(const ValueSpec& spec, double value) {
  return (spec.minimumExcluded ? value > spec.minimum : value >= spec.minimum) && value <= spec.maximum;
}
bool isWordsNumber(const ValueSpec& spec, double value) {
  for (const OptionWord& w : spec.words)
    if (w.number == value) return true;
  return false;
}
/// 0 says "none" as well as the word does.
bool isNone(const ValueSpec& spec, double value) {
  for (const OptionWord& w : spec.words)
    if (w.word == "none" && w.number == value) return true;
  return false;
}

template <typename Number>
bool parseWhole(const std::string& text, Number& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size();
}

}  // namespace

void checkValue(const ValueSpec& spec, const OptionValue& value) {
  switch (spec.kind) {
    case OptionKind::Integer:
      if (const auto number = static_cast<double>(std::get<int64_t>(value));
          !inRange(spec, number) && !isWordsNumber(spec, number))
        refuse(spec, std::to_string(std::get<int64_t>(value)));
      break;
    case OptionKind::Real:
      if (const double number = std::get<double>(value);
          !inRange(spec, number) && !isWordsNumber(spec, number))
        refuse(spec, formatNumber(number));
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
}

OptionValue parseValue(const ValueSpec& spec, const std::string& text) {
  OptionValue value = text;
  if (spec.kind == OptionKind::Flag) {
    if (text == "true" || text == "on" || text == "1" || text == "yes") return true;
    if (text == "false" || text == "off" || text == "0" || text == "no") return false;
    refuse(spec, text);
  }
  if (spec.kind == OptionKind::Integer || spec.kind == OptionKind::Real) {
    double number = 0;
    int64_t whole = 0;
    const auto word = std::find_if(spec.words.begin(), spec.words.end(),
                                   [&](const OptionWord& w) { return w.word == text; });
    const bool isWhole = spec.kind == OptionKind::Integer;
    if (word != spec.words.end()) {
      number = word->number;
      whole = static_cast<int64_t>(number);
    } else {
      if (!(isWhole ? parseWhole(text, whole) : parseWhole(text, number))) refuse(spec, text);
      if (isWhole) number = static_cast<double>(whole);
      if (!inRange(spec, number) && !isNone(spec, number)) refuse(spec, text);
    }
    value = isWhole ? OptionValue(whole) : OptionValue(number);
  }
  checkValue(spec, value);
  return value;
}

std::string valueText(const ValueSpec& spec, const OptionValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const std::string* text = std::get_if<std::string>(&value)) return *text;
  const int64_t* whole = std::get_if<int64_t>(&value);
  const double number = whole ? static_cast<double>(*whole) : std::get<double>(value);
  for (const OptionWord& w : spec.words)
    if (w.number == number) return w.word;
  return whole ? std::to_string(*whole) : formatNumber(number);
}

std::string optionRange(const ValueSpec& spec) {
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
      range = what + (spec.minimumExcluded ? "above " : "from ") + formatBound(spec.minimum) +
              (open ? " up" : " to " + formatBound(spec.maximum));
      break;
    }
  }
  for (size_t i = 0; i < spec.words.size(); ++i) {
    if (!range.empty()) range += i + 1 == spec.words.size() ? " or " : ", ";
    range += spec.words[i].word;
  }
  return range;
}

}  // namespace adapsne
