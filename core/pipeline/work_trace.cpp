// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/work_trace.h"

#include <nlohmann/json.hpp>

namespace adapsne {

nlohmann::json toJson(const WorkTrace& t) {
  using nlohmann::json;
  json searches = json::array(), descents = json::array();
  for (const auto& s : t.searches) {
    json groups = json::array();
    for (const auto& g : s.groups)
      groups.push_back({{"evaluations", g.evaluations}, {"passes", g.passes}, {"points", g.points}});
    searches.push_back({{"target", s.target},
                        {"candidate", s.candidate},
                        {"points", s.points},
                        {"neighbors_per_point", s.neighborsPerPoint},
                        {"evaluations", s.evaluations},
                        {"passes", s.passes},
                        {"exp_calls", s.expCalls},
                        {"random_draws", s.randomDraws},
                        {"groups", groups},
                        {"nonzeros", s.nonzeros}});
  }
  for (const auto& d : t.descents)
    descents.push_back({{"candidate", d.candidate},
                        {"iterations", d.iterations},
                        {"nonzeros", d.nonzeros},
                        {"pairs", d.pairs}});
  return {{"neighbors",
           {{"points", t.neighbors.points},
            {"dimensions", t.neighbors.dimensions},
            {"k", t.neighbors.k},
            {"pairs", t.neighbors.pairs},
            {"inserts", t.neighbors.inserts}}},
          {"searches", searches},
          {"descents", descents},
          {"histogram", {{"cells", t.histogram.cells}, {"bin", t.histogram.bin}}},
          {"sampling", {{"scans", t.sampling.scans}, {"exemplars", t.sampling.exemplars}}}};
}

}  // namespace adapsne
