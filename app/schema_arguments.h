// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/pipeline/schema.h"
#include "core/support/error.h"

namespace CLI {
class App;
}

namespace adapsne {

/// The schema's options as a command takes them: what was given, by option name.
using SchemaArguments = std::map<std::string, std::string>;

/// Registers every schema option that is wanted by its name; `arguments` must live until the command has run.
void addSchemaOptions(CLI::App& command, SchemaArguments& arguments,
                      const std::function<bool(const OptionSpec&)>& wanted);

/// Was the option given?
bool isGiven(const CLI::App& command, const std::string& name);

/// Sets what was given on top of `options`.
Options readOptions(const CLI::App& command, const SchemaArguments& arguments, Options options = {});

/// What `write` gives, which writes to the place that `option` names. The core knows no options of the
/// command line: what it throws tells the place, and the option is added to it here.
template <typename Write>
auto namingOption(const char* option, Write write) {
  try {
    return write();
  } catch (const UsageError&) {
    throw;
  } catch (const Error& e) {
    throw Error(e.where(), e.problem(), e.remedy() + " The place is given with " + option + ".");
  }
}

/// Throws UsageError where two of --ratio, --count and --class-budget were given.
void refuseTwoBudgets(const CLI::App& command);

}  // namespace adapsne
