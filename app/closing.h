// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace adapsne {

class Comparisons;
class Messages;
class RunController;
class RunLibrary;
class Session;

/// Whether the window may close: what would be lost is said once, and who closes again means it.
class Closing {
 public:
  Closing(const Session* session, const RunController* controller, const RunLibrary* library,
          const Comparisons* comparisons, Messages* messages)
      : session_(session),
        controller_(controller),
        library_(library),
        comparisons_(comparisons),
        messages_(messages) {}

  bool isAllowed();
  /// Whether the runs stay for another session whatever is done with them here.
  void setKept(bool kept) { kept_ = kept; }

 private:
  std::vector<int> lostByLeaving() const;

  const Session* session_;
  const RunController* controller_;
  const RunLibrary* library_;
  const Comparisons* comparisons_;
  Messages* messages_;
  bool kept_ = false;
  int warnedOfJob_ = 0;         ///< Which is in progress, and ends.
  bool warnedOfCells_ = false;  ///< Of a comparison: measured and not saved, or still to come.
  std::vector<int> warnedOf_;   ///< Of these runs of the list; ascending.
};

}  // namespace adapsne
