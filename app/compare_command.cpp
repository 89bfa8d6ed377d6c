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
#include "core/comparison/accuracy_table.h"
#include "core/comparison/compare_methods.h"
#include "core/comparison/compared_methods.h"
#include "core/comparison/open_pools.h"
#include "core/support/atomic_file.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

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

template <typename Number>
Number numberOf(const std::string& word, const char* option, const char* example) {
  Number number = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (code != std::errc() || end != word.data() + word.size())
    throw UsageError(option, "\"" + word + "\" is not a number.", std::string("Give ") + example + ".");
  return number;
}

/// The shares and the numbers that were given, or the usual shares.
std::vector<SubsetBudget> budgetsOf(const CLI::App& command, const CompareArguments& a) {
  std::vector<SubsetBudget> budgets;
  if (command.count("--ratios") > 0 || command.count("--budgets") == 0)
    for (const std::string& word : wordsOf(a.ratios))
      budgets.push_back({numberOf<double>(word, "--ratios", "shares such as 0.01,0.05"), 0});
  for (const std::string& word : wordsOf(a.budgets)) {
    const auto count = numberOf<int64_t>(word, "--budgets", "numbers such as 20,50");
    if (count < 1) throw UsageError("--budgets", "a number is below 1.", "Give numbers such as 20,50.");
    budgets.push_back({0, count});
  }
  return budgets;
}

std::string plusMinus(const Estimate& e) {
  if (!std::isfinite(e.mean)) return "-";
  if (!std::isfinite(e.standardError)) return format("%+.1f", 100 * e.mean);
  return format("%+.1f +- %.1f", 100 * e.mean, 100 * e.standardError);
}

void print(const HoldOut& data, const ComparisonPlan& plan, const AccuracyTable& table) {
  std::printf("%s: %lld points to choose from, %lld held out\n", data.train->name.c_str(),
              static_cast<long long>(data.train->points), static_cast<long long>(data.test->points));
  // The differences from random are shown once where it is the first method, too.
  const bool randomIsFirst = table.baseline == kRandom;
  std::printf(
      "accuracy in %%, mean and standard deviation; differences from %s%s in points, paired by seed, mean +- "
      "standard error\n%s\n",
      table.baseline.c_str(), randomIsFirst ? "" : " and from random", errorsCover(plan).c_str());
  const std::string first = "- " + table.baseline;
  const int width = std::max<int>(15, static_cast<int>(first.size()));
  const AccuracyRow* last = nullptr;
  for (const AccuracyRow& r : table.rows) {
    const bool full = r.method == kFullData;
    if (!last || last->budget != r.budget || full != (last->method == kFullData))
      std::printf("\n%s, %lld exemplars, %d seeds\n%-26s %-15s %9s %6s   %*s%s\n",
                  full                 ? "all data"
                  : r.budget.count > 0 ? "budget"
                                       : budgetText(r.budget).c_str(),
                  static_cast<long long>(r.exemplars), plan.seeds, "method", "by", "accuracy", "std", width,
                  first.c_str(), randomIsFirst ? "" : "          - random");
    const std::string deviation =
        std::isfinite(r.accuracy.deviation) ? format("%.1f", 100 * r.accuracy.deviation) : "-";
    const std::string againstRandom =
        randomIsFirst ? "" : format("   %15s", plusMinus(r.againstRandom).c_str());
    std::printf("%-26s %-15s %9.1f %6s   %*s%s\n", r.method.c_str(), r.classifier.c_str(),
                100 * r.accuracy.mean, deviation.c_str(), width, plusMinus(r.againstFirst).c_str(),
                againstRandom.c_str());
    last = &r;
  }
}

/// Keeps the cells, and says on stderr what goes on.
class TerminalComparison : public ComparisonObserver {
 public:
  void computed(const Cell& cell) override { cells.push_back(cell); }
  void progressed(const ComparisonProgress& p) override {
    if (p.doing != last_) {
      line_.clear();
      std::fprintf(stderr, "%3.0f %%  %s\n", 100 * p.share, p.doing.c_str());
      last_ = p.doing;
    }
    line_.show(p.share, p.doing, p.secondsLeft);
  }
  void clear() { line_.clear(); }

  std::vector<Cell> cells;

 private:
  ProgressLine line_;
  std::string last_;
};

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
  command->add_option("--budgets", a.budgets,
                      "Numbers of exemplars, separated by commas; instead of --ratios, or beside it");
  command->add_flag("--full", a.full,
                    "Also train each classifier on all points: the line that subsets approach");
  std::string judges;
  for (const Classifier& c : classifiers()) judges += (judges.empty() ? "" : ", ") + c.name;
  command
      ->add_option("--classifiers", a.classifiers,
                   "What is trained on the exemplars, separated by commas: " + judges +
                       ". lenet and cnn take images, and seconds for each subset")
      ->capture_default_str();
  command->add_option("--seeds", a.seeds, "Repetitions: seed, seed + 1, ...")->capture_default_str();
  command
      ->add_option(
          "--pools", a.pools,
          "How many pools are drawn (another fifth held out, or another part of --points); the seeds "
          "take them in turn, so that as many as seeds gives each its own")
      ->capture_default_str();
  command->add_option("--csv", a.csv, "Write the figures to this file as well")->type_name(takes::kFile);
  addSchemaOptions(*command, a.options, [](const OptionSpec& spec) {
    // What says how many exemplars there are is decided by --ratios and --budgets.
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
  options.budgets = budgetsOf(command, a);
  options.full = a.full;
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
  TerminalComparison observer;
  try {
    const std::vector<HoldOut> pools = openPools(a.data, options.common, a.pools, control);
    const ComparisonPlan plan = planOf(pools, options);
    compareMethods(pools, options, {}, observer, control);
    observer.clear();
    const AccuracyTable table = accuracyTable(plan, observer.cells);
    if (!a.csv.empty()) namingOption("--csv", [&] { writeFile(a.csv, accuracyCsv(table)); });
    print(pools.front(), plan, table);
    return 0;
  } catch (...) {
    observer.clear();
    throw;
  }
}

}  // namespace adapsne
