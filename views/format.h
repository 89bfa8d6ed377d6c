// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace adapsne {

/// "1,797"
QString countText(int64_t value);
/// Three significant digits without an exponent where that stays short; an em dash for NaN.
QString numberText(double value, int digits = 3);
/// "0.85 s", "12.3 s", "4 min 05 s"
QString durationText(double seconds);
/// "00:14", "1:02:03"; empty where not known (negative).
QString clockText(double seconds);
/// "812 MB"
QString memoryText(int64_t bytes);

}  // namespace adapsne
