// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare_command.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/command_line.h"
#include "app/command_table.h"
#include "app/terminal.h"
#include "core/assessment/classifiers.h"
#include "core/comparison/accuracy_table.h"
#include "core/comparison/cell_file.h"
#include "core/comparison/compare_methods.h"
#include "core/comparison/compared_methods.h"
#include "core/comparison/open_pools.h"
#include "core/support/atomic_file.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr const char* kRandom = "random";  // The method that differences are taken from as well.

template <typename Number>
Number numberOf(const std::string& word, const char* option, const char* example) {
  Number number = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (code != std::errc() || end != word.data() + word.size())
    throw UsageError(option, "\"" + word + "\" is not a number.", std::string("Give ") + example + ".");
  return number;
}

/// The shares and the numbers that were given, or the usual shares.
std::vector<SubsetBudget> allBudgetsOf(const CLI::App& command, const CompareArguments& a) {
  std::vector<SubsetBudget> budgets;
  if (command.count("--ratios") > 0 || command.count("--budgets") == 0)
    for (const std::string& word : wordsOf(a.ratios))
      budgets.push_back({numberOf<double>(word, "--ratios", "shares such as 0.01,0.05"), 0});
  for (const SubsetBudget& budget : budgetsOf(a.budgets)) budgets.push_back(budget);
  return budgets;
}

std::string plusMinus(const Estimate& e) {
  if (!std::isfinite(e.mean)) return "-";
  if (!std::isfinite(e.standardError)) return format("%+.1f", 100 * e.mean);
  return format("%+.1f +- %.1f", 100 * e.mean, 100 * e.standardError);
}

void print(const ComparisonSubject& subject, const AccuracyTable& table) {
  const ComparisonPlan& plan = subject.plan;
  std::printf("%s: %lld points to choose from, %lld held out%s\n", subject.train.c_str(),
              static_cast<long long>(subject.points), static_cast<long long>(subject.heldOut),
              plan.pools > 1 ? (", in the first of " + std::to_string(plan.pools) + " pools").c_str() : "");
  // The differences from random are shown once where it is the first method, too, and where it takes part.
  const bool hasRandom =
      table.baseline != kRandom && std::any_of(table.rows.begin(), table.rows.end(),
                                               [](const AccuracyRow& r) { return r.method == kRandom; });
  std::printf(
      "accuracy in %%, mean and standard deviation; differences from %s%s in points, paired by seed, mean +- "
      "standard error\n%s\n",
      table.baseline.c_str(), hasRandom ? " and from random" : "", errorsCover(plan).c_str());
  if (!table.missing.empty())
    std::printf("Not complete: %zu of %zu cells are missing; the figures are of the seeds that there are.\n",
                table.missing.size(), cellsOf(plan).size());
  const std::string first = "- " + table.baseline;
  const int width = std::max<int>(15, static_cast<int>(first.size()));
  const AccuracyRow* last = nullptr;
  for (const AccuracyRow& r : table.rows) {
    const bool full = r.method == kFullData;
    if (!last || last->budget != r.budget || full != (last->method == kFullData)) {
      const std::string ratio = full ? "all data, " : r.budget.count > 0 ? "" : budgetText(r.budget) + ", ";
      std::printf("\n%s%lld exemplars, %d seeds\n%-26s %-15s %9s %6s   %*s%s\n", ratio.c_str(),
                  static_cast<long long>(r.exemplars), plan.seeds, "method", "by", "accuracy", "std", width,
                  first.c_str(), hasRandom ? "          - random" : "");
    }
    const std::string deviation =
        std::isfinite(r.accuracy.deviation) ? format("%.1f", 100 * r.accuracy.deviation) : "-";
    const std::string againstRandom = hasRandom ? format("   %15s", plusMinus(r.againstRandom).c_str()) : "";
    const std::string part =
        static_cast<int>(r.seeds.size()) < plan.seeds ? format("   (%zu seeds)", r.seeds.size()) : "";
    std::printf("%-26s %-15s %9.1f %6s   %*s%s%s\n", r.method.c_str(), r.classifier.c_str(),
                100 * r.accuracy.mean, deviation.c_str(), width, plusMinus(r.againstFirst).c_str(),
                againstRandom.c_str(), part.c_str());
    last = &r;
  }
}

/// Keeps the cells, and says on stderr what goes on.
class TerminalComparison : public ComparisonObserver {
 public:
  void computed(const Cell& cell) override {
    if (file)
      file->append(cell);
    else
      cells_.push_back(cell);
    ++count;
  }
  void progressed(const ComparisonProgress& p) override {
    if (p.doing != last_) {
      line_.clear();
      std::fprintf(stderr, "%3.0f %%  %s\n", 100 * p.share, p.doing.c_str());
      last_ = p.doing;
    }
    line_.show(p.share, p.doing, p.secondsLeft);
  }
  void clear() { line_.clear(); }
  const std::vector<Cell>& cells() const { return file ? file->cells() : cells_; }

  std::optional<CellFile> file;
  size_t count = 0;  ///< Cells computed.

 private:
  std::vector<Cell> cells_;
  ProgressLine line_;
  std::string last_;
};

void warn(const std::vector<std::string>& warnings) {
  for (const std::string& text : warnings) std::fprintf(stderr, "warning: %s\n", text.c_str());
}

/// Says which cells are not there, the first ones by name.
void tellMissing(const AccuracyTable& table) {
  constexpr size_t kNamed = 3;
  for (size_t i = 0; i < std::min(kNamed, table.missing.size()); ++i)
    std::fprintf(stderr, "missing: %s\n", cellText(table.missing[i]).c_str());
  if (table.missing.size() > kNamed)
    std::fprintf(stderr, "missing: %zu more\n", table.missing.size() - kNamed);
}

/// Table, CSV and the last words of what was computed or joined.
int conclude(const CompareArguments& a, const ComparisonSubject& subject, const std::vector<Cell>& cells) {
  const AccuracyTable table = accuracyTable(subject.plan, cells);
  if (!a.csv.empty()) namingOption("--csv", [&] { writeFile(a.csv, accuracyCsv(table)); });
  print(subject, table);
  tellMissing(table);
  return 0;
}

ComparisonShard shardOf(const std::string& text) {
  if (text.empty()) return {};
  const size_t slash = text.find('/');
  if (slash == std::string::npos)
    throw UsageError("--shard", "\"" + text + "\" is no part of a whole.", "Give 1/3, 2/3 or 3/3.");
  return {numberOf<int>(text.substr(0, slash), "--shard", "1/3, 2/3 or 3/3"),
          numberOf<int>(text.substr(slash + 1), "--shard", "1/3, 2/3 or 3/3")};
}

/// The table of cells that were computed elsewhere.
int join(const CLI::App& command, const CompareArguments& a) {
  const std::set<std::string> own = {"--join", "--resume", "--csv"};
  for (const CLI::Option* option : command.get_options())
    if (option->count() > 0 && own.count(option->get_name()) == 0)
      throw UsageError(option->get_name(), "was decided when the cells were computed.",
                       "Give --join, --csv and --resume alone.");
  std::vector<std::filesystem::path> files(a.join.begin(), a.join.end());
  if (!a.resume.empty() && std::filesystem::exists(a.resume)) files.emplace_back(a.resume);
  const StoredCells joined = namingOption("--join", [&] { return joinCells(files); });
  warn(joined.warnings);
  if (!a.resume.empty())
    namingOption("--resume", [&] { writeFile(a.resume, cellsText(joined.subject, joined.cells)); });
  return conclude(a, joined.subject, joined.cells);
}

}  // namespace

std::vector<std::string> wordsOf(const std::string& list) {
  std::vector<std::string> words;
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) words.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::vector<SubsetBudget> budgetsOf(const std::string& list) {
  std::vector<SubsetBudget> budgets;
  for (const std::string& word : wordsOf(list)) {
    const auto count = numberOf<int64_t>(word, "--budgets", "numbers such as 20,50");
    if (count < 1) throw UsageError("--budgets", "a number is below 1.", "Give numbers such as 20,50.");
    budgets.push_back({0, count});
  }
  return budgets;
}

void requireFolderOf(const std::string& file) {
  if (file.empty()) return;
  const auto folder = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw Error(file, "cannot be written: there is no folder " + folder.string() + ".",
                "Make it, or give another.");
}

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
  command->add_option("data", a.data, "A dataset with labels, as `adapsne run` takes it; none with --join")
      ->type_name(takes::kDataset);
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
  command
      ->add_option(
          "--resume", a.resume,
          "Keep each figure in this file (JSON lines) as it comes, and go on from what it holds, after "
          "Ctrl-C or whatever ended the program")
      ->type_name(takes::kFile);
  command->add_option(
      "--shard", a.shard,
      "Compute this part alone, as 2/3: seeds of methods are dealt out; --join makes one of the "
      "parts' --resume files");
  command
      ->add_option(
          "--join", a.join,
          "The table of the cells in these files, which --resume wrote; with --resume they become one")
      ->type_name(takes::kFile)
      ->expected(1, 1000);
  addSchemaOptions(*command, a.options, [](const OptionSpec& spec) {
    // What says how many exemplars there are is decided by --ratios and --budgets.
    return spec.name != "method" && spec.name != "ratio" && spec.name != "count" &&
           spec.name != "class-budget";
  });
  return command;
}

int compare(const CLI::App& command, const CompareArguments& a) {
  requireFolderOf(a.csv);
  requireFolderOf(a.resume);
  if (!a.join.empty()) return join(command, a);
  if (a.data.empty()) throw UsageError("command line", "data is required.", "See adapsne compare --help.");
  ComparisonOptions options;
  options.common = readOptions(command, a.options);
  options.adjust = [&](Options& o) { o = readOptions(command, a.options, o); };
  options.methods = wordsOf(a.methods);
  options.budgets = allBudgetsOf(command, a);
  options.full = a.full;
  // What nobody asked for is left out where it does not fit the data.
  if (command.count("--classifiers") > 0) {
    options.classifiers = wordsOf(a.classifiers);
    if (options.classifiers.empty())
      throw UsageError("--classifiers", "none was given.", "Give names, separated by commas.");
    for (const std::string& name : options.classifiers) classifier(name);
  }
  options.seeds = a.seeds;
  options.shard = shardOf(a.shard);
  for (const std::string& name : options.methods) comparedMethod(name);
  RunControl control(options.common.threads);
  InterruptScope scope(control);
  TerminalComparison observer;
  try {
    const std::vector<HoldOut> pools = openPools(a.data, options.common, a.pools, control);
    const ComparisonSubject subject = subjectOf(pools, options);
    std::vector<CellId> known;
    if (!a.resume.empty()) {
      namingOption("--resume", [&] { observer.file.emplace(a.resume, subject); });
      warn(observer.file->warnings());
      for (const Cell& cell : observer.file->cells()) known.push_back(cell.id);
    }
    compareMethods(pools, options, known, observer, control);
    observer.clear();
    if (observer.file) {
      namingOption("--resume", [&] { observer.file->finish(); });
      std::fprintf(stderr, "%zu cells were in %s, %zu were computed\n", known.size(), a.resume.c_str(),
                   observer.count);
    }
    return conclude(a, subject, observer.cells());
  } catch (const Cancelled&) {
    observer.clear();
    if (!observer.file) throw;
    std::fprintf(stderr,
                 "adapsne: interrupted; %zu cells are in %s, and the same command goes on from there.\n",
                 observer.file->cells().size(), a.resume.c_str());
    return kInterrupted;
  } catch (...) {
    observer.clear();
    throw;
  }
}

}  // namespace adapsne
