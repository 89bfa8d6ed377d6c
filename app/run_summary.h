// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/summary_panel.h"

namespace adapsne {

class RunController;
class Session;

/// The measures of the session's current run, or why there are none.
class RunSummary : public SummaryPanel {
  Q_OBJECT

 public:
  RunSummary(Session* session, RunController* controller, QWidget* parent = nullptr);

 private:
  void follow();

  Session* session_;
  RunController* controller_;
};

}  // namespace adapsne
