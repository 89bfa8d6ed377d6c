// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

/// The numbers of classes for formats that know no names: what the names say where all of them are whole
/// numbers of 32 bits, else their order from 0.
std::vector<int32_t> classNumbers(const std::vector<std::string>& classNames);

}  // namespace adapsne
