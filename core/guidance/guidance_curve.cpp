// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guidance/guidance_curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/guidance/gaussian_process.h"

namespace adapsne {
namespace {

constexpr int kPlaces = 225;  // 224 steps: the default's 8 candidates are places themselves.

/// Lengths in ln perplexity. None below a factor of 2: a shorter one lets the process run through every map's
/// noise, which the candidates' spacing cannot tell from the curve.
constexpr double kLengths[] = {0.7, 1, 1.4, 2, 2.8, 4, 5.6};

/// The variance of a record's H_rep about its expectation over the sampler's seeds. The pooled variance of
/// one seed's value, because two or three seeds say little about a single record.
///
/// It is the smaller part: on digits (seeds 1 to 5) H_rep at one perplexity varies by .0016 to .0050 from run
/// to run, the mean over three sampler seeds by .0005. The rest is the maps' own noise, which the process can
/// only estimate from how far neighbouring candidates scatter; the chosen target there went from 5.4 to 255.
double sampledNoise(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options) {
  if (options.rule != GuidanceRule::Representation || options.samplerSeeds < 2) return 0;
  double sum = 0, count = 0;
  for (const GuidanceRecord& r : records) {
    if (!std::isfinite(r.entropyRepresentation)) continue;
    sum += r.representationDeviation * r.representationDeviation;
    ++count;
  }
  return count > 0 ? sum / count / options.samplerSeeds : 0;
}

template <typename Measure>
GaussianProcess posterior(const std::vector<GuidanceRecord>& records, const std::vector<double>& places,
                          double knownNoise, const Measure& measure) {
  std::vector<std::pair<double, double>> values;
  for (const GuidanceRecord& r : records)
    if (std::isfinite(measure(r))) values.emplace_back(std::log(r.perplexity), measure(r));
  std::sort(values.begin(), values.end());  // the same bits in whatever order they were tried
  std::vector<double> x, y;
  for (const auto& [place, value] : values) {
    x.push_back(place);
    y.push_back(value);
  }
  return x.empty() ? GaussianProcess{} : fitGaussianProcess(x, y, kLengths, knownNoise, places);
}

}  // namespace

double leastTrustworthiness(const std::vector<double>& trustworthiness, const GuidanceOptions& options) {
  if (options.rule != GuidanceRule::Representation || trustworthiness.empty())
    return std::numeric_limits<double>::quiet_NaN();
  return *std::max_element(trustworthiness.begin(), trustworthiness.end()) - options.slack;
}

GuidanceCurve guidanceCurve(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options) {
  GuidanceCurve curve;
  if (records.empty()) return curve;
  const auto [lowest, highest] =
      std::minmax_element(records.begin(), records.end(),
                          [](const auto& a, const auto& b) { return a.perplexity < b.perplexity; });
  const double low = lowest->perplexity, high = highest->perplexity;
  const int places = low < high ? kPlaces : 1;
  std::vector<double> logarithms;
  for (int i = 0; i < places; ++i) {
    // The ends are the numbers that were tried, to the last bit.
    const bool isEnd = i + 1 == places;
    curve.perplexity.push_back(i == 0 ? low : isEnd ? high : low * std::pow(high / low, i / (places - 1.0)));
    logarithms.push_back(std::log(curve.perplexity.back()));
  }

  GaussianProcess entropy = posterior(records, logarithms, sampledNoise(records, options),
                                      [&](const GuidanceRecord& r) { return entropyOf(r, options.rule); });
  GaussianProcess trust =
      posterior(records, logarithms, 0, [](const GuidanceRecord& r) { return r.trustworthiness; });
  curve.entropy = std::move(entropy.mean);
  curve.entropyDeviation = std::move(entropy.deviation);
  curve.trustworthiness = std::move(trust.mean);
  curve.trustworthinessDeviation = std::move(trust.deviation);
  curve.leastTrustworthiness = leastTrustworthiness(curve.trustworthiness, options);

  curve.chosen = curve.perplexity.size();
  for (size_t i = 0; i < curve.entropy.size(); ++i) {
    if (!curve.allowed(i)) continue;
    if (curve.chosen == curve.perplexity.size() || curve.entropy[i] > curve.entropy[curve.chosen])
      curve.chosen = i;
  }
  // Without any finite entropy the constraint alone decides, and without that the smallest perplexity.
  if (curve.chosen == curve.perplexity.size()) {
    curve.chosen = 0;
    while (!curve.allowed(curve.chosen)) ++curve.chosen;
  }
  return curve;
}

}  // namespace adapsne
