// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/work_trace.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

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
                        {"interactions", d.repulsion.interactions},
                        {"near_pairs", d.repulsion.nearPairs},
                        {"butterflies", d.repulsion.butterflies},
                        {"spline_points", d.repulsion.splinePoints},
                        {"grid_points", d.repulsion.gridPoints}});
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

namespace {

/// A count: a whole number that is not negative.
int64_t countOf(const nlohmann::json& json, const char* name) {
  const nlohmann::json& number = json.at(name);
  if (!number.is_number_integer()) throw std::out_of_range(std::string(name) + " is not a whole number");
  const int64_t value = number.get<int64_t>();
  if (value < 0) throw std::out_of_range(std::string(name) + " is negative");
  return value;
}

}  // namespace

WorkTrace workTraceFromJson(const nlohmann::json& json) {
  WorkTrace t;
  const auto& n = json.at("neighbors");
  t.neighbors = {countOf(n, "points"), countOf(n, "dimensions"), countOf(n, "k"), countOf(n, "pairs"),
                 countOf(n, "inserts")};
  for (const auto& s : json.at("searches")) {
    WorkTrace::SigmaSearch search;
    search.target = s.at("target").get<double>();
    search.candidate = s.at("candidate").get<bool>();
    search.points = countOf(s, "points");
    search.neighborsPerPoint = countOf(s, "neighbors_per_point");
    search.evaluations = countOf(s, "evaluations");
    search.passes = countOf(s, "passes");
    search.expCalls = countOf(s, "exp_calls");
    search.randomDraws = countOf(s, "random_draws");
    search.nonzeros = countOf(s, "nonzeros");
    for (const auto& g : s.at("groups"))
      search.groups.push_back({countOf(g, "evaluations"), countOf(g, "passes"), countOf(g, "points")});
    t.searches.push_back(std::move(search));
  }
  for (const auto& d : json.at("descents")) {
    RepulsionWork work{.interactions = countOf(d, "interactions"),
                       .butterflies = countOf(d, "butterflies"),
                       .splinePoints = countOf(d, "spline_points"),
                       .gridPoints = countOf(d, "grid_points")};
    if (d.contains("near_pairs"))
      work.nearPairs = countOf(d, "near_pairs");
    else if (work.butterflies > 0)  // Written before a mesh's pairs were counted apart.
      std::swap(work.nearPairs, work.interactions);
    t.descents.push_back(
        {d.at("candidate").get<bool>(), countOf(d, "iterations"), countOf(d, "nonzeros"), work});
  }
  t.histogram.cells = countOf(json.at("histogram"), "cells");
  for (const nlohmann::json& bin : json.at("histogram").at("bin")) {
    const int64_t cell = bin.is_number_integer() ? bin.get<int64_t>() : -2;
    if (cell < -1 || cell >= std::min<int64_t>(t.histogram.cells, std::numeric_limits<int32_t>::max()))
      throw std::out_of_range("bin " + bin.dump() + " is not a cell of the histogram");
    t.histogram.bin.push_back(static_cast<int32_t>(cell));
  }
  t.sampling = {countOf(json.at("sampling"), "scans"), countOf(json.at("sampling"), "exemplars")};
  return t;
}

}  // namespace adapsne
