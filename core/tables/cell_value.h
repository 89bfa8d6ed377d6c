// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapsne {

/// The spellings of a missing value, in any case: those that programs write ("", NA, N/A, #N/A, <NA>, NaN,
/// None, null, NaT, \N, "?", ".", "-", 1.#IND, #NULL!, #DIV/0! and the like) and further ones.
class MissingWords {
 public:
  /// `more`: words separated by commas, which may be numbers such as -999.
  explicit MissingWords(std::string_view more = {});

  bool contains(std::string_view text) const;
  /// Some of them are numbers, so that a cell is to be looked up before it is parsed.
  bool holdNumbers() const { return holdNumbers_; }

 private:
  std::vector<std::string> more_;  ///< In lower case.
  bool holdNumbers_ = false;
};

/// A plain decimal number, "inf" or "nan"; beyond float64's range infinity or 0.
std::optional<double> parseNumber(std::string_view text);
/// The float32 nearest to the number that `text` is; `value` is what parseNumber() made of it. Not always
/// that nearest to `value`: rounding twice may end one step aside.
float nearestFloat(std::string_view text, double value);

/// true or false in any case.
std::optional<bool> parseBoolean(std::string_view text);

/// A date, maybe with a time, as seconds since 1970-01-01 UTC: 2024-01-31, 2024/01/31 or 31.01.2024, then
/// maybe T or a blank and 12:30, 12:30:45 or 12:30:45.678, then maybe Z or +01:00. Dates that do not exist
/// and such as 01/02/2024, which is two days, are none.
std::optional<double> parseDate(std::string_view text);

/// How a cell is meant as a number that it is not.
enum class NumberStyle { None, DecimalComma, Thousands, Either, Percent, Currency, FortranExponent };
/// Thousands: 1,000,000, 1.000,5, 1'000.5 or 1 000,5. Either: 1,037 may be 1037 or 1.037. Currency: $5 or 5
/// €. FortranExponent: 1.5D+03.
NumberStyle numberStyle(std::string_view text);

/// The items of "a, b,\"c, d\"": separated by commas, those with a comma in double quotes.
std::vector<std::string> listItems(std::string_view text);

}  // namespace adapsne
