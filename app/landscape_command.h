// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne landscape` was given.
struct LandscapeArguments {
  std::string data;   ///< A name of the catalogue or a file.
  int64_t row = 0;    ///< The point, counted from 0.
  int samples = 640;  ///< Places of the grid over ln sigma.
  std::string csv;    ///< File to write; empty: none.
  bool json = false;
  SchemaArguments options;  ///< Those that decide the row's distances, the target and the datapath.
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addLandscapeCommand(CLI::App& program, LandscapeArguments& arguments);

/// Evaluates one row's perplexity over ln sigma: roots, false roots and plateaus. The CSV file's columns:
///   ln_sigma        on distances divided by the graph's largest
///   sigma           in the preprocessed features' units
///   perplexity      as the datapath evaluates it
///   relative_error  perplexity / target - 1
///   feature         grid | plateau (a grid point on one) | true-root | false-root (between grid points)
/// in ascending order of ln_sigma. Returns an exit code, throws Error.
int landscape(const LandscapeArguments& arguments, Options options);

}  // namespace adapsne
