// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne export` was given.
struct ExportArguments {
  std::string source;  ///< A run's folder, a list of rows, or a dataset's name or file.
  std::string rows;    ///< A list of rows of it; empty = the run's exemplars, or the list itself.
  std::string as = "source", what = "exemplars", files = "copy";
  std::string out;
  bool overwrite = false;
  bool json = false;
  SchemaArguments options;  ///< Of the dataset.
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addExportCommand(CLI::App& program, ExportArguments& arguments);

/// Runs it. Returns an exit code; throws as the pipeline does.
int exportPoints(const CLI::App& command, const ExportArguments& arguments);

}  // namespace adapsne
