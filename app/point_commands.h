// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QWidget>

namespace adapsne {

class Actions;
class ExemplarEditor;
class ExplorePage;
class Messages;
class Session;

/// The commands on one point: those of the menu Point, which act on the point that panels describe, and the
/// same in the menu that the right button or the menu key opens on the map and in the gallery.
class PointCommands : public QObject {
  Q_OBJECT

 public:
  PointCommands(Session* session, ExemplarEditor* editor, ExplorePage* explore, Messages* messages,
                Actions* actions, QWidget* window);

  /// The menu for a point, which becomes the inspected one; -1: for the map, MapView::kInspected: for the
  /// inspected point. Holds what applies, and nothing else.
  void popup(qint64 row, QPoint globalPosition);

 signals:
  /// Its panel is to be shown.
  void inspectRequested();
  void galleryRequested();

 private:
  void connectActions();
  void refresh();
  void selectRows(const std::vector<int64_t>& rows);
  void selectTerritory();
  void selectClass();
  void selectNeighbors();
  void muteClass(bool muted);
  void openPicture();
  qint64 row() const;

  Session* session_;
  ExemplarEditor* editor_;
  ExplorePage* explore_;
  Messages* messages_;
  Actions* actions_;
  QWidget* window_;
};

}  // namespace adapsne
