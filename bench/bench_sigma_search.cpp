// SPDX-License-Identifier: GPL-3.0-or-later
// Processor seconds of the searches for sigma, each arithmetic x each search, beside the same searches over a
// plain evaluator: one libm call after the other, as the definitions read. The rows are real: each one's
// nearest neighbours among 10,000 points, taken again until there are as many as asked for.
//   bench_sigma_search [rows] [neighbours] [target] [data]      defaults 70000 90 30 fashion-mnist
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/features/preprocess.h"
#include "core/perplexity/fixed_format.h"
#include "core/perplexity/row_search.h"
#include "core/support/simd_clones.h"

using namespace adapsne;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double processorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

class PlainFloat64 final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    d_.assign(squared.begin(), squared.end());
    for (double& d : d_) d = (d - squared.front()) / largest;
  }
  Value evaluate(double u) const override {
    const double beta = 0.5 * std::exp(-2 * u);
    double s = 0, t = 0, t2 = 0;
    for (double d : d_) {
      const double x = beta * d, e = std::exp(-x);
      s += e;
      t += e * x;
      t2 += e * x * x;
    }
    const double mean = t / s;
    return {s * std::exp(mean), 2 * std::max(0.0, t2 / s - mean * mean)};
  }
  void conditional(double, std::span<double>) const override {}
  double lowestU() const override { return std::log(1e-6); }
  double highestU() const override { return std::log(1e3); }

 private:
  std::vector<double> d_;
};

class PlainFloat32 final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    d_.assign(squared.begin(), squared.end());
    for (float& d : d_) d = static_cast<float>(d / largest);
  }
  Value evaluate(double u) const override {
    const float beta = static_cast<float>(0.5 * std::exp(-2 * u));
    float s = 0, t = 0;
    for (float d : d_) {
      float e = std::exp(-beta * d);
      if (e < std::numeric_limits<float>::min()) e = 0;
      s += e;
      t += e * (beta * d);
    }
    return {s == 0 ? 0 : std::exp(std::log(s) + t / s), kNaN};
  }
  void conditional(double, std::span<double>) const override {}
  double lowestU() const override { return std::log(1e-3); }
  double highestU() const override { return std::log(3.0); }

 private:
  std::vector<float> d_;
};

class PlainFixed final : public RowEvaluator {
 public:
  explicit PlainFixed(Arithmetic arithmetic)
      : format_(fixedFormat(arithmetic)), table_(exponentialTable(arithmetic)) {}
  void load(std::span<const float> squared, double largest) override {
    d_.clear();
    const double most = std::ldexp(1.0, format_.distanceBits) - 1;
    for (float d : squared) {
      const double units = std::floor(std::ldexp(d / largest, format_.distanceBits));
      d_.push_back(static_cast<uint32_t>(std::clamp(units, 0.0, most)));
    }
  }
  Value evaluate(double u) const override {
    const uint64_t beta = format_.beta(0.5 * std::exp(-2 * u));
    uint64_t s = 0, t = 0;
    for (uint32_t d : d_) {
      uint64_t x = (beta * d) >> format_.productShift();
      if (x > format_.exponentMaximum()) {
        if (!format_.saturate) continue;
        x = format_.exponentMaximum();
      }
      const uint64_t e = table_[x >> format_.indexShift()];
      s += e;
      t += (e * x) >> format_.exponentFraction;
    }
    const uint64_t most = format_.accumulatorMaximum();
    return {format_.perplexity(std::min(s, most), std::min(t, most)), kNaN};
  }
  void conditional(double, std::span<double>) const override {}
  double lowestU() const override { return format_.lowestU(); }
  double highestU() const override { return format_.highestU(); }

 private:
  const FixedFormat& format_;
  const std::vector<uint32_t>& table_;
  std::vector<uint32_t> d_;
};

std::unique_ptr<RowEvaluator> plainEvaluator(Arithmetic arithmetic) {
  if (arithmetic == Arithmetic::Float64) return std::make_unique<PlainFloat64>();
  if (arithmetic == Arithmetic::Float32) return std::make_unique<PlainFloat32>();
  return std::make_unique<PlainFixed>(arithmetic);
}

struct Cost {
  double seconds, evaluations;
};

/// The rows' searches over one evaluator, by the searches' own code. A warm start uses the median offset that
/// the true sigmas have, which the program estimates from pilot rows.
Cost searchRows(RowEvaluator& evaluator, const NeighborGraph& graph, double target,
                const SearchOptions& options, int budget, double offset) {
  const double began = processorSeconds();
  int64_t evaluations = 0, draws = 0;
  for (int64_t i = 0; i < graph.points; ++i) {
    const std::span<const float> squared = graph.distances(i);
    evaluator.load(squared, graph.largestSquaredDistance);
    const double scale =
        0.5 * std::log(squared[std::llround(target) - 1] / static_cast<double>(graph.largestSquaredDistance));
    RowProblem problem(evaluator, target, budget, nullptr);
    if (options.search == Search::Bisection) bisect(problem, BisectionStart::Range);
    if (options.search == Search::Newton) newton(problem, scale - 1);
    if (options.search == Search::Fireworks)
      fireworks(problem, options, options.start == Start::Warm ? scale + offset : kNaN,
                RandomStream(1, 2, static_cast<uint64_t>(i)), draws);
    evaluations += problem.evaluations();
  }
  return {processorSeconds() - began, static_cast<double>(evaluations) / static_cast<double>(graph.points)};
}

NeighborGraph repeated(const NeighborGraph& graph, int64_t rows) {
  NeighborGraph result;
  result.points = rows;
  result.k = graph.k;
  result.largestSquaredDistance = graph.largestSquaredDistance;
  for (int64_t i = 0; i < rows; ++i) {
    const auto row = graph.distances(i % graph.points);
    result.squaredDistance.insert(result.squaredDistance.end(), row.begin(), row.end());
  }
  return result;
}

struct Case {
  const char* name;
  Search search;
  Start start;
  int budget;
};

}  // namespace

int main(int argc, char** argv) try {
  const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 70000;
  const int k = argc > 2 ? std::atoi(argv[2]) : 90;
  const double target = argc > 3 ? std::atof(argv[3]) : 30;
  RunControl control(2);
  DatasetOptions some;
  some.points = std::min<int64_t>(rows, 10000);
  const DatasetPtr data = openDataset(argc > 4 ? argv[4] : "fashion-mnist", some, 1, control);
  const auto small = exactNeighbors(*preprocess(*data, {}, control), k, control);
  const NeighborGraph graph = repeated(*small, rows);
  control.setThreads(1);

  std::printf("%lld rows x %d neighbours (%s), target perplexity %g, one thread, %s kernels\n",
              static_cast<long long>(rows), k, data->name.c_str(), target, instructionSet().c_str());
  std::printf("%-17s %-16s %12s %13s %13s %9s\n", "arithmetic", "search", "evaluations", "searchSigma",
              "plain scalar", "ratio");
  const std::pair<const char*, Arithmetic> arithmetics[] = {{"float64", Arithmetic::Float64},
                                                            {"float32", Arithmetic::Float32},
                                                            {"fixed16-flush", Arithmetic::Fixed16Flush},
                                                            {"fixed16-saturate", Arithmetic::Fixed16Saturate},
                                                            {"fixed8", Arithmetic::Fixed8}};
  const Case cases[] = {{"bisection", Search::Bisection, Start::Cold, 24},
                        {"newton", Search::Newton, Start::Cold, 60},
                        {"fireworks, cold", Search::Fireworks, Start::Cold, 32},
                        {"fireworks, warm", Search::Fireworks, Start::Warm, 32}};
  for (const auto& [name, arithmetic] : arithmetics) {
    for (const Case& c : cases) {
      if (c.search == Search::Newton && arithmetic != Arithmetic::Float64) continue;
      SearchOptions options;
      options.arithmetic = arithmetic;
      options.search = c.search;
      options.start = c.start;
      const double began = processorSeconds();
      const auto found = searchSigma(graph, target, options, 1, control);
      const double seconds = processorSeconds() - began;
      std::vector<double> offsets;
      for (int64_t i = 0; i < small->points; ++i)
        offsets.push_back(found->chosenU[i] -
                          0.5 * std::log(graph.distances(i)[std::llround(target) - 1] /
                                         static_cast<double>(graph.largestSquaredDistance)));
      std::nth_element(offsets.begin(), offsets.begin() + offsets.size() / 2, offsets.end());
      const Cost plain = searchRows(*plainEvaluator(arithmetic), graph, target, options, c.budget,
                                    offsets[offsets.size() / 2]);
      std::printf("%-17s %-16s %5.1f / %4.1f %11.3f s %11.3f s %8.1fx\n", name, c.name,
                  static_cast<double>(found->totalEvaluations) / static_cast<double>(rows), plain.evaluations,
                  seconds, plain.seconds, plain.seconds / seconds);
      std::fflush(stdout);
    }
  }
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
