// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// "a, b and c"; empty for nothing.
std::string listed(const std::vector<std::string>& items, const std::string& conjunction = "and");

/// A word of a command line, in single quotes where a shell would take it apart.
std::string shellWord(const std::string& text);

}  // namespace adapsne
