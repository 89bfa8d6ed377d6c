// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/comparison/cells.h"
#include "core/comparison/compare_methods.h"

namespace adapsne {

/// What a comparison is of: where these are equal, equal cells are equal answers.
struct ComparisonSubject {
  std::string train, test;                                  ///< Names of the first pool's parts.
  int64_t points = 0, heldOut = 0;                          ///< Their numbers of points.
  std::vector<std::pair<std::string, std::string>> hashes;  ///< Of `train` and `test` of each pool.
  ComparisonPlan plan;
  /// By method: the options that are not at their default, as text, those of the dataset aside, whose content
  /// the hashes say.
  std::map<std::string, std::map<std::string, std::string>> options;
  /// By method: the key of the sampling stage (stageKeys()) with the first seed at the budget that guides.
  std::map<std::string, std::string> keys;
  std::string version;         ///< Of the program.
  std::string instructionSet;  ///< Results may differ in their last bits between these: told, not refused.
};

ComparisonSubject subjectOf(const std::vector<HoldOut>& pools, const ComparisonOptions& options);

/// A file of cells: JSON lines, the subject first.
struct StoredCells {
  ComparisonSubject subject;
  std::vector<Cell> cells;            ///< Distinct, without rows and predictions.
  std::vector<std::string> warnings;  ///< What people should know of the file.
};

/// Throws Error where the file is none of this kind, or damaged elsewhere than in its last line, which a
/// killed program may have left torn.
StoredCells readCells(const std::filesystem::path& file);

/// The cells of several files of one comparison. Throws Error where a file is of another one, and where two
/// answers to the same question differ.
StoredCells joinCells(const std::vector<std::filesystem::path>& files);

/// The bytes of such a file, its cells in the canonical order (cellsOf()).
std::string cellsText(const ComparisonSubject& subject, const std::vector<Cell>& cells);

/// A file to which the cells of a comparison are appended as they come, each with one write: whatever kills
/// the program loses the cells that are being computed, and at most the line that is being written.
///
/// Locked against other processes while it is open.
class CellFile {
 public:
  /// Makes the file, or reads what it holds; a torn last line is cut off. Throws Error where it is of another
  /// comparison and says in what, where another process has it open, or where it cannot be written.
  CellFile(std::filesystem::path file, ComparisonSubject subject);
  ~CellFile();
  CellFile(const CellFile&) = delete;
  CellFile& operator=(const CellFile&) = delete;

  /// Those that were there and those that were appended.
  const std::vector<Cell>& cells() const { return cells_; }
  const std::vector<std::string>& warnings() const { return warnings_; }
  void append(const Cell& cell);
  /// Writes it anew in the canonical order, aside and renamed.
  void finish();

 private:
  void write(const std::string& line);

  std::filesystem::path path_;
  ComparisonSubject subject_;
  std::vector<Cell> cells_;
  std::vector<std::string> warnings_;
  int descriptor_ = -1;
};

}  // namespace adapsne
