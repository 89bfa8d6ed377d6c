// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/arrays/item_copier.h"
#include "core/arrays/npy_layout.h"

namespace adapsne {

/// The header of an .npy file, with its magic, that `from` stands at; then it stands at the values. Throws
/// Error.
std::string readNpyHead(ByteSource& from);

/// How many bytes an element of a dtype takes ("<f4", "<U10", "<M8[ns]"); nothing for objects and records.
std::optional<uint64_t> npyElementBytes(const std::string& descr);

/// Writes the rows of the array that follows `head` as an .npy file of the same version, dtype and order.
void sliceNpyArray(ByteSource& from, const std::string& head, const NpyHeader& header, uint64_t elementBytes,
                   const std::vector<int64_t>& rows, const WriteBytes& write);

}  // namespace adapsne
