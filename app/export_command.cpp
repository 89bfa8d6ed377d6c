// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_command.h"

#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_table.h"
#include "app/terminal.h"
#include "core/exporting/export_data.h"
#include "core/exporting/export_format.h"
#include "core/exporting/row_table.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

template <typename Words>
std::vector<std::string> wordsIn(const Words& words) {
  std::vector<std::string> list;
  list.reserve(std::size(words));
  for (const auto& word : words) list.emplace_back(word.word);
  return list;
}

/// "csv: CSV; npy: NPY": what the words mean.
template <typename Words>
std::string explained(const Words& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : "; ") + std::string(word.word) + ": " + std::string(word.help);
  return text;
}

template <typename Words>
auto valueOf(const char* option, const Words& words, const std::string& word) {
  const auto* found = words.find(word);
  if (!found)
    throw UsageError(option, "\"" + word + "\" is none of its words.",
                     "Did you mean " + nearestName(word, wordsIn(words)) + "?");
  return found->value;
}

bool isRun(const std::string& source) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(source) / "manifest.json", ignored);
}

/// A run and a list say themselves how their dataset was opened.
void refuseOptionsOfTheDataset(const CLI::App& command) {
  for (const OptionSpec& spec : schema())
    if (spec.stage == Stage::Dataset && spec.name != "threads" && isGiven(command, spec.name))
      throw UsageError("--" + spec.name, "was decided when the points were chosen.",
                       "Leave it away, or give the dataset, and the list with --rows.");
}

ExportRequest requestOf(const CLI::App& command, const ExportArguments& a, const Options& options,
                        RunControl& control) {
  if (!isRun(a.source) && !a.rows.empty()) return requestOfRows(a.source, options, a.rows, control);
  refuseOptionsOfTheDataset(command);
  if (!isRun(a.source)) return requestOfList(a.source, control);
  ExportRequest request = requestOfRun(a.source, control);
  if (a.rows.empty()) return request;
  request.chosen = pointsOfRows(*request.dataset, readRowNumbers(a.rows, control), a.rows);
  request.weights.clear();
  request.provenance = listedIn(a.rows, request.provenance.options);
  return request;
}

}  // namespace

CLI::App* addExportCommand(CLI::App& program, ExportArguments& a) {
  CLI::App* command = program.add_subcommand(
      "export", "Write exemplars, other rows or all the rest as data: a table, arrays, a folder of pictures");
  command
      ->add_option("source", a.source,
                   "The folder of a run; or a list of rows that a run or an export wrote; or, with --rows, a "
                   "dataset as "
                   "`adapsne run` takes it")
      ->type_name(takes::kSource)
      ->required();
  command
      ->add_option("--rows", a.rows,
                   "A list of rows to take instead of the exemplars: CSV, NPY or a row a line")
      ->type_name(takes::kFile);
  command->add_option("--what", a.what, explained(kExportPartWords))
      ->type_name(takes::oneOf(wordsIn(kExportPartWords)))
      ->default_str(a.what);
  command->add_option("--as", a.as, explained(exportFormats()))
      ->type_name(takes::oneOf(wordsIn(exportFormats())))
      ->default_str(a.as);
  command
      ->add_option("--out", a.out,
                   "The file to write, or the folder of pictures. Beside it, or in the folder, goes where it "
                   "comes from")
      ->type_name(takes::kFile)
      ->required();
  command->add_option("--files", a.files, "How a folder gets its pictures: " + explained(kPictureFilesWords))
      ->type_name(takes::oneOf(wordsIn(kPictureFilesWords)))
      ->default_str(a.files);
  command->add_flag("--overwrite", a.overwrite, "Replace an earlier export of that name, and nothing else");
  command->add_flag("--json", a.json, "Print what was written as one JSON object");
  addSchemaOptions(*command, a.options, [](const OptionSpec& spec) { return spec.stage == Stage::Dataset; });
  return command;
}

int exportPoints(const CLI::App& command, const ExportArguments& a) {
  const Options options = readOptions(command, a.options);
  exportFormat(a.as);  // A wrong word is said before the work.
  const ExportPart part = valueOf("--what", kExportPartWords, a.what);
  const PicturePlacing files = valueOf("--files", kPictureFilesWords, a.files);
  RunControl control(options.threads);
  InterruptScope scope(control);
  ExportRequest request = requestOf(command, a, options, control);
  request.part = part;
  request.files = files;
  request.format = a.as;
  request.out = a.out;
  request.overwrite = a.overwrite;
  ProgressLine line;
  ExportResult result;
  try {
    result = exportData(request, control, [&](double share) { line.show(share, "Writing", 0); });
  } catch (...) {
    line.clear();
    throw;
  }
  line.clear();
  std::vector<std::string> written;
  for (const std::filesystem::path& path : result.written) written.push_back(path.string());
  if (a.json) {
    const nlohmann::json object = {
        {"points", result.points}, {"written", written}, {"remarks", result.remarks}};
    std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return 0;
  }
  for (const std::string& remark : result.remarks) std::fprintf(stderr, "note: %s\n", remark.c_str());
  std::printf("%lld points\n", static_cast<long long>(result.points));
  for (const std::string& path : written) std::printf("%s\n", path.c_str());
  return 0;
}

}  // namespace adapsne
