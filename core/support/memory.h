// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace adapsne {

/// "12.3 GB"
std::string sizeText(uint64_t bytes);

/// Bytes that could be taken now without swapping; the largest number where the system does not say.
uint64_t availableMemory();

/// Throws Error with the estimate if `bytes` exceed the memory that is free now.
void requireMemory(uint64_t bytes, const std::string& where,
                   const std::string& remedy = "Use a smaller part of the data.");

/// Asks for large pages in memory that is reserved but not yet touched: page by page, the first touch of a
/// large buffer takes longer than filling it.
void preferLargePages(const void* reserved, size_t bytes);

}  // namespace adapsne
