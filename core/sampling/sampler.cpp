// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/sampler.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/dataset/labels.h"
#include "core/geometry/nearest_points.h"
#include "core/sampling/class_budget.h"
#include "core/sampling/row_list.h"
#include "core/sampling/samplers.h"
#include "core/sampling/share_budget.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

constexpr uint64_t kFillStream = 0x66696c6c;
constexpr uint64_t kClassStream = 0x636c617373;

/// One exemplar of each territory.
Rows exemplarsOf(const Territories& territories, const SamplingInputs& inputs, Exemplar exemplar,
                 RunControl& control) {
  const int64_t count = std::ssize(territories.members);
  Rows exemplars(count);
  parallelFor(control, count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) exemplars[t] = exemplarOf(inputs, territories.members[t], exemplar);
  });
  return exemplars;
}

/// Up to m of the rows by one sampler; fewer only where points coincide.
Rows chooseAmong(const SamplingInputs& inputs, const Request& request, const SamplingOptions& options,
                 int64_t& scans, RunControl& control) {
  const SamplerRow& sampler = samplerRow(options.sampler);
  if (sampler.pick) return sampler.pick(inputs, request, scans, control);
  const Territories territories = sampler.divide(inputs, request, options.allocation, control);
  scans += territories.scans;
  return exemplarsOf(territories, inputs, options.exemplar, control);
}

/// Exactly m of the rows, in the order in which they were picked where there is one.
Rows exemplarsFor(const SamplingInputs& inputs, const Request& request, const SamplingOptions& options,
                  int64_t& scans, RunControl& control) {
  Rows chosen = chooseAmong(inputs, request, options, scans, control);
  // Coinciding points leave territories empty, balls may cover all points; the budget is still kept, with
  // rows drawn from the others.
  if (const int64_t missing = request.m - std::ssize(chosen); missing > 0) {
    std::sort(chosen.begin(), chosen.end());
    const Rows extra = drawRows(without(without(request.rows, request.given), chosen), missing,
                                RandomStream(request.seed, kFillStream));
    chosen.insert(chosen.end(), extra.begin(), extra.end());
  }
  return chosen;
}

/// Rows among which some exemplars are chosen: all, or those of a class.
struct Portion {
  Rows rows;   ///< Ascending, without those that are excluded.
  Rows given;  ///< Of the rows.
  int64_t m = 0;
};

std::vector<Rows> rowsByClass(std::span<const int32_t> labels, std::span<const int64_t> rows,
                              size_t classes) {
  std::vector<Rows> result(classes);
  for (const int64_t row : rows)
    if (labels[row] != kUnlabelled) result[labels[row]].push_back(row);
  return result;
}

std::string counted(int64_t count, const char* one, const char* several) {
  return std::to_string(count) + " " + (count == 1 ? one : several);
}

/// How many exemplars of each class the budgets ask for.
std::vector<int64_t> sharesGiven(const SamplingOptions& options, std::span<const std::string> classNames,
                                 const std::vector<Portion>& classes) {
  const char* const kOption = "--class-budget";
  std::vector<int64_t> share(classes.size(), 0);
  const std::vector<std::string> names(classNames.begin(), classNames.end());
  for (const ClassBudget& budget : parseClassBudget(options.classBudget)) {
    const size_t c = std::find(names.begin(), names.end(), budget.name) - names.begin();
    if (c == names.size())
      throw UsageError(kOption, "there is no class \"" + budget.name + "\".",
                       "Did you mean \"" + nearestName(budget.name, names) + "\"?");
    const int64_t most = c < classes.size() ? std::ssize(classes[c].rows) : 0;
    if (budget.count > most)
      throw UsageError(kOption,
                       std::to_string(budget.count) + " exemplars of class \"" + budget.name +
                           "\" were asked for, and " + std::to_string(most) + " of its points may be chosen.",
                       "Ask for at most that many.");
    if (c < share.size()) share[c] = budget.count;
  }
  for (size_t c = 0; c < share.size(); ++c)
    if (share[c] < std::ssize(classes[c].given))
      throw UsageError(kOption,
                       counted(share[c], "exemplar", "exemplars") + " of class \"" +
                           (c < names.size() ? names[c] : std::to_string(c)) + "\" were asked for, and " +
                           std::to_string(classes[c].given.size()) + " of its rows are given.",
                       "Ask for at least that many, or give fewer.");
  return share;
}

/// What shareAmongClasses() shares by.
std::vector<int64_t> weightsOf(const std::vector<int64_t>& counts, const SamplingOptions& options) {
  return options.classes == ClassPolicy::Equal ? std::vector<int64_t>(counts.size(), 1) : counts;
}

/// One portion a class; `unlabelled` given rows count towards the budget.
std::vector<Portion> classPortions(std::span<const int32_t> labels, std::span<const std::string> classNames,
                                   const Rows& open, const DecidedRows& decided,
                                   const SamplingOptions& options) {
  const int32_t last = labels.empty() ? kUnlabelled : *std::max_element(labels.begin(), labels.end());
  const size_t count = static_cast<size_t>(last + 1);
  std::vector<Rows> rows = rowsByClass(labels, open, count),
                    given = rowsByClass(labels, decided.given, count);
  std::vector<Portion> classes(count);
  std::vector<int64_t> counts, already;
  int64_t labelled = 0, unlabelled = std::ssize(decided.given);
  for (size_t c = 0; c < count; ++c) {
    classes[c] = {std::move(rows[c]), std::move(given[c])};
    counts.push_back(std::ssize(classes[c].rows));
    already.push_back(std::ssize(classes[c].given));
    labelled += counts.back();
    unlabelled -= already.back();
  }
  if (options.classes == ClassPolicy::Given && unlabelled > 0)
    throw UsageError("--given",
                     counted(unlabelled, "row has", "rows have") +
                         " no label, and --class-budget says how many of each class are wanted.",
                     "Give rows that have a label.");
  const int64_t m = options.count - unlabelled;
  if (m > labelled)
    throw UsageError("--classes",
                     counted(m, "exemplar was", "exemplars were") + " asked for, and only " +
                         counted(labelled, "point has", "points have") +
                         " a label and may be chosen; points without one are not chosen class by class.",
                     "Ask for at most that many, or give --classes ignore.");
  const std::vector<int64_t> share = options.classes == ClassPolicy::Given
                                         ? sharesGiven(options, classNames, classes)
                                         : shareAmongClasses(weightsOf(counts, options), counts, already, m);
  for (size_t c = 0; c < count; ++c) classes[c].m = share[c] - already[c];
  return classes;
}

/// What is to be chosen among which rows. `options` as they act (effectiveSampling).
std::vector<Portion> portionsOf(int64_t points, std::span<const int32_t> labels,
                                std::span<const std::string> classNames, const DecidedRows& decided,
                                const SamplingOptions& options) {
  const int64_t given = std::ssize(decided.given), excluded = std::ssize(decided.excluded);
  if (given > options.count)
    throw UsageError("--given",
                     counted(given, "row is", "rows are") + " given, and only " +
                         counted(options.count, "exemplar was", "exemplars were") + " asked for in all.",
                     "Ask for at least as many as are given, or give fewer.");
  if (options.count > points - excluded)
    throw UsageError("--exclude",
                     counted(options.count, "exemplar was", "exemplars were") + " asked for, and only " +
                         counted(points - excluded, "point is", "points are") + " not excluded.",
                     "Ask for at most that many, or exclude fewer.");
  Rows all(points);
  std::iota(all.begin(), all.end(), 0);
  Rows open = without(all, decided.excluded);
  if (options.classes != ClassPolicy::Ignore)
    return classPortions(labels, classNames, open, decided, options);
  return {{std::move(open), Rows(decided.given.begin(), decided.given.end()), options.count - given}};
}

/// What was picked in each portion, one row after the other as budgets grow from the given rows on: true for
/// every budget, or nothing.
Rows orderOf(const std::vector<Portion>& portions, const std::vector<Rows>& picked,
             const SamplingOptions& options, RunControl& control) {
  if (options.classes == ClassPolicy::Ignore) return picked[0];
  if (options.classes == ClassPolicy::Given) return {};
  std::vector<int64_t> counts, already;
  int64_t given = 0, wanted = 0;
  for (const Portion& p : portions) {
    counts.push_back(std::ssize(p.rows));
    already.push_back(std::ssize(p.given));
    given += already.back();
    wanted += p.m;
  }
  const std::vector<int64_t> weights = weightsOf(counts, options);
  Rows order;
  std::vector<int64_t> before = already;
  for (int64_t m = given + 1; m <= given + wanted; ++m) {
    control.checkpoint();
    const std::vector<int64_t> now = shareAmongClasses(weights, counts, already, m);
    for (size_t c = 0; c < now.size(); ++c) {
      if (now[c] < before[c]) return {};
      if (now[c] > before[c]) order.push_back(picked[c][before[c] - already[c]]);
    }
    before = now;
  }
  return order;
}

/// All classes by a sampler that sees them together.
Rows exemplarsFromClasses(const SamplingInputs& inputs, const std::vector<Portion>& portions,
                          const SamplingOptions& options, int64_t& scans, RunControl& control) {
  ClassedRequest request;
  const bool equal = options.classes == ClassPolicy::Equal;
  for (const Portion& p : portions) {
    request.rows.insert(request.rows.end(), p.rows.begin(), p.rows.end());
    request.given.insert(request.given.end(), p.given.begin(), p.given.end());
    request.m += p.m;
    // Equal parts need no bound but the size: without one the choice for a smaller budget is a part of this.
    request.most.push_back(equal ? std::ssize(p.rows) : p.m + std::ssize(p.given));
    request.weights.push_back(equal ? 1 : request.most.back());
  }
  std::sort(request.rows.begin(), request.rows.end());
  std::sort(request.given.begin(), request.given.end());
  if (request.m == 0) return {};
  return samplerRow(options.sampler).pickFromClasses(inputs, request, scans, control);
}

bool anyLabelled(std::span<const int32_t> labels) {
  return std::any_of(labels.begin(), labels.end(), [](int32_t label) { return label != kUnlabelled; });
}

}  // namespace

void requireChoice(int64_t points, std::span<const int32_t> labels, std::span<const std::string> classNames,
                   const DecidedRows& decided, const SamplingOptions& options) {
  requireLabelsFor(options, anyLabelled(labels));
  portionsOf(points, labels, classNames, decided, effectiveSampling(options, points));
}

std::vector<int32_t> nearestExemplar(const Features& features, const std::vector<int64_t>& rows,
                                     RunControl& control) {
  return nearestPoints(features.values, valuesOfRows(features.values, features.dimensions, rows),
                       std::ssize(rows), features.dimensions, control);
}

std::shared_ptr<const Subset> chooseExemplars(const SamplingInputs& inputs, const SamplingOptions& options,
                                              uint64_t seed, RunControl& control) {
  const int64_t n = inputs.features.points;
  requireLabelsFor(options, anyLabelled(inputs.labels));
  const SamplingOptions effective = effectiveSampling(options, n);
  const std::vector<Portion> portions =
      portionsOf(n, inputs.labels, inputs.classNames, inputs.decided, effective);
  auto subset = std::make_shared<Subset>();
  subset->sampler = effective.sampler;
  subset->given.assign(inputs.decided.given.begin(), inputs.decided.given.end());
  subset->rows = subset->given;
  const bool nested = samplerRow(effective.sampler).nested;
  Rows order;
  if (looksAtClasses(effective.sampler)) {
    Rows chosen = exemplarsFromClasses(inputs, portions, effective, subset->scans, control);
    subset->rows.insert(subset->rows.end(), chosen.begin(), chosen.end());
    if (effective.classes == ClassPolicy::Equal) order = std::move(chosen);
  } else {
    const bool byClass = effective.classes != ClassPolicy::Ignore;
    std::vector<Rows> chosen(portions.size());
    for (size_t c = 0; c < portions.size(); ++c) {
      const Portion& p = portions[c];
      const uint64_t own = byClass ? RandomStream(seed, kClassStream, c).next() : seed;
      if (p.m > 0)
        chosen[c] = exemplarsFor(inputs, {p.rows, p.m, own, p.given}, effective, subset->scans, control);
      subset->rows.insert(subset->rows.end(), chosen[c].begin(), chosen[c].end());
    }
    if (nested) order = orderOf(portions, chosen, effective, control);
  }
  if (nested && subset->given.size() + order.size() == subset->rows.size()) {
    subset->order = subset->given;
    subset->order.insert(subset->order.end(), order.begin(), order.end());
  }
  std::sort(subset->rows.begin(), subset->rows.end());
  subset->territory = nearestExemplar(inputs.features, subset->rows, control);
  return subset;
}

}  // namespace adapsne
