// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_table.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "core/accelerator/configuration.h"
#include "core/catalogue/catalogue.h"
#include "core/comparison/compared_methods.h"
#include "core/pipeline/schema.h"

namespace adapsne {
namespace {

std::vector<OptionWord> datasets(bool generatedOnly) {
  std::vector<OptionWord> words;
  for (const CatalogueEntry& entry : catalogue())
    if (entry.generated || !generatedOnly) words.push_back({entry.name, 0, entry.title});
  return words;
}

/// What `entry.takes` stands for.
void fillIn(ArgumentEntry& entry) {
  const std::string& type = entry.takes;
  if (type == takes::kRun || type == takes::kFolder) {
    entry.folders = true;
  } else if (type == takes::kDataset || type == takes::kSource) {
    entry.words = datasets(false);
    entry.files = true;  // Which offers folders too, on the way to a file.
  } else if (type == takes::kGenerator) {
    entry.words = datasets(true);
  } else if (type == takes::kMethods) {
    entry.list = true;
    for (const ComparedMethod& method : comparedMethods()) entry.words.push_back({method.name, 0, ""});
  } else if (type == takes::kKnob) {
    for (const KnobSpec& spec : knobs())
      entry.words.push_back({spec.name + "=", 0, firstSentence(spec.help)});
  } else if (type == takes::kFile) {
    entry.files = true;
  } else if (type.find('|') != std::string::npos) {
    for (size_t begin = 0; begin <= type.size();) {
      const size_t end = std::min(type.find('|', begin), type.size());
      entry.words.push_back({type.substr(begin, end - begin), 0, ""});
      begin = end + 1;
    }
  }
}

void fillIn(ArgumentEntry& entry, const OptionSpec& spec) {
  entry.words = spec.words;
  if (spec.kind == OptionKind::Flag) entry.words = {{"true", 0, ""}, {"false", 0, ""}};
  entry.files = spec.file;
}

/// The schema's option behind an option of a command, if it is one.
const OptionSpec* specOf(const CLI::Option& option) {
  for (const OptionSpec& spec : schema())
    if (option.get_group() == stageTitle(spec.stage) && option.get_name() == "--" + spec.name) return &spec;
  return nullptr;
}

CommandEntry entryOf(const CLI::App& command) {
  CommandEntry entry{command.get_name(), command.get_description(), command.get_footer(), {}};
  for (const CLI::Option* option : command.get_options()) {
    ArgumentEntry argument;
    argument.positional = option->get_positional();
    if (argument.positional) argument.names.push_back(option->get_name());
    for (const std::string& name : option->get_snames()) argument.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) argument.names.push_back("--" + name);
    argument.required = option->get_required();
    argument.repeated = option->get_items_expected_max() > 1;
    argument.takesValue = option->get_type_size() > 0;
    if (argument.takesValue) argument.takes = option->get_type_name();
    argument.standard = option->get_default_str();
    argument.help = option->get_description();
    if (const OptionSpec* spec = specOf(*option)) {
      argument.group = option->get_group();
      fillIn(argument, *spec);
    } else {
      fillIn(argument);
    }
    entry.arguments.push_back(std::move(argument));
  }
  return entry;
}

}  // namespace

std::string takes::oneOf(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return text;
}

std::string takes::oneOf(const ValueSpec& spec) {
  std::vector<std::string> words;
  for (const OptionWord& word : spec.words) words.push_back(word.word);
  return oneOf(words);
}

std::string datasetNames(bool generated) {
  std::string text;
  for (const OptionWord& word : datasets(generated)) text += (text.empty() ? "" : ", ") + word.word;
  return text;
}

ProgramTable commandTable(const CLI::App& program) {
  ProgramTable table{entryOf(program), {}};
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    table.commands.push_back(entryOf(*command));
    if (table.commands.back().footer == table.program.footer)
      table.commands.back().footer.clear();  // Inherited.
  }
  return table;
}

std::string firstSentence(const std::string& help) {
  for (size_t at = help.find('.'); at != std::string::npos; at = help.find('.', at + 1))
    if (at + 1 == help.size() || help[at + 1] == ' ') return help.substr(0, at);
  return help;
}

}  // namespace adapsne
