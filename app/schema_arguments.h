// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/pipeline/schema.h"

namespace CLI {
class App;
}

namespace adapsne {

/// What was given for each option, by its name.
using SchemaArguments = std::map<std::string, std::string>;

/// Registers every schema option that is wanted by its name; `values`, which must live until the command has
/// run, receives what was given.
void addSchemaOptions(CLI::App& command, SchemaArguments& values,
                      const std::function<bool(const OptionSpec&)>& wanted);

/// The defaults with what was given. Throws UsageError.
Options readOptions(const CLI::App& command, const SchemaArguments& values);

}  // namespace adapsne
