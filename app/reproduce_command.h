// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne reproduce` was given.
struct ReproduceArguments {
  std::string data;
  std::string claims;  ///< Names by commas; empty = all.
  std::string budgets = "20,50,100";
  std::string classifiers;  ///< Names by commas; empty = the usual ones.
  int seeds = 5;
  std::string out;  ///< The page to write; empty = none.
  bool json = false;
  SchemaArguments options;
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addReproduceCommand(CLI::App& program, ReproduceArguments& arguments);

/// Measures the papers' claims on a dataset. Returns an exit code, throws Error.
int reproduce(const CLI::App& command, const ReproduceArguments& arguments);

}  // namespace adapsne
