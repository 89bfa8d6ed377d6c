// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/elements.h"

namespace adapsne {

/// What the header of an .npy file says, whatever its dtype.
struct NpyHeader {
  std::string descr;     ///< The dtype: "<f4", "<U10", or the list of a structured one.
  bool fortran = false;  ///< The first index runs fastest.
  std::vector<int64_t> shape;
  size_t bytes = 0;  ///< Where the values begin.
};

/// Parses the header at the beginning of `head`, which must hold all of it. Throws Error.
NpyHeader parseNpyHeader(std::string_view head, const std::string& shownAs);

/// How the values of a numeric .npy file lie in it.
struct NpyLayout {
  ElementType type = ElementType::F32;
  bool bigEndian = false;
  uint64_t count = 0;  ///< Values promised.
  uint64_t bytes() const { return count * elementSize(type); }
};

/// Throws Error that names the dtype if it is no real number, or the shape if no file can hold it.
NpyLayout npyLayout(const NpyHeader& header, const std::string& shownAs);

/// The bytes before the values: version 1.0, C order, `descr` as dtype.
std::string formatNpyHeader(const std::string& descr, const std::vector<int64_t>& shape);

}  // namespace adapsne
