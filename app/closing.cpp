// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/closing.h"

#include <algorithm>

#include <QStringList>

#include "app/messages.h"
#include "app/run_controller.h"
#include "app/run_library.h"
#include "app/session.h"

namespace adapsne {

/// Ascending: runs that are worth saving, and those whose exemplars were edited since they were saved.
std::vector<int> Closing::lostByLeaving() const {
  if (kept_) return {};
  std::vector<int> lost = library_->worthSaving();
  for (const ListedRun& listed : library_->runs())
    if (session_->edits(listed.run) != listed.savedEdits) lost.push_back(listed.id);
  std::sort(lost.begin(), lost.end());
  lost.erase(std::unique(lost.begin(), lost.end()), lost.end());
  return lost;
}

bool Closing::isAllowed() {
  const std::vector<int> lost = lostByLeaving();
  const bool newlyLost = !std::includes(warnedOf_.begin(), warnedOf_.end(), lost.begin(), lost.end());
  const bool endsRun = controller_->running() != nullptr;
  if (!newlyLost && (!endsRun || warnedOfJob_ == controller_->job())) return true;
  warnedOf_ = lost;
  warnedOfJob_ = endsRun ? controller_->job() : 0;
  QStringList names;
  for (const int id : lost) names << library_->find(id)->name;
  const QString unsaved = QObject::tr("Not saved: %1").arg(names.join(QStringLiteral(", ")));
  const QString working = QObject::tr("A run is in progress");
  messages_->notice(!endsRun          ? unsaved
                    : names.isEmpty() ? working
                                      : working + ". " + unsaved,
                    names.isEmpty()
                        ? QObject::tr("Close the window again to end it and leave.")
                        : QObject::tr("Close the window again to leave without, or save in Runs."));
  return false;
}

}  // namespace adapsne
