// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>

#include <hnswlib/hnswlib.h>

#include "core/geometry/precise_distance.h"
#include "core/neighbors/nearest_rows.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/float_lanes.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

// As hnswlib's own examples have them; more links and wider searches find more and take longer.
constexpr size_t kLinks = 16, kConstruction = 200;
constexpr int64_t kSampledRows = 200;

/// Squared Euclidean distance in float32; hnswlib passes the address of the dimensions.
template <int kLanes>
ADAPSNE_INLINE float squaredDistanceBy(const void* first, const void* second, const void* dimensions) {
  const auto *a = static_cast<const float*>(first), *b = static_cast<const float*>(second);
  const int64_t dims = *static_cast<const int64_t*>(dimensions);
  typename LanesOf<kLanes>::Floats sum{};
  int64_t d = 0;
  for (; d + kLanes <= dims; d += kLanes) {
    const auto delta = loadLanes<kLanes>(a + d) - loadLanes<kLanes>(b + d);
    sum += delta * delta;
  }
  float total = sumOf(sum);
  for (; d < dims; ++d) total += (a[d] - b[d]) * (a[d] - b[d]);
  return total;
}

ADAPSNE_BY_WIDTH(float squaredDistance(const void* first, const void* second, const void* dimensions),
                 squaredDistanceBy, first, second, dimensions)

/// hnswlib's own L2Space is compiled for the baseline instruction set alone.
class EuclideanSpace : public hnswlib::SpaceInterface<float> {
 public:
  explicit EuclideanSpace(int64_t dimensions) : dimensions_(dimensions) {}
  size_t get_data_size() override { return static_cast<size_t>(dimensions_) * sizeof(float); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return squaredDistance; }
  void* get_dist_func_param() override { return &dimensions_; }

 private:
  int64_t dimensions_;
};

}  // namespace

std::shared_ptr<const NeighborGraph> approximateNeighbors(const Features& features, int k,
                                                          RunControl& control) {
  const int64_t n = features.points, dims = features.dimensions;
  auto graph = std::make_shared<NeighborGraph>();
  graph->points = n;
  graph->k = k;
  graph->approximate = true;
  growTo(graph->index, n * k, control);
  growTo(graph->squaredDistance, n * k, control);

  EuclideanSpace space(dims);
  hnswlib::HierarchicalNSW<float> index(&space, static_cast<size_t>(n), kLinks, kConstruction, 1);
  // One after the other: what threads insert together depends on their timing.
  for (int64_t i = 0; i < n; ++i) {
    if (i % 64 == 0) control.checkpoint();
    index.addPoint(features.row(i).data(), static_cast<size_t>(i));
  }
  index.setEf(static_cast<size_t>(std::max(2 * k, 100)));

  parallelFor(control, n, 32, [&](int64_t begin, int64_t end) {
    std::vector<uint64_t> keys;
    for (int64_t i = begin; i < end; ++i) {
      keys.clear();
      auto found = index.searchKnn(features.row(i).data(), static_cast<size_t>(k) + 1);
      for (; !found.empty(); found.pop()) {
        const auto j = static_cast<int64_t>(found.top().second);
        if (j == i) continue;
        const float distance = preciseDistance(features.row(i).data(), features.row(j).data(), dims);
        keys.push_back(static_cast<uint64_t>(std::bit_cast<uint32_t>(distance)) << 32 |
                       static_cast<uint64_t>(j));
      }
      std::sort(keys.begin(), keys.end());
      if (std::ssize(keys) < k) {  // The index did not reach enough points from here.
        const std::vector<int32_t> row = nearestRows(features, i, k);
        std::copy(row.begin(), row.end(), graph->index.begin() + i * k);
        for (int q = 0; q < k; ++q)
          graph->squaredDistance[i * k + q] =
              preciseDistance(features.row(i).data(), features.row(row[q]).data(), dims);
        continue;
      }
      for (int q = 0; q < k; ++q) {
        graph->index[i * k + q] = static_cast<int32_t>(keys[q]);
        graph->squaredDistance[i * k + q] = std::bit_cast<float>(static_cast<uint32_t>(keys[q] >> 32));
      }
    }
  });

  // How good it is, against the true neighbours of some rows.
  RandomStream random(0x726563616c6c);
  std::vector<int64_t> rows(std::min(n, kSampledRows));
  for (int64_t& row : rows) row = static_cast<int64_t>(random.below(static_cast<uint64_t>(n)));
  const double hits = orderedSum(control, std::ssize(rows), 1, [&](int64_t r, int64_t) {
    std::vector<int32_t> truth = nearestRows(features, rows[r], k);
    std::sort(truth.begin(), truth.end());
    double count = 0;
    for (const int32_t j : graph->neighbors(rows[r]))
      count += std::binary_search(truth.begin(), truth.end(), j);
    return count;
  });
  graph->recall = hits / (static_cast<double>(rows.size()) * k);
  graph->finish();
  return graph;
}

}  // namespace adapsne
