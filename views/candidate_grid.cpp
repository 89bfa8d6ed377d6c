// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/candidate_grid.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include "views/candidate_card.h"
#include "views/format.h"

namespace adapsne {

namespace {
constexpr double kMargin = 14, kGap = 14, kCaption = 36;
}

CandidateGrid::CandidateGrid(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setMouseTracking(true);
  setAccessibleName(tr("Maps of the candidates"));
  clear();
}

void CandidateGrid::setTheme(const Theme& theme) {
  theme_ = theme;
  redraw();
}

void CandidateGrid::begin(const DatasetPtr& dataset) {
  clear();
  dataset_ = dataset;
  empty_ = tr("The first map appears when its perplexity has been tried.");
}

void CandidateGrid::addCandidate(const GuidanceRecord& record) {
  insert({record.perplexity, record.trustworthiness,
          std::make_shared<const std::vector<float>>(record.thumbnail)});
}

void CandidateGrid::insert(Cell cell) {
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), cell, [](const Cell& a, const Cell& b) {
    return a.chosen != b.chosen ? b.chosen : a.perplexity < b.perplexity;
  });
  cells_.insert(after, std::move(cell));
  redraw();  // the others have another size now
}

void CandidateGrid::setRun(const RunPtr& run) {
  if (run && run == run_) return;
  clear();
  run_ = run;
  if (!run) return;
  dataset_ = run->dataset;
  if (run->guidance.empty()) {
    empty_ = tr("This run's perplexity was fixed: no others were tried.");
    return;
  }
  for (const GuidanceRecord& record : run->guidance)
    insert({record.perplexity, record.trustworthiness, {run, &record.thumbnail}});
  insert({run->targetPerplexity, run->assessment.trustworthiness, {run->map, &run->map->positions}, true});
}

void CandidateGrid::clear() {
  cells_.clear();
  ++generation_;
  dataset_ = nullptr;
  run_ = nullptr;
  empty_ = tr("A run whose perplexity is guided by entropy shows here every map that it looked at.");
  setHovered(-1);
  update();
}

QString CandidateGrid::captionOf(int cell) const {
  const Cell& c = cells_[static_cast<size_t>(cell)];
  return (c.chosen ? tr("chosen: %1") : tr("perplexity %1")).arg(numberText(c.perplexity));
}

/// The number that makes the maps largest.
int CandidateGrid::columns() const {
  const int count = std::max(1, cells());
  int best = 1;
  double largest = -1;
  for (int columns = 1; columns <= count; ++columns) {
    const int lines = (count + columns - 1) / columns;
    const double wide = (width() - 2 * kMargin - (columns - 1) * kGap) / columns;
    const double high = (height() - 2 * kMargin - (lines - 1) * kGap) / lines - kCaption;
    if (std::min(wide, high) > largest) {
      largest = std::min(wide, high);
      best = columns;
    }
  }
  return best;
}

double CandidateGrid::side() const {
  const int columns = this->columns(), lines = (std::max(1, cells()) + columns - 1) / columns;
  const double wide = (width() - 2 * kMargin - (columns - 1) * kGap) / columns;
  const double high = (height() - 2 * kMargin - (lines - 1) * kGap) / lines - kCaption;
  return std::max(24.0, std::floor(std::min(wide, high)));
}

QRectF CandidateGrid::place(int cell) const {
  const int columns = this->columns();
  const double side = this->side();
  const double across = columns * side + (columns - 1) * kGap;
  const double left = std::max(kMargin, (width() - across) / 2);
  return {left + cell % columns * (side + kGap), kMargin + cell / columns * (side + kCaption + kGap), side,
          side + kCaption};
}

int CandidateGrid::cellAt(QPointF position) const {
  for (int cell = 0; cell < cells(); ++cell) {
    if (place(cell).contains(position)) return cell;
  }
  return -1;
}

bool CandidateGrid::settled() const {
  return !isVisible() || std::none_of(cells_.begin(), cells_.end(), [](const Cell& c) { return c.stale; });
}

void CandidateGrid::redraw() {
  ++generation_;
  for (Cell& cell : cells_) cell.stale = true;
  drawNext();
  update();
}

void CandidateGrid::drawNext() {
  if (!isVisible() || drawing_.pending()) return;
  const auto next = std::find_if(cells_.begin(), cells_.end(), [](const Cell& c) { return c.stale; });
  if (next == cells_.end()) return;
  const int side = static_cast<int>(this->side());
  drawing_.start(
      [positions = next->positions, dataset = dataset_, side, ratio = devicePixelRatioF(), theme = theme_] {
        QImage picture = smallMap(*positions, dataset.get(), side, ratio, theme);
        if (!picture.isNull()) return picture;
        picture = QImage(side, side, QImage::Format_RGB32);  // it was kept without its map
        picture.fill(theme.plot);
        return picture;
      },
      [this, generation = generation_, index = next - cells_.begin()](const QImage& picture) {
        if (generation == generation_) {
          cells_[static_cast<size_t>(index)].picture = picture;
          cells_[static_cast<size_t>(index)].stale = false;
          update();
        }
        // When this request counts as delivered.
        QMetaObject::invokeMethod(this, &CandidateGrid::drawNext, Qt::QueuedConnection);
      });
}

void CandidateGrid::showEvent(QShowEvent*) {
  drawNext();
}

void CandidateGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (cells_.empty()) {
    painter.setFont(interfaceFont(13));
    painter.setPen(theme_.dim);
    painter.drawText(rect().adjusted(20, 0, -20, 0), Qt::AlignCenter | Qt::TextWordWrap, empty_);
    return;
  }
  // Where there is no room for words, the numbers and the frame say it.
  bool words = true;
  const QFontMetricsF captions(interfaceFont(12));
  for (int i = 0; i < cells(); ++i) words = words && captions.horizontalAdvance(captionOf(i)) <= side();
  for (int i = 0; i < cells(); ++i) {
    const Cell& cell = cells_[static_cast<size_t>(i)];
    const QRectF whole = place(i), map(whole.topLeft(), QSizeF(whole.width(), whole.width()));
    painter.fillRect(map, theme_.plot);
    if (!cell.picture.isNull()) painter.drawImage(map, cell.picture);
    const QColor frame = cell.chosen ? theme_.adapsne : i == hovered_ ? theme_.dim : theme_.line;
    painter.setPen(QPen(frame, cell.chosen || i == hovered_ ? 1.5 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(map);
    QFont strong = interfaceFont(12);
    strong.setWeight(cell.chosen ? QFont::DemiBold : QFont::Normal);
    painter.setFont(strong);
    painter.setPen(cell.chosen ? theme_.adapsne : theme_.text);
    const QRectF line(map.left(), map.bottom() + 3, map.width(), 16);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     words ? captionOf(i) : numberText(cell.perplexity));
    painter.setFont(interfaceFont(11));
    painter.setPen(theme_.dim);
    // In full, in short, or not at all: half a number would be another one.
    const QString value = QString::number(cell.trustworthiness, 'f', 3);
    for (const QString& trust : {tr("trustworthiness %1").arg(value), tr("T %1").arg(value)}) {
      if (painter.fontMetrics().horizontalAdvance(trust) > line.width()) continue;
      painter.drawText(line.translated(0, 16), Qt::AlignLeft | Qt::AlignVCenter, trust);
      break;
    }
  }
}

void CandidateGrid::resizeEvent(QResizeEvent*) {
  redraw();
}

void CandidateGrid::mouseMoveEvent(QMouseEvent* event) {
  setHovered(cellAt(event->position()));
}

void CandidateGrid::leaveEvent(QEvent*) {
  setHovered(-1);
}

void CandidateGrid::setHovered(int cell) {
  if (cell == hovered_) return;
  hovered_ = cell;
  emit hovered(cell >= 0 && !cells_[static_cast<size_t>(cell)].chosen ? cell : -1);
  update();
}

}  // namespace adapsne
