// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace adapsne {

/// "train", "val" or "test" for the names that such splits of a dataset are given, in any case ("Training",
/// "valid", "dev", ...); "" for all other names.
std::string splitOf(const std::string& name);

/// Which of the splits that a source has (in their order there) are to be read: that which `wanted`
/// (DatasetOptions::split) names, all of them for "all", and for "" train where there is one, else all.
/// Throws Error naming those that there are.
std::vector<std::string> chosenSplits(const std::vector<std::string>& splits, const std::string& wanted,
                                      const std::string& shownAs);

/// What is said where a split was chosen unasked; "" if there was no choice.
std::string splitsWarning(const std::vector<std::string>& splits, const std::vector<std::string>& chosen,
                          const std::string& wanted);

}  // namespace adapsne
