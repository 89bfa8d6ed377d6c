// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace adapsne {

/// Some rows of a source, to be copied byte for byte as they lie in it.
struct SourceSlice {
  std::filesystem::path source;
  std::vector<int64_t> rows;        ///< Rows of the source, ascending and distinct, at least one.
  std::function<int64_t()> points;  ///< How many rows the source has. May have to read it anew.
};

}  // namespace adapsne
