// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/data_splits.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/support/words.h"

namespace adapsne {

std::string splitOf(const std::string& name) {
  struct Split {
    const char* split;
    std::vector<std::string> names;
  };
  static const std::vector<Split> kSplits = {{"train", {"train", "training", "trainset", "train_set"}},
                                             {"val", {"val", "valid", "validation", "dev"}},
                                             {"test", {"test", "testing", "testset", "test_set"}}};
  std::string lower = name;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const Split& split : kSplits)
    if (std::find(split.names.begin(), split.names.end(), lower) != split.names.end()) return split.split;
  return "";
}

std::vector<std::string> chosenSplits(const std::vector<std::string>& splits, const std::string& wanted,
                                      const std::string& shownAs) {
  const auto has = [&](const std::string& split) {
    return std::find(splits.begin(), splits.end(), split) != splits.end();
  };
  if (wanted == "all") return splits;
  if (wanted.empty()) return has("train") ? std::vector<std::string>{"train"} : splits;
  const std::string split = splitOf(wanted);
  if (split.empty())
    throw UsageError("--split", "there is no split \"" + wanted + "\".", "Give train, val, test or all.");
  if (!has(split))
    throw Error(shownAs,
                splits.empty() ? "has no splits for training, validation and test."
                               : "has no split " + split + "; it has " + listed(splits) + ".",
                splits.empty() ? "Leave out --split." : "Give --split " + listed(splits, "or") + ", or all.");
  return {split};
}

std::string splitsWarning(const std::vector<std::string>& splits, const std::vector<std::string>& chosen,
                          const std::string& wanted) {
  if (!wanted.empty() || splits.size() < 2) return "";
  return "Of the splits " + listed(splits) +
         (chosen.size() == splits.size() ? " all were read" : " only " + listed(chosen) + " was read") +
         "; --split chooses another, or all.";
}

}  // namespace adapsne
