// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne check` was given.
struct CheckArguments {
  std::string data;  ///< A name of the catalogue or a file.
  std::string out;   ///< CSV to write (dataCheckCsv); empty: none.
  bool json = false;
  SchemaArguments options;  ///< Those that decide the input space and its neighbours.
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addCheckCommand(CLI::App& program, CheckArguments& arguments);

/// Looks for rows far from everything, near duplicates and labels that disagree with their neighbours
/// (core/assessment/data_check.h). Returns an exit code, throws Error.
int check(const CheckArguments& arguments, const Options& options);

}  // namespace adapsne
