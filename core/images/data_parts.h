// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// "train", "val" or "test" for the names that such parts of a dataset are given, in any case ("Training",
/// "valid", "dev", ...); "" for all other names.
std::string partOf(const std::string& name);

/// Which of the parts a source has (in their order there) are to be read: that which `wanted`
/// (DatasetOptions::split) names, all of them for "all", and for "" train where there is one, else all.
/// Throws Error naming those that there are.
std::vector<std::string> chosenParts(const std::vector<std::string>& parts, const std::string& wanted,
                                     const std::string& shownAs);

/// What is said where a part was chosen unasked; "" if there was no choice.
std::string partsWarning(const std::vector<std::string>& parts, const std::vector<std::string>& chosen,
                         const std::string& wanted);

}  // namespace adapsne
