// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "app/studio_arguments.h"

namespace adapsne {

class MainWindow;

/// Brings a window into a state, writes its picture and ends the program: 0, or 1 with the reason on stderr.
class Capture : public QObject {
  Q_OBJECT

 public:
  Capture(MainWindow* window, StudioArguments arguments);
  void start();

 private:
  void onDataset();
  void onFrame(int iteration, int iterations, bool finalMap);
  void onFinished();
  void onCells();
  void lookInto();
  void onFailed(const QString& message);
  void awaitPause();
  void selectClass();
  void applyLook();
  void hover();
  void grabSoon();
  void grab();
  void fail(const QString& message);

  MainWindow* window_;
  StudioArguments arguments_;
  bool done_ = false;
  bool comparing_ = false;  ///< The comparison of --cells goes on.
};

}  // namespace adapsne
