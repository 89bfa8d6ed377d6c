// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panel_host.h"
#include "app/panels.h"

namespace adapsne {

class MapView;
class RunController;
class Session;

/// A page of the window: owns its panels, remembers where they are, and reads the session.
class Page : public PanelHost {
  Q_OBJECT

 public:
  PageId id() const { return id_; }
  /// All that it shows has been painted: nothing is being prepared on another thread.
  virtual bool settled() const { return true; }
  /// The map that it shows, or that was touched last; null on a page without one.
  virtual MapView* map() const { return nullptr; }

 protected:
  Page(PageId id, Session* session, QWidget* parent);
  Session* session() const { return session_; }
  /// What comes before there is anything to see: "Press Run or the space bar."
  QString nextStep(const RunController& controller) const;

 private:
  PageId id_;
  Session* session_;
};

}  // namespace adapsne
