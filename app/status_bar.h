// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QTimer>

#include "views/status_line.h"

namespace adapsne {

class Messages;
class RunController;
class Session;

/// The foot of the window: the last remark or how far the work is, and what it takes.
class StatusBar : public StatusLine {
  Q_OBJECT

 public:
  StatusBar(Session* session, RunController* controller, Messages* messages, QWidget* parent = nullptr);

 private:
  std::optional<Progress> last_;  ///< What the run in progress said of itself last.
  QTimer timer_;
};

}  // namespace adapsne
