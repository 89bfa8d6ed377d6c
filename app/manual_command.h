// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/command_table.h"

namespace adapsne {

/// What a manual page says that the program's table does not: plain text, paragraphs apart by an empty line.
struct ManualTexts {
  std::string summary;      ///< "choose a small subset of a dataset": behind the name.
  std::string description;  ///< One paragraph or more.
  std::vector<std::pair<std::string, std::string>> sections;  ///< Title and text, after the options.
};

/// The page of section 1 as roff, for man: synopsis, commands, each option with range, default and words.
std::string manualPage(const ProgramTable& table, const ManualTexts& texts);

/// adapsne(1): `adapsne options --man`.
std::string commandLineManual(const ProgramTable& table);

}  // namespace adapsne
