// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/text_encoding.h"

#include <array>
#include <cstdint>
#include <utility>

namespace adapsne {
namespace {

/// What Windows-1252 has in the place of Latin-1's control characters 0x80 to 0x9f.
constexpr std::array<char32_t, 32> kWindows = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                               0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                               0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                               0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

char32_t ofByte(uint8_t byte) {
  return byte >= 0x80 && byte < 0xa0 ? kWindows[byte - 0x80] : byte;
}

/// The code point at the front of a text, and how many bytes it takes: one where it is no UTF-8.
std::pair<char32_t, size_t> frontOf(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  const size_t length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (length == 1) return {ofByte(lead), 1};
  char32_t point = lead & (0x7f >> length);
  for (size_t n = 1; n < length; ++n) {
    if (n == text.size() || (text[n] & 0xc0) != 0x80) return {ofByte(lead), 1};
    point = point << 6 | (text[n] & 0x3f);
  }
  return {point, length};
}

}  // namespace

std::u32string decodeUtf8(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const auto [point, size] = frontOf(text);
    points += point;
    text.remove_prefix(size);
  }
  return points;
}

void appendUtf8(std::string& text, char32_t point) {
  if ((point >= 0xd800 && point < 0xe000) || point > 0x10ffff) point = 0xfffd;
  if (point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  text += static_cast<char>((0xff00 >> (more + 1) & 0xff) | point >> (6 * more));
  for (int k = more; k-- > 0;) text += static_cast<char>(0x80 | (point >> (6 * k) & 0x3f));
}

std::string validUtf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const auto [point, size] = frontOf(text);
    appendUtf8(valid, point);
    text.remove_prefix(size);
  }
  return valid;
}

bool makeValidUtf8(std::string& text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return false;
  std::string_view rest = text;
  const auto isWrong = [&] {
    const auto [point, size] = frontOf(rest);
    return size == 1 ? static_cast<uint8_t>(rest[0]) >= 0x80 : point >= 0xd800 && point < 0xe000;
  };
  while (!rest.empty() && !isWrong()) rest.remove_prefix(frontOf(rest).second);
  if (rest.empty()) return false;
  const std::string tail = validUtf8(rest);
  text.resize(text.size() - rest.size());
  text += tail;
  return true;
}

}  // namespace adapsne
