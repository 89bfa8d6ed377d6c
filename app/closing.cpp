// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/closing.h"

#include <algorithm>

#include <QStringList>

#include "app/comparisons.h"
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
  const bool endsRun = controller_->running() != nullptr, endsComparison = comparisons_->working() != nullptr;
  const bool losesCells = endsComparison || comparisons_->unsaved();
  if (!newlyLost && (!endsRun || warnedOfJob_ == controller_->job()) && (!losesCells || warnedOfCells_))
    return true;
  warnedOf_ = lost;
  warnedOfJob_ = endsRun ? controller_->job() : 0;
  warnedOfCells_ = losesCells;
  QStringList names, places;
  for (const int id : lost) names << library_->find(id)->name;
  if (!lost.empty()) places << QObject::tr("Runs");
  if (comparisons_->unsaved()) {
    names << QObject::tr("what was compared");
    places << QObject::tr("Worth");
  }
  const QString unsaved = QObject::tr("Not saved: %1").arg(names.join(QStringLiteral(", ")));
  const QString working = endsRun && endsComparison ? QObject::tr("A run and a comparison are in progress")
                          : endsRun                 ? QObject::tr("A run is in progress")
                                                    : QObject::tr("A comparison is in progress");
  messages_->notice(!endsRun && !endsComparison ? unsaved
                    : names.isEmpty()           ? working
                                                : working + ". " + unsaved,
                    names.isEmpty() ? QObject::tr("Close the window again to end it and leave.")
                                    : QObject::tr("Close the window again to leave without, or save in %1.")
                                          .arg(places.join(QObject::tr(" and "))));
  return false;
}

}  // namespace adapsne
