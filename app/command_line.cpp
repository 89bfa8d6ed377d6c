// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/accelerate_command.h"
#include "app/check_command.h"
#include "app/command_table.h"
#include "app/compare_command.h"
#include "app/completion_command.h"
#include "app/describe_command.h"
#include "app/export_command.h"
#include "app/landscape_command.h"
#include "app/manual_command.h"
#include "app/reproduce_command.h"
#include "app/sample_command.h"
#include "app/schema_arguments.h"
#include "app/terminal.h"
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/pipeline/measures.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/schema.h"
#include "core/support/nearest_name.h"
#include "core/version/version.h"

namespace adapsne {
namespace {

int generate(const std::string& name, const Options& options, const std::string& file) {
  bool known = false;
  std::vector<std::string> generators;
  for (const CatalogueEntry& entry : catalogue()) {
    if (!entry.generated) continue;
    generators.push_back(entry.name);
    known = known || entry.name == name;
  }
  if (!known)
    throw UsageError("generate", "there is no generator \"" + name + "\".",
                     "Did you mean " + nearestName(name, generators) + "?");
  RunControl control(options.threads);
  InterruptScope scope(control);
  const DatasetPtr dataset = openDataset(name, options.dataset, options.seed, control);
  const std::vector<std::filesystem::path> written =
      namingOption("--out", [&] { return writeDataset(*dataset, file); });
  std::printf("%s: %lld points x %lld dimensions", file.c_str(), static_cast<long long>(dataset->points),
              static_cast<long long>(dataset->dimensions));
  if (written.size() > 1)
    std::printf("\n%s: their labels, %d classes; --labels reads them\n", written.back().c_str(),
                dataset->classes());
  else if (dataset->hasLabels())
    std::printf(", labels of %d classes\n", dataset->classes());
  else
    std::printf(", no labels\n");
  return kSuccess;
}

/// A cell of a Markdown table.
std::string cell(std::string text) {
  for (size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return text;
}

/// docs/options.md, which a test compares with this.
void printOptionsPage() {
  std::printf(
      "# Options\n\nMade by `adapsne options --markdown > docs/options.md` from the schema that form, "
      "command line "
      "and manifest read.\n");
  const Options defaults;
  std::optional<Stage> group;
  for (const OptionSpec& spec : schema()) {
    if (group != spec.stage)
      std::printf("\n## %s\n\n| option | range | default | what it does |\n|---|---|---|---|\n",
                  stageTitle(spec.stage));
    group = spec.stage;
    std::string help = spec.help;
    for (const OptionWord& word : spec.words)
      if (!word.help.empty()) help += "<br>`" + word.word + "`: " + word.help;
    const std::string range = spec.unit.empty() ? optionRange(spec) : optionRange(spec) + " " + spec.unit;
    std::printf("| `--%s` | %s | %s | %s |\n", spec.name.c_str(), cell(range).c_str(),
                cell(optionText(defaults, spec)).c_str(), cell(help).c_str());
  }
}

int print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kSuccess;
}

int printOptions(bool asJson, bool asMarkdown) {
  if (asMarkdown) {
    printOptionsPage();
    return kSuccess;
  }
  if (asJson) {
    std::printf("%s\n", schemaToJson().dump(2).c_str());
    return kSuccess;
  }
  const Options defaults;
  std::optional<Stage> group;
  for (const OptionSpec& spec : schema()) {
    if (group != spec.stage) std::printf("%s%s\n", group ? "\n" : "", stageTitle(spec.stage));
    group = spec.stage;
    std::printf("  --%s  (%s%s; default %s)%s\n      %s\n", spec.name.c_str(),
                spec.unit.empty() ? "" : (spec.unit + ", ").c_str(), optionRange(spec).c_str(),
                optionText(defaults, spec).empty() ? "empty" : optionText(defaults, spec).c_str(),
                spec.live ? "  live" : "", spec.help.c_str());
    for (const OptionWord& word : spec.words)
      if (!word.help.empty()) std::printf("        %-18s %s\n", word.word.c_str(), word.help.c_str());
  }
  return kSuccess;
}

void printSummary(const Run& run, const std::string& folder) {
  std::printf("%s on %s: %lld points x %lld dimensions\n", methodTitle(run.options.method).c_str(),
              run.dataset->name.c_str(), static_cast<long long>(run.dataset->points),
              static_cast<long long>(run.dataset->dimensions));
  for (const Measure& measure : measures())
    std::printf("  %-24s %s\n", measure.title.c_str(), measureText(measure, measure.value(run), run).c_str());
  std::printf("  %-24s %zu exemplars\n", "Subset", run.subset->rows.size());
  if (!run.subset->given.empty()) std::printf("  %-24s %zu\n", "of which given", run.subset->given.size());
  std::printf("  time                   %.2f s\n", run.seconds);
  std::printf("results in %s\n", folder.c_str());
}

int run(const std::string& data, const Options& options, const std::string& out, bool json) {
  RunControl control(options.threads);
  InterruptScope scope(control);
  TerminalObserver observer;
  try {
    std::optional<RunFolder> folder;
    if (!out.empty())
      namingOption("--out",
                   [&] { folder.emplace(out); });  // A folder that cannot be written is said before the work.
    const DatasetPtr dataset = openDataset(data, options.dataset, options.seed, control);
    Pipeline pipeline;
    const RunPtr result = pipeline.run(dataset, options, observer, control);
    const std::filesystem::path target = out.empty() ? defaultRunFolder(*result) : std::filesystem::path(out);
    namingOption("--out", [&] {
      if (!folder) folder.emplace(target);
      folder->write(*result);
    });
    observer.clear();
    if (json) {
      nlohmann::json object = summary(*result);
      object["run"] = target.string();
      std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
      printSummary(*result, target.string());
    }
    return kSuccess;
  } catch (...) {
    observer.clear();
    throw;
  }
}

/// An unknown option, with the nearest one that this command has.
[[noreturn]] void refuseUnknown(const CLI::App& command, const std::string& argument) {
  if (!argument.starts_with('-'))
    throw UsageError(argument, "one argument too many.", "See adapsne " + command.get_name() + " --help.");
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) names.push_back(option->get_name());
  const std::string name = argument.substr(0, argument.find('='));
  throw UsageError(name, "there is no such option.", "Did you mean " + nearestName(name, names) + "?");
}

/// Only a text of the schema may be empty, which is its default.
void refuseEmptyValues(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const std::vector<std::string>& values = option->results();
    if (std::find(values.begin(), values.end(), "") == values.end()) continue;
    const std::string name = option->get_name();
    const bool mayBeEmpty = std::any_of(schema().begin(), schema().end(), [&](const OptionSpec& spec) {
      return "--" + spec.name == name && spec.kind == OptionKind::Text;
    });
    if (!mayBeEmpty) throw UsageError(name, "is empty.", "Give it a value, or leave it away.");
  }
}

int dispatch(const std::vector<std::string>& arguments) {
  CLI::App program("AdapSNE: from a dataset to a map and a small subset that stands for it", "adapsne");
  program.set_version_flag("--version", programVersion("adapsne", {{"CLI11", CLI11_VERSION}}));
  program.require_subcommand(1);
  program.footer("Exit codes: 0 done, 1 the data or the machine, 2 the command line, 130 interrupted.");

  std::string data, out, name, file;
  bool json = false;
  SchemaArguments values;

  CLI::App* runCommand = program.add_subcommand("run", "Map a dataset and choose its exemplars");
  runCommand->add_option("data", data, "A name (" + datasetNames(false) + ") or a file")
      ->type_name(takes::kDataset)
      ->required();
  runCommand->add_option("--out", out, "The run's folder; adapsne-runs/<data>-<method>-<id> if not given")
      ->type_name(takes::kFolder);
  runCommand->add_flag("--json", json, "Print the measures as one JSON object");
  addSchemaOptions(*runCommand, values, [](const OptionSpec&) { return true; });

  CLI::App* optionsCommand = program.add_subcommand("options", "Describe every option");
  bool markdown = false, manual = false;
  optionsCommand->add_flag("--json", json, "As JSON");
  optionsCommand->add_flag("--markdown", markdown, "As the page docs/options.md");
  optionsCommand->add_flag("--man", manual, "As a manual page of the whole command line, for man");

  SchemaArguments generatorValues;
  CLI::App* generateCommand = program.add_subcommand("generate", "Write a made-up dataset to a file");
  generateCommand->add_option("name", name, datasetNames(true))->type_name(takes::kGenerator)->required();
  generateCommand
      ->add_option("--out", file,
                   "File to write: " + listedEndings(FormatUse::Write) +
                       "; an array that holds features alone gets its labels beside it")
      ->type_name(takes::kFile)
      ->required();
  addSchemaOptions(*generateCommand, generatorValues,
                   [](const OptionSpec& spec) { return spec.name == "points" || spec.name == "seed"; });

  AccelerateArguments accelerateArguments;
  CLI::App* accelerateCommand = addAccelerateCommand(program, accelerateArguments);

  DescribeArguments describeArguments;
  CLI::App* describeCommand = addDescribeCommand(program, describeArguments);
  CheckArguments checkArguments;
  CLI::App* checkCommand = addCheckCommand(program, checkArguments);
  LandscapeArguments landscapeArguments;
  CLI::App* landscapeCommand = addLandscapeCommand(program, landscapeArguments);
  SampleArguments sampleArguments;
  CLI::App* sampleCommand = addSampleCommand(program, sampleArguments);
  ExportArguments exportArguments;
  CLI::App* exportCommand = addExportCommand(program, exportArguments);
  CompareArguments compareArguments;
  CLI::App* compareCommand = addCompareCommand(program, compareArguments);
  ReproduceArguments reproduceArguments;
  CLI::App* reproduceCommand = addReproduceCommand(program, reproduceArguments);

  std::string shell;
  CLI::App* completionCommand =
      program.add_subcommand("completion", "Print a script by which a shell completes this command line");
  completionCommand->add_option("shell", shell, "The shell")
      ->type_name(takes::oneOf(completionShells()))
      ->required();

  const auto commands = {runCommand,    optionsCommand,  generateCommand,  accelerateCommand,
                         checkCommand,  describeCommand, landscapeCommand, sampleCommand,
                         exportCommand, compareCommand,  reproduceCommand, completionCommand};
  std::vector<std::string> commandNames;
  for (CLI::App* command : commands) {
    command->allow_extras();
    commandNames.push_back(command->get_name());
  }
  program.allow_extras();

  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(reversed);
  } catch (const CLI::CallForHelp& e) {
    return program.exit(e);
  } catch (const CLI::CallForVersion& e) {
    return program.exit(e);
  } catch (const CLI::RequiredError& e) {
    if (!program.remaining().empty()) {
      const std::string word = program.remaining().front();
      throw UsageError(word, "there is no such command.",
                       "Did you mean " + nearestName(word, commandNames) + "?");
    }
    throw UsageError("command line", std::string(e.what()) + ".", "See adapsne --help.");
  } catch (const CLI::ParseError& e) {
    throw UsageError("command line", std::string(e.what()) + ".", "See adapsne --help.");
  }

  if (!program.remaining().empty())
    throw UsageError(program.remaining().front(), "stands before the command.",
                     "Options follow it: adapsne run DATA --option value.");
  for (const CLI::App* command : commands)
    if (command->parsed() && !command->remaining().empty())
      refuseUnknown(*command, command->remaining().front());
  for (const CLI::App* command : commands)
    if (command->parsed()) refuseEmptyValues(*command);

  if (manual) return print(commandLineManual(commandTable(program)));
  if (completionCommand->parsed()) return print(completionScript(commandTable(program), shell));
  if (optionsCommand->parsed()) return printOptions(json, markdown);
  if (accelerateCommand->parsed()) return accelerate(accelerateArguments);
  if (describeCommand->parsed())
    return describe(describeArguments, readOptions(*describeCommand, describeArguments.options));
  if (checkCommand->parsed())
    return check(checkArguments, readOptions(*checkCommand, checkArguments.options));
  if (landscapeCommand->parsed())
    return landscape(landscapeArguments, readOptions(*landscapeCommand, landscapeArguments.options));
  if (generateCommand->parsed()) return generate(name, readOptions(*generateCommand, generatorValues), file);
  if (sampleCommand->parsed()) return sample(*sampleCommand, sampleArguments);
  if (exportCommand->parsed()) return exportPoints(*exportCommand, exportArguments);
  if (compareCommand->parsed()) return compare(*compareCommand, compareArguments);
  if (reproduceCommand->parsed()) return reproduce(*reproduceCommand, reproduceArguments);
  refuseTwoBudgets(*runCommand);
  return run(data, readOptions(*runCommand, values), out, json);
}

}  // namespace

int runCommandLine(const std::vector<std::string>& arguments) {
  const auto report = [](const Error& e, int code) {
    std::fprintf(stderr, "adapsne: %s\n", e.what());
    return code;
  };
  try {
    return dispatch(arguments);
  } catch (const Cancelled&) {
    std::fprintf(stderr, "adapsne: interrupted; nothing was written.\n");
    return kInterrupted;
  } catch (const UsageError& e) {
    return report(e, kUsage);
  } catch (const Error& e) {
    return report(e, kFailure);
  } catch (const std::bad_alloc&) {
    return report(Error("memory", "there is not enough for this run.", "Take fewer --points or --neighbors."),
                  kFailure);
  } catch (const std::exception& e) {
    return report(
        Error("adapsne", std::string("unexpected: ") + e.what() + ".", "Please report this as a bug."),
        kFailure);
  }
}

}  // namespace adapsne
