// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/phases.h"

#include <algorithm>
#include <cmath>

#include "core/accelerator/tile_timing.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr int kDistanceOperations = 3;   // x = beta d, e, and e x: what a PE does for one neighbour
constexpr int kRepulsionOperations = 7;  // per pair of the exact map
// Per pair beside a mesh: 4 for the distance, u and its sign, u^2, u w, 3 for the pull, 3 sums.
constexpr int kNearPairOperations = 14;
constexpr int kButterflyOperations = 10;  // 4 multiplications and 6 additions of real numbers
constexpr int kSplineOperations = 2;      // per grid point: multiply, add
constexpr int kAttractionOperations = 8;  // per nonzero of P
constexpr int kExpLatency = 4;

double ceilLog2(double value) {
  return value > 1 ? std::ceil(std::log2(value)) : 0;
}

size_t at(PeLabel label) {
  return static_cast<size_t>(label);
}

int64_t pesOf(const AcceleratorConfiguration& c) {
  return static_cast<int64_t>(c.rows) * c.columns;
}
double number(Count count) {
  return static_cast<double>(count);
}

PhaseReport start(std::string name, const AcceleratorConfiguration& c, bool searchAndEntropy) {
  PhaseReport phase;
  phase.name = std::move(name);
  phase.searchAndEntropy = searchAndEntropy;
  phase.activeByPe.assign(pesOf(c), 0);
  return phase;
}

/// PE-cycles of a phase that its tiles do not tell.
struct Losses {
  Count unmapped = 0, waiting = 0, idle = 0;
};

/// Times the tiles and shares out the PE-cycles: active is known by PE, the losses are given, the memory's
/// stalls are what the total exceeds the computation by, and filling and draining is the rest.
void settle(PhaseReport& phase, const std::vector<TileRun>& tiles, const AcceleratorConfiguration& c,
            const Losses& losses) {
  const TileTiming timing = timeTiles(tiles, c.dramBytesPerCycle, c.dramLatency);
  phase.cycles = timing.total;
  phase.computeCycles = timing.compute;
  const Count pes = pesOf(c);
  Count active = 0;
  for (const Count a : phase.activeByPe) active += a;
  phase.peCycles[at(PeLabel::Active)] = active;
  phase.peCycles[at(PeLabel::Unmapped)] = losses.unmapped;
  phase.peCycles[at(PeLabel::Waiting)] = losses.waiting;
  phase.peCycles[at(PeLabel::Idle)] = losses.idle;
  phase.peCycles[at(PeLabel::MemoryStall)] = pes * (timing.total - timing.compute);
  phase.peCycles[at(PeLabel::FillDrain)] =
      pes * timing.compute - active - losses.unmapped - losses.waiting - losses.idle;
  for (const TileRun& t : tiles)
    phase.operations.dramBytes += number(t.times * t.count) * (t.loadBytes + t.storeBytes);
}

/// A phase that keeps only units beside the array busy: every PE is idle, but for the memory's stalls.
void settleOnUnits(PhaseReport& phase, Count cycles, double loadBytes, double storeBytes,
                   const AcceleratorConfiguration& c) {
  settle(phase, {{1, loadBytes, cycles, storeBytes}}, c, {0, 0, pesOf(c) * cycles});
}

/// How many of `count` items land on position p when dealt out to `width` positions fold by fold.
Count shareOf(Count count, Count width, Count position) {
  return count / width + (position < count % width ? 1 : 0);
}

/// Row passes over groups of R points, sorted by what they need, and the cells that really evaluate.
struct Schedule {
  Count groupPasses = 0;      ///< passes of a whole group
  std::vector<Count> active;  ///< rows x columns: evaluations that each PE makes
};
Schedule schedulePasses(const WorkTrace::SigmaSearch& search, const AcceleratorConfiguration& c) {
  Schedule schedule;
  schedule.active.assign(pesOf(c), 0);
  std::vector<const WorkTrace::SearchGroup*> sorted;
  for (const auto& group : search.groups) sorted.push_back(&group);
  const auto passesOf = [&](const WorkTrace::SearchGroup& g) {
    return std::max<Count>(g.passes, ceilDivide(g.evaluations, c.columns));
  };
  std::sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) {
    return passesOf(*a) > passesOf(*b) || (passesOf(*a) == passesOf(*b) && a->evaluations > b->evaluations);
  });
  Count position = 0;  // of the next point in the sorted order
  for (const auto* group : sorted) {
    const Count passes = passesOf(*group);
    // Candidates are dealt evenly over the passes; column c works in those that have more than c.
    const Count full = passes > 0 ? group->evaluations / passes : 0,
                longer = passes > 0 ? group->evaluations % passes : 0;
    // The first point of each group of R decides how long the group takes: it has the most passes.
    const Count firstGroup = ceilDivide(position, c.rows),
                endGroup = ceilDivide(position + group->points, c.rows);
    schedule.groupPasses += (endGroup - firstGroup) * passes;
    for (int r = 0; r < c.rows; ++r) {
      // Points position .. position + points - 1 whose place in their group is row r.
      const Count before = position > r ? ceilDivide(position - r, c.rows) : 0;
      const Count upTo = position + group->points > r ? ceilDivide(position + group->points - r, c.rows) : 0;
      for (int column = 0; column < c.columns && upTo > before; ++column) {
        const Count used = column < full ? passes : (column == full ? longer : 0);
        schedule.active[static_cast<size_t>(r) * c.columns + column] += (upTo - before) * used;
      }
    }
    position += group->points;
  }
  return schedule;
}

double rowBytes(const WorkTrace::SigmaSearch& search, const AcceleratorConfiguration& c) {
  return static_cast<double>(search.neighborsPerPoint) * c.distanceBits / 8.0;
}

/// Cycles for one neighbour of one row in the evaluation: the PEs' operations or the exponential units.
Count initiationInterval(const AcceleratorConfiguration& c) {
  return std::max(ceilDivide(kDistanceOperations, c.lanes), ceilDivide(pesOf(c), c.expUnits));
}

}  // namespace

PhaseReport distancePhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion) {
  PhaseReport phase = start("Distances", c, false);
  const auto& work = trace.neighbors;
  const Gemm gemm{work.points, work.points, work.dimensions};
  const GemmMapping map = mapGemm(gemm, c.rows, c.columns, c.dataflow);
  const double inputBytes = c.inputBits / 8.0;
  // An operand block that exceeds half of its memory (the other half is being filled) splits the streamed
  // dimension.
  const double rowBlock = static_cast<double>(c.rows) * static_cast<double>(map.streamed) * inputBytes;
  const double columnBlock = static_cast<double>(c.columns) * static_cast<double>(map.streamed) * inputBytes;
  const Count splits = std::max<Count>(
      1, Count::ceilOf(std::max(rowBlock / (c.inputKb * 512), columnBlock / (c.weightKb * 512))));
  const Count overhead = c.drain == Drain::Shadow ? 0
                         : c.drain == Drain::ScaleSim && c.dataflow == Dataflow::OutputStationary
                             ? c.rows + c.columns - 2
                             : 2 * c.rows + c.columns - 2;
  const Count streamed = ceilDivide(map.streamed, c.lanes);
  const Count fold =
      c.drain == Drain::Shadow ? std::max<Count>(streamed, c.rows) : streamed + overhead * splits;
  // Top-k insertion works on a fold's results while the next fold computes.
  const Count topK = ceilDivide(pesOf(c), c.compareUnits);
  const Count cycles = std::max(fold, topK);
  const bool complete = work.k >= work.points - 1;
  const double kept =
      complete ? 1 : static_cast<double>(work.k) / static_cast<double>(std::max<int64_t>(1, work.points));
  const double results =
      static_cast<double>(work.points) * static_cast<double>(work.points) / number(map.folds());
  const double store = fusion == Fusion::Spill ? results * kept * c.distanceBits / 8.0 : 0;
  std::vector<TileRun> tiles;
  const auto addRowsOfFolds = [&](Count times) {
    if (times <= 0) return;
    tiles.push_back({1, rowBlock + columnBlock, cycles, store, times});
    tiles.push_back({map.foldColumns - 1, columnBlock, cycles, store, times});
  };
  // Of all rows of folds only the first and the last differ, by what goes before them and after.
  addRowsOfFolds(1);
  addRowsOfFolds(map.foldRows - 2);
  if (map.foldRows > 1) addRowsOfFolds(1);
  const Count insertion = Count::ceilOf(static_cast<double>(work.inserts) *
                                        ceilLog2(static_cast<double>(work.k)) / c.compareUnits);
  const Count lastDrain = c.drain == Drain::Shadow ? 2 * c.rows + c.columns - 2 : 0;
  tiles.push_back({1, 0, insertion + lastDrain, 0});

  Count mapped = 0;
  for (int r = 0; r < c.rows; ++r)
    for (int column = 0; column < c.columns; ++column) {
      const Count uses = shareOf(map.spreadRows, c.rows, r) * shareOf(map.spreadColumns, c.columns, column);
      phase.activeByPe[static_cast<size_t>(r) * c.columns + column] = uses * streamed;
      mapped += uses;
    }
  settle(phase, tiles, c,
         {(map.folds() * pesOf(c) - mapped) * streamed, map.folds() * pesOf(c) * (cycles - fold),
          pesOf(c) * insertion});
  phase.bufferKb = c.inputKb;
  phase.operations.peOperations = static_cast<double>(work.points) * static_cast<double>(work.points) *
                                  static_cast<double>(work.dimensions);
  // The array computes and compares all pairs, whichever of them this machine could leave out.
  phase.operations.comparisons = static_cast<double>(work.points) * static_cast<double>(work.points - 1) +
                                 static_cast<double>(work.inserts) * ceilLog2(static_cast<double>(work.k));
  phase.operations.sramBytes = number(map.folds()) * (rowBlock + columnBlock) +
                               results * number(map.folds()) * c.accumulatorBits / 8.0;
  phase.formula = format("GEMM %lld x %lld x %lld: %s folds of %s cycles, split %s; top-k %s cycles",
                         static_cast<long long>(gemm.m), static_cast<long long>(gemm.n),
                         static_cast<long long>(gemm.k), map.folds().text().c_str(), cycles.text().c_str(),
                         splits.text().c_str(), insertion.text().c_str());
  return phase;
}

PhaseReport evaluationPhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion) {
  PhaseReport phase = start("Perplexity evaluation", c, true);
  const Count interval = initiationInterval(c), busy = ceilDivide(kDistanceOperations, c.lanes);
  std::vector<TileRun> tiles;
  Count groupPasses = 0;
  Losses losses;
  for (const auto& search : trace.searches) {
    const Schedule schedule = schedulePasses(search, c);
    const Count n = search.neighborsPerPoint;
    const Count group = c.rows + c.columns - 2 + interval * n + kExpLatency + c.rows;
    // Rows of a group that fit into the buffer stay there while a fused search works on them.
    const double groupBytes = rowBytes(search, c) * c.rows;
    const double excess = std::max(0.0, groupBytes - c.rowKb * 1024) / std::max(1.0, groupBytes);
    const Count groups = ceilDivide(search.points, c.rows);
    if (fusion == Fusion::Spill) {
      tiles.push_back({schedule.groupPasses, groupBytes, group, 0});
    } else {
      // Only the first search follows the distances directly; later ones fetch each row once.
      const bool follows = &search == &trace.searches.front();
      tiles.push_back({groups, follows ? groupBytes * excess : groupBytes, group, 0});
      tiles.push_back({std::max<Count>(0, schedule.groupPasses - groups), groupBytes * excess, group, 0});
    }
    Count evaluations = 0;
    for (size_t pe = 0; pe < schedule.active.size(); ++pe) {
      evaluations += schedule.active[pe];
      phase.activeByPe[pe] += schedule.active[pe] * n * busy;
    }
    losses.waiting += evaluations * n * (interval - busy);
    losses.unmapped += (schedule.groupPasses * pesOf(c) - evaluations) * n * interval;
    groupPasses += schedule.groupPasses;

    OperationCounts& o = phase.operations;
    const double terms = number(evaluations) * number(n);
    o.peOperations += terms * kDistanceOperations;
    o.exponentials += terms;
    o.logarithms += number(evaluations);
    o.reciprocals += number(evaluations);
    o.sramBytes += number(schedule.groupPasses) * groupBytes;
  }
  phase.bufferKb = c.rowKb;
  // Finishing an evaluation takes one logarithm and one reciprocal, overlapped with the next pass.
  const Count finish = Count::ceilOf(
      std::max(phase.operations.logarithms / c.logUnits, phase.operations.reciprocals / c.reciprocalUnits));
  Count passes = 0;
  for (const TileRun& t : tiles) passes += t.count * t.computeCycles;
  if (finish > passes) {
    tiles.push_back({1, 0, finish - passes, 0});
    losses.waiting += (finish - passes) * pesOf(c);
  }
  settle(phase, tiles, c, losses);
  phase.formula = format(
      "%s group passes of R + C - 2 + II n + L + R cycles, II = max(ceil(3 / lanes), ceil(R C / "
      "exp units)) = %s",
      groupPasses.text().c_str(), interval.text().c_str());
  return phase;
}

PhaseReport selectionPhase(const WorkTrace& trace, const AcceleratorConfiguration& c) {
  PhaseReport phase = start("Sparks and selection", c, true);
  double draws = 0, candidates = 0, selection = 0;
  for (const auto& search : trace.searches) {
    draws += static_cast<double>(search.randomDraws);
    for (const auto& g : search.groups) {
      candidates += static_cast<double>(g.points) * static_cast<double>(g.evaluations);
      selection += static_cast<double>(g.points) *
                   (number(ceilDivide(g.evaluations, c.selectionWidth)) + ceilLog2(c.selectionWidth));
    }
  }
  const double sparks = std::max(std::ceil(draws / c.randomUnits),
                                 std::ceil(3 * draws / (static_cast<double>(pesOf(c)) * c.lanes)));
  settleOnUnits(phase, Count::ceilOf(sparks + selection), 0, 0, c);
  phase.operations.randomNumbers = draws;
  phase.operations.comparisons = candidates;
  phase.bufferKb = c.rowKb;
  phase.formula = format(
      "max(ceil(draws / U_rng), ceil(3 draws / (R C lanes))) = %.0f, + sum(ceil(q / W) + ceil(log2 "
      "W)) = %.0f",
      sparks, selection);
  return phase;
}

PhaseReport affinityPhase(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion) {
  PhaseReport phase = start("Final P rows", c, true);
  const Count interval = initiationInterval(c), busy = ceilDivide(kDistanceOperations, c.lanes);
  std::vector<TileRun> tiles;
  Count groups = 0;
  Losses losses;
  for (const auto& search : trace.searches) {
    const Count n = search.neighborsPerPoint, slice = ceilDivide(n, c.columns);
    const Count count = ceilDivide(search.points, c.rows);
    const double groupBytes = rowBytes(search, c) * c.rows;
    const double excess = std::max(0.0, groupBytes - c.rowKb * 1024) / std::max(1.0, groupBytes);
    const double store = number(n) * c.rows * c.affinityBits / 8.0;
    tiles.push_back({count, fusion == Fusion::Spill ? groupBytes : groupBytes * excess,
                     c.rows + c.columns - 2 + interval * slice + kExpLatency + c.rows, store});
    Count terms = 0;
    for (int r = 0; r < c.rows; ++r)
      for (int column = 0; column < c.columns; ++column) {
        const Count work = shareOf(search.points, c.rows, r) * shareOf(n, c.columns, column);
        phase.activeByPe[static_cast<size_t>(r) * c.columns + column] += work * busy;
        terms += work;
      }
    losses.waiting += terms * (interval - busy);
    losses.unmapped += (count * pesOf(c) * slice - terms) * interval;
    groups += count;
    phase.operations.peOperations += number(terms) * kDistanceOperations;
    phase.operations.exponentials += number(terms);
    phase.operations.reciprocals += static_cast<double>(search.points);
    phase.operations.sramBytes += number(count) * (groupBytes + store);
  }
  settle(phase, tiles, c, losses);
  phase.bufferKb = c.rowKb;
  phase.formula =
      format("%s groups of R rows, one beta each, neighbours split over the columns", groups.text().c_str());
  return phase;
}

PhaseReport symmetrizePhase(const WorkTrace& trace, const AcceleratorConfiguration& c) {
  PhaseReport phase = start("Symmetrise P", c, false);
  double cycles = 0, bytes = 0;
  for (const auto& search : trace.searches) {
    const double n = static_cast<double>(search.points), nonzeros = static_cast<double>(search.nonzeros);
    const bool dense = search.neighborsPerPoint >= search.points - 1;
    const double depth = 1 + ceilLog2(static_cast<double>(search.neighborsPerPoint));
    cycles += dense ? std::ceil(n * (n - 1) / 2 / static_cast<double>(pesOf(c)))
                    : std::ceil(nonzeros * depth / c.compareUnits);
    phase.operations.comparisons += dense ? 0 : nonzeros * depth;
    phase.operations.peOperations += nonzeros / 2;
    bytes += nonzeros * (c.affinityBits / 8.0 + (dense ? 0 : 4));
  }
  settleOnUnits(phase, Count::ceilOf(cycles), bytes, bytes, c);
  phase.operations.sramBytes = 2 * bytes;
  phase.bufferKb = c.affinityKb;
  phase.formula =
      "dense ceil(N (N - 1) / 2 / (R C)), sparse ceil(nnz (1 + ceil(log2 k)) / comparators); read and "
      "written once";
  return phase;
}

PhaseReport gradientPhase(const WorkTrace& trace, const AcceleratorConfiguration& c) {
  PhaseReport phase = start("Map gradient", c, false);
  const Count busyPair = ceilDivide(kRepulsionOperations, c.lanes),
              busyNear = ceilDivide(kNearPairOperations, c.lanes),
              busyEntry = ceilDivide(kAttractionOperations, c.lanes);
  const Count forReciprocals = ceilDivide(pesOf(c), c.reciprocalUnits);
  const Count perPair = std::max(busyPair, forReciprocals), perNear = std::max(busyNear, forReciprocals),
              perEntry = std::max(busyEntry, forReciprocals);
  const Count n = trace.neighbors.points, pes = pesOf(c);
  const Count folds = ceilDivide(n, c.rows) * ceilDivide(n, c.columns);
  std::vector<TileRun> tiles;
  Losses losses;
  Count meshCycles = 0, lastPairFolds = 0;
  for (const auto& descent : trace.descents) {
    const Count iterations = descent.iterations;
    if (iterations == 0) continue;
    // All pairs stream through fold after fold. A tree's interactions or a mesh's operations are dealt out
    // evenly, which no real array would do quite: an optimistic bound.
    const bool allPairs = descent.repulsion.interactions == iterations * n * (n - 1);
    const Count visits = allPairs ? 0 : descent.repulsion.interactions;
    const Count meshOperations = Count(kButterflyOperations) * descent.repulsion.butterflies +
                                 Count(kSplineOperations) * descent.repulsion.splinePoints;
    const Count nearPairs = descent.repulsion.nearPairs;
    const Count pairFolds = allPairs ? folds : ceilDivide(visits, pes * iterations);
    const Count nearFolds = ceilDivide(nearPairs, pes * iterations);
    const Count mesh = ceilDivide(meshOperations, pes * c.lanes * iterations);
    const Count entryFolds = ceilDivide(descent.nonzeros, pes);
    // The array fills and drains once an iteration.
    const Count cycles =
        pairFolds * perPair + nearFolds * perNear + mesh + entryFolds * perEntry + c.rows + c.columns - 2;
    meshCycles = mesh;
    lastPairFolds = pairFolds;
    const bool dense = descent.nonzeros >= n * (n - 1);
    const double affinityBytes =
        static_cast<double>(descent.nonzeros) * (c.affinityBits / 8.0 + (dense ? 0 : 4));
    const double mapBytes = number(n) * 2 * c.mapBits / 8.0;
    // The grid is read and written by rows, by columns and by rows again.
    const double gridBytes =
        3 * static_cast<double>(descent.repulsion.gridPoints) / number(iterations) * c.accumulatorBits / 8.0;
    const auto beyond = [](double bytes, double kilobytes) {
      return std::max(0.0, bytes - kilobytes * 1024);
    };
    tiles.push_back(
        {iterations,
         beyond(affinityBytes, c.affinityKb) + beyond(mapBytes, c.inputKb) + beyond(gridBytes, c.outputKb),
         cycles, beyond(mapBytes, c.outputKb) + beyond(gridBytes, c.outputKb)});
    Count mappedPairs = 0, mappedMesh = 0;
    for (int r = 0; r < c.rows; ++r)
      for (int column = 0; column < c.columns; ++column) {
        const int64_t pe = int64_t{r} * c.columns + column;
        const Count pairs = allPairs ? iterations * shareOf(n, c.rows, r) * shareOf(n, c.columns, column)
                                     : shareOf(visits, pes, pe);
        const Count entries = iterations * shareOf(descent.nonzeros, pes, pe);
        const Count transforms = shareOf(ceilDivide(meshOperations, c.lanes), pes, pe);
        phase.activeByPe[pe] +=
            pairs * busyPair + shareOf(nearPairs, pes, pe) * busyNear + entries * busyEntry + transforms;
        mappedPairs += pairs;
        mappedMesh += transforms;
      }
    losses.waiting += mappedPairs * (perPair - busyPair) + nearPairs * (perNear - busyNear) +
                      iterations * descent.nonzeros * (perEntry - busyEntry);
    losses.unmapped += (iterations * pairFolds * pes - mappedPairs) * perPair +
                       (iterations * nearFolds * pes - nearPairs) * perNear + iterations * mesh * pes -
                       mappedMesh + iterations * (entryFolds * pes - descent.nonzeros) * perEntry;
    OperationCounts& o = phase.operations;
    const double pairs = number(mappedPairs), near = number(nearPairs),
                 entries = number(iterations) * static_cast<double>(descent.nonzeros);
    o.peOperations += kRepulsionOperations * pairs + kNearPairOperations * near + number(meshOperations) +
                      kAttractionOperations * entries;
    o.reciprocals += pairs + near + entries;
    o.sramBytes +=
        number(iterations) * (affinityBytes + 2 * gridBytes +
                              number(pairFolds + nearFolds) * (c.rows + c.columns) * 2 * c.mapBits / 8.0);
  }
  settle(phase, tiles, c, losses);
  phase.bufferKb = c.affinityKb;
  phase.formula =
      meshCycles > 0
          ? format(
                "per iteration ceil((10 butterflies + 2 spline points) / (R C lanes)) = %s cycles for the "
                "mesh of the last descent, ceil(near pairs / (R C)) folds of %s, and ceil(nnz / (R C)) "
                "folds of %s",
                meshCycles.text().c_str(), perNear.text().c_str(), perEntry.text().c_str())
          : format(
                "per iteration %s pair folds of max(ceil(7 / lanes), ceil(R C / U_rcp)) = %s cycles, and "
                "ceil(nnz / (R C)) folds of %s",
                lastPairFolds.text().c_str(), perPair.text().c_str(), perEntry.text().c_str());
  return phase;
}

PhaseReport histogramPhase(const WorkTrace& trace, const AcceleratorConfiguration& c) {
  PhaseReport phase = start("Entropy histogram", c, true);
  const auto& bins = trace.histogram.bin;
  int64_t cycles = 0;
  std::vector<int64_t> load(c.histogramBanks);
  for (size_t first = 0; first < bins.size(); first += c.histogramWidth) {
    std::fill(load.begin(), load.end(), 0);
    int64_t longest = 0;
    for (size_t i = first; i < std::min(bins.size(), first + c.histogramWidth); ++i)
      if (bins[i] >= 0) longest = std::max(longest, ++load[bins[i] % c.histogramBanks]);
    cycles += longest;
  }
  const Count logarithms = ceilDivide(trace.histogram.cells, c.logUnits);
  const double mapBytes = static_cast<double>(bins.size()) * 2 * c.mapBits / 8.0;
  settleOnUnits(phase, cycles + logarithms, std::max(0.0, mapBytes - c.inputKb * 1024), 0, c);
  phase.operations.logarithms = static_cast<double>(trace.histogram.cells);
  phase.operations.sramBytes = mapBytes + static_cast<double>(bins.size()) * 4;
  phase.bufferKb = c.outputKb;
  phase.formula = format("bank conflicts of the real map: %lld cycles, + ceil(cells / U_log) = %s",
                         static_cast<long long>(cycles), logarithms.text().c_str());
  return phase;
}

PhaseReport samplingPhase(const WorkTrace& trace, const AcceleratorConfiguration& c) {
  PhaseReport phase = start("Sampling", c, false);
  const int64_t scans = trace.sampling.scans;
  settleOnUnits(phase, ceilDivide(scans, c.compareUnits), 0,
                static_cast<double>(trace.sampling.exemplars) * 4, c);
  phase.operations.comparisons = static_cast<double>(scans);
  phase.operations.sramBytes = static_cast<double>(scans) * 2 * c.mapBits / 8.0;
  phase.bufferKb = c.inputKb;
  phase.formula = format("ceil(scans / comparators), %lld scans", static_cast<long long>(scans));
  return phase;
}

std::vector<PhaseReport> allPhases(const WorkTrace& trace, const AcceleratorConfiguration& c, Fusion fusion) {
  return {distancePhase(trace, c, fusion), evaluationPhase(trace, c, fusion),
          selectionPhase(trace, c),        affinityPhase(trace, c, fusion),
          symmetrizePhase(trace, c),       gradientPhase(trace, c),
          histogramPhase(trace, c),        samplingPhase(trace, c)};
}

}  // namespace adapsne
