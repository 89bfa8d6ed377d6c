// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/arrays/npy_layout.h"
#include "core/arrays/stored_array.h"
#include "core/files/file_bytes.h"

namespace adapsne {

/// Enough for the header of any array but one of a record type with thousands of fields.
constexpr uint64_t kNpyHeaderBytes = 1 << 17;

/// The array of an .npy file. Throws Error if it holds no real numbers, or if the file is not as long as its
/// header promises; of a gzipped one, that shows when it is read.
StoredArray npyArray(const std::shared_ptr<FileBytes>& file);

/// The same of a file in memory. The bytes must outlive the array.
StoredArray npyArray(std::string_view bytes, const std::string& shownAs);

/// What is said of an .npy file that holds another number of bytes of values than its header promises; `about`
/// is "at most " or "at least " where `held` is not known exactly.
Error wrongNpyLength(const NpyHeader& header, uint64_t promised, uint64_t held, const std::string& shownAs,
                     const std::string& about = "");

}  // namespace adapsne
