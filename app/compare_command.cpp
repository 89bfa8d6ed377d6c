// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare_command.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/command_table.h"
#include "app/terminal.h"
#include "core/assessment/classifiers.h"
#include "core/catalogue/catalogue.h"
#include "core/pipeline/comparison.h"
#include "core/support/atomic_file.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr double kHoldOutShare = 0.2;
constexpr const char* kRandom = "random";  // The method that differences are taken from as well.

std::vector<std::string> wordsOf(const std::string& list) {
  std::vector<std::string> words;
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) words.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::vector<double> ratiosOf(const std::string& list) {
  std::vector<double> ratios;
  for (const std::string& word : wordsOf(list)) {
    double ratio = 0;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), ratio);
    if (code != std::errc() || end != word.data() + word.size())
      throw UsageError("--ratios", "\"" + word + "\" is not a number.", "Give shares such as 0.01,0.05.");
    ratios.push_back(ratio);
  }
  return ratios;
}

/// The dataset's own test split where it has one, else a fifth of each class, set aside before anything is
/// chosen.
HoldOut openHoldOut(const std::string& data, const Options& options, RunControl& control) {
  const DatasetPtr dataset = openDataset(data, options.dataset, options.seed, control);
  const std::string testSplit = testSplitOf(data);
  if (testSplit.empty()) return holdOut(*dataset, kHoldOutShare, options.seed, control);
  return {dataset, openDataset(testSplit, {}, options.seed, control)};
}

std::string plusMinus(const Estimate& e) {
  if (!std::isfinite(e.mean)) return "-";
  if (!std::isfinite(e.standardError)) return format("%+.1f", 100 * e.mean);
  return format("%+.1f +- %.1f", 100 * e.mean, 100 * e.standardError);
}

void print(const HoldOut& data, const std::vector<ComparisonRow>& rows, const std::string& first) {
  std::printf("%s: %lld points to choose from, %lld held out\n", data.train->name.c_str(),
              static_cast<long long>(data.train->points), static_cast<long long>(data.test->points));
  std::printf(
      "accuracy in %%, mean and standard deviation; paired differences in points, mean +- standard error\n");
  // The differences from random are shown once where it is the first method, too.
  const bool randomIsFirst = first == kRandom;
  const ComparisonRow* last = nullptr;
  for (const ComparisonRow& r : rows) {
    if (!last || last->ratio != r.ratio) {
      std::printf("\nratio %g, %lld exemplars, %zu seeds\n%-26s %-15s %9s %6s   %15s%s\n", r.ratio,
                  static_cast<long long>(r.exemplars), r.accuracies.size(), "method", "by", "accuracy", "std",
                  ("- " + first).c_str(), randomIsFirst ? "" : "          - random");
    }
    const std::string deviation =
        std::isfinite(r.accuracy.deviation) ? format("%.1f", 100 * r.accuracy.deviation) : "-";
    const std::string againstRandom =
        randomIsFirst ? "" : format("   %15s", plusMinus(r.againstRandom).c_str());
    std::printf("%-26s %-15s %9.1f %6s   %15s%s\n", r.method.c_str(), r.classifier.c_str(),
                100 * r.accuracy.mean, deviation.c_str(), plusMinus(r.againstFirst).c_str(),
                againstRandom.c_str());
    last = &r;
  }
}

}  // namespace

CLI::App* addCompareCommand(CLI::App& program, CompareArguments& a) {
  CLI::App* command = program.add_subcommand("compare", "What the exemplars of several methods are worth");
  command->footer(
      "Trains on the exemplars and tests on held-out data: the dataset's own test split if the catalogue has "
      "one, else\n"
      "a fifth of each class that is set aside before anything is chosen (the same for all seeds). A map is "
      "computed\n"
      "once for each method and seed and serves all ratios; guided methods choose their perplexity at the "
      "middle one.\n"
      "Options given here hold for all methods, also where a preset says otherwise (--perplexity 30 guides "
      "none); the\n"
      "baselines keep their own sampler, classes and exemplar.");
  std::string names;
  for (const ComparedMethod& m : comparedMethods()) names += (names.empty() ? "" : ", ") + m.name;
  command->add_option("data", a.data, "A dataset with labels, as `adapsne run` takes it")
      ->type_name(takes::kDataset)
      ->required();
  command->add_option("--methods", a.methods, "Separated by commas: " + names)
      ->type_name(takes::kMethods)
      ->capture_default_str();
  command->add_option("--ratios", a.ratios, "Shares of the points, separated by commas")
      ->capture_default_str();
  std::string judges;
  for (const Classifier& c : classifiers()) judges += (judges.empty() ? "" : ", ") + c.name;
  command
      ->add_option("--classifiers", a.classifiers,
                   "What is trained on the exemplars, separated by commas: " + judges +
                       ". lenet and cnn take images, and seconds for each subset")
      ->capture_default_str();
  command->add_option("--seeds", a.seeds, "Repetitions: seed, seed + 1, ...")->capture_default_str();
  command->add_option("--csv", a.csv, "Write the figures to this file as well")->type_name(takes::kFile);
  addSchemaOptions(*command, a.options, [](const OptionSpec& spec) {
    // What says how many exemplars there are is decided by --ratios.
    return spec.name != "method" && spec.name != "ratio" && spec.name != "count" &&
           spec.name != "class-budget";
  });
  return command;
}

int compare(const CLI::App& command, const CompareArguments& a) {
  ComparisonOptions options;
  options.common = readOptions(command, a.options);
  options.adjust = [&](Options& o) { o = readOptions(command, a.options, o); };
  options.methods = wordsOf(a.methods);
  options.ratios = ratiosOf(a.ratios);
  // What nobody asked for is left out where it does not fit the data.
  if (command.count("--classifiers") > 0) {
    options.classifiers = wordsOf(a.classifiers);
    if (options.classifiers.empty())
      throw UsageError("--classifiers", "none was given.", "Give names, separated by commas.");
    for (const std::string& name : options.classifiers) classifier(name);
  }
  options.seeds = a.seeds;
  for (const std::string& name : options.methods) comparedMethod(name);
  if (!a.csv.empty()) {
    const auto folder = std::filesystem::absolute(a.csv).parent_path();
    if (!std::filesystem::is_directory(folder))
      throw Error(a.csv, "cannot be written: there is no folder " + folder.string() + ".",
                  "Make it, or give another.");
  }
  RunControl control(options.common.threads);
  InterruptScope scope(control);
  ProgressLine line;
  try {
    const HoldOut data = openHoldOut(a.data, options.common, control);
    std::string last;
    const auto progress = [&](double share, double left, const std::string& doing) {
      if (doing != last) {
        line.clear();
        std::fprintf(stderr, "%3.0f %%  %s\n", 100 * share, doing.c_str());
        last = doing;
      }
      line.show(share, doing, left);
    };
    const std::vector<ComparisonRow> rows = compareMethods(data, options, progress, control);
    line.clear();
    if (!a.csv.empty()) namingOption("--csv", [&] { writeFile(a.csv, comparisonCsv(rows)); });
    print(data, rows, options.methods.front());
    return 0;
  } catch (...) {
    line.clear();
    throw;
  }
}

}  // namespace adapsne
