// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace adapsne {

/// From now on numbers have a point in all that this program shows and writes. Qt takes over the notation of
/// the environment ("3,5"), for itself and for the C library: to be called once the application is made.
void useOneNotation();

/// "1,797"
QString countText(int64_t value);
/// Three significant digits without an exponent where that stays short; an em dash for NaN.
QString numberText(double value, int digits = 3);
/// "0.85 s", "12.3 s", "4 min 05 s"
QString durationText(double seconds);
/// "00:14", "1:02:03"; empty where not known (negative).
QString clockText(double seconds);
/// "12 B", "812 MB"
QString memoryText(int64_t bytes);

}  // namespace adapsne
