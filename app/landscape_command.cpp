// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/landscape_command.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/command_table.h"
#include "app/terminal.h"
#include "core/catalogue/catalogue.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/perplexity/landscape.h"
#include "core/pipeline/refusals.h"
#include "core/support/atomic_file.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr double kUsualTarget = 30;  // Where --perplexity is not given: one row cannot be guided by entropy.

bool decidesTheLandscape(const OptionSpec& spec) {
  static const std::set<std::string> others = {"perplexity", "arithmetic", "subtract-nearest"};
  return spec.stage == Stage::Dataset || spec.stage == Stage::Features || spec.stage == Stage::Neighbors ||
         others.count(spec.name) > 0;
}

std::string csvOf(const Landscape& land) {
  struct Line {
    double u, perplexity;
    const char* feature;
  };
  std::vector<Line> lines;
  for (size_t i = 0; i < land.u.size(); ++i) {
    const double u = land.u[i];
    const bool flat = std::any_of(land.plateaus.begin(), land.plateaus.end(),
                                  [u](const Plateau& p) { return p.low <= u && u <= p.high; });
    lines.push_back({u, land.perplexity[i], flat ? "plateau" : "grid"});
  }
  for (const Crossing& root : land.trueRoots) lines.push_back({root.u, root.perplexity, "true-root"});
  for (const Crossing& root : land.falseRoots) lines.push_back({root.u, root.perplexity, "false-root"});
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.u < b.u; });
  std::string text = "ln_sigma,sigma,perplexity,relative_error,feature\n";
  for (const Line& line : lines)
    text += format("%.17g,%.17g,%.17g,%.17g,%s\n", line.u, land.sigma(line.u), line.perplexity,
                   line.perplexity / land.target - 1, line.feature);
  return text;
}

nlohmann::json summaryOf(const Landscape& land, const std::string& arithmetic) {
  const auto crossings = [&](const std::vector<Crossing>& roots) {
    nlohmann::json list = nlohmann::json::array();
    for (const Crossing& root : roots)
      list.push_back({{"ln_sigma", root.u}, {"sigma", land.sigma(root.u)}, {"perplexity", root.perplexity}});
    return list;
  };
  nlohmann::json plateaus = nlohmann::json::array();
  for (const Plateau& p : land.plateaus)
    plateaus.push_back({{"from_ln_sigma", p.low}, {"to_ln_sigma", p.high}, {"perplexity", p.perplexity}});
  return {{"row", land.point},
          {"arithmetic", arithmetic},
          {"target", land.target},
          {"samples", land.u.size()},
          {"searched_ln_sigma", {land.searchedLow, land.searchedHigh}},
          {"evaluated_ln_sigma", {land.low(), land.high()}},
          {"lowest_perplexity", *std::min_element(land.perplexity.begin(), land.perplexity.end())},
          {"highest_perplexity", *std::max_element(land.perplexity.begin(), land.perplexity.end())},
          {"true_roots", crossings(land.trueRoots)},
          {"false_roots", crossings(land.falseRoots)},
          {"plateaus", plateaus}};
}

void printLandscape(const Landscape& land, const std::string& arithmetic) {
  const auto [low, high] = std::minmax_element(land.perplexity.begin(), land.perplexity.end());
  std::printf("row %lld in %s, target perplexity %.4g\n", static_cast<long long>(land.point),
              arithmetic.c_str(), land.target);
  std::printf("  evaluated      %zu places, ln sigma %.3f to %.3f (searches may use %.3f to %.3f)\n",
              land.u.size(), land.low(), land.high(), land.searchedLow, land.searchedHigh);
  std::printf("  perplexity     %.4g to %.4g\n", *low, *high);
  const auto roots = [&](const char* title, const std::vector<Crossing>& crossings) {
    std::printf("  %-14s %zu\n", title, crossings.size());
    for (const Crossing& root : crossings)
      std::printf("                 ln sigma %.4f, sigma %.4g, perplexity %.4g\n", root.u, land.sigma(root.u),
                  root.perplexity);
  };
  roots("true roots", land.trueRoots);
  roots("false roots", land.falseRoots);
  double flat = 0;
  for (const Plateau& p : land.plateaus) flat += p.high - p.low;
  std::printf("  plateaus       %zu, together %.1f %% of the range\n", land.plateaus.size(),
              100 * flat / (land.high() - land.low()));
}

}  // namespace

CLI::App* addLandscapeCommand(CLI::App& program, LandscapeArguments& a) {
  CLI::App* command = program.add_subcommand(
      "landscape",
      "One row's perplexity over ln sigma as a datapath evaluates it: roots, false roots, plateaus");
  command->add_option("data", a.data, "A name (" + datasetNames(false) + ") or a file")
      ->type_name(takes::kDataset)
      ->required();
  command->add_option("--row", a.row, "The point, counted from 0")->required();
  command->add_option("--samples", a.samples, "Places evaluated over the range of ln sigma, 2 to 1000000")
      ->capture_default_str();
  command
      ->add_option("--csv", a.csv,
                   "File to write: ln_sigma, sigma, perplexity, relative_error, feature (grid, plateau, "
                   "true-root, false-root)")
      ->type_name(takes::kFile);
  command->add_flag("--json", a.json, "Print the summary as one JSON object");
  addSchemaOptions(*command, a.options, decidesTheLandscape);
  command->get_option("--perplexity")->default_str("30");
  return command;
}

int landscape(const LandscapeArguments& a, Options options) {
  if (a.samples < 2 || a.samples > 1000000)
    throw UsageError("--samples", std::to_string(a.samples) + " is out of range.",
                     "It takes a whole number from 2 to 1000000.");
  if (options.perplexity == 0) {
    const auto given = a.options.find("perplexity");
    if (given != a.options.end() && !given->second.empty())
      throw UsageError("--perplexity", "one row's target cannot be guided.", "Give a number, such as 30.");
    options.perplexity = kUsualTarget;
  }
  RunControl control(options.threads);
  InterruptScope scope(control);
  const DatasetPtr dataset = openDataset(a.data, options.dataset, options.seed, control);
  if (a.row < 0 || a.row >= dataset->points)
    throw UsageError("--row", std::to_string(a.row) + " is not a row of " + dataset->name + ".",
                     "Rows are counted from 0 to " + std::to_string(dataset->points - 1) + ".");
  validate(options, dataset->points, dataset->hasLabels());
  const auto features = preprocess(*dataset, options.preprocess, control);
  refuseHugeValues(*features);
  const auto graph = exactNeighbors(*features, resolveNeighbors(options, dataset->points), control);
  const Landscape land = landscapeOf(*graph, options.perplexity, options.search, a.row, a.samples, control);
  if (!a.csv.empty()) namingOption("--csv", [&] { writeFile(a.csv, csvOf(land)); });
  const std::string arithmetic = optionText(options, optionSpec("arithmetic"));
  if (a.json)
    std::printf("%s\n", summaryOf(land, arithmetic).dump(2).c_str());
  else
    printLandscape(land, arithmetic);
  return 0;
}

}  // namespace adapsne
