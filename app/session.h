// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>

#include "core/pipeline/options.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "views/selection.h"
#include "views/theme.h"

namespace adapsne {

/// What is open and what is looked at: the one model that every page reads. It holds values, says what
/// changed, and does no work of its own.
///
/// Maps are called slots: 0 is A, 1 is B.
class Session : public QObject {
  Q_OBJECT

 public:
  /// What a slot has: no map; one that moves; one that was stopped before it was finished; a finished run's.
  enum class Showing { Nothing, Moving, Stopped, Run };

  explicit Session(const Theme& theme, QObject* parent = nullptr);

  /// The open dataset, null before there is one, and what it was opened as: a catalogue name or a path.
  const DatasetPtr& dataset() const { return dataset_; }
  const QString& source() const { return source_; }
  /// Where the rows are others than before, runs, selection and inspected row go; `keepsPair`: two runs on
  /// them have been asked for.
  void setDataset(const DatasetPtr& dataset, const QString& source, bool keepsPair = false);

  /// What the next run is going to use.
  const Options& options() const { return options_; }
  void setOptions(const Options& options);

  /// The finished run that a slot shows; null while there is none, or while its map moves.
  const RunPtr& run(int slot) const { return slots_[static_cast<size_t>(slot)].run; }
  Showing showing(int slot) const { return slots_[static_cast<size_t>(slot)].showing; }
  bool isPaired() const { return paired_; }
  /// The slot that was touched last: panels that show one run show this one's.
  int current() const { return current_; }
  const RunPtr& currentRun() const { return run(current_); }
  RunPtr otherRun() const;  ///< The one beside it; null for none.
  bool hasRun() const { return run(0) || run(1); }

  void setRun(int slot, const RunPtr& run);
  void setCurrent(int slot);
  /// Both at once: the panels follow a run that has just finished.
  void present(int slot, const RunPtr& run);
  void setPaired(bool paired);
  /// Takes the map of a slot away; B becomes A where A goes.
  void close(int slot);
  /// The slot's map begins to move; its finished run is gone from it.
  void setMoving(int slot);
  /// What still moves was stopped before it was finished.
  void stopMoving();

  /// What people changed of a run's exemplars; nothing where they did not. Runs of equal results share it.
  ExemplarEdits edits(const RunPtr& run) const;
  /// The exemplars after that: the run's own where nothing was changed. Territories are empty while it is
  /// being found who stands for whom. Null for null.
  std::shared_ptr<const Subset> exemplars(const RunPtr& run) const;
  /// `exemplars` are those after the edits, null where these are empty.
  void setEdits(const RunPtr& run, const ExemplarEdits& edits, std::shared_ptr<const Subset> exemplars);
  /// The points of the open dataset that the next run is to keep as exemplars, and not to choose, as the
  /// options' row numbers name them; ascending.
  std::vector<int64_t> pinned() const;
  std::vector<int64_t> barred() const;

  const Selection& selection() const { return selection_; }
  void setSelection(const Selection& selection);

  /// Classes that the legends switched off; by class, 1: greyed. Empty: none.
  const std::vector<uint8_t>& muted() const { return muted_; }
  void setMuted(const std::vector<uint8_t>& muted);

  /// The row under the pointer in any view; -1: none.
  qint64 hovered() const { return hovered_; }
  void setHovered(qint64 row);
  /// The row that panels of one point describe: the one that was asked for, else one of the current run that
  /// has something to tell; -1 where there is neither.
  qint64 inspected() const;
  /// Whether somebody chose the row by a click: then resting the pointer on another does not change it.
  bool isPinned() const { return pinned_; }
  void inspect(qint64 row, bool pinned);  ///< -1: the window chooses again.
  void unpin();                           ///< What is shown stays until the pointer rests elsewhere.

  const Theme& theme() const { return theme_; }
  void setTheme(const Theme& theme);
  bool reducedMotion() const { return reducedMotion_; }
  void setReducedMotion(bool reduced);

 signals:
  void datasetChanged(bool otherRows);
  void optionsChanged();
  void runsChanged();  ///< What slots show, whether there are two, or which is current.
  void selectionChanged();
  void exemplarsChanged();  ///< What edits() and exemplars() say.
  void mutedChanged();
  void hoveredChanged(qint64 row);
  void inspectedChanged(qint64 row);
  void themeChanged();
  void reducedMotionChanged();

 private:
  struct Slot {
    RunPtr run;
    Showing showing = Showing::Nothing;
  };
  /// B is there only beside A.
  bool exists(int slot) const { return slot == 0 || paired_; }
  Slot& at(int slot) { return slots_[static_cast<size_t>(slot)]; }
  void changeRuns();
  std::vector<int64_t> pointsOf(const std::string& rows) const;

  struct EditedExemplars {
    ExemplarEdits edits;
    std::shared_ptr<const Subset> exemplars;
  };
  /// A run's last key, and its exemplars: a folder's may be others than those that its options give today.
  using ResultsId = std::pair<std::string, std::vector<int64_t>>;
  static ResultsId idOf(const Run& run) { return {run.keys.back(), run.subset->rows}; }

  DatasetPtr dataset_;
  QString source_;
  Options options_;
  std::array<Slot, 2> slots_;
  bool paired_ = false;
  int current_ = 0;
  std::map<ResultsId, EditedExemplars> edited_;
  Selection selection_;
  std::vector<uint8_t> muted_;
  qint64 hovered_ = -1, asked_ = -1;
  std::pair<RunPtr, RunPtr> told_;  ///< Which telling_ is of.
  qint64 telling_ = -1;             ///< The row of the current run that has something to tell.
  bool pinned_ = false;
  Theme theme_;
  bool reducedMotion_ = false;
};

}  // namespace adapsne
