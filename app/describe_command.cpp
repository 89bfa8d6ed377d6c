// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/describe_command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_line.h"
#include "app/command_table.h"
#include "app/terminal.h"
#include "core/arrays/numeric_array.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/named_dataset.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

std::string rangeText(const SourceColumn& column) {
  if (!std::isfinite(column.least) || column.role != ColumnRole::Feature) return "";
  return format("%.10g", column.least) + " to " + format("%.10g", column.largest);
}

std::string shareMissing(const SourceColumn& column, int64_t points) {
  if (column.missing == 0 || points == 0) return "";
  return format("%.1f %%", 100.0 * static_cast<double>(column.missing) / static_cast<double>(points));
}

/// How many characters a text in UTF-8 has.
size_t width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// A table of texts, each column as wide as its widest cell; the last one is not padded.
void printTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (size_t c = 0; c < row.size(); ++c) {
      line += "  " + row[c];
      if (c + 1 < row.size()) line.append(widths[c] - width(row[c]), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::printf("%s\n", line.c_str());
  }
}

std::string sizeOf(const SourcePart& part) {
  if (part.kind != PartKind::Pictures) return shapeText(part.shape);
  return grouped(std::to_string(part.shape[0])) + (part.shape[0] == 1 ? " picture" : " pictures");
}

/// "features", "class cats", "not read: split test"
std::string useOf(const SourcePart& part) {
  const std::string use(kPartUseWords.wordOf(part.use));
  return part.remark.empty() ? use : part.use == PartUse::NotRead ? use + ": " + part.remark : part.remark;
}

nlohmann::json jsonOf(const Dataset& dataset) {
  nlohmann::json parts = nlohmann::json::array();
  for (const SourcePart& part : dataset.parts)
    parts.push_back({{"name", part.name},
                     {"size", sizeOf(part)},
                     {"holds", kPartKindWords.wordOf(part.kind)},
                     {"use", useOf(part)}});

  nlohmann::json columns = nlohmann::json::array();
  for (const SourceColumn& column : dataset.columns) {
    nlohmann::json entry = {{"number", column.number},
                            {"name", column.name},
                            {"kind", kColumnKindWords.wordOf(column.kind)},
                            {"role", kColumnRoleWords.wordOf(column.role)},
                            {"reason", column.reason},
                            {"missing", column.missing},
                            {"example", column.example}};
    if (std::isfinite(column.least)) entry.update({{"least", column.least}, {"largest", column.largest}});
    columns.push_back(std::move(entry));
  }
  return {{"name", dataset.name},
          {"source", dataset.source},
          {"points", dataset.points},
          {"dimensions", dataset.dimensions},
          {"classes", dataset.classNames},
          {"columns", columns},
          {"parts", parts},
          {"warnings", dataset.warnings}};
}

void print(const Dataset& dataset) {
  std::printf("%s: %lld points x %lld dimensions", dataset.source.c_str(),
              static_cast<long long>(dataset.points), static_cast<long long>(dataset.dimensions));
  if (!dataset.image.empty())
    std::printf(", pictures of %d x %d x %d", dataset.image.height, dataset.image.width,
                dataset.image.channels);
  std::printf(dataset.hasLabels() ? ", %d classes\n" : ", no labels\n", dataset.classes());
  constexpr size_t kShown = 12;
  std::string classes;
  for (size_t c = 0; c < std::min(kShown, dataset.classNames.size()); ++c)
    classes += (c > 0 ? ", " : "") + dataset.classNames[c];
  if (dataset.classNames.size() > kShown)
    classes += " and " + std::to_string(dataset.classNames.size() - kShown) + " more";
  if (!classes.empty()) std::printf("classes: %s\n", classes.c_str());
  if (const std::vector<SourcePart>& parts = dataset.parts; !parts.empty()) {
    constexpr size_t kMostParts = 40;
    std::vector<std::vector<std::string>> rows = {{"part", "size", "holds", "used as"}};
    for (size_t k = 0; k < std::min(kMostParts, parts.size()); ++k)
      rows.push_back({parts[k].name, sizeOf(parts[k]), std::string(kPartKindWords.wordOf(parts[k].kind)),
                      useOf(parts[k])});
    if (parts.size() > kMostParts)
      rows.push_back({"and " + std::to_string(parts.size() - kMostParts) + " more (--json lists all)"});
    printTable(rows);
  }
  if (!dataset.columns.empty()) {
    std::vector<std::vector<std::string>> rows = {
        {"column", "name", "used as", "holds", "range", "missing", "example", "why"}};
    for (const SourceColumn& column : dataset.columns)
      rows.push_back({std::to_string(column.number), column.name.substr(0, 30),
                      std::string(kColumnRoleWords.wordOf(column.role)),
                      std::string(kColumnKindWords.wordOf(column.kind)), rangeText(column),
                      shareMissing(column, dataset.points), column.example.substr(0, 24), column.reason});
    printTable(rows);
  }
  for (const std::string& warning : dataset.warnings) std::printf("note: %s\n", warning.c_str());
}

}  // namespace

CLI::App* addDescribeCommand(CLI::App& program, DescribeArguments& a) {
  CLI::App* command = program.add_subcommand(
      "describe", "Print what a dataset is read as: points, classes, what each column is used for and why");
  command->add_option("data", a.data, "A name (" + datasetNames(false) + "), a file or a folder")
      ->type_name(takes::kDataset)
      ->required();
  command->add_flag("--json", a.json, "Print it as one JSON object");
  addSchemaOptions(*command, a.options, [](const OptionSpec& spec) { return spec.stage == Stage::Dataset; });
  return command;
}

int describe(const DescribeArguments& a, const Options& options) {
  RunControl control(options.threads);
  InterruptScope scope(control);
  const Dataset dataset = readDataset(a.data, options.dataset, options.seed, control);
  if (a.json)
    std::printf("%s\n",
                jsonOf(dataset).dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  else
    print(dataset);
  return kSuccess;
}

}  // namespace adapsne
