// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"
#include "core/assessment/subset_measures.h"

namespace adapsne {

/// What `adapsne sample` was given.
struct SampleArguments {
  std::string source;  ///< A run's folder, or a dataset's name or file.
  std::string out;     ///< Folder for subset.csv and subset.npy.
  bool json = false;
  SchemaArguments options;
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addSampleCommand(CLI::App& program, SampleArguments& arguments);

/// Chooses exemplars from the map of a run that there is, or from a dataset; a map is computed only for a
/// sampler that looks at one. Returns an exit code, throws Error.
int sample(const CLI::App& command, const SampleArguments& arguments);

}  // namespace adapsne
