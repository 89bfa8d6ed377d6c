// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include <QImage>
#include <QRectF>
#include <QWidget>

#include "core/guidance/guide.h"
#include "core/pipeline/run.h"
#include "views/latest_task.h"
#include "views/theme.h"

namespace adapsne {

/// The maps that the entropy guide looked at, as small multiples in the order of their perplexity, growing
/// while it works; of a finished run the map of the perplexity that was chosen comes last. As large as the
/// room allows.
class CandidateGrid : public QWidget {
  Q_OBJECT

 public:
  explicit CandidateGrid(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// A guided run begins; `dataset` colours the maps and may be null.
  void begin(const DatasetPtr& dataset);
  void addCandidate(const GuidanceRecord& record);
  /// A finished run; a fixed perplexity leaves nothing to show.
  void setRun(const RunPtr& run);
  void clear();

  int cells() const { return static_cast<int>(cells_.size()); }
  QString captionOf(int cell) const;
  QRectF place(int cell) const;        ///< Map and caption.
  int cellAt(QPointF position) const;  ///< -1 between them.
  /// Every map has been drawn.
  bool settled() const;

  QSize minimumSizeHint() const override { return {240, 140}; }

 signals:
  /// A candidate in the order of perplexity; -1: none, or the run's own map.
  void hovered(int candidate);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  struct Cell {
    double perplexity = 0, trustworthiness = 0;
    std::shared_ptr<const std::vector<float>> positions;
    bool chosen = false;
    QImage picture = {};  ///< As it was drawn last; null before that.
    bool stale = true;    ///< To be drawn, or drawn again: in another size, in other colours.
  };
  int columns() const;
  double side() const;
  void insert(Cell cell);
  void redraw();
  void drawNext();
  void setHovered(int cell);

  Theme theme_;
  DatasetPtr dataset_;
  std::vector<Cell> cells_;
  QString empty_;
  int hovered_ = -1;
  RunPtr run_;
  LatestTask drawing_;  ///< One map after the other, while they are in sight.
  int generation_ = 0;  ///< Counts the changes of cells_: what was drawn for those before is dropped.
};

}  // namespace adapsne
