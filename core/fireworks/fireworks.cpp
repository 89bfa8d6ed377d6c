// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fireworks/fireworks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "core/fireworks/explosion.h"

namespace adapsne {
namespace {

constexpr uint64_t kFireworksStream = 0x66697265;  // names this optimiser's random streams

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

double distanceBetween(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return std::sqrt(sum);
}

}  // namespace

FireworksOptions fireworksDefaults(FireworksVariant variant) {
  FireworksOptions options;
  options.variant = variant;
  switch (variant) {
    case FireworksVariant::Fwa2010:
    case FireworksVariant::Efwa:
      options.sparks = 50;
      options.gaussianSparks = 5;
      break;
    case FireworksVariant::DynFwa:
      options.sparks = 150;
      break;
    case FireworksVariant::LoTFwa:
      options.sparks = 300;
      break;
  }
  return options;
}

Fireworks::Fireworks(SearchBox box, const FireworksOptions& options, BatchObjective objective,
                     RandomStream random)
    : box_(std::move(box)), options_(options), objective_(std::move(objective)), random_(random) {
  require(!box_.low.empty() && box_.low.size() == box_.high.size(), "a box needs a low and a high an edge");
  for (size_t k = 0; k < dimensions(); ++k)
    require(std::isfinite(box_.high[k] - box_.low[k]) && box_.low[k] <= box_.high[k],
            "a box's edges are finite and not negative");
  require(options.fireworks >= 1 && options.sparks >= 1 && options.gaussianSparks >= 0,
          "fireworks and sparks are at least one");
  require(options.evaluations >= 1, "the budget is at least one evaluation");
  require(options.fewest >= 0 && options.fewest <= options.most, "0 <= fewest <= most");
  require(options.amplitude > 0 && options.amplify >= 1 && options.reduce > 0 && options.reduce <= 1,
          "amplitudes are positive, amplify >= 1, 0 < reduce <= 1");
  // Only these two have them.
  if (options.variant != FireworksVariant::Fwa2010 && options.variant != FireworksVariant::Efwa)
    options_.gaussianSparks = 0;
}

bool Fireworks::done() const {
  return left() <= 0 || (result_.evaluations > 0 && rankOf(result_.value) <= options_.goal);
}

void Fireworks::step() {
  if (done()) return;
  if (fireworks_.empty())
    placeFirst();
  else if (options_.variant == FireworksVariant::LoTFwa)
    generationOfTournament();
  else
    generationOfSelection();
  ++result_.generations;
}

std::vector<double> Fireworks::anywhere() {
  std::vector<double> x(dimensions());
  for (size_t k = 0; k < x.size(); ++k)
    x[k] = std::min(box_.high[k], box_.low[k] + (box_.high[k] - box_.low[k]) * uniform());
  return x;
}

std::vector<Fireworks::Individual> Fireworks::evaluate(std::vector<FireworksEvent> batch) {
  if (static_cast<int64_t>(batch.size()) > left()) batch.resize(static_cast<size_t>(left()));
  for (FireworksEvent& event : batch) event.generation = result_.generations;
  if (!batch.empty()) objective_(batch);
  std::vector<Individual> evaluated;
  for (FireworksEvent& event : batch) {
    if (result_.evaluations == 0 || rankOf(event.value) < rankOf(result_.value)) {
      result_.position = event.position;
      result_.value = event.value;
    }
    evaluated.push_back({event.position, event.value, result_.evaluations++});
    if (options_.record) result_.events.push_back(std::move(event));
  }
  return evaluated;
}

FireworksEvent Fireworks::eventFrom(FireworksKind kind, const Individual& parent, double amplitude) const {
  FireworksEvent event;
  event.kind = kind;
  event.parent = parent.evaluation;
  event.position = parent.position;
  event.amplitude = amplitude;
  return event;
}

void Fireworks::placeFirst() {
  std::vector<FireworksEvent> batch(static_cast<size_t>(options_.fireworks));
  for (FireworksEvent& event : batch) event.position = anywhere();
  fireworks_ = evaluate(std::move(batch));
  if (options_.variant != FireworksVariant::LoTFwa)
    std::stable_sort(fireworks_.begin(), fireworks_.end(), [](const Individual& a, const Individual& b) {
      return rankOf(a.value) < rankOf(b.value);
    });
}

// --- FWA, EFWA, dynFWA: all explode, the best and some others of all candidates go on
// ------------------------

std::vector<double> Fireworks::explosionAmplitudes() const {
  std::vector<double> values;
  for (const Individual& f : fireworks_) values.push_back(f.value);
  std::vector<double> amplitudes = sharedAmplitudes(values, options_.amplitude);
  if (options_.variant == FireworksVariant::Efwa) {
    const double least = leastAmplitude(result_.evaluations, options_.evaluations);
    for (double& a : amplitudes) a = std::max(a, least);
  }
  if (options_.variant == FireworksVariant::DynFwa) amplitudes[0] = fireworks_[0].amplitude;
  return amplitudes;
}

void Fireworks::generationOfSelection() {
  std::vector<double> values;
  for (const Individual& f : fireworks_) values.push_back(f.value);
  const std::vector<int> counts = sparkCounts(values, options_.sparks, options_.fewest, options_.most);
  const std::vector<double> amplitudes = explosionAmplitudes();
  std::vector<FireworksEvent> batch;
  for (size_t i = 0; i < fireworks_.size(); ++i) {
    for (int s = 0; s < counts[i] && static_cast<int64_t>(batch.size()) < left(); ++s) {
      batch.push_back(eventFrom(FireworksKind::Spark, fireworks_[i], amplitudes[i]));
      spark(batch.back().position, amplitudes[i]);
    }
  }
  for (int s = 0; s < options_.gaussianSparks && static_cast<int64_t>(batch.size()) < left(); ++s) {
    batch.push_back(eventFrom(FireworksKind::GaussianSpark, fireworks_[below(fireworks_.size())], 0));
    gaussianSpark(batch.back().position);
  }
  std::vector<Individual> candidates = fireworks_;
  for (Individual& made : evaluate(std::move(batch))) candidates.push_back(std::move(made));
  select(std::move(candidates));
}

/// The dimensions that a spark leaves its firework in, at least one, or a search in one dimension would stand
/// still half of the time.
std::vector<size_t> Fireworks::someDimensions() {
  std::vector<size_t> chosen;
  if (options_.variant == FireworksVariant::Fwa2010) {
    std::vector<size_t> all(dimensions());
    std::iota(all.begin(), all.end(), size_t{0});
    const auto wanted =
        std::max<size_t>(1, static_cast<size_t>(std::round(static_cast<double>(dimensions()) * uniform())));
    for (size_t i = 0; i < wanted; ++i) std::swap(all[i], all[i + below(all.size() - i)]);
    all.resize(wanted);
    return all;
  }
  for (size_t k = 0; k < dimensions(); ++k)
    if (uniform() < 0.5) chosen.push_back(k);
  if (chosen.empty()) chosen.push_back(below(dimensions()));
  return chosen;
}

void Fireworks::spark(std::vector<double>& x, double amplitude) {
  const auto offset = [&] { return amplitude * (2 * uniform() - 1); };
  if (options_.variant == FireworksVariant::Fwa2010) {
    const std::vector<size_t> chosen = someDimensions();
    const double shared = offset();  // One offset for all chosen dimensions, as the paper has it.
    for (const size_t k : chosen) {
      x[k] += shared * (box_.high[k] - box_.low[k]);
      mapModulo(x[k], k);
    }
    return;
  }
  std::vector<size_t> chosen(dimensions());
  if (options_.variant == FireworksVariant::LoTFwa)
    std::iota(chosen.begin(), chosen.end(), size_t{0});
  else
    chosen = someDimensions();
  for (const size_t k : chosen) {
    x[k] += offset() * (box_.high[k] - box_.low[k]);
    mapUniform(x[k], k);
  }
}

void Fireworks::gaussianSpark(std::vector<double>& x) {
  const bool original = options_.variant == FireworksVariant::Fwa2010;
  const std::vector<size_t> chosen = someDimensions();
  const double g = normal();
  const std::vector<double>& best = fireworks_.front().position;
  for (const size_t k : chosen) {
    if (original) {
      x[k] *= 1 + g;
      mapModulo(x[k], k);
    } else {
      x[k] += (best[k] - x[k]) * g;
      mapUniform(x[k], k);
    }
  }
}

/// The best candidate, and n - 1 different others: by roulette on their summed distance to all candidates
/// (FWA), or each with the same chance.
void Fireworks::select(std::vector<Individual> candidates) {
  const auto best = std::min_element(
      candidates.begin(), candidates.end(),
      [](const Individual& a, const Individual& b) { return rankOf(a.value) < rankOf(b.value); });
  const Individual& core = fireworks_.front();
  best->amplitude =
      core.amplitude * (rankOf(best->value) < rankOf(core.value) ? options_.amplify : options_.reduce);

  std::vector<double> weights(candidates.size(), 1);
  if (options_.variant == FireworksVariant::Fwa2010) {
    std::fill(weights.begin(), weights.end(), 0.0);
    for (size_t i = 0; i < candidates.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        const double distance = distanceBetween(candidates[i].position, candidates[j].position);
        weights[i] += distance;
        weights[j] += distance;
      }
    }
  }
  std::vector<Individual> chosen;
  const auto take = [&](size_t index) {
    chosen.push_back(std::move(candidates[index]));
    candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(index));
    weights.erase(weights.begin() + static_cast<std::ptrdiff_t>(index));
  };
  take(static_cast<size_t>(best - candidates.begin()));
  while (chosen.size() < static_cast<size_t>(options_.fireworks) && !candidates.empty()) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (!(sum > 0) || !std::isfinite(sum)) {  // All in one place, or too far apart for a sum.
      take(below(candidates.size()));
      continue;
    }
    double at = uniform() * sum;
    size_t index = 0;
    while (index + 1 < weights.size() && at >= weights[index]) at -= weights[index++];
    take(index);
  }
  fireworks_ = std::move(chosen);
}

// --- LoTFWA: each firework competes with its own sparks, losers are placed anew
// -------------------------------

void Fireworks::generationOfTournament() {
  const size_t each = std::max<size_t>(1, static_cast<size_t>(options_.sparks / options_.fireworks));
  std::vector<FireworksEvent> batch;
  std::vector<size_t> owners;
  for (size_t i = 0; i < fireworks_.size(); ++i) {
    for (size_t s = 0; s < each && static_cast<int64_t>(batch.size()) < left(); ++s) {
      batch.push_back(eventFrom(FireworksKind::Spark, fireworks_[i], fireworks_[i].amplitude));
      spark(batch.back().position, fireworks_[i].amplitude);
      owners.push_back(i);
    }
  }
  std::vector<std::vector<Individual>> sparks(fireworks_.size());
  std::vector<Individual> evaluated = evaluate(std::move(batch));
  for (size_t s = 0; s < evaluated.size(); ++s) sparks[owners[s]].push_back(std::move(evaluated[s]));

  // Guiding sparks depend on the evaluated ones: a batch of their own.
  batch.clear();
  owners.clear();
  for (size_t i = 0; i < fireworks_.size() && static_cast<int64_t>(batch.size()) < left(); ++i) {
    if (sparks[i].empty()) continue;
    batch.push_back(eventFrom(FireworksKind::GuidingSpark, fireworks_[i], 0));
    batch.back().position = guided(fireworks_[i], sparks[i]);
    owners.push_back(i);
  }
  evaluated = evaluate(std::move(batch));
  for (size_t s = 0; s < evaluated.size(); ++s) sparks[owners[s]].push_back(std::move(evaluated[s]));

  for (size_t i = 0; i < fireworks_.size(); ++i) {
    Individual& firework = fireworks_[i];
    const double before = rankOf(firework.value), amplitude = firework.amplitude;
    double improvement = firework.lastImprovement;
    for (Individual& s : sparks[i])
      if (rankOf(s.value) < rankOf(firework.value)) firework = std::move(s);
    const bool improved = rankOf(firework.value) < before;
    if (improved) improvement = before - firework.value;
    firework.lastImprovement = improvement;
    firework.amplitude = amplitude * (improved ? options_.amplify : options_.reduce);
  }

  double best = std::numeric_limits<double>::infinity();
  for (const Individual& f : fireworks_) best = std::min(best, rankOf(f.value));
  const double generationsLeft =
      static_cast<double>(left()) / static_cast<double>((each + 1) * fireworks_.size());
  std::vector<size_t> losers;
  for (size_t i = 0; i < fireworks_.size(); ++i) {
    const double behind = rankOf(fireworks_[i].value) - best;  // NaN where nothing is finite: nobody loses.
    if (fireworks_[i].lastImprovement * generationsLeft < behind) losers.push_back(i);
  }
  placeLosers(losers);
}

void Fireworks::placeLosers(const std::vector<size_t>& losers) {
  std::vector<FireworksEvent> batch(losers.size());
  for (FireworksEvent& event : batch) event.position = anywhere();
  std::vector<Individual> placed = evaluate(std::move(batch));
  for (size_t i = 0; i < placed.size(); ++i) fireworks_[losers[i]] = std::move(placed[i]);
}

/// The firework moved by (mean of its best fifth of sparks) - (mean of its worst fifth): downhill.
std::vector<double> Fireworks::guided(const Individual& firework, std::vector<Individual> sparks) {
  std::stable_sort(sparks.begin(), sparks.end(), [](const Individual& a, const Individual& b) {
    return rankOf(a.value) < rankOf(b.value);
  });
  const auto fifth =
      std::max<size_t>(1, static_cast<size_t>(std::round(0.2 * static_cast<double>(sparks.size()))));
  std::vector<double> x = firework.position;
  for (size_t k = 0; k < x.size(); ++k) {
    double difference = 0;
    for (size_t s = 0; s < fifth; ++s)
      difference += sparks[s].position[k] - sparks[sparks.size() - 1 - s].position[k];
    x[k] += difference / static_cast<double>(fifth);
    mapUniform(x[k], k);
  }
  return x;
}

// --- back into the box -------------------------------------------------------------------------------------

void Fireworks::mapModulo(double& x, size_t k) const {
  const double low = box_.low[k], high = box_.high[k];
  if (x >= low && x <= high) return;
  const double remainder = std::fmod(std::abs(x), high - low);
  x = std::isfinite(remainder) ? std::min(high, low + remainder) : low;
}

void Fireworks::mapUniform(double& x, size_t k) {
  const double low = box_.low[k], high = box_.high[k];
  if (x >= low && x <= high) return;
  x = std::min(high, low + (high - low) * uniform());
}

FireworksResult minimizeByFireworks(const SearchBox& box, const FireworksOptions& options,
                                    const std::function<double(std::span<const double>)>& function,
                                    uint64_t seed, RunControl& control) {
  Fireworks search(
      box, options,
      [&](std::span<FireworksEvent> batch) {
        for (FireworksEvent& event : batch) {
          control.checkpoint();
          event.value = function(event.position);
        }
      },
      RandomStream(seed, kFireworksStream));
  while (!search.done()) search.step();
  return search.result();
}

}  // namespace adapsne
