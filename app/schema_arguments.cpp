// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/schema_arguments.h"

#include <CLI/CLI.hpp>

#include "core/support/error.h"

namespace adapsne {

void addSchemaOptions(CLI::App& command, SchemaArguments& arguments,
                      const std::function<bool(const OptionSpec&)>& wanted) {
  const Options defaults;
  for (const OptionSpec& spec : schema()) {
    if (!wanted(spec)) continue;
    auto* option = command.add_option("--" + spec.name, arguments[spec.name], spec.help);
    option->group(std::string(stageTitle(spec.stage)));
    option->type_name(optionRange(spec));
    option->default_str(optionText(defaults, spec));
  }
}

bool isGiven(const CLI::App& command, const std::string& name) {
  return command.get_option("--" + name)->count() > 0;
}

Options readOptions(const CLI::App& command, const SchemaArguments& arguments, Options options) {
  // In the schema's order, so that --method presets what the others then override.
  for (const OptionSpec& spec : schema()) {
    const auto given = arguments.find(spec.name);
    if (given != arguments.end() && isGiven(command, spec.name)) setOption(options, spec, given->second);
  }
  return options;
}

void refuseTwoBudgets(const CLI::App& command) {
  if (isGiven(command, "ratio") && isGiven(command, "count"))
    throw UsageError("--count", "--ratio was given too, and only one of them can decide.",
                     "Give one of them.");
  for (const char* other : {"ratio", "count"})
    if (isGiven(command, "class-budget") && isGiven(command, other))
      throw UsageError(std::string("--") + other,
                       "--class-budget was given too, which says how many exemplars there are in all.",
                       "Give one of them.");
}

}  // namespace adapsne
