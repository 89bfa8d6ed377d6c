// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/data_check.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kNeighbors = 10, kEvidence = 10, kFewestVoters = 3, kGrain = 4096;
constexpr double kFarDeviations = 3.5, kMedianToDeviation = 1.4826, kMeanToDeviation = 1.2533;
constexpr double kNearShare = 0.1, kNearByChance = 0.001;
constexpr double kOwnAtMost = 0.2, kOthersAbove = 0.5;

/// The lower middle one; 0 of none.
double medianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + (std::ssize(values) - 1) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double distanceOf(const NeighborGraph& graph, int64_t row, int64_t rank) {
  return std::sqrt(static_cast<double>(graph.distances(row)[static_cast<size_t>(rank)]));
}

/// Evidence of a row: its nearest.
std::vector<int64_t> nearestOf(const NeighborGraph& graph, int64_t row, int64_t count) {
  const auto near = graph.neighbors(row).first(static_cast<size_t>(count));
  return {near.begin(), near.end()};
}

void findFar(const NeighborGraph& graph, DataCheck& check, RunControl& control) {
  check.farLimit = std::numeric_limits<double>::infinity();
  const int64_t k = std::min<int64_t>(kNeighbors, graph.k);
  if (k == 0 || graph.points <= kNeighbors) return;  // Of so few rows none is typical.
  control.checkpoint();
  std::vector<double> distance(graph.points), positive;
  for (int64_t i = 0; i < graph.points; ++i) {
    distance[i] = distanceOf(graph, i, k - 1);
    if (distance[i] > 0) positive.push_back(std::log(distance[i]));
  }
  if (positive.empty()) return;
  const double median = medianOf(positive);
  check.typicalFar = std::exp(median);
  // Distances are skewed: what lies below the median says nothing of how far the others reach.
  std::erase_if(positive, [median](double v) { return v < median; });
  double sum = 0;
  for (double& v : positive) sum += v -= median;
  const double middle = kMedianToDeviation * medianOf(positive),
               mean = kMeanToDeviation * sum / static_cast<double>(positive.size());
  const double deviation = middle > 0 ? middle : mean;
  if (!(deviation > 0)) return;
  check.farLimit = std::exp(median + kFarDeviations * deviation);
  control.checkpoint();
  for (int64_t i = 0; i < graph.points; ++i) {
    if (distance[i] == 0) continue;
    const double score = (std::log(distance[i]) - median) / deviation;
    if (score > kFarDeviations) check.findings.push_back({i, DataFault::Far, score, nearestOf(graph, i, k)});
  }
  check.far = std::ssize(check.findings);
}

/// How near two rows are that are duplicates: sets `typicalNear` and `nearLimit`.
void setNearLimit(const NeighborGraph& graph, DataCheck& check) {
  std::vector<double> nearest, logRatio;
  for (int64_t i = 0; i < graph.points; ++i) {
    const auto squares = graph.distances(i);
    const auto first = std::upper_bound(squares.begin(), squares.end(), 0.0F);
    if (first == squares.end()) continue;
    nearest.push_back(std::sqrt(static_cast<double>(*first)));
    if (first + 1 != squares.end())
      logRatio.push_back(0.5 * std::log(static_cast<double>(first[1]) / static_cast<double>(*first)));
  }
  check.typicalNear = medianOf(std::move(nearest));
  // The ratio r2 / r1 of a point's distances in d dimensions is above x with the probability x^-d.
  const double middle = medianOf(std::move(logRatio));
  const double share = middle > 0 ? std::pow(kNearByChance, middle / std::log(2.0)) : 1;
  check.nearLimit = std::min(kNearShare, share) * check.typicalNear;
}

/// Sets of rows, united by their lowest.
class Groups {
 public:
  explicit Groups(int64_t rows) : parent_(rows) { std::iota(parent_.begin(), parent_.end(), int64_t{0}); }
  int64_t lowest(int64_t row) {
    while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
    return row;
  }
  void unite(int64_t a, int64_t b) {
    a = lowest(a), b = lowest(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<int64_t> parent_;
};

void findDuplicates(const NeighborGraph& graph, DataCheck& check, RunControl& control) {
  setNearLimit(graph, check);
  Groups groups(graph.points);
  // Of what kept only its k nearest both ends are asked: who has many nearer ones may be missing with the
  // other.
  std::vector<double> nearest(graph.points, std::numeric_limits<double>::infinity());
  for (int64_t i = 0; i < graph.points; ++i) {
    if (i % kGrain == 0) control.checkpoint();
    for (int64_t q = 0; q < graph.k; ++q) {
      const double distance = distanceOf(graph, i, q);
      if (distance > check.nearLimit) break;
      const int64_t j = graph.neighbors(i)[static_cast<size_t>(q)];
      groups.unite(i, j);
      nearest[i] = std::min(nearest[i], distance);
      nearest[j] = std::min(nearest[j], distance);
    }
  }
  // Rows by group, groups by their lowest row.
  std::vector<int64_t> number(graph.points, -1);
  std::vector<std::vector<int64_t>> members;
  for (int64_t i = 0; i < graph.points; ++i) {
    if (std::isinf(nearest[i])) continue;
    const int64_t lowest = groups.lowest(i);
    if (number[lowest] < 0) {
      number[lowest] = std::ssize(members);
      members.emplace_back();
    }
    members[number[lowest]].push_back(i);
  }
  for (size_t g = 0; g < members.size(); ++g) {
    control.checkpoint();
    for (const int64_t row : members[g]) {
      const double score = check.typicalNear > 0 ? 1 - nearest[row] / check.typicalNear : 1;
      DataFinding finding{row, DataFault::Duplicate,    score,
                          {},  static_cast<int64_t>(g), std::ssize(members[g])};
      for (const int64_t other : members[g]) {
        if (std::ssize(finding.evidence) == kEvidence) break;
        if (other != row) finding.evidence.push_back(other);
      }
      check.findings.push_back(std::move(finding));
    }
    check.duplicates += std::ssize(members[g]);
  }
  check.groups = std::ssize(members);
}

/// What is said of one row's label: `judged` where anything can be.
struct Verdict {
  bool judged = false, disagrees = false;
  DataFinding finding;
};

Verdict judgeLabel(const NeighborGraph& graph, std::span<const int32_t> labels,
                   const std::vector<int64_t>& classSizes, int64_t row, std::vector<int64_t>& votes) {
  Verdict verdict;
  if (labels[row] == kUnlabelled) return verdict;
  // A small class cannot fill the neighbourhood of its own rows.
  const int64_t wanted = std::min(kNeighbors, classSizes[labels[row]] - 1);
  std::vector<int64_t> voters;
  for (const int32_t j : graph.neighbors(row)) {
    if (std::ssize(voters) == wanted) break;
    if (labels[j] != kUnlabelled) voters.push_back(j);
  }
  if (std::ssize(voters) < kFewestVoters) return verdict;
  verdict.judged = true;
  std::fill(votes.begin(), votes.end(), 0);
  for (const int64_t j : voters) ++votes[labels[j]];
  const auto most = std::max_element(votes.begin(), votes.end());
  const double all = static_cast<double>(voters.size()), own = static_cast<double>(votes[labels[row]]) / all,
               others = static_cast<double>(*most) / all;
  const auto suggested = static_cast<int32_t>(most - votes.begin());
  verdict.disagrees = suggested != labels[row] && others > kOthersAbove && own <= kOwnAtMost;
  if (verdict.disagrees)
    verdict.finding = {row, DataFault::Label, others - own, std::move(voters), -1, 0, suggested};
  return verdict;
}

void findLabels(const NeighborGraph& graph, std::span<const int32_t> labels, DataCheck& check,
                RunControl& control) {
  if (labels.empty()) return;
  const int32_t last = *std::max_element(labels.begin(), labels.end());
  std::vector<int64_t> classSizes(static_cast<size_t>(last + 1), 0);
  for (const int32_t label : labels)
    if (label != kUnlabelled) ++classSizes[label];
  const int64_t chunks = (graph.points + kGrain - 1) / kGrain;
  std::vector<std::vector<DataFinding>> found(chunks);
  std::vector<int64_t> judged(chunks, 0);
  parallelFor(control, graph.points, kGrain, [&](int64_t begin, int64_t end) {
    std::vector<int64_t> votes(classSizes.size());
    const int64_t chunk = begin / kGrain;
    for (int64_t i = begin; i < end; ++i) {
      Verdict verdict = judgeLabel(graph, labels, classSizes, i, votes);
      judged[chunk] += verdict.judged;
      if (verdict.disagrees) found[chunk].push_back(std::move(verdict.finding));
    }
  });
  for (int64_t c = 0; c < chunks; ++c) {
    check.judged += judged[c];
    check.labels += std::ssize(found[c]);
    std::move(found[c].begin(), found[c].end(), std::back_inserter(check.findings));
  }
}

}  // namespace

DataCheck checkData(const NeighborGraph& graph, std::span<const int32_t> labels, RunControl& control) {
  control.checkpoint();
  DataCheck check;
  check.neighbors = static_cast<int>(std::min<int64_t>(kNeighbors, graph.k));
  findFar(graph, check, control);
  findDuplicates(graph, check, control);
  findLabels(graph, labels, check, control);
  std::stable_sort(check.findings.begin(), check.findings.end(),
                   [](const DataFinding& a, const DataFinding& b) {
                     if (a.fault != b.fault) return a.fault < b.fault;
                     if (a.fault == DataFault::Duplicate)
                       return a.group != b.group ? a.group < b.group : a.row < b.row;
                     return a.score != b.score ? a.score > b.score : a.row < b.row;
                   });
  return check;
}

}  // namespace adapsne
