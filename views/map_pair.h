// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <QString>
#include <QTimer>
#include <QWidget>

#include "core/embedding/procrustes.h"
#include "core/pipeline/run.h"
#include "views/latest_task.h"
#include "views/point_index.h"
#include "views/selection.h"
#include "views/theme.h"

class QSplitter;

namespace adapsne {

class MapPane;
class MapView;

/// How two maps share the room: side by side, one of them alone, or both in turn at the same place.
enum class PairMode { SideBySide, Single, Blink };

/// One map, or two of the same dataset: A (slot 0) and B (slot 1). B is turned, mirrored and scaled onto A
/// (Procrustes), and camera, hover, selection and muted classes are one for both.
///
/// A large B is laid over A on another thread, once for what both show then: frames that come faster are left
/// out, and settled() says when the last one lies where it should.
///
/// One of the two is current: the one that was touched last. The window's panels describe it.
class MapPair : public QWidget {
  Q_OBJECT

 public:
  explicit MapPair(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  MapPane* pane(int slot) const { return panes_[static_cast<size_t>(slot)]; }
  MapView* map(int slot) const;
  int current() const { return current_; }
  void setCurrent(int slot);
  bool isPaired() const { return paired_; }
  void setPaired(bool paired);

  PairMode mode() const { return mode_; }
  void setMode(PairMode mode);
  /// Without motion the maps of Blink change only by flip().
  void setReducedMotion(bool reduced);
  /// The map that can be seen, or touched last where both can.
  int front() const { return front_; }
  /// Brings the other map to the front.
  void flip();

  /// Another dataset: both empty, nothing selected or muted.
  void setDataset(const DatasetPtr& dataset);
  void setFrame(int slot, const Positions& positions, const QString& caption);
  void setRun(int slot, const RunPtr& run);
  /// What people made of the exemplars of a slot's run: MapView::setExemplars().
  void setExemplars(int slot, std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned);
  /// A recorded frame of the finished run in a slot; null: its final map again.
  void setReplay(int slot, const Positions& positions, const QString& caption);
  /// The finished run that a slot shows; null while there is none, or while its map moves.
  RunPtr run(int slot) const;
  /// Takes a map away; where there are two, the other one stays, as the only one.
  void close(int slot);
  /// No map in a slot, which stays.
  void clear(int slot);

  const Selection& selection() const { return selection_; }
  void setSelection(const Selection& selection);
  /// By class, 1: greyed and out of reach of pointer and lasso. Empty: none.
  const std::vector<uint8_t>& muted() const { return muted_; }
  void setMuted(const std::vector<uint8_t>& muted);
  /// The user's own change, by a gesture or a command: as setSelection, and it can be told from others.
  void select(const Selection& selection);
  /// For settings that both maps share.
  void forEach(const std::function<void(MapView*)>& change);
  /// Nothing that can be seen is still being prepared.
  bool settled() const;

 signals:
  /// Something that is prepared on another thread could not be; what was shown before stays.
  void failed(const QString& where, const QString& problem, const QString& remedy);
  void currentChanged(int slot);
  void hovered(int slot, qint64 row);
  void picked(int slot, qint64 row);
  void selectionChanged();
  void mutedChanged();
  void modeChanged(adapsne::PairMode mode);
  void selectionEdited(const adapsne::Selection& before);  ///< The user selected something else.
  void closed(int slot);                                   ///< There is one map again.

 private:
  struct Shown {
    Positions positions;
    Similarity placement;
  };
  void link(int slot);
  void arrange();
  void bringToFront(int slot);
  void muteByClick(int label, bool alone);
  /// How B's own positions are shown, once they have been laid over A.
  struct Waiting {
    bool replay = false;  ///< A frame or the end of a finished run, not of a map that moves.
    QString caption;
  };
  static Shown laidOver(const Positions& reference, const Positions& positions);
  /// What B is laid over; null where it stands by itself.
  Positions referenceFor(const Positions& positions) const;
  bool isLarge(const Positions& positions) const;
  Shown placedForNow(const Positions& positions) const;
  void showSecond(const Waiting& how);
  void alignWaiting();
  void deliver(const Waiting& how, const Shown& shown);
  void dropAlignment();
  void realign();
  void shareCounterparts();

  std::array<MapPane*, 2> panes_{};
  std::array<Positions, 2> own_;  ///< What the slots show, before B was laid over A.
  QString ownCaption_;            ///< Of B's own positions; empty for the end of its run.
  Similarity lastPlacement_;      ///< Of B; what it is shown by until it has been laid over A again.
  std::optional<Waiting> waiting_;
  bool begins_ = false;  ///< alignWaiting() has been called, and comes.
  LatestTask aligning_;
  QSplitter* splitter_ = nullptr;
  Selection selection_;
  std::vector<uint8_t> muted_;
  int current_ = 0, front_ = 0;
  bool paired_ = false, reducedMotion_ = false;
  PairMode mode_ = PairMode::SideBySide;
  QTimer blink_;
};

}  // namespace adapsne
