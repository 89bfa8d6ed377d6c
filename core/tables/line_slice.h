// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// Copies records of a text table byte for byte, line ends and all: what stands before the first record
/// (names, comments, a byte-order mark), then the records `rows`, each with all its lines.
///
/// `lines` says on which line, from 1, each of the table's records begins; `rows` index into it, ascending.
/// Lines between two records that are empty or comments belong to neither. The source may be gzipped; the new
/// file is where its name ends in .gz. Throws Error where the source has fewer lines than it should,
/// Cancelled.
void sliceLines(const std::filesystem::path& source, const std::vector<int32_t>& lines,
                const std::vector<int64_t>& rows, const std::filesystem::path& to, RunControl& control);

}  // namespace adapsne
