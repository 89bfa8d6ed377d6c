// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// "a, b and c"; empty for nothing.
std::string listed(const std::vector<std::string>& items, const std::string& conjunction = "and");

}  // namespace adapsne
