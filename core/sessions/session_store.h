// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/pipeline/map_recording.h"
#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "core/sessions/session_state.h"

namespace adapsne {

/// The folder of one session: session.json, and a run's folder (RunFolder) below runs/ for each run that is
/// kept. Whoever holds it has it alone: other programs leave it be, until this one ends in whatever way.
///
/// Everything is written aside and renamed, a run before the session that names it, so that at any moment
/// the folder is what it was before or what it is after. Errors name the path.
class SessionFolder {
 public:
  /// A new one below `root`, which is made where it is missing. Throws Error.
  static std::unique_ptr<SessionFolder> make(const std::filesystem::path& root);
  /// One that is there; null where another program has it. Throws Error where it cannot be had.
  static std::unique_ptr<SessionFolder> take(const std::filesystem::path& folder);
  ~SessionFolder();
  SessionFolder(const SessionFolder&) = delete;
  SessionFolder& operator=(const SessionFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path runFolder(const std::string& run) const { return path_ / "runs" / run; }

  SessionState read() const;
  void write(const SessionState& state) const;
  /// Writes a run, and returns the name of its folder.
  std::string keep(const Run& run, const std::string& name, const ExemplarEdits& edits,
                   std::span<const RecordedFrame> frames = {});
  /// What people changed of the exemplars of a run that is kept.
  void keepEdits(const std::string& run, const Run& of, const ExemplarEdits& edits) const;
  /// Removes runs that the session does not name (any more).
  void removeOthers(const SessionState& state) const;
  /// Removes the folder: nothing of the session is left.
  void remove() const;

 private:
  SessionFolder(std::filesystem::path path, int lock);
  std::filesystem::path path_;
  int lock_;  ///< A descriptor; the system gives the lock up with it.
  int64_t next_ = 1;
};

/// A session that no program has open.
struct LeftSession {
  std::filesystem::path folder;
  SessionState state;
  std::filesystem::file_time_type written;
};
/// Those below `root` that can be read and hold something, newest first. What cannot be read stays where it
/// is.
std::vector<LeftSession> leftSessions(const std::filesystem::path& root);

/// Bytes of all files below a folder; 0 where there is none.
int64_t bytesBelow(const std::filesystem::path& folder);

/// Bytes of the sessions below `root`, but for those that cannot be read: nobody can thin these, and what can
/// be read is not to go for them.
int64_t sessionBytes(const std::filesystem::path& root);

/// Takes away what is kept until sessionBytes() are at most `budget`: runs that are not pinned of
/// sessions that no program has open, the oldest session first, in each the oldest run first. Sessions
/// without a run go with them. How many runs went.
int64_t thinLeftSessions(const std::filesystem::path& root, int64_t budget);

}  // namespace adapsne
