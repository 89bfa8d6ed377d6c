// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/iteration_bar.h"

#include <algorithm>
#include <climits>
#include <initializer_list>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include "views/elided_label.h"
#include "views/format.h"
#include "views/icons.h"
#include "views/iteration_track.h"

namespace adapsne {

namespace {

constexpr int kTick = 16;                        // ms
constexpr double kWholeSeconds = 8;              // at speed 1, however many frames
constexpr double kSlowest = 15, kFastest = 120;  // frames a second at speed 1

QToolButton* button(const QString& name, const QString& tip, QWidget* parent) {
  auto* made = new QToolButton(parent);
  made->setProperty("flat", true);
  made->setAccessibleName(name);
  made->setToolTip(tip);
  made->setIconSize({16, 16});
  made->setFocusPolicy(Qt::TabFocus);
  return made;
}

bool before(const FrameMark& a, const FrameMark& b) {
  const auto phase = [](const FrameMark& m) { return m.candidate < 0 ? INT_MAX : m.candidate; };
  return std::pair(phase(a), a.iteration) < std::pair(phase(b), b.iteration);
}

}  // namespace

IterationBar::IterationBar(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAutoFillBackground(true);
  setAccessibleName(tr("Iterations"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 4, 14, 4);
  layout->setSpacing(2);
  start_ = button(tr("First frame"), tr("To the first recorded frame (Home)"), this);
  back_ = button(tr("One frame back"), tr("One frame back (comma)"), this);
  play_ = button(tr("Play the frames"), tr("Play or halt (P)"), this);
  forward_ = button(tr("One frame on"), tr("One frame on (full stop)"), this);
  end_ = button(tr("Last frame"), tr("To the last frame; follows a run in progress (End)"), this);
  track_ = new IterationTrack(theme, this);
  track_->setAccessibleName(tr("Recorded frames"));
  label_ = new ElidedLabel(this);
  label_->setFont(interfaceFont(12));
  label_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  speed_ = new QComboBox(this);
  speed_->setAccessibleName(tr("Speed"));
  speed_->setToolTip(tr("How fast the frames are played"));
  for (const double factor : {0.25, 0.5, 1.0, 2.0, 4.0}) speed_->addItem(tr("%1×").arg(factor), factor);
  speed_->setCurrentIndex(2);
  for (QWidget* widget : std::initializer_list<QWidget*>{start_, back_, play_, forward_, end_})
    layout->addWidget(widget);
  layout->addSpacing(6);
  layout->addWidget(track_, 3);
  layout->addSpacing(6);
  layout->addWidget(label_, 2);
  layout->addSpacing(10);
  layout->addWidget(speed_);
  connect(start_, &QToolButton::clicked, this, &IterationBar::toStart);
  connect(back_, &QToolButton::clicked, this, [this] { step(-1); });
  connect(play_, &QToolButton::clicked, this, &IterationBar::togglePlay);
  connect(forward_, &QToolButton::clicked, this, [this] { step(1); });
  connect(end_, &QToolButton::clicked, this, &IterationBar::toEnd);
  connect(track_, &QSlider::valueChanged, this, &IterationBar::setPosition);
  clock_.setInterval(kTick);
  clock_.setTimerType(Qt::PreciseTimer);
  connect(&clock_, &QTimer::timeout, this, &IterationBar::advance);
  setTheme(theme);
}

void IterationBar::setTheme(const Theme& theme) {
  theme_ = theme;
  start_->setIcon(lineIcon("first", theme.text));
  back_->setIcon(lineIcon("step-back", theme.text));
  forward_->setIcon(lineIcon("step-forward", theme.text));
  end_->setIcon(lineIcon("last", theme.text));
  track_->setTheme(theme);
  QPalette dim = label_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  label_->setPalette(dim);
  showPlayFace();
  showState();
}

void IterationBar::showPlayFace() {
  playFace_ = clock_.isActive();
  play_->setIcon(lineIcon(playFace_ ? "pause" : "run", theme_.text));
}

void IterationBar::setMarks(std::vector<FrameMark> marks, bool live) {
  const bool held = position_ >= 0 && !follows_;
  const FrameMark shown = held ? marks_[static_cast<size_t>(position_)] : FrameMark{};
  const bool had = !marks_.empty();
  marks_ = std::move(marks);
  live_ = live;
  const int last = frames() - 1;
  if (held && last >= 0) {
    const auto after = std::upper_bound(marks_.begin(), marks_.end(), shown, before);
    position_ = std::max(0, static_cast<int>(after - marks_.begin()) - 1);
  } else {
    position_ = last;
    follows_ = true;
  }
  if (last < 1) clock_.stop();
  {
    const QSignalBlocker quiet(track_);
    track_->setMarks(marks_);
    track_->setValue(std::max(0, position_));
  }
  showState();
  if (had == marks_.empty()) emit framesChanged(frames());
}

void IterationBar::setPosition(int frame) {
  if (marks_.empty()) return;
  clock_.stop();
  moveTo(frame, frame >= frames() - 1);
}

void IterationBar::step(int count) {
  setPosition(position_ + count);
}

void IterationBar::toStart() {
  setPosition(0);
}

void IterationBar::toEnd() {
  setPosition(frames() - 1);
}

void IterationBar::moveTo(int frame, bool follows) {
  const int to = std::clamp(frame, 0, frames() - 1);
  const bool moved = to != position_ || follows != follows_;
  position_ = to;
  follows_ = follows;
  {
    const QSignalBlocker quiet(track_);
    track_->setValue(position_);
  }
  showState();
  if (moved) emit positionChanged(position_);
}

void IterationBar::togglePlay() {
  if (frames() < 2) return;
  if (clock_.isActive()) {
    clock_.stop();
  } else {
    fraction_ = 0;
    sinceTick_.start();
    clock_.start();
    if (position_ >= frames() - 1) moveTo(0, false);
  }
  showState();
}

void IterationBar::advance() {
  const double rate =
      std::clamp(frames() / kWholeSeconds, kSlowest, kFastest) * speed_->currentData().toDouble();
  fraction_ += rate * static_cast<double>(sinceTick_.restart()) / 1000;
  const int whole = static_cast<int>(fraction_);
  if (whole == 0) return;
  fraction_ -= whole;
  const bool ends = position_ + whole >= frames() - 1;
  if (ends) clock_.stop();
  moveTo(position_ + whole, ends);
}

void IterationBar::showState() {
  const bool some = frames() > 1;
  for (QToolButton* each : {start_, back_, play_, forward_, end_}) each->setEnabled(some);
  speed_->setEnabled(some);
  back_->setEnabled(some && position_ > 0);
  start_->setEnabled(some && position_ > 0);
  forward_->setEnabled(some && position_ < frames() - 1);
  end_->setEnabled(some && !follows_);
  if (playFace_ != clock_.isActive()) showPlayFace();
  if (position_ < 0) return label_->setFullText(tr("No frames recorded yet"));
  const FrameMark& mark = marks_[static_cast<size_t>(position_)];
  const QString brief = tr("iteration %1 of %2").arg(countText(mark.iteration), countText(mark.iterations));
  QString text = brief;
  if (mark.candidate >= 0) text = tr("perplexity %1 · %2").arg(numberText(mark.perplexity), text);
  if (follows_ && live_) text = tr("live · %1").arg(text);
  label_->setFullText(text, brief);
}

}  // namespace adapsne
