// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace adapsne {

/// Bytes of a file. Throws Error where it cannot be asked.
uint64_t sizeOfFile(const std::filesystem::path& file);
/// Visits the first `size` bytes of a file in pieces, as they are, packed or not. Throws Error where it
/// cannot be read or ends before.
void forEachPiece(const std::filesystem::path& file, uint64_t size,
                  const std::function<void(std::string_view)>& visit);

}  // namespace adapsne
