// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/schema_arguments.h"

#include <CLI/CLI.hpp>

namespace adapsne {

void addSchemaOptions(CLI::App& command, SchemaArguments& values,
                      const std::function<bool(const OptionSpec&)>& wanted) {
  const Options defaults;
  for (const OptionSpec& spec : schema()) {
    if (!wanted(spec)) continue;
    auto* option = command.add_option("--" + spec.name, values[spec.name], spec.help);
    option->group(std::string(stageTitle(spec.stage)));
    option->type_name(optionRange(spec));
    option->default_str(optionText(defaults, spec));
  }
}

Options readOptions(const CLI::App& command, const SchemaArguments& values) {
  Options options;
  // In the schema's order, so that --method presets what the others then override.
  for (const OptionSpec& spec : schema()) {
    const auto given = values.find(spec.name);
    if (given != values.end() && command.get_option("--" + spec.name)->count() > 0)
      setOption(options, spec, given->second);
  }
  return options;
}

}  // namespace adapsne
