// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/cell_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace adapsne {
namespace {

/// The last line: what spreadsheets and SPSS show where a formula has no value.
constexpr std::array<std::string_view, 28> kMissing{
    "",         "?",      "na",      "n/a",     "nan",   "null",   "none",  "<na>",   "#n/a",    "#na",
    "-nan",     "nat",    "\\n",     ".",       "-",     "--",     "n.a.",  "1.#ind", "-1.#ind", "1.#qnan",
    "-1.#qnan", "#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#error!"};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// Reads whole numbers and separators from the front of a text.
class DateText {
 public:
  explicit DateText(std::string_view text) : rest_(text) {}

  bool number(size_t fewest, size_t most, int& value) {
    size_t digits = 0;
    value = 0;
    while (digits < most && digits < rest_.size() && isDigit(rest_[digits]))
      value = 10 * value + (rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    return digits >= fewest;
  }
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// ".678" as a share of 1; 0 where there is none.
  double fraction() {
    if (!skip('.')) return 0;
    double value = 0, unit = 1;
    for (; !rest_.empty() && isDigit(rest_.front()); rest_.remove_prefix(1))
      value += (unit /= 10) * (rest_.front() - '0');
    return value;
  }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool readDay(DateText& text, std::chrono::year_month_day& day, bool yearFirst) {
  int a = 0, b = 0, c = 0;
  if (yearFirst) {
    if (!text.number(4, 4, a)) return false;
    const char separator = text.front();
    if ((separator != '-' && separator != '/') || !text.skip(separator) || !text.number(1, 2, b) ||
        !text.skip(separator) || !text.number(1, 2, c))
      return false;
  } else if (!text.number(1, 2, c) || !text.skip('.') || !text.number(1, 2, b) || !text.skip('.') ||
             !text.number(4, 4, a)) {
    return false;
  }
  day = std::chrono::year{a} / static_cast<unsigned>(b) / static_cast<unsigned>(c);
  return day.ok();
}

/// What follows the day; false if it is no time.
bool readTime(DateText& text, double& seconds) {
  int hours = 0, minutes = 0, whole = 0;
  seconds = 0;
  if (text.done()) return true;
  if (!text.skip('T') && !text.skip(' ')) return false;
  if (!text.number(1, 2, hours) || !text.skip(':') || !text.number(2, 2, minutes)) return false;
  double fraction = 0;
  if (text.skip(':')) {
    if (!text.number(2, 2, whole)) return false;
    fraction = text.fraction();
  }
  if (hours > 24 || minutes > 59 || whole > 60) return false;
  seconds = 3600.0 * hours + 60.0 * minutes + whole + fraction;
  text.skip(' ');
  if (text.done() || (text.skip('Z') && text.done())) return true;
  const int sign = text.front() == '-' ? 1 : -1;  // 12:00+01:00 is 11:00 UTC
  if (!text.skip('+') && !text.skip('-')) return false;
  if (!text.number(2, 2, hours)) return false;
  text.skip(':');
  if (!text.done() && !text.number(2, 2, minutes)) return false;
  seconds += sign * (3600.0 * hours + 60.0 * minutes);
  return text.done();
}

/// Whether a text is groups of three digits after one to three, with `separator` between them.
bool inGroups(std::string_view text, char separator) {
  size_t digits = 0;
  bool first = true;
  if (text.empty() || text.front() == '0') return false;
  for (const char c : text) {
    if (isDigit(c)) {
      ++digits;
    } else if (c != separator || digits == 0 || digits > 3 || (!first && digits != 3)) {
      return false;
    } else {
      digits = 0;
      first = false;
    }
  }
  return !first && digits == 3;
}

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

/// Without a currency's sign before or behind it, and the blank between; the same text where there is none.
std::string_view withoutCurrency(std::string_view text) {
  for (const std::string_view sign : {"$", "€", "£", "¥"}) {
    if (text.size() <= sign.size()) continue;
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
      return text;
    }
    if (text.ends_with(sign)) {
      text.remove_suffix(sign.size());
      return text.substr(0, text.find_last_not_of(' ') + 1);
    }
  }
  return text;
}

/// With common blanks in the place of those that do not break lines, as French programs write them.
std::string withPlainBlanks(std::string_view text) {
  std::string plain(text);
  for (const std::string_view blank : {"\u00a0", "\u202f", "\u2009", "\u2019"})
    for (size_t at = plain.find(blank); at != plain.npos; at = plain.find(blank, at))
      plain.replace(at, blank.size(), blank == "\u2019" ? "'" : " ");
  return plain;
}

}  // namespace

MissingWords::MissingWords(std::string_view more) {
  for (const std::string& word : listItems(more)) {
    more_.push_back(lowerCase(word));
    holdNumbers_ |= parseNumber(word).has_value();
  }
}

bool MissingWords::contains(std::string_view text) const {
  constexpr size_t kLongest = 8;
  if (text.empty()) return true;
  if (more_.empty() && text.size() > kLongest) return false;
  const std::string lower = lowerCase(text);
  return std::find(kMissing.begin(), kMissing.end(), lower) != kMissing.end() ||
         std::find(more_.begin(), more_.end(), lower) != more_.end();
}

std::optional<double> parseNumber(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  // Up to 15 digits are exact in 64 bits: most data are small integers.
  const char* p = text.data();
  if (text.size() <= 15) {
    int64_t digits = 0;
    while (p != end && isDigit(*p)) digits = digits * 10 + (*p++ - '0');
    if (p == end && !text.empty()) return static_cast<double>(digits);
  }
  double value = 0;
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ptr != end || result.ec == std::errc::invalid_argument) return std::nullopt;
  if (result.ec == std::errc{}) return value;
  // Out of range, at either end of it.
  const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
  const double magnitude = tiny ? 0 : std::numeric_limits<double>::infinity();
  return text[0] == '-' ? -magnitude : magnitude;
}

float nearestFloat(std::string_view text, double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  // In the middle between two floats the digits that float64 rounded away decide.
  constexpr uint64_t kDropped = (1u << 29) - 1, kMiddle = 1u << 28;
  if ((bits & kDropped) != kMiddle) return static_cast<float>(value);
  if (text.front() == '+') text.remove_prefix(1);
  float nearest = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), nearest);
  return result.ec == std::errc{} ? nearest : static_cast<float>(value);
}

std::optional<bool> parseBoolean(std::string_view text) {
  if (text.size() != 4 && text.size() != 5) return std::nullopt;
  const std::string lower = lowerCase(text);
  if (lower == "true") return true;
  if (lower == "false") return false;
  return std::nullopt;
}

std::optional<double> parseDate(std::string_view text) {
  if (text.size() < 8 || text.size() > 40 || !isDigit(text.front())) return std::nullopt;
  DateText rest(text);
  std::chrono::year_month_day day;
  double seconds = 0;
  const bool yearFirst = isDigits(text.substr(0, 4));
  if (!readDay(rest, day, yearFirst) || !readTime(rest, seconds)) return std::nullopt;
  return static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count()) * 86400.0 + seconds;
}

NumberStyle numberStyle(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (const std::string_view amount = withoutCurrency(text); amount.size() != text.size())
    return parseNumber(amount) || numberStyle(amount) != NumberStyle::None ? NumberStyle::Currency
                                                                           : NumberStyle::None;
  if (text.empty() || !(isDigit(text.front()) || text.front() == ',' || text.front() == '.'))
    return NumberStyle::None;
  if (const size_t d = text.find_first_of("Dd"); d != text.npos) {
    std::string exponent(text);
    exponent[d] = 'e';
    return d + 1 < text.size() && !isDigit(text[d + 1]) && parseNumber(exponent)
               ? NumberStyle::FortranExponent
               : NumberStyle::None;
  }
  if (text.back() == '%') {
    text.remove_suffix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return parseNumber(text) || numberStyle(text) != NumberStyle::None ? NumberStyle::Percent
                                                                       : NumberStyle::None;
  }
  const std::string blanked = withPlainBlanks(text);
  text = blanked;
  for (const char separator : {',', '.', '\'', ' '}) {
    const size_t decimals = separator == ','   ? text.rfind('.')
                            : separator == '.' ? text.rfind(',')
                                               : text.find_last_of(".,");
    const bool fraction = decimals != text.npos && isDigits(text.substr(decimals + 1));
    const std::string_view whole = fraction ? text.substr(0, decimals) : text;
    if (!inGroups(whole, separator)) continue;
    const bool once = whole.find(separator) == whole.rfind(separator);
    return separator == ',' && once && !fraction ? NumberStyle::Either : NumberStyle::Thousands;
  }
  const size_t comma = text.find(',');
  if (comma == text.npos) return NumberStyle::None;
  std::string point(text);
  point[comma] = '.';
  return parseNumber(point) ? NumberStyle::DecimalComma : NumberStyle::None;
}

std::vector<std::string> listItems(std::string_view text) {
  std::vector<std::string> items;
  std::string item;
  bool quoted = false, wasQuoted = false;
  const auto finish = [&] {
    if (!wasQuoted) {
      item.erase(0, item.find_first_not_of(" \t"));
      item.erase(item.find_last_not_of(" \t") + 1);
    }
    if (!item.empty() || wasQuoted) items.push_back(item);
    item.clear();
    wasQuoted = false;
  };
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      wasQuoted = true;
    } else if (c == ',' && !quoted) {
      finish();
    } else if (!(wasQuoted && !quoted) && !(c == ' ' && item.empty() && !quoted)) {
      item += c;
    }
  }
  finish();
  return items;
}

}  // namespace adapsne
