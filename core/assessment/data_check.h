// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/labels.h"
#include "core/neighbors/neighbor_graph.h"
#include "core/support/enum_words.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What may be wrong with a row of the data (docs/method.md#data-check): properties of the data in the input
/// space, whatever a map makes of them.
enum class DataFault {
  Far,        ///< Far from everything.
  Duplicate,  ///< Equal or nearly equal to other rows.
  Label,      ///< Its neighbours have another label.
};
constexpr auto kDataFaultWords = wordsFor<DataFault>({{DataFault::Far, "far", "far from everything"},
                                                      {DataFault::Duplicate, "duplicate", "near duplicate"},
                                                      {DataFault::Label, "label", "label disagrees"}});

/// A row that something is said of, and why.
struct DataFinding {
  int64_t row = 0;
  DataFault fault = DataFault::Far;
  /// The larger, the clearer; comparable within a fault. Far: deviations above the typical distance,
  /// above 3.5. Duplicate: 1 less its distance to the nearest of its group as a share of a typical one, 1 for
  /// equal rows. Label: the share of its neighbours that have the label that most have, less the share that
  /// have its own.
  double score = 0;
  std::vector<int64_t> evidence;    ///< Up to 10 rows: the neighbours, nearest first, or others of the group.
  int64_t group = -1;               ///< Duplicates: which group, from 0.
  int64_t groupSize = 0;            ///< Rows of the group.
  int32_t suggested = kUnlabelled;  ///< Label: what most of its neighbours have.
};

/// What a dataset's rows look like among each other.
struct DataCheck {
  std::vector<DataFinding> findings;  ///< By fault, then by falling score, then by row; duplicates by group.
  int64_t far = 0, duplicates = 0, groups = 0, labels = 0;  ///< Findings of each fault; groups of duplicates.
  int64_t judged = 0;     ///< Rows whose label could be compared with their neighbours'.
  int neighbors = 0;      ///< k: 10, fewer where the graph has fewer.
  double typicalFar = 0;  ///< Median distance to the k-th neighbour, of rows where it is not 0.
  double farLimit = 0;    ///< Above this distance to the k-th neighbour a row is far; infinite where none is.
  double typicalNear = 0;  ///< Median distance to the nearest other row that is not equal.
  double nearLimit = 0;    ///< Up to this distance rows are near duplicates.
};

/// Looks at the neighbours of each row. `labels` are N, each >= 0 or kUnlabelled, or empty.
///
/// - Far: the distance to the k-th neighbour (Ramaswamy, Rastogi and Shim 2000), of which the logarithm lies
///   more than 3.5 deviations above the median: the modified z-score of Iglewicz and Hoaglin 1993, where a
///   deviation is 1.4826 times the median distance from the median of the values above it, as distances are
///   skewed. Where that is 0, 1.2533 times the mean one. Nothing is said of 10 rows and fewer.
/// - Duplicates: rows connected by distances of 0, or of at most a share s of the typical distance to the
/// nearest
///   row: 0.1, or less where points that near are no rarity. s = min(0.1, 0.001^(1/d)) in d dimensions, so
///   that about one row in a thousand is that near to another one by chance; d is the intrinsic dimension as
///   the ratio of the distances to the first two neighbours tells it (Facco et al. 2017), by its median.
/// - Labels: of the nearest 10 neighbours that have a label, more than half agree on another one than the
/// row's
///   own, and at most a fifth have its own (the edited nearest neighbour rule, Wilson 1972, with a margin). A
///   class of c < 11 rows is judged by c - 1 neighbours; where these are fewer than 3, nothing is said.
///
/// Deterministic, at any number of threads. Any N, also 0, and a graph without neighbours. Throws Cancelled.
DataCheck checkData(const NeighborGraph& graph, std::span<const int32_t> labels, RunControl& control);

}  // namespace adapsne
