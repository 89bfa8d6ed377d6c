// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/comparison.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include "core/assessment/classifiers.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/nearest_name.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

Options optionsOf(const ComparedMethod& method, const ComparisonOptions& comparison) {
  Options o = comparison.common;
  if (!method.preset.empty()) applyMethod(o, method.preset);
  if (comparison.adjust) comparison.adjust(o);
  if (method.preset.empty()) {
    o.sampling.sampler = method.sampler;
    o.sampling.classes = method.classes;
    o.sampling.exemplar = Exemplar::FeatureMedoid;
  }
  return o;
}

/// Rough work of one seed of a method, in map iterations: it only weighs the methods against each other.
double workOf(const Options& o, int64_t points) {
  constexpr double kWithoutMap = 20;
  if (!looksAtMap(o.sampling, points)) return kWithoutMap;
  const double guide = o.perplexity > 0 ? 0
                                        : o.guidance.candidates * (o.guidance.iterations + 40.0) +
                                              o.embedding.exaggerationIterations;
  return kWithoutMap + o.embedding.iterations + guide;
}

/// Passes on the progress of the run at hand as a part of the whole.
class PartObserver : public Observer {
 public:
  explicit PartObserver(std::function<void(double)> report) : report_(std::move(report)) {}
  void progressed(const Progress& p) override { report_(p.fraction); }

 private:
  std::function<void(double)> report_;
};

double middleOf(std::vector<double> ratios) {
  std::sort(ratios.begin(), ratios.end());
  return ratios[(ratios.size() - 1) / 2];
}

void validateComparison(const HoldOut& data, const ComparisonOptions& o) {
  const auto repeated = [](auto values) {
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) != values.end();
  };
  if (o.methods.empty()) throw UsageError("--methods", "none was given.", "Give names, separated by commas.");
  if (repeated(o.methods)) throw UsageError("--methods", "one was given twice.", "Give each once.");
  if (o.ratios.empty()) throw UsageError("--ratios", "none was given.", "Give shares, separated by commas.");
  if (repeated(o.ratios)) throw UsageError("--ratios", "one was given twice.", "Give each once.");
  for (const double ratio : o.ratios)
    if (!(ratio > 0 && ratio <= 1))
      throw UsageError("--ratios", "a ratio is not above 0 and at most 1.", "Give shares such as 0.01,0.05.");
  if (repeated(o.classifiers)) throw UsageError("--classifiers", "one was given twice.", "Give each once.");
  if (o.seeds < 1) throw UsageError("--seeds", "at least one is needed.", "Give 5.");
  for (const DatasetPtr& part : {data.train, data.test})
    if (!part->hasLabels())
      throw Error(part->name, "has no labels, so nothing can be said about a classifier.",
                  "Give --labels FILE.");
  if (data.train->dimensions != data.test->dimensions || data.train->classNames != data.test->classNames)
    throw Error(data.test->name, "does not have the features and classes of " + data.train->name + ".",
                "Give data whose test split fits.");
}

std::string field(double value) {
  if (!std::isfinite(value)) return "";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

const std::vector<ComparedMethod>& comparedMethods() {
  static const std::vector<ComparedMethod> all = [] {
    std::vector<ComparedMethod> methods;
    for (const Preset& preset : presets()) methods.push_back({preset.name, preset.help, preset.name});
    const auto ignore = ClassPolicy::Ignore, perClass = ClassPolicy::PerClass;
    const auto baseline = [](const char* name, const char* help, Sampler sampler, ClassPolicy classes) {
      return ComparedMethod{name, help, "", sampler, classes};
    };
    methods.push_back(baseline("random", "rows drawn without looking", Sampler::Random, ignore));
    methods.push_back(baseline("stratified", "random rows of each class", Sampler::Random, perClass));
    methods.push_back(
        baseline("kmeans-pca", "k-means medoids in feature space", Sampler::KMeansFeatures, ignore));
    methods.push_back(
        baseline("kmeans-pca-classes", "the same in each class", Sampler::KMeansFeatures, perClass));
    methods.push_back(baseline("k-center", "greedy k-center in feature space", Sampler::KCenter, ignore));
    methods.push_back(baseline("herding", "greedy matching of the mean", Sampler::Herding, ignore));
    methods.push_back(baseline("facility-location", "greedy k-medoids on the neighbour graph",
                               Sampler::FacilityLocation, ignore));
    methods.push_back(
        baseline("facility-location-classes", "the same in each class", Sampler::FacilityLocation, perClass));
    methods.push_back(baseline("kernel-ridge", "greedy by the error of kernel ridge regression; needs labels",
                               Sampler::KernelRidge, ClassPolicy::Equal));
    methods.push_back(baseline("graph-design", "greedy experimental design on the neighbour graph",
                               Sampler::GraphDesign, ignore));
    methods.push_back(
        baseline("typiclust", "the most typical row of each cluster", Sampler::TypiClust, ignore));
    methods.push_back(
        baseline("probcover", "greedy cover by balls of pure radius", Sampler::ProbCover, ignore));
    methods.push_back(
        baseline("max-herding", "greedy generalised coverage, Gaussian", Sampler::MaxHerding, ignore));
    methods.push_back(
        baseline("moderate", "the middle distances to the mean of each class", Sampler::Moderate, perClass));
    methods.push_back(baseline("zcore", "zero-shot coreset scores", Sampler::ZCore, ignore));
    return methods;
  }();
  return all;
}

const ComparedMethod& comparedMethod(const std::string& name) {
  std::vector<std::string> names;
  for (const ComparedMethod& method : comparedMethods()) {
    if (method.name == name) return method;
    names.push_back(method.name);
  }
  throw UsageError("--methods", "there is no \"" + name + "\".",
                   "Did you mean " + nearestName(name, names) + "?");
}

Estimate estimate(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  Estimate e;
  for (double v : values) e.mean += v / n;
  double squares = 0;
  for (double v : values) squares += (v - e.mean) * (v - e.mean);
  e.deviation = values.size() > 1 ? std::sqrt(squares / (n - 1)) : kUndefined;
  e.standardError = e.deviation / std::sqrt(n);
  return e;
}

namespace {

/// Work of a training, in map iterations, as workOf() counts it.
constexpr double kTraining = 500;

/// A classifier that is ready for subsets.
struct Judge {
  std::string name;
  bool sideBySide = false;
  SubsetAccuracy accuracy;
};

/// The accuracies of all (method, ratio, classifier), a seed after the other.
class Comparison {
 public:
  Comparison(const HoldOut& data, const ComparisonOptions& options, const ComparisonProgress& progress,
             RunControl& control)
      : data_(data), options_(options), progress_(progress), control_(control) {
    for (const std::string& name : options.methods) {
      Options o = optionsOf(comparedMethod(name), options);
      o.sampling.count = 0;
      o.sampling.ratio = middleOf(options.ratios);
      validate(o, data.train->points, data.train->hasLabels());
      work_.push_back(workOf(o, data.train->points));
      configured_.push_back(std::move(o));
    }
    total_ = 1;
    report(0, "what the classifiers share");
    const bool usual = options.classifiers.empty();
    for (const std::string& name : usual ? usualClassifiers() : options.classifiers) {
      const Classifier& c = classifier(name);
      if (SubsetAccuracy accuracy = c.prepare(*data.train, *data.test, control))
        classifiers_.push_back({name, c.sideBySide, std::move(accuracy)});
      else if (!usual)
        throw Error(data.train->name, "cannot be told by " + name + ": it takes images of a size that fits.",
                    "Leave it out of --classifiers.");
    }
    const auto trainings =
        std::count_if(classifiers_.begin(), classifiers_.end(), [](const Judge& j) { return j.sideBySide; }) *
        std::ssize(options.ratios);
    total_ = 0;
    for (const double work : work_)
      total_ += (work + kTraining * static_cast<double>(trainings)) * options.seeds;
  }

  std::vector<ComparisonRow> run() {
    // Seed by seed, so that what methods share of one seed (features, graph, starting map) is still at hand.
    for (int s = 0; s < options_.seeds; ++s)
      for (size_t m = 0; m < configured_.size(); ++m) runMethod(m, options_.common.seed + s);
    return rows();
  }

 private:
  void runMethod(size_t m, uint64_t seed) {
    const std::string doing = options_.methods[m] + ", seed " + std::to_string(seed);
    PartObserver observer([&](double share) { report(share * work_[m], doing); });
    Options o = configured_[m];
    o.seed = seed;
    report(0, doing);
    RunPtr run;
    if (looksAtMap(o.sampling, data_.train->points)) run = pipeline_.run(data_.train, o, observer, control_);
    PartObserver quiet([](double) {});
    std::vector<std::vector<int64_t>> chosen;
    for (size_t r = 0; r < options_.ratios.size(); ++r) {
      o.sampling.ratio = options_.ratios[r];
      const std::span<const float> map =
          run ? std::span<const float>(run->map->positions) : std::span<const float>();
      const auto subset = pipeline_.sample(data_.train, o, map, quiet, control_).subset;
      exemplars_[r] = static_cast<int64_t>(subset->rows.size());
      chosen.push_back(subset->rows);
    }
    done_ += work_[m];
    judge(m, seed, chosen, doing);
  }

  /// What each classifier makes of the subset of each ratio. Those of one thread each run side by side.
  void judge(size_t m, uint64_t seed, const std::vector<std::vector<int64_t>>& chosen,
             const std::string& doing) {
    std::vector<std::pair<size_t, const Judge*>> together;
    for (size_t r = 0; r < chosen.size(); ++r)
      for (const Judge& judge : classifiers_) {
        accuracies_[{r, m, judge.name}].push_back(kUndefined);
        if (judge.sideBySide)
          together.emplace_back(r, &judge);
        else
          accuracies_[{r, m, judge.name}].back() = judge.accuracy(chosen[r], seed, control_);
      }
    std::vector<double> accuracies(together.size());
    std::mutex reporting;
    parallelFor(control_, std::ssize(together), 1, [&](int64_t i, int64_t) {
      const auto [r, judge] = together[i];
      accuracies[i] = judge->accuracy(chosen[r], seed, control_);
      const std::lock_guard lock(reporting);
      done_ += kTraining;
      report(0, doing);
    });
    for (size_t i = 0; i < together.size(); ++i)
      accuracies_[{together[i].first, m, together[i].second->name}].back() = accuracies[i];
  }

  void report(double partDone, const std::string& doing) {
    const double share = (done_ + partDone) / total_;
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    progress_(share, share > 0.01 ? elapsed * (1 - share) / share : -1, doing);
  }

  std::vector<ComparisonRow> rows() const {
    const auto random = std::find(options_.methods.begin(), options_.methods.end(), "random");
    std::vector<ComparisonRow> rows;
    for (size_t r = 0; r < options_.ratios.size(); ++r)
      for (size_t m = 0; m < options_.methods.size(); ++m)
        for (const Judge& judge : classifiers_) {
          const std::string& classifier = judge.name;
          ComparisonRow row;
          row.method = options_.methods[m];
          row.classifier = classifier;
          row.ratio = options_.ratios[r];
          row.exemplars = exemplars_.at(r);
          row.accuracies = accuracies_.at({r, m, classifier});
          row.accuracy = estimate(row.accuracies);
          const auto against = [&](size_t other) {
            std::vector<double> difference = row.accuracies;
            const std::vector<double>& its = accuracies_.at({r, other, classifier});
            for (size_t s = 0; s < difference.size(); ++s) difference[s] -= its[s];
            return estimate(difference);
          };
          row.againstFirst = against(0);
          row.againstRandom = random == options_.methods.end()
                                  ? Estimate{kUndefined, kUndefined, kUndefined}
                                  : against(static_cast<size_t>(random - options_.methods.begin()));
          rows.push_back(std::move(row));
        }
    return rows;
  }

  const HoldOut& data_;
  const ComparisonOptions& options_;
  const ComparisonProgress& progress_;
  RunControl& control_;
  Pipeline pipeline_;
  std::vector<Options> configured_;  // one a method, at the ratio that guides
  std::vector<double> work_;
  std::vector<Judge> classifiers_;
  double total_ = 0, done_ = 0;
  std::map<size_t, int64_t> exemplars_;
  std::map<std::tuple<size_t, size_t, std::string>, std::vector<double>> accuracies_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

std::vector<ComparisonRow> compareMethods(const HoldOut& data, const ComparisonOptions& options,
                                          const ComparisonProgress& progress, RunControl& control) {
  validateComparison(data, options);
  return Comparison(data, options, progress, control).run();
}

std::string comparisonCsv(const std::vector<ComparisonRow>& rows) {
  std::string text =
      "method,classifier,ratio,exemplars,seeds,accuracy,deviation,against_first,against_first_error,"
      "against_random,against_random_error,accuracies\n";
  for (const ComparisonRow& r : rows) {
    text += r.method + "," + r.classifier + "," + field(r.ratio) + "," + std::to_string(r.exemplars) + "," +
            std::to_string(r.accuracies.size()) + "," + field(r.accuracy.mean) + "," +
            field(r.accuracy.deviation);
    for (const Estimate& e : {r.againstFirst, r.againstRandom})
      text += "," + field(e.mean) + "," + field(e.standardError);
    text += ",";
    for (size_t s = 0; s < r.accuracies.size(); ++s) text += (s > 0 ? " " : "") + field(r.accuracies[s]);
    text += "\n";
  }
  return text;
}

}  // namespace adapsne
