// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace adapsne {

/// The code points of UTF-8. Bytes that are none are taken as Windows-1252 (Latin-1 and more), so nothing is
/// refused.
std::u32string decodeUtf8(std::string_view text);

/// Adds a code point as UTF-8. What is no character, as half of a UTF-16 pair, becomes U+FFFD.
void appendUtf8(std::string& text, char32_t point);

/// The same text as valid UTF-8, as decodeUtf8() takes it.
std::string validUtf8(std::string_view text);

/// Makes a text valid UTF-8 as validUtf8() does, but for one in UTF-16, which stays as it is. Returns whether
/// anything changed. Lines stay lines.
bool makeValidUtf8(std::string& text);

/// What is said of a text that was changed so.
inline constexpr const char* kReadAsWindows1252 =
    "The text is not UTF-8 throughout: other bytes were read as Windows-1252 (Latin-1). Where letters are "
    "wrong, convert it with: iconv -f ENCODING -t UTF-8 FILE > NEW";

}  // namespace adapsne
