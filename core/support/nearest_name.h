// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// The candidate nearest to `text` by edit distance (Levenshtein), the first among equals: what a message
/// suggests for a mistyped name. Empty where there are no candidates.
std::string nearestName(const std::string& text, const std::vector<std::string>& candidates);

}  // namespace adapsne
