// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/features/features.h"
#include "core/sampling/row_list.h"
#include "core/sampling/sampler.h"
#include "core/support/run_control.h"

namespace adapsne {

/// An exemplar for which another point of its territory stands in.
struct ExemplarSwap {
  int64_t exemplar = 0;  ///< A seat: see ExemplarEdits.
  int64_t instead = 0;   ///< The row that takes its place; never the exemplar itself.
  bool operator==(const ExemplarSwap&) const = default;
};

/// What people changed by hand of the exemplars that a run chose. The run keeps its own: this lies on top.
///
/// A *seat* is an exemplar of the run or a row that was added by hand, whoever stands in for it now.
struct ExemplarEdits {
  std::vector<ExemplarSwap> swapped;  ///< One a seat at most, ascending by the seat.
  Rows removed;                       ///< Exemplars of the run that are none any more; ascending.
  Rows added;                         ///< Rows that were none; ascending.

  bool empty() const { return swapped.empty() && removed.empty() && added.empty(); }
  bool operator==(const ExemplarEdits&) const = default;
};

/// How many exemplars were changed: swapped, removed or added. One that was added and swapped counts once.
int64_t changedExemplars(const ExemplarEdits& edits);
/// "3 exemplars changed by hand: 1 swapped, 2 removed"; empty where nothing was.
std::string editsText(const ExemplarEdits& edits);

/// The exemplars after the edits, ascending. `chosen` are the run's (Subset::rows), here and below.
Rows editedRows(const Rows& chosen, const ExemplarEdits& edits);
/// Whether the edits are some of these exemplars: every seat is there, and no row is an exemplar twice, none
/// is outside of 0 <= row < points, and at least one is left.
bool isEditOf(const ExemplarEdits& edits, const Rows& chosen, int64_t points);
/// The seat of an exemplar after the edits; -1 where `row` is none.
int64_t seatOf(const Rows& chosen, const ExemplarEdits& edits, int64_t row);

// The edits after one more. `row` is an exemplar after the edits, or is none, as the name says.

/// `instead` stands in for `row`. It is `row`'s seat (which is its own again), or no exemplar.
ExemplarEdits withSwapped(const Rows& chosen, ExemplarEdits edits, int64_t row, int64_t instead);
ExemplarEdits withoutExemplar(const Rows& chosen, ExemplarEdits edits, int64_t row);
/// One that was removed or swapped away has its seat again; whoever stood in for it stays, as added.
ExemplarEdits withExemplar(const Rows& chosen, ExemplarEdits edits, int64_t row);

/// The exemplars after the edits with their territories: what nearestExemplar() finds for them, at the cost
/// of what changed. `given` are those of the run that are still there.
std::shared_ptr<const Subset> editedSubset(const Subset& chosen, const ExemplarEdits& edits,
                                           const Features& features, RunControl& control);

/// Who comes next for an exemplar that is to be swapped.
struct NextExemplar {
  int64_t row = -1;    ///< -1: nobody else may stand in.
  int64_t place = 0;   ///< From 0, the seat itself; 1 is the point nearest to it.
  int64_t others = 0;  ///< Points that may stand in, beside the seat.
};
/// The points of a seat's territory by their distance to it in the input space, ties to the lower row: the
/// next one after `row`, which is an exemplar after the edits; after the last one the seat itself.
///
/// The territory is that of the run, less what lies nearer to a row that was added; swaps do not change it,
/// so that repeated ones go round. `barred` (ascending) and rows that are exemplars are passed over, and,
/// where `labels` are given (N), points of another class than the seat's.
NextExemplar nextExemplar(const Subset& chosen, const ExemplarEdits& edits, const Features& features,
                          int64_t row, const Rows& barred, std::span<const int32_t> labels,
                          RunControl& control);

}  // namespace adapsne
