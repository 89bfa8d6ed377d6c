// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace adapsne {

/// Bytes that LZF packed, as h5py does with compression="lzf"; nothing if they are damaged or unpack to more
/// than `most`. LZF packs 88 to 1 at best.
std::optional<std::string> unpackLzf(std::string_view packed, size_t most);

}  // namespace adapsne
