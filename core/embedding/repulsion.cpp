// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/repulsion.h"

#include <vector>

#include "core/embedding/crowded_repulsion.h"
#include "core/embedding/exact_rows.h"
#include "core/embedding/mesh_repulsion.h"
#include "core/embedding/tree_repulsion.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

class ExactRepulsion : public Repulsion {
 public:
  double compute(std::span<const float> positions, std::span<float> force, RunControl& control) override {
    const int64_t n = std::ssize(positions) / 2;
    columns_.assign(positions);
    sums_.resize(n);
    work_ = {.interactions = n * (n - 1)};
    return orderedSum(control, n, kExactRowGrain, [&](int64_t begin, int64_t end) {
      exactRows(columns_, begin, end, nullptr, sums_);
      double normalizer = 0;
      for (int64_t i = begin; i < end; ++i) {
        force[2 * i] = sums_.repulsionX[i];
        force[2 * i + 1] = sums_.repulsionY[i];
        normalizer += sums_.normalizer[i];
      }
      return normalizer;
    });
  }

 private:
  MapColumns columns_;
  RowSums sums_;
};

}  // namespace

RepulsionMethod resolved(RepulsionMethod method, int64_t points) {
  if (method != RepulsionMethod::Auto) return method;
  return points < kMeshFrom ? RepulsionMethod::Exact : RepulsionMethod::Mesh;
}

std::unique_ptr<Repulsion> makeRepulsion(const RepulsionOptions& options, int64_t points) {
  switch (resolved(options.method, points)) {
    case RepulsionMethod::Mesh:
      return std::make_unique<CrowdedRepulsion>(std::make_unique<MeshRepulsion>(options.spacing));
    case RepulsionMethod::BarnesHut:
      return std::make_unique<TreeRepulsion>(options.theta);
    case RepulsionMethod::Auto:  // resolved() is never this
    case RepulsionMethod::Exact:
      break;
  }
  return std::make_unique<ExactRepulsion>();
}

}  // namespace adapsne
