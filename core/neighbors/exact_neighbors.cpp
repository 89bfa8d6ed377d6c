// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>

#include "core/geometry/distance_tile.h"
#include "core/geometry/kd_leaves.h"
#include "core/geometry/precise_distance.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int64_t kLeaf = KdLeaves::kLeaf;
constexpr int64_t kTiles = kLeaf / kTileQueries, kGroups = kLeaf / kTilePoints;
static_assert(kTiles * kTileQueries == kLeaf && kGroups * kTilePoints == kLeaf);

struct Candidate {
  float distance;
  int32_t row;
};

/// The candidates of one query, by |y|^2 - 2 x.y in float32. Such a sum is off by at most `margin`, so
/// whatever could be among the k nearest in truth is kept until the exact distances decide.
class Query {
 public:
  void begin(int k) {
    k_ = k;
    most_ = 2 * static_cast<size_t>(k) + 64;
    margin_ = 0;
    limit_ = std::numeric_limits<float>::infinity();
    candidates_.clear();
    entered_ = 0;
  }
  /// Candidates above this cannot be neighbours.
  float limit() const { return limit_; }
  float margin() const { return margin_; }
  int64_t entered() const { return entered_; }
  std::vector<Candidate>& candidates() { return candidates_; }

  /// The next candidates' sums may be off by so much.
  void widen(float margin) {
    if (!(margin > margin_)) return;
    limit_ += margin - margin_;  // The limit holds the error of what set it and that of what comes.
    margin_ = margin;
  }
  /// `places` of a tile's row; `rows` are its points.
  void add(const float* row, const int32_t* rows, uint32_t places, int32_t self) {
    forPlaces(places, [&](int place) {
      if (rows[place] == self) return;
      candidates_.push_back({row[place], rows[place]});
      ++entered_;
    });
    if (candidates_.size() > most_) sift();
  }
  void sift() {
    if (static_cast<int64_t>(candidates_.size()) <= k_) return;
    std::nth_element(candidates_.begin(), candidates_.begin() + k_ - 1, candidates_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.distance < b.distance; });
    limit_ = candidates_[k_ - 1].distance + 2 * margin_;
    std::erase_if(candidates_, [&](const Candidate& c) { return c.distance > limit_; });
    most_ = std::max(most_, 2 * candidates_.size());  // Many ties: do not sift them again for every tile.
  }

 private:
  int k_ = 1;
  size_t most_ = 0;
  float margin_ = 0, limit_ = 0;
  int64_t entered_ = 0;
  std::vector<Candidate> candidates_;
};

/// The points in the leaves' order, as the kernel and as the boxes want them.
struct Layout {
  KdLeaves leaves;
  TiledPoints tiled;
  std::vector<float> padded;  ///< places x leaves.padded()
  std::vector<float> norm;    ///< of each place, not squared
  std::vector<float> radius;  ///< of each leaf: its largest norm

  Layout(const CentredPoints& centred, int64_t n, int64_t dims, RunControl& control)
      : leaves(centred.values, n, dims, control),
        tiled(leaves.leaves() * kLeaf, dims, control),
        norm(n),
        radius(leaves.leaves(), 0) {
    growTo(padded, n * leaves.padded(), control);
    parallelFor(control, leaves.leaves(), 8, [&](int64_t begin, int64_t end) {
      for (int64_t leaf = begin; leaf < end; ++leaf)
        for (int64_t p = leaves.first(leaf); p < leaves.first(leaf) + leaves.count(leaf); ++p) {
          const float* x = centred.row(leaves.order()[p]);
          std::copy_n(x, dims, &padded[p * leaves.padded()]);
          tiled.set(p, x);
          norm[p] = centred.norm[leaves.order()[p]];
          radius[leaf] = std::max(radius[leaf], norm[p]);
        }
    });
  }
};

/// Finds the neighbours of one leaf's points after the other.
class LeafSearch {
 public:
  LeafSearch(const Features& features, const Layout& layout, RunControl& control, NeighborGraph& graph)
      : features_(features),
        layout_(layout),
        control_(control),
        graph_(graph),
        queries_(kLeaf),
        safety_(1 + 2 * kUnit * static_cast<float>(features.dimensions + 32)) {}

  /// Distances computed so far.
  int64_t pairs() const { return pairs_; }

  /// How many candidates entered.
  int64_t search(int64_t leaf) {
    begin(leaf);
    int64_t visited = 0;
    for (const Visit& visit : visits_) {
      // An unpruned leaf of a million points takes a tenth of a second.
      if (visited % 16 == 0 && control_.cancelRequested()) throw Cancelled{};
      if (visited >= 2 && !reaches(visit)) break;
      scan(visit.leaf, visited < 2);
      ++visited;
    }
    pairs_ -= count_;  // Each has met itself.
    int64_t entered = 0;
    for (int64_t q = 0; q < count_; ++q) {
      finish(q);
      entered += queries_[q].entered();
    }
    return entered;
  }

 private:
  struct Visit {
    float box, middle;
    int32_t leaf;
    bool operator<(const Visit& o) const {
      return box != o.box ? box < o.box : middle != o.middle ? middle < o.middle : leaf < o.leaf;
    }
  };

  void begin(int64_t leaf) {
    const KdLeaves& leaves = layout_.leaves;
    first_ = leaves.first(leaf);
    count_ = leaves.count(leaf);
    const int64_t dims = features_.dimensions;
    tiles_.assign(kTiles * dims * kTileQueries, 0);
    for (int64_t q = 0; q < count_; ++q) {
      queries_[q].begin(graph_.k);
      const float* x = point(q);
      for (int64_t d = 0; d < dims; ++d)
        tiles_[(q / kTileQueries * dims + d) * kTileQueries + q % kTileQueries] = 2 * x[d];
    }
    boxes_.resize(leaves.leaves());
    middles_.resize(leaves.leaves());
    leaves.boxDistances(leaf, boxes_.data(), middles_.data());
    visits_.clear();
    for (int64_t other = 0; other < leaves.leaves(); ++other)
      visits_.push_back({boxes_[other], middles_[other], static_cast<int32_t>(other)});
    visits_[leaf].box = visits_[leaf].middle = -1;  // its own first
    std::sort(visits_.begin(), visits_.end());
  }

  const float* point(int64_t q) const { return &layout_.padded[(first_ + q) * layout_.leaves.padded()]; }

  /// The largest squared distance at which a point could still be a neighbour of q.
  float horizon(int64_t q) const {
    const float norm = layout_.norm[first_ + q];
    return (queries_[q].limit() + queries_[q].margin() + norm * norm) * safety_;
  }
  bool reaches(const Visit& visit) const {
    for (int64_t q = 0; q < count_; ++q)
      if (visit.box <= horizon(q)) return true;
    return false;
  }
  bool reaches(int64_t tile, int64_t leaf) const {
    const int64_t end = std::min(count_, (tile + 1) * kTileQueries);
    for (int64_t q = tile * kTileQueries; q < end; ++q)
      if (layout_.leaves.pointDistance(point(q), leaf) <= horizon(q)) return true;
    return false;
  }

  void scan(int64_t leaf, bool all) {
    const KdLeaves& leaves = layout_.leaves;
    const int64_t dims = features_.dimensions, at = leaves.first(leaf), points = leaves.count(leaf);
    const int32_t* rows = leaves.order().data() + at;
    for (int64_t tile = 0; tile * kTileQueries < count_; ++tile) {
      if (!all && !reaches(tile, leaf)) continue;
      const int64_t begin = tile * kTileQueries, end = std::min(count_, begin + kTileQueries);
      for (int64_t q = begin; q < end; ++q) {
        queries_[q].widen(tileError(layout_.norm[first_ + q] + layout_.radius[leaf], dims));
      }
      pairs_ += (end - begin) * points;
      for (int64_t g = 0; g * kTilePoints < points; ++g) {
        distanceTile(tiles_.data() + tile * dims * kTileQueries, layout_.tiled.group(at / kTilePoints + g),
                     dims, sums_);
        const int64_t inGroup = points - g * kTilePoints;
        for (int64_t q = begin; q < end; ++q) {
          const float* row = sums_ + (q - begin) * kTilePoints;
          const uint32_t places = placesWithin(row, inGroup, queries_[q].limit());
          if (places != 0) queries_[q].add(row, rows + g * kTilePoints, places, leaves.order()[first_ + q]);
        }
      }
    }
  }

  void finish(int64_t q) {
    const int32_t self = layout_.leaves.order()[first_ + q];
    const int64_t dims = features_.dimensions, k = graph_.k;
    queries_[q].sift();
    std::vector<Candidate>& candidates = queries_[q].candidates();
    if (static_cast<int64_t>(candidates.size()) < k) {
      // Sums that overflowed are no candidates: values beyond 1e18 are compared one by one.
      candidates.clear();
      for (int64_t j = 0; j < features_.points; ++j)
        if (j != self) candidates.push_back({0, static_cast<int32_t>(j)});
    }
    // Distance and row in one integer: the bits of floats from 0 on ascend as they do.
    keys_.clear();
    for (const Candidate& c : candidates) {
      const float distance = preciseDistance(features_.values.data() + self * dims,
                                             features_.values.data() + c.row * dims, dims);
      keys_.push_back(static_cast<uint64_t>(std::bit_cast<uint32_t>(distance)) << 32 |
                      static_cast<uint32_t>(c.row));
    }
    if (std::ssize(keys_) > 2 * k) std::nth_element(keys_.begin(), keys_.begin() + k, keys_.end());
    std::sort(keys_.begin(), std::ssize(keys_) > 2 * k ? keys_.begin() + k : keys_.end());
    for (int64_t j = 0; j < k; ++j) {
      graph_.index[self * k + j] = static_cast<int32_t>(keys_[j]);
      graph_.squaredDistance[self * k + j] = std::bit_cast<float>(static_cast<uint32_t>(keys_[j] >> 32));
    }
  }

  static constexpr float kUnit = 0x1p-24f;

  const Features& features_;
  const Layout& layout_;
  RunControl& control_;
  NeighborGraph& graph_;
  int64_t first_ = 0, count_ = 0, pairs_ = 0;
  std::vector<Query> queries_;
  std::vector<float> tiles_, boxes_, middles_;
  std::vector<Visit> visits_;
  std::vector<uint64_t> keys_;
  float safety_;  ///< More than the rounding of a box distance.
  alignas(64) float sums_[kTileQueries * kTilePoints];
};

}  // namespace

std::shared_ptr<const NeighborGraph> exactNeighbors(const Features& features, int k, RunControl& control) {
  const int64_t n = features.points;
  auto graph = std::make_shared<NeighborGraph>();
  graph->points = n;
  graph->k = k;
  growTo(graph->index, n * k, control);
  growTo(graph->squaredDistance, n * k, control);

  const Layout layout(CentredPoints(features.values, n, features.dimensions, control), n, features.dimensions,
                      control);
  std::atomic<int64_t> inserts{0}, pairs{0};
  // Neighbouring leaves look at the same leaves, so a few together find them in the cache.
  parallelFor(control, layout.leaves.leaves(), 4, [&](int64_t begin, int64_t end) {
    LeafSearch search(features, layout, control, *graph);
    for (int64_t leaf = begin; leaf < end; ++leaf) inserts += search.search(leaf);
    pairs += search.pairs();
  });
  graph->inserts = inserts;
  graph->pairs = pairs;
  graph->finish();
  return graph;
}

bool worthApproximating(const Features& features, int k, RunControl& control) {
  // About 40 minutes of exact search on two threads. bench_neighbors: up to 4e12 hnswlib was slower on all
  // data. On 784 pixels its lag shrinks from 5.4 times (5,000 points) to 1.9 (70,000); continued, it is gone
  // somewhere from 2e13 to 1.7e14, on noise beyond 1e15; on clusters it does not shrink. The figure lies
  // above that of pixels because exact search gains from more threads and the building of hnswlib's index
  // does not.
  constexpr double kMost = 2e14;
  const auto n = static_cast<double>(features.points), dims = static_cast<double>(features.dimensions);
  if (n * n * dims < kMost) return false;
  constexpr int64_t kLeavesTried = 16;
  NeighborGraph scratch;
  scratch.points = features.points;
  scratch.k = k;
  growTo(scratch.index, features.points * k, control);
  growTo(scratch.squaredDistance, features.points * k, control);
  const Layout layout(CentredPoints(features.values, features.points, features.dimensions, control),
                      features.points, features.dimensions, control);
  std::atomic<int64_t> pairs{0};
  parallelFor(control, kLeavesTried, 1, [&](int64_t t, int64_t) {
    LeafSearch search(features, layout, control, scratch);
    search.search(layout.leaves.leaves() * t / kLeavesTried);
    pairs += search.pairs();
  });
  const double share = static_cast<double>(layout.leaves.leaves()) / kLeavesTried;
  return static_cast<double>(pairs) * share * dims > kMost;
}

}  // namespace adapsne
