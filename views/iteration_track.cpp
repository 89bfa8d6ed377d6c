// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/iteration_track.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

namespace adapsne {

namespace {
constexpr double kMargin = 8, kHandle = 6;
}

IterationTrack::IterationTrack(const Theme& theme, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), theme_(theme) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IterationTrack::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void IterationTrack::setMarks(const std::vector<FrameMark>& marks) {
  parts_.clear();
  for (int i = 0; i < static_cast<int>(marks.size()); ++i) {
    const int candidate = marks[static_cast<size_t>(i)].candidate;
    if (i == 0 || marks[static_cast<size_t>(i - 1)].candidate != candidate)
      parts_.push_back({i, i, candidate < 0});
    parts_.back().last = i;
  }
  setRange(0, std::max(0, static_cast<int>(marks.size()) - 1));
  setPageStep(std::max(1, maximum() / 20));
  setEnabled(marks.size() > 1);
  update();
}

double IterationTrack::xOf(int frame) const {
  return maximum() > 0 ? kMargin + (width() - 2 * kMargin) * frame / maximum() : kMargin;
}

int IterationTrack::frameAt(double x) const {
  const double share = (x - kMargin) / std::max(1.0, width() - 2 * kMargin);
  return std::clamp(static_cast<int>(std::lround(share * maximum())), 0, maximum());
}

void IterationTrack::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double y = height() / 2.0;
  if (!isEnabled()) {
    painter.setPen(QPen(theme_.line, 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(kMargin, y), QPointF(width() - kMargin, y));
    return;
  }
  const double here = xOf(value());
  for (const Part& part : parts_) {
    // A gap between the phases, at whose ends the map starts anew.
    const double from = xOf(part.first), to = std::max(from + 1, xOf(part.last) - (part.final ? 0 : 2));
    const double thick = part.final ? 4 : 2.5;
    painter.setPen(QPen(theme_.line, thick, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(from, y), QPointF(to, y));
    if (here <= from) continue;
    painter.setPen(QPen(part.final ? theme_.accent : theme_.dim, thick, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(from, y), QPointF(std::min(to, here), y));
  }
  painter.setPen(QPen(hasFocus() ? theme_.text : theme_.panel, 2));
  painter.setBrush(theme_.accent);
  painter.drawEllipse(QPointF(here, y), kHandle, kHandle);
}

void IterationTrack::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) setValue(frameAt(event->position().x()));
}

void IterationTrack::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) setValue(frameAt(event->position().x()));
}

}  // namespace adapsne
