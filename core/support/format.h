// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace adapsne {

/// As std::snprintf writes it in the "C" locale: numbers have a point, whatever locale the program has set
/// (Qt sets that of the environment). Use this for all text that a person or a file gets.
std::string format(const char* pattern, ...) __attribute__((format(printf, 1, 2)));

/// "1797" -> "1,797"; a sign stays in front. `digits` is a whole number in decimal.
std::string grouped(std::string digits);

}  // namespace adapsne
