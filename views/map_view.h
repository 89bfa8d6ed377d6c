// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QPointF>
#include <QPolygonF>
#include <QString>
#include <QWidget>

#include "core/dataset/dataset.h"
#include "core/pipeline/run.h"
#include "views/camera.h"
#include "views/latest_task.h"
#include "views/map_layer.h"
#include "views/map_scene.h"
#include "views/point_colors.h"
#include "views/point_index.h"
#include "views/theme.h"

class QPushButton;

namespace adapsne {

/// One live map: pan, zoom, hover, select. The camera belongs to the user: it follows the map's size only
/// until it is moved by hand, and nothing but fit() or another dataset brings it back.
///
/// Dragging pans, or draws a lasso where that is switched on. Shift adds to the selection and Alt takes away
/// from it: by a lasso, by a rectangle where lassos are off, or by a click.
class MapView : public QWidget {
  Q_OBJECT

 public:
  static constexpr qint64 kInspected = -2;

  explicit MapView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Another dataset: no map yet, the camera starts anew.
  void setDataset(DatasetPtr dataset);
  /// A frame of a map that still moves; `placement` says how the map's own coordinates became `positions`.
  void setFrame(Positions positions, const QString& caption, const Similarity& placement = {});
  /// A finished map with what is known of its points; `positions`, where given, replace the run's own.
  void setRun(RunPtr run, Positions positions = nullptr, const Similarity& placement = {});
  /// A recorded frame of the finished run that is shown, which stays; null: its final map again.
  void setReplay(Positions positions, const QString& caption, const Similarity& placement = {});
  /// No map, but what to do next; `action` is the words of a button, none if empty.
  void setEmpty(const QString& title, const QString& text, const QString& action = {});

  void setColorBy(const ColorBy& by);
  void setOverlays(const MapOverlays& overlays);
  /// What people made of the run's exemplars, until another run is shown, and which rows the next one is to
  /// keep; `subset` null: the run's own.
  void setExemplars(std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned);
  /// By class, 1: greyed. Empty: none.
  void setMuted(const std::vector<uint8_t>& muted);
  /// Where the map beside has the same points, in this map's coordinates; null for none.
  void setCounterpart(Positions positions);
  void setLasso(bool on);

  /// Beside `leader`, with which it shares the camera.
  void setLeader(MapView* leader) {
    leader_ = leader;
    leader->follower_ = this;
  }
  /// `linked` draws hair lines through the hovered point; one legend of the classes is enough for two maps.
  void setLinked(bool linked, bool showClasses);
  /// What the other map was told; emit nothing.
  void setCamera(const Camera& camera, bool followsFit);
  void setLinkedHover(int64_t row);
  void setSelection(const Selection& selection);

  const MapScene& scene() const { return scene_; }
  const Camera& camera() const { return camera_; }
  bool hasMap() const { return scene_.positions != nullptr; }
  bool followsFit() const { return follows_; }
  QPointF screenPosition(int64_t row) const;
  /// All that is to be seen has been painted: nothing is being prepared on another thread.
  bool settled() const;

  /// What the view shows, without what belongs to the pointer, to be painted elsewhere.
  MapPicture picture() const;

  QSize sizeHint() const override { return {900, 640}; }
  QSize minimumSizeHint() const override { return {260, 220}; }

 public slots:
  void fit();
  /// Shows a point's card as if the pointer were on it.
  void highlight(qint64 row);
  /// Moves the camera, no farther than it must, so that a point is well within view.
  void reveal(qint64 row);

 signals:
  void hovered(qint64 row);  ///< -1: nothing is under the pointer.
  void picked(qint64 row);   ///< A point was clicked; -1: beside the points.
  void cameraMoved(const adapsne::Camera& camera, bool followsFit);
  void selectionMade(const adapsne::Selection& selection);
  void classClicked(int label, bool alone);  ///< In the legend; alone: with Ctrl or Shift held.
  void touched();                            ///< Pressed or focused.
  /// The right button or the menu key, where nothing is being dragged: for a point, or for the map (-1). By
  /// key without a point under the pointer: kInspected, the one that panels describe.
  void menuRequested(qint64 row, QPoint globalPosition);
  void emptyActionTriggered();
  /// Something that is prepared on another thread could not be; what was shown before stays.
  void failed(const QString& where, const QString& problem, const QString& remedy);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void setPositions(Positions positions);
  void recolor();
  void describeRun();
  void refresh();
  void moveCamera(const Camera& camera, bool followsFit = false);
  void fitToMap();
  QRectF legendBox(QSizeF room) const;
  void followLegend();
  void measureDensity();
  void measureGrid();
  void indexPoints();
  void hoverAt(QPointF at);
  void dropGesture();
  void finishGesture(Qt::KeyboardModifiers modifiers);
  void setHovered(int64_t row);
  void placeAction();
  MapStyle screenStyle() const;

  Theme theme_;
  MapScene scene_;
  ColorBy colorBy_;
  Camera camera_;
  bool follows_ = true;
  bool focusRing_ = false;  ///< Reached by keyboard.
  enum class Gesture { None, Pan, Lasso, Rectangle };
  Gesture gesture_ = Gesture::None;
  bool moved_ = false, lasso_ = false, replays_ = false;
  QPointF dragFrom_;
  QPolygonF outline_;                                ///< Of the lasso or rectangle, on the screen.
  MapView *leader_ = nullptr, *follower_ = nullptr;  ///< Of two maps that share the camera.
  QPushButton* action_ = nullptr;
  QString runCaption_;                       ///< Of the finished run, while a frame of it is replayed.
  std::shared_ptr<const PointIndex> index_;  ///< Built when the pointer asks for it.
  std::optional<QPointF> waitingAt_;         ///< Where the pointer was when it did.
  MapLayer* layer_ = nullptr;
  LatestTask coloring_, indexing_, measuring_, gridding_;
};

}  // namespace adapsne
