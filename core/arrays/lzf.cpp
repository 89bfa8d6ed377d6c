// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/lzf.h"

#include <cstdint>

namespace adapsne {

std::optional<std::string> unpackLzf(std::string_view packed, size_t most) {
  std::string bytes;
  size_t at = 0;
  const auto next = [&] { return static_cast<uint8_t>(packed[at++]); };
  while (at < packed.size()) {
    const uint8_t control = next();
    constexpr uint8_t kLiterals = 32;
    if (control < kLiterals) {
      const size_t count = control + size_t{1};
      if (count > packed.size() - at || count > most - bytes.size()) return std::nullopt;
      bytes += packed.substr(at, count);
      at += count;
      continue;
    }
    // A copy of bytes that came before: length 2 to 264, from 1 to 8192 back.
    size_t length = control >> 5;
    if (length == 7) {
      if (at == packed.size()) return std::nullopt;
      length += next();
    }
    length += 2;
    if (at == packed.size()) return std::nullopt;
    const size_t back = (static_cast<size_t>(control & 31) << 8 | next()) + 1;
    if (back > bytes.size() || length > most - bytes.size()) return std::nullopt;
    for (size_t k = 0; k < length; ++k) bytes += bytes[bytes.size() - back];
  }
  return bytes;
}

}  // namespace adapsne
