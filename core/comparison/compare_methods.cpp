// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/compare_methods.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/assessment/classifiers.h"
#include "core/assessment/predictions.h"
#include "core/comparison/compared_methods.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

/// Rough work in map iterations: it weighs the parts of a comparison against each other, for its progress and
/// for dealing it out.
constexpr double kWithoutMap = 20, kQuickTraining = 10, kTraining = 500;

double workOf(const Options& o, int64_t points) {
  if (!looksAtMap(o.sampling, points)) return kWithoutMap;
  const double guide = o.perplexity > 0 ? 0
                                        : o.guidance.candidates * (o.guidance.iterations + 40.0) +
                                              o.embedding.exaggerationIterations;
  return kWithoutMap + o.embedding.iterations + guide;
}

double workOf(const std::string& classifierName) {
  return classifier(classifierName).sideBySide ? kTraining : kQuickTraining;
}

void take(SamplingOptions& sampling, const SubsetBudget& given) {
  sampling.ratio = given.count > 0 ? SamplingOptions().ratio : given.ratio;
  sampling.count = given.count;
}

int64_t exemplarsOf(const SubsetBudget& given, int64_t points) {
  SamplingOptions sampling;
  take(sampling, given);
  return budget(sampling, points);
}

/// The lower middle of the budgets that this dataset makes of them.
SubsetBudget middleOf(std::vector<SubsetBudget> budgets, int64_t points) {
  std::stable_sort(budgets.begin(), budgets.end(), [&](const SubsetBudget& a, const SubsetBudget& b) {
    const int64_t m = exemplarsOf(a, points), n = exemplarsOf(b, points);
    return m != n ? m < n : a < b;
  });
  return budgets[(budgets.size() - 1) / 2];
}

/// Passes on the progress of the run at hand as a part of the whole.
class PartObserver : public Observer {
 public:
  explicit PartObserver(std::function<void(double)> report) : report_(std::move(report)) {}
  void progressed(const Progress& p) override { report_(p.fraction); }

 private:
  std::function<void(double)> report_;
};

void validateBudgets(const ComparisonOptions& o, int64_t points) {
  for (const SubsetBudget& b : o.budgets) {
    if (b.count == 0 && !(b.ratio > 0 && b.ratio <= 1))
      throw UsageError("--ratios", "a ratio is not above 0 and at most 1.", "Give shares such as 0.01,0.05.");
    if (b.count < 0) throw UsageError("--budgets", "a number is below 1.", "Give numbers such as 20,50.");
    if (b.count > points)
      throw UsageError("--budgets",
                       std::to_string(b.count) + " exemplars are more than the " + std::to_string(points) +
                           " points to choose from.",
                       "Give smaller numbers, or more --points.");
  }
}

void validateComparison(const std::vector<HoldOut>& pools, const ComparisonOptions& o) {
  const auto repeated = [](auto values) {
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) != values.end();
  };
  if (o.methods.empty()) throw UsageError("--methods", "none was given.", "Give names, separated by commas.");
  if (repeated(o.methods)) throw UsageError("--methods", "one was given twice.", "Give each once.");
  for (const std::string& name : o.methods) comparedMethod(name);
  if (o.budgets.empty())
    throw UsageError("--ratios", "none was given.", "Give shares or --budgets, separated by commas.");
  if (repeated(o.budgets))
    throw UsageError(o.budgets.front().count > 0 ? "--budgets" : "--ratios", "one was given twice.",
                     "Give each once.");
  if (repeated(o.classifiers)) throw UsageError("--classifiers", "one was given twice.", "Give each once.");
  if (o.seeds < 1) throw UsageError("--seeds", "at least one is needed.", "Give 5.");
  if (o.shard.of < 1 || o.shard.index < 1 || o.shard.index > o.shard.of)
    throw UsageError("--shard", "there is no such part.", "Give 1/3, 2/3 or 3/3.");
  if (pools.empty() || std::ssize(pools) > o.seeds)
    throw UsageError("--pools", "there must be 1 to as many as there are seeds.",
                     "Give " + std::to_string(o.seeds) + ", or more --seeds.");
  const Dataset& first = *pools.front().train;
  for (const HoldOut& pool : pools) {
    for (const DatasetPtr& part : {pool.train, pool.test}) {
      if (!part->hasLabels())
        throw Error(part->name, "has no labels, so nothing can be said about a classifier.",
                    "Give --labels FILE.");
      if (part->dimensions != first.dimensions || part->classNames != first.classNames)
        throw Error(part->name, "does not have the features and classes of " + first.name + ".",
                    "Give data whose test split fits.");
    }
    validateBudgets(o, pool.train->points);
  }
}

/// Hands what several threads find to the observer, one after the other and without a lock held: who comes
/// while another hands over leaves it to that one.
class Teller {
 public:
  explicit Teller(ComparisonObserver& observer) : observer_(observer) {}

  void expect(double work) { total_ = work; }
  /// Of work that nobody else does meanwhile: how much of it is done.
  void progress(double part, const std::string& doing) { tell({}, 0, part, doing); }
  void done(double work, const std::string& doing) { tell({}, work, 0, doing); }
  void cell(Cell cell, double work, const std::string& doing) { tell(std::move(cell), work, 0, doing); }

 private:
  struct Message {
    std::optional<Cell> cell;
    double share = 0;
    std::string doing;
  };

  void tell(std::optional<Cell> cell, double work, double part, const std::string& doing) {
    std::unique_lock lock(mutex_);
    done_ += work;
    waiting_.push_back({std::move(cell), total_ > 0 ? (done_ + part) / total_ : 0, doing});
    if (telling_) return;
    telling_ = true;
    while (!waiting_.empty()) {
      const std::vector<Message> messages = std::exchange(waiting_, {});
      lock.unlock();
      try {
        for (const Message& message : messages) handOver(message);
      } catch (...) {
        lock.lock();
        telling_ = false;
        throw;
      }
      lock.lock();
    }
    telling_ = false;
  }

  void handOver(const Message& message) {
    if (message.cell) observer_.computed(*message.cell);
    const double share = message.share;
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    observer_.progressed({share, share > 0.01 ? elapsed * (1 - share) / share : -1, message.doing});
  }

  ComparisonObserver& observer_;
  std::mutex mutex_;
  std::vector<Message> waiting_;
  bool telling_ = false;
  double total_ = 0, done_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// What is computed and dealt out as one: all cells of a method (or of all data) with one seed.
struct Unit {
  std::string method;
  uint64_t seed = 1;
  double work = 0;  ///< Of all of its cells.
};

/// A classifier that is ready for the subsets of a pool.
struct Judge {
  SubsetPredictions predictions;
  bool sideBySide = false;
};

class Comparison {
 public:
  Comparison(const std::vector<HoldOut>& pools, const ComparisonOptions& options,
             const std::vector<CellId>& known, ComparisonObserver& observer, RunControl& control)
      : pools_(pools),
        options_(options),
        plan_(planOf(pools, options)),
        known_(known.begin(), known.end()),
        teller_(observer),
        control_(control) {
    for (const std::string& name : plan_.methods)
      configured_[name] = methodOptions(pools.front(), options, name);
  }

  void run() {
    std::vector<Unit> units = ownUnits();
    std::erase_if(units, [&](const Unit& unit) { return wanted(unit).empty(); });
    double total = 0;
    for (const Unit& unit : units) {
      if (unit.method != kFullData) total += mapWork(unit.method);
      for (const CellId& id : wanted(unit)) total += workOf(id.classifier);
    }
    teller_.expect(total);
    // Seed by seed, so that what methods share of one seed (features, graph, starting map) is still at hand,
    // and the seeds of a pool one after the other, so that one pool's classifiers are held at a time.
    for (int pool = 0; pool < plan_.pools; ++pool) {
      judges_.clear();
      const HoldOut& held = pools_[static_cast<size_t>(pool)];
      judged_ = std::make_unique<JudgedData>(*held.train, *held.test);
      predicted_.clear();
      for (const Unit& unit : units)
        if (plan_.poolOf(unit.seed) == pool) runUnit(unit, held);
    }
  }

 private:
  double mapWork(const std::string& method) const {
    return workOf(configured_.at(method), pools_.front().train->points);
  }

  std::vector<Unit> allUnits() const {
    double judging = 0;
    for (const std::string& name : plan_.classifiers) judging += workOf(name);
    std::vector<Unit> units;
    for (int s = 0; s < plan_.seeds; ++s) {
      const uint64_t seed = plan_.firstSeed + static_cast<uint64_t>(s);
      for (const std::string& method : plan_.methods)
        units.push_back(
            {method, seed, mapWork(method) + judging * static_cast<double>(plan_.budgets.size())});
      if (plan_.full) units.push_back({kFullData, seed, judging});
    }
    return units;
  }

  /// Those of this shard, seed by seed.
  std::vector<Unit> ownUnits() const {
    const std::vector<Unit> units = allUnits();
    std::vector<size_t> costly(units.size());
    std::iota(costly.begin(), costly.end(), size_t{0});
    std::stable_sort(costly.begin(), costly.end(),
                     [&](size_t a, size_t b) { return units[a].work > units[b].work; });
    std::vector<double> load(static_cast<size_t>(options_.shard.of), 0);
    std::vector<bool> own(units.size());
    for (const size_t u : costly) {
      const auto least = std::min_element(load.begin(), load.end());
      *least += units[u].work;
      own[u] = least - load.begin() == options_.shard.index - 1;
    }
    std::vector<Unit> mine;
    for (size_t u = 0; u < units.size(); ++u)
      if (own[u]) mine.push_back(units[u]);
    return mine;
  }

  /// Its cells that are not known yet.
  std::vector<CellId> wanted(const Unit& unit) const {
    const bool full = unit.method == kFullData;
    std::vector<CellId> cells;
    for (const SubsetBudget& b : full ? std::vector<SubsetBudget>{{1, 0}} : plan_.budgets)
      for (const std::string& name : plan_.classifiers)
        if (CellId id{unit.method, b, unit.seed, name}; known_.count(id) == 0) cells.push_back(std::move(id));
    return cells;
  }

  void runUnit(const Unit& unit, const HoldOut& pool) {
    const std::vector<CellId> cells = wanted(unit);
    const std::string doing = unit.method + ", seed " + std::to_string(unit.seed);
    prepareJudges(cells);
    Choices chosen;
    for (const CellId& id : cells) chosen[id.budget];
    if (unit.method == kFullData)
      chosen.begin()->second = allRows(*pool.train);
    else
      choose(unit, pool, chosen, doing);
    judge(cells, pool, chosen, doing);
  }

  using Rows = std::shared_ptr<const std::vector<int64_t>>;
  using Choices = std::map<SubsetBudget, Rows>;

  static Rows allRows(const Dataset& dataset) {
    std::vector<int64_t> rows(static_cast<size_t>(dataset.points));
    std::iota(rows.begin(), rows.end(), int64_t{0});
    return std::make_shared<const std::vector<int64_t>>(std::move(rows));
  }

  void prepareJudges(const std::vector<CellId>& cells) {
    for (const CellId& id : cells) {
      if (judges_.count(id.classifier) > 0) continue;
      teller_.progress(0, "what " + id.classifier + " shares");
      const Classifier& c = classifier(id.classifier);
      judges_[id.classifier] = {c.prepare(*judged_, control_), c.sideBySide};
    }
  }

  /// The exemplars of each budget in `chosen`.
  void choose(const Unit& unit, const HoldOut& pool, Choices& chosen, const std::string& doing) {
    Options o = configured_.at(unit.method);
    o.seed = unit.seed;
    const double work = mapWork(unit.method);
    PartObserver observer([&](double share) { teller_.progress(share * work, doing); });
    teller_.progress(0, doing);
    RunPtr run;
    if (looksAtMap(o.sampling, pool.train->points)) run = pipeline_.run(pool.train, o, observer, control_);
    const std::span<const float> map =
        run ? std::span<const float>(run->map->positions) : std::span<const float>();
    // The largest first: where its order serves all smaller ones, it is the only choice.
    std::vector<std::pair<int64_t, SubsetBudget>> sizes;
    for (const auto& [b, rows] : chosen) sizes.emplace_back(exemplarsOf(b, pool.train->points), b);
    std::stable_sort(sizes.begin(), sizes.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    PartObserver quiet([](double) {});
    std::vector<int64_t> order;
    for (const auto& [count, b] : sizes) {
      if (order.empty()) {
        take(o.sampling, b);
        const auto subset = pipeline_.sample(pool.train, o, map, quiet, control_).subset;
        chosen[b] = std::make_shared<const std::vector<int64_t>>(subset->rows);
        if (std::ssize(subset->given) == 0) order = subset->order;
        continue;
      }
      std::vector<int64_t> first(order.begin(), order.begin() + count);
      std::sort(first.begin(), first.end());
      chosen[b] = std::make_shared<const std::vector<int64_t>>(std::move(first));
    }
    teller_.done(work, doing);
  }

  /// What each classifier makes of its subset. Those of one thread each run side by side.
  void judge(const std::vector<CellId>& cells, const HoldOut& pool, const Choices& chosen,
             const std::string& doing) {
    const auto answer = [&](const CellId& id, std::shared_ptr<const std::vector<int32_t>> predicted) {
      const Rows& rows = chosen.at(id.budget);
      const double accuracy = accuracyOf(*predicted, pool.test->labels);
      teller_.cell({id, std::ssize(*rows), accuracy, plan_.poolOf(id.seed), rows, std::move(predicted)},
                   workOf(id.classifier), doing);
    };
    const auto predict = [&](const CellId& id) {
      return std::make_shared<const std::vector<int32_t>>(
          judges_.at(id.classifier).predictions(*chosen.at(id.budget), id.seed, control_));
    };
    std::vector<CellId> together;
    for (const CellId& id : cells) {
      if (judges_.at(id.classifier).sideBySide) {
        together.push_back(id);
        continue;
      }
      // These draw no random numbers: equal rows, equal predictions.
      auto& known = predicted_[{id.classifier, *chosen.at(id.budget)}];
      if (!known) known = predict(id);
      answer(id, known);
    }
    parallelFor(control_, std::ssize(together), 1, [&](int64_t i, int64_t) {
      const CellId& id = together[static_cast<size_t>(i)];
      answer(id, predict(id));
    });
  }

  const std::vector<HoldOut>& pools_;
  const ComparisonOptions& options_;
  const ComparisonPlan plan_;
  const std::set<CellId> known_;
  Teller teller_;
  RunControl& control_;
  Pipeline pipeline_;
  std::map<std::string, Options> configured_;  // by method, at the budget that guides
  std::unique_ptr<JudgedData> judged_;         // of the pool at hand
  std::map<std::string, Judge> judges_;        // likewise
  std::map<std::pair<std::string, std::vector<int64_t>>, std::shared_ptr<const std::vector<int32_t>>>
      predicted_;  // of the pool at hand, by classifier and rows
};

}  // namespace

ComparisonPlan planOf(const std::vector<HoldOut>& pools, const ComparisonOptions& options) {
  validateComparison(pools, options);
  ComparisonPlan plan{options.methods,     options.budgets, options.classifiers,
                      options.common.seed, options.seeds,   static_cast<int>(pools.size()),
                      options.full};
  const Dataset& train = *pools.front().train;
  if (plan.classifiers.empty()) plan.classifiers = usualClassifiers(train);
  for (const std::string& name : plan.classifiers)
    if (!classifier(name).fits(train))
      throw Error(train.name, "cannot be told by " + name + ": it takes images of a size that fits.",
                  "Leave it out of --classifiers.");
  for (const std::string& name : plan.methods)
    for (const HoldOut& pool : pools)
      validate(methodOptions(pool, options, name), pool.train->points, pool.train->hasLabels());
  return plan;
}

Options methodOptions(const HoldOut& pool, const ComparisonOptions& options, const std::string& name) {
  const ComparedMethod& method = comparedMethod(name);
  Options o = options.common;
  if (!method.preset.empty()) applyMethod(o, method.preset);
  if (options.adjust) options.adjust(o);
  if (method.preset.empty()) {
    o.sampling.sampler = method.sampler;
    o.sampling.classes = method.classes;
    o.sampling.exemplar = Exemplar::FeatureMedoid;
  }
  take(o.sampling, middleOf(options.budgets, pool.train->points));
  return o;
}

void compareMethods(const std::vector<HoldOut>& pools, const ComparisonOptions& options,
                    const std::vector<CellId>& known, ComparisonObserver& observer, RunControl& control) {
  Comparison(pools, options, known, observer, control).run();
}

}  // namespace adapsne
