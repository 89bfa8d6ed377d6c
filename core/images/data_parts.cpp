// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/data_parts.h"

#include <algorithm>

#include "core/support/error.h"
#include "core/support/words.h"

namespace adapsne {

std::string partOf(const std::string& name) {
  struct Part {
    const char* part;
    std::vector<std::string> names;
  };
  static const std::vector<Part> kParts = {{"train", {"train", "training", "trainset", "train_set"}},
                                           {"val", {"val", "valid", "validation", "dev"}},
                                           {"test", {"test", "testing", "testset", "test_set"}}};
  std::string lower = name;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const Part& part : kParts)
    if (std::find(part.names.begin(), part.names.end(), lower) != part.names.end()) return part.part;
  return "";
}

std::vector<std::string> chosenParts(const std::vector<std::string>& parts, const std::string& wanted,
                                     const std::string& shownAs) {
  const auto has = [&](const std::string& part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
  };
  if (wanted == "all") return parts;
  if (wanted.empty()) return has("train") ? std::vector<std::string>{"train"} : parts;
  const std::string part = partOf(wanted);
  if (part.empty())
    throw UsageError("--split", "there is no part \"" + wanted + "\".", "Give train, val, test or all.");
  if (!has(part))
    throw Error(shownAs,
                parts.empty() ? "has no parts for training, validation and test."
                              : "has no part " + part + "; it has " + listed(parts) + ".",
                parts.empty() ? "Leave out --split." : "Give --split " + listed(parts, "or") + ", or all.");
  return {part};
}

std::string partsWarning(const std::vector<std::string>& parts, const std::vector<std::string>& chosen,
                         const std::string& wanted) {
  if (!wanted.empty() || parts.size() < 2) return "";
  return "Of the parts " + listed(parts) +
         (chosen.size() == parts.size() ? " all were read" : " only " + listed(chosen) + " was read") +
         "; --split chooses another, or all.";
}

}  // namespace adapsne
