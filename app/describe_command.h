// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne describe` was given.
struct DescribeArguments {
  std::string data;  ///< A name of the catalogue, a file or a folder.
  bool json = false;
  SchemaArguments options;  ///< Those that decide how the dataset is read.
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addDescribeCommand(CLI::App& program, DescribeArguments& arguments);

/// Prints what a dataset was read as: points, classes, what each column is used for and why, warnings.
/// Returns an exit code, throws Error.
int describe(const DescribeArguments& arguments, const Options& options);

}  // namespace adapsne
