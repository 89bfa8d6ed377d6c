// SPDX-License-Identifier: GPL-3.0-or-later
// What comparing two methods costs against one run: each method alone on a fresh pipeline, then both on one
// pipeline, which share every stage that they can. Repeated in turn; medians.
//
// bench_compare [DATA [POINTS [METHOD [REPEATS]]]]   default: digits, all, adapsne, 3
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/process.h"

namespace {

using namespace adapsne;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess(argv);
  const std::string data = argc > 1 ? argv[1] : "digits";
  Options options;
  options.dataset.points = argc > 2 ? std::atoll(argv[2]) : 0;
  applyMethod(options, argc > 3 ? argv[3] : "adapsne");
  const int repeats = argc > 4 ? std::max(1, std::atoi(argv[4])) : 3;
  const auto [nms, adapsne] = comparedOptions(options);

  RunControl control(options.threads);
  Observer observer;
  const DatasetPtr dataset = openDataset(data, options.dataset, options.seed, control);
  const auto alone = [&](const Options& method) {
    return Pipeline().run(dataset, method, observer, control)->seconds;
  };
  std::vector<double> first, second, both, shared;
  for (int i = 0; i < repeats; ++i) {
    first.push_back(alone(nms));
    second.push_back(alone(adapsne));
    Pipeline pipeline;
    const RunPtr a = pipeline.run(dataset, nms, observer, control),
                 b = pipeline.run(dataset, adapsne, observer, control);
    both.push_back(a->seconds + b->seconds);
    double reused = 0;
    for (const StageTiming& stage : b->timing) reused += stage.reused ? stage.computed : 0;
    shared.push_back(reused);
  }
  std::printf("%s, %lld points, medians of %d\n", data.c_str(), static_cast<long long>(dataset->points),
              repeats);
  std::printf("  %-28s %8.2f s\n", nms.method.c_str(), median(first));
  std::printf("  %-28s %8.2f s\n", adapsne.method.c_str(), median(second));
  std::printf("  %-28s %8.2f s   of which shared and computed once %.2f s\n", "both, compared", median(both),
              median(shared));
  std::printf("  compared / %-17s %8.2f\n", adapsne.method.c_str(), median(both) / median(second));
}
