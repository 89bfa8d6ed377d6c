// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/exemplar_edits.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/geometry/nearest_points.h"
#include "core/geometry/precise_distance.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

bool contains(const Rows& rows, int64_t row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

void insert(Rows& rows, int64_t row) {
  rows.insert(std::lower_bound(rows.begin(), rows.end(), row), row);
}

void erase(Rows& rows, int64_t row) {
  std::erase(rows, row);
}

/// The swap of a seat; the end where there is none.
auto swapOf(std::vector<ExemplarSwap>& swaps, int64_t seat) {
  return std::find_if(swaps.begin(), swaps.end(),
                      [seat](const ExemplarSwap& s) { return s.exemplar == seat; });
}

/// The run's exemplars that were not removed, and those that were added.
Rows seatsOf(const Rows& chosen, const ExemplarEdits& edits) {
  const Rows kept = without(chosen, edits.removed);
  Rows seats;
  std::merge(kept.begin(), kept.end(), edits.added.begin(), edits.added.end(), std::back_inserter(seats));
  return seats;
}

/// The nearest of `rows` for each point, as nearestExemplar() has it. Points whose exemplar of the run stays
/// are compared with the new ones alone.
std::vector<int32_t> territoriesOf(const Subset& chosen, const Rows& rows, const Features& features,
                                   RunControl& control) {
  const int64_t dimensions = features.dimensions;
  const Rows fresh = without(rows, chosen.rows);
  std::vector<int32_t> stays(chosen.rows.size(), -1);
  for (size_t i = 0; i < chosen.rows.size(); ++i)
    if (const auto found = std::lower_bound(rows.begin(), rows.end(), chosen.rows[i]);
        found != rows.end() && *found == chosen.rows[i])
      stays[i] = static_cast<int32_t>(found - rows.begin());
  std::vector<int32_t> territory(chosen.territory.size());
  Rows orphans;
  for (size_t point = 0; point < territory.size(); ++point) {
    territory[point] = stays[static_cast<size_t>(chosen.territory[point])];
    if (territory[point] < 0) orphans.push_back(static_cast<int64_t>(point));
  }
  const auto valuesOf = [&](const Rows& of) { return valuesOfRows(features.values, dimensions, of); };
  const std::vector<int32_t> homes =
      nearestPoints(valuesOf(orphans), valuesOf(rows), std::ssize(rows), dimensions, control);
  for (size_t i = 0; i < orphans.size(); ++i) territory[static_cast<size_t>(orphans[i])] = homes[i];
  if (fresh.empty()) return territory;
  const std::vector<int32_t> nearestFresh =
      nearestPoints(features.values, valuesOf(fresh), std::ssize(fresh), dimensions, control);
  const std::vector<int64_t> place = placesIn(rows, fresh);
  parallelFor(control, features.points, 4096, [&](int64_t begin, int64_t end) {
    for (int64_t point = begin; point < end; ++point) {
      const float* values = features.values.data() + point * dimensions;
      const auto distance = [&](int32_t exemplar) {
        return preciseDistance(values, features.values.data() + rows[exemplar] * dimensions, dimensions);
      };
      const int32_t here = territory[point], there = static_cast<int32_t>(place[nearestFresh[point]]);
      if (std::pair(distance(there), there) < std::pair(distance(here), here)) territory[point] = there;
    }
  });
  return territory;
}

}  // namespace

int64_t changedExemplars(const ExemplarEdits& edits) {
  return std::ssize(edits.removed) + std::ssize(edits.added) +
         std::count_if(edits.swapped.begin(), edits.swapped.end(),
                       [&](const ExemplarSwap& swap) { return !contains(edits.added, swap.exemplar); });
}

std::string editsText(const ExemplarEdits& edits) {
  const int64_t all = changedExemplars(edits), removed = std::ssize(edits.removed),
                added = std::ssize(edits.added);
  if (all == 0) return {};
  std::string text = std::to_string(all) + (all == 1 ? " exemplar" : " exemplars") + " changed by hand";
  std::string parts;
  const std::pair<int64_t, const char*> counts[] = {
      {all - removed - added, "swapped"}, {removed, "removed"}, {added, "added"}};
  for (const auto& [count, what] : counts)
    if (count > 0) parts += (parts.empty() ? ": " : ", ") + std::to_string(count) + " " + what;
  return text + parts;
}

Rows editedRows(const Rows& chosen, const ExemplarEdits& edits) {
  Rows rows = seatsOf(chosen, edits);
  for (const ExemplarSwap& swap : edits.swapped)
    std::replace(rows.begin(), rows.end(), swap.exemplar, -1 - swap.instead);
  for (int64_t& row : rows)
    if (row < 0) row = -1 - row;
  std::sort(rows.begin(), rows.end());
  return rows;
}

bool isEditOf(const ExemplarEdits& edits, const Rows& chosen, int64_t points) {
  const auto ascends = [points](const Rows& rows) {
    return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end() &&
           (rows.empty() || (rows.front() >= 0 && rows.back() < points));
  };
  if (!ascends(edits.removed) || !ascends(edits.added)) return false;
  if (!std::includes(chosen.begin(), chosen.end(), edits.removed.begin(), edits.removed.end())) return false;
  const Rows seats = seatsOf(chosen, edits);
  if (seats.empty() || !ascends(seats)) return false;
  Rows swapped;
  for (const ExemplarSwap& swap : edits.swapped) {
    if (!contains(seats, swap.exemplar) || swap.instead == swap.exemplar || swap.instead < 0) return false;
    swapped.push_back(swap.exemplar);
  }
  return ascends(swapped) && ascends(editedRows(chosen, edits));
}

int64_t seatOf(const Rows& chosen, const ExemplarEdits& edits, int64_t row) {
  for (const ExemplarSwap& swap : edits.swapped)
    if (swap.instead == row) return swap.exemplar;
  for (const ExemplarSwap& swap : edits.swapped)
    if (swap.exemplar == row) return -1;
  if (contains(edits.added, row)) return row;
  return contains(chosen, row) && !contains(edits.removed, row) ? row : -1;
}

ExemplarEdits withSwapped(const Rows& chosen, ExemplarEdits edits, int64_t row, int64_t instead) {
  const int64_t seat = seatOf(chosen, edits, row);
  if (const auto before = swapOf(edits.swapped, seat); before != edits.swapped.end())
    edits.swapped.erase(before);
  if (instead == seat) return edits;
  const auto after = std::find_if(edits.swapped.begin(), edits.swapped.end(),
                                  [seat](const ExemplarSwap& s) { return s.exemplar > seat; });
  edits.swapped.insert(after, {seat, instead});
  return edits;
}

ExemplarEdits withoutExemplar(const Rows& chosen, ExemplarEdits edits, int64_t row) {
  const int64_t seat = seatOf(chosen, edits, row);
  if (const auto swap = swapOf(edits.swapped, seat); swap != edits.swapped.end()) edits.swapped.erase(swap);
  if (contains(edits.added, seat))
    erase(edits.added, seat);
  else
    insert(edits.removed, seat);
  return edits;
}

ExemplarEdits withExemplar(const Rows& chosen, ExemplarEdits edits, int64_t row) {
  if (contains(edits.removed, row)) {
    erase(edits.removed, row);
  } else if (const auto swap = swapOf(edits.swapped, row); swap != edits.swapped.end()) {
    const int64_t instead = swap->instead;
    edits.swapped.erase(swap);
    // Nobody stands in any more: it is an exemplar by itself, or one of the run's that was removed.
    return withExemplar(chosen, std::move(edits), instead);
  } else {
    insert(edits.added, row);
  }
  return edits;
}

std::shared_ptr<const Subset> editedSubset(const Subset& chosen, const ExemplarEdits& edits,
                                           const Features& features, RunControl& control) {
  auto subset = std::make_shared<Subset>();
  subset->rows = editedRows(chosen.rows, edits);
  std::set_intersection(chosen.given.begin(), chosen.given.end(), subset->rows.begin(), subset->rows.end(),
                        std::back_inserter(subset->given));
  subset->sampler = chosen.sampler;
  subset->scans = chosen.scans;
  subset->territory = territoriesOf(chosen, subset->rows, features, control);
  return subset;
}

NextExemplar nextExemplar(const Subset& chosen, const ExemplarEdits& edits, const Features& features,
                          int64_t row, const Rows& barred, std::span<const int32_t> labels,
                          RunControl& control) {
  const int64_t seat = seatOf(chosen.rows, edits, row);
  Rows seats;  // Those that were removed keep their territories, so that nobody else's grows.
  std::merge(chosen.rows.begin(), chosen.rows.end(), edits.added.begin(), edits.added.end(),
             std::back_inserter(seats));
  const std::vector<int32_t> territory =
      edits.added.empty() ? chosen.territory : territoriesOf(chosen, seats, features, control);
  const auto own = static_cast<int32_t>(std::lower_bound(seats.begin(), seats.end(), seat) - seats.begin());
  const Rows exemplars = editedRows(chosen.rows, edits);
  const float* values = features.values.data();
  using Ranked = std::pair<float, int64_t>;
  const auto rank = [&](int64_t point) {
    // The seat comes first, also before points that coincide with it.
    if (point == seat) return Ranked(-1, seat);
    return Ranked(preciseDistance(values + point * features.dimensions, values + seat * features.dimensions,
                                  features.dimensions),
                  point);
  };
  std::vector<Ranked> ranked = {rank(seat)};
  for (int64_t point = 0; point < std::ssize(territory); ++point) {
    if (territory[static_cast<size_t>(point)] != own || point == seat) continue;
    const bool isTaken = point != row && contains(exemplars, point);
    const bool isOther =
        !labels.empty() && labels[static_cast<size_t>(point)] != labels[static_cast<size_t>(seat)];
    if (isTaken || isOther || contains(barred, point) || contains(edits.removed, point)) continue;
    ranked.push_back(rank(point));
  }
  std::sort(ranked.begin(), ranked.end());
  // The row itself may have left the territory since.
  auto next = std::upper_bound(ranked.begin(), ranked.end(), rank(row));
  if (next == ranked.end()) next = ranked.begin();
  const int64_t others = std::ssize(ranked) - 1;
  if (next->second == row) return {-1, 0, others};
  return {next->second, next - ranked.begin(), others};
}

}  // namespace adapsne
