// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/byte_source.h"

namespace adapsne {

/// How an array of rows lies in a file: in C order one block of `count` rows, in Fortran order as many blocks
/// as a row has elements, each with one element of every row.
struct ItemLayout {
  uint64_t blocks = 1;
  uint64_t count = 0;  ///< Items of a block: the rows.
  uint64_t bytes = 0;  ///< Of one item.
};

using WriteBytes = std::function<void(std::string_view)>;

/// Copies the items `rows` (ascending) of each block from a source that stands at the first block. Throws
/// Error where it ends early or has no such row, Cancelled.
void copyItems(ByteSource& from, const ItemLayout& layout, const std::vector<int64_t>& rows,
               const WriteBytes& write);

/// What is said where a file is not what it was when it was opened.
[[noreturn]] void sourceHasChanged(const std::string& shownAs, const std::string& problem);

}  // namespace adapsne
