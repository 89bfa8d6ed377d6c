// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "views/theme.h"

class QComboBox;
class QToolButton;

namespace adapsne {

class ElidedLabel;
class IterationTrack;

/// What the bar says of a recorded frame.
struct FrameMark {
  int iteration = 0, iterations = 0;
  int candidate = -1;  ///< Of the entropy guide; -1 for the final map.
  double perplexity = 0;
};

/// Goes through the recorded frames of a map: play, scrub, step. At its end it follows a run in progress.
class IterationBar : public QWidget {
  Q_OBJECT

 public:
  explicit IterationBar(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// The frames there are, in order. The frame that is shown stays where it is still there, else the nearest
  /// earlier one takes its place. `live`: more may come.
  void setMarks(std::vector<FrameMark> marks, bool live);
  int frames() const { return static_cast<int>(marks_.size()); }
  /// The frame that is shown; -1 where there are none.
  int position() const { return position_; }
  /// At the last frame, whichever that is going to be.
  bool follows() const { return follows_; }
  bool isPlaying() const { return clock_.isActive(); }

 public slots:
  void setPosition(int frame);
  void step(int frames);
  void togglePlay();
  void toStart();
  void toEnd();

 signals:
  void positionChanged(int frame);
  void framesChanged(int frames);  ///< There are some now, or none any more.

 private:
  void moveTo(int frame, bool follows);
  void advance();
  void showState();
  void showPlayFace();

  Theme theme_;
  std::vector<FrameMark> marks_;
  int position_ = -1;
  bool live_ = false, follows_ = true, playFace_ = false;
  QTimer clock_;
  QElapsedTimer sinceTick_;
  double fraction_ = 0;  ///< Of a frame, while playing.
  IterationTrack* track_ = nullptr;
  QToolButton *start_ = nullptr, *back_ = nullptr, *play_ = nullptr, *forward_ = nullptr, *end_ = nullptr;
  ElidedLabel* label_ = nullptr;
  QComboBox* speed_ = nullptr;
};

}  // namespace adapsne
