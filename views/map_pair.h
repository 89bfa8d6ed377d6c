// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>

#include <QString>
#include <QWidget>

#include "core/pipeline/run.h"
#include "views/point_index.h"
#include "views/selection.h"
#include "views/theme.h"

class QSplitter;

namespace adapsne {

class MapPane;
class MapView;

/// One map, or two of the same dataset side by side: A on the left, B on the right. B is turned, mirrored and
/// scaled onto A (Procrustes), and camera, hover and selection are one for both. Slot 0 is A.
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

  /// Another dataset: both empty, nothing selected.
  void setDataset(const DatasetPtr& dataset);
  void setFrame(int slot, const Positions& positions, const QString& caption);
  void setRun(int slot, const RunPtr& run);
  /// The finished run that a slot shows; null while there is none, or while its map moves.
  RunPtr run(int slot) const;
  /// Takes a map away; where there are two, the other one stays, as the only one.
  void close(int slot);

  const Selection& selection() const { return selection_; }
  void setSelection(const Selection& selection);
  /// The user's own change, by a gesture or a command: as setSelection, and it can be told from others.
  void select(const Selection& selection);
  /// For settings that both maps share.
  void forEach(const std::function<void(MapView*)>& change);

 signals:
  void currentChanged(int slot);
  void hovered(int slot, qint64 row);
  void picked(int slot, qint64 row);
  void selectionChanged();
  void selectionEdited(const adapsne::Selection& before);  ///< The user selected something else.
  void closed();  ///< There is one map again.

 private:
  struct Shown {
    Positions positions;
    double unit;
  };
  void link(int slot);
  void markCurrent();
  Shown aligned(int slot, const Positions& positions) const;

  std::array<MapPane*, 2> panes_{};
  QSplitter* splitter_ = nullptr;
  Selection selection_;
  int current_ = 0;
  bool paired_ = false;
};

}  // namespace adapsne
