// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/model.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/accelerator/phases.h"
#include "core/accelerator/tile_timing.h"
#include "core/catalogue/catalogue.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/presets.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

/// The work of a real, small run: two searches (a guide's candidate and the final one) on kNN rows.
const WorkTrace& realTrace() {
  static const WorkTrace trace = [] {
    RunControl control;
    Options options;
    applyMethod(options, "adapsne-edge");
    options.dataset.points = 300;
    options.neighbors = 60;
    options.guidance.candidates = 2;
    options.guidance.iterations = 5;
    options.embedding.iterations = 40;
    options.embedding.exaggerationIterations = 10;
    Observer quiet;
    Pipeline pipeline;
    return pipeline.run(openDataset("blobs", options.dataset, 1, control), options, quiet, control)->work;
  }();
  return trace;
}

AcceleratorReport simulate(const AcceleratorConfiguration& c) {
  return simulateAccelerator(realTrace(), c, 2.0);
}

TEST(AcceleratorModel, EveryPeCycleHasOneLabel) {
  for (const std::string& preset : acceleratorPresets())
    for (const char* drain : {"serial", "scalesim", "shadow"})
      for (const char* fusion : {"spill", "fused"})
        for (const char* lanes : {"1", "2", "8"}) {
          AcceleratorConfiguration c = acceleratorPreset(preset);
          setKnob(c, "drain", drain);
          setKnob(c, "fusion", fusion);
          setKnob(c, "lanes", lanes);
          const AcceleratorReport report = simulate(c);
          ASSERT_EQ(report.phases.size(), 8u);
          for (const PhaseReport& phase : report.phases) {
            Count sum = 0;
            for (const Count cycles : phase.peCycles) {
              EXPECT_GE(cycles, 0) << preset << " " << drain << " " << phase.name;
              sum += cycles;
            }
            EXPECT_EQ(sum, phase.cycles * c.rows * c.columns) << preset << " " << phase.name;
          }
        }
}

TEST(AcceleratorModel, HeatMapsMeanIsTheUtilization) {
  for (const std::string& preset : acceleratorPresets()) {
    const AcceleratorReport report = simulate(acceleratorPreset(preset));
    const double mean = std::accumulate(report.heatMap.begin(), report.heatMap.end(), 0.0) /
                        static_cast<double>(report.heatMap.size());
    EXPECT_NEAR(mean, report.utilization, 1e-12);
    EXPECT_GT(report.utilization, 0);
    EXPECT_LE(*std::max_element(report.heatMap.begin(), report.heatMap.end()), 1);
  }
}

TEST(AcceleratorModel, DoublingTheGenerationsDoublesTheEvaluationsWork) {
  WorkTrace doubled = realTrace();
  for (auto& search : doubled.searches)
    for (auto& group : search.groups) {
      group.evaluations *= 2;
      group.passes *= 2;
    }
  const AcceleratorConfiguration c;
  const PhaseReport once = evaluationPhase(realTrace(), c, Fusion::Fused);
  const PhaseReport twice = evaluationPhase(doubled, c, Fusion::Fused);
  EXPECT_EQ(twice.computeCycles, 2 * once.computeCycles);
  EXPECT_EQ(twice.peCycles[0], 2 * once.peCycles[0]);
  EXPECT_DOUBLE_EQ(twice.operations.exponentials, 2 * once.operations.exponentials);
}

TEST(AcceleratorModel, ActiveEvaluationCyclesAreTheRunsOwnEvaluations) {
  const AcceleratorConfiguration c;
  int64_t terms = 0;
  for (const auto& search : realTrace().searches)
    for (const auto& group : search.groups)
      terms += group.points * group.evaluations * search.neighborsPerPoint;
  EXPECT_EQ(evaluationPhase(realTrace(), c, Fusion::Fused).peCycles[0], 3 * terms);
}

/// A mesh's operations, the pairs beside it and P's entries are all dealt out, whatever remains of the last
/// fold.
TEST(AcceleratorModel, ActiveGradientCyclesAreTheMeshsOwnOperations) {
  WorkTrace trace = realTrace();
  trace.descents.resize(1);
  auto& descent = trace.descents[0];
  descent.repulsion = {.nearPairs = 123457, .butterflies = 5003, .splinePoints = 14400, .gridPoints = 8192};
  const AcceleratorConfiguration c;
  const PhaseReport phase = gradientPhase(trace, c);
  const int64_t operations = 14 * 123457 + 10 * 5003 + 2 * 14400 + 8 * descent.iterations * descent.nonzeros;
  EXPECT_EQ(std::accumulate(phase.activeByPe.begin(), phase.activeByPe.end(), Count(0)), operations);
  EXPECT_DOUBLE_EQ(phase.operations.peOperations, static_cast<double>(operations));
  EXPECT_DOUBLE_EQ(phase.operations.reciprocals,
                   123457.0 + static_cast<double>(descent.iterations * descent.nonzeros));
  EXPECT_EQ(std::accumulate(phase.peCycles.begin(), phase.peCycles.end(), Count(0)),
            phase.cycles * c.rows * c.columns);
  trace.descents[0].repulsion.nearPairs *= 10;
  EXPECT_GT(gradientPhase(trace, c).computeCycles, phase.computeCycles);
}

/// Before near pairs were counted apart, a mesh's were written as interactions.
TEST(WorkTrace, OfAnEarlierVersionHasItsNearPairs) {
  WorkTrace trace = realTrace();
  trace.descents.resize(1);
  trace.descents[0].repulsion = {.nearPairs = 123, .butterflies = 50, .splinePoints = 144, .gridPoints = 81};
  nlohmann::json json = toJson(trace);
  EXPECT_EQ(toJson(workTraceFromJson(json)), json);
  nlohmann::json& earlier = json["descents"][0];
  earlier["interactions"] = earlier["near_pairs"];
  earlier.erase("near_pairs");
  EXPECT_EQ(toJson(workTraceFromJson(json)), toJson(trace));
  earlier["butterflies"] = 0;  // all pairs, or a tree
  EXPECT_EQ(workTraceFromJson(json).descents[0].repulsion.interactions, 123);
}

TEST(AcceleratorModel, EveryKnobChangesAResult) {
  const auto fingerprint = [](const AcceleratorConfiguration& c) {
    nlohmann::json json = toJson(simulate(c));
    json.erase("configuration");
    json.erase("preset");
    return json;
  };
  AcceleratorConfiguration base = acceleratorPreset("tiny");
  base.node = 45;
  const nlohmann::json before = fingerprint(base);
  for (const KnobSpec& spec : knobs()) {
    AcceleratorConfiguration c = base;
    const OptionValue old = spec.get(base);
    if (spec.kind == OptionKind::Choice) {
      for (const OptionWord& word : spec.words)
        if (word.word != std::get<std::string>(old)) spec.set(c, word.word);
    } else if (spec.kind == OptionKind::Integer) {
      const int64_t whole = std::get<int64_t>(old);
      spec.set(c, OptionValue(whole / 2 >= static_cast<int64_t>(spec.minimum) ? whole / 2 : 2 * whole));
    } else {
      spec.set(c, OptionValue(std::get<double>(old) / 2));
    }
    EXPECT_FALSE(fingerprint(c) == before) << spec.name << " changes nothing";
  }
}

TEST(AcceleratorModel, WithoutARunThereAreNoNumbers) {
  EXPECT_THROW(simulateAccelerator(WorkTrace{}, AcceleratorConfiguration{}, 1), UsageError);
}

TEST(AcceleratorModel, MoreBandwidthNeverCostsCyclesAndMoreMemoryNeverCostsBytes) {
  AcceleratorConfiguration c = acceleratorPreset("tiny");
  Count cycles = simulate(c).totalCycles;
  for (double bandwidth : {16.0, 32.0, 128.0}) {
    c.dramBytesPerCycle = bandwidth;
    const Count now = simulate(c).totalCycles;
    EXPECT_LE(now, cycles);
    cycles = now;
  }
  const auto bytes = [](const AcceleratorReport& r) {
    double sum = 0;
    for (const PhaseReport& p : r.phases) sum += p.operations.dramBytes;
    return sum;
  };
  double before = std::numeric_limits<double>::infinity();
  for (double size : {16.0, 64.0, 1024.0}) {
    c.rowKb = c.affinityKb = c.inputKb = c.outputKb = size;
    const double now = bytes(simulate(c));
    EXPECT_LE(now, before);
    before = now;
  }
}

TEST(AcceleratorModel, FusionSavesDramBytesOfTheSubSystem) {
  const AcceleratorReport report = simulate(AcceleratorConfiguration{});
  EXPECT_LT(report.energyOf(Architecture::Multiplexed, Fusion::Fused).dram,
            report.energyOf(Architecture::Multiplexed, Fusion::Spill).dram);
  EXPECT_LT(report.energyOf(Architecture::Multiplexed, Fusion::Fused).areaMm2,
            report.energyOf(Architecture::Dedicated, Fusion::Fused).areaMm2);
}

TEST(Knobs, RefuseWhatIsOutOfRangeAndSuggestTheNearestName) {
  AcceleratorConfiguration c;
  EXPECT_THROW(setKnob(c, "rows", "0"), UsageError);
  EXPECT_THROW(setKnob(c, "bandwidth", "nan"), UsageError);
  EXPECT_THROW(setKnob(c, "node", "14"), UsageError);
  try {
    setKnob(c, "colums", "8");
    FAIL();
  } catch (const UsageError& e) {
    EXPECT_NE(std::string(e.what()).find("columns"), std::string::npos);
  }
  for (const KnobSpec& spec : knobs()) EXPECT_FALSE(spec.help.empty()) << spec.name;
}

TEST(TileTiming, StaysBetweenItsBounds) {
  RandomStream random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<TileRun> runs;
    Count tiles = 0;
    for (uint64_t i = 0; i < 1 + random.below(5); ++i) {
      runs.push_back({static_cast<int64_t>(1 + random.below(20)), static_cast<double>(random.below(500)),
                      static_cast<int64_t>(1 + random.below(300)), static_cast<double>(random.below(500))});
      tiles += runs.back().count;
    }
    const int latency = static_cast<int>(random.below(200));
    const TileTiming t = timeTiles(runs, 1 + static_cast<double>(random.below(16)), latency);
    EXPECT_GE(t.total, std::max(t.compute, t.transfer));
    EXPECT_LE(t.total, t.compute + t.transfer + latency * tiles);
  }
}

/// Work beyond 64 bits: every sum and share still holds.
TEST(AcceleratorModel, HugeWorkIsCountedInFull) {
  WorkTrace trace = realTrace();
  constexpr int64_t kPoints = 2147483647, kIterations = 1000000;
  trace.neighbors = {kPoints, 100000, kPoints - 1, 0, 0};
  for (auto& search : trace.searches) {
    search.points = kPoints;
    search.neighborsPerPoint = kPoints - 1;
    search.nonzeros = kPoints * (kPoints - 1);
    search.groups = {{1000, 100, kPoints}};
  }
  for (auto& descent : trace.descents) {
    descent.iterations = kIterations;
    descent.nonzeros = kPoints * (kPoints - 1);
    descent.repulsion = {.interactions = std::numeric_limits<int64_t>::max()};
  }
  for (const char* drain : {"serial", "shadow"})
    for (const char* size : {"1", "16"}) {
      AcceleratorConfiguration c;
      setKnob(c, "drain", drain);
      setKnob(c, "rows", size);
      setKnob(c, "columns", size);
      const AcceleratorReport report = simulateAccelerator(trace, c, 1);
      EXPECT_FALSE(report.totalCycles.fitsInt64());
      EXPECT_GT(report.utilization, 0);
      EXPECT_LE(report.utilization, 1);
      for (const PhaseReport& phase : report.phases) {
        Count sum = 0;
        for (const Count cycles : phase.peCycles) {
          EXPECT_GE(cycles, 0) << phase.name;
          sum += cycles;
        }
        EXPECT_EQ(sum, phase.cycles * c.rows * c.columns) << phase.name;
      }
      EXPECT_GT(toJson(report)["total_cycles"].get<double>(), 1e19);
    }
}

TEST(AcceleratorModel, WorkBeyond128BitsIsRefused) {
  WorkTrace trace = realTrace();
  trace.neighbors.points = trace.neighbors.dimensions = std::numeric_limits<int64_t>::max() / 2;
  try {
    simulateAccelerator(trace, {}, 1);
    FAIL() << "a count";
  } catch (const Error& e) {
    EXPECT_FALSE(e.remedy().empty());
  }
}

/// A run of equal sequences of tiles takes what the tiles one by one take.
TEST(TileTiming, ARepeatedSequenceIsTheSameAsItsTiles) {
  RandomStream random(9);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<TileRun> sequence;
    for (uint64_t i = 0; i < 1 + random.below(3); ++i)
      sequence.push_back({static_cast<int64_t>(random.below(4)), static_cast<double>(random.below(500)),
                          static_cast<int64_t>(1 + random.below(300)),
                          static_cast<double>(random.below(500))});
    const int times = 3 + static_cast<int>(random.below(6));
    std::vector<TileRun> repeated, whole;
    for (const Count here : {Count(1), Count(times - 2), Count(1)})
      for (TileRun run : sequence) {
        run.times = here;
        repeated.push_back(run);
      }
    for (int t = 0; t < times; ++t) whole.insert(whole.end(), sequence.begin(), sequence.end());
    const TileTiming a = timeTiles(repeated, 3, 17), b = timeTiles(whole, 3, 17);
    EXPECT_EQ(a.total, b.total);
    EXPECT_EQ(a.compute, b.compute);
    EXPECT_EQ(a.transfer, b.transfer);
  }
}

}  // namespace
}  // namespace adapsne
