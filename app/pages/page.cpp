// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page.h"

#include "app/run_controller.h"
#include "app/session.h"

namespace adapsne {

Page::Page(PageId id, Session* session, QWidget* parent)
    : PanelHost(session->theme(), parent), id_(id), session_(session) {
  setWindowFlags(Qt::Widget);
  setObjectName(pageInfo(id).name);
  connect(session, &Session::themeChanged, this, [this] { setTheme(session_->theme()); });
  connect(session, &Session::reducedMotionChanged, this, [this] { setAnimated(!session_->reducedMotion()); });
}

QString Page::nextStep(const RunController& controller) const {
  if (controller.running()) return tr("A run is in progress.");
  return session_->dataset() ? tr("Press Run or the space bar.") : tr("Open a dataset and run a method.");
}

}  // namespace adapsne
