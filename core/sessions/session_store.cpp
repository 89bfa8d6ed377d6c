// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sessions/session_store.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/pipeline/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr const char* kState = "session.json";

/// The lock of a session's folder, on the folder itself; -1 where another program has it.
int lockOf(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throwWriteError(folder, "cannot open the folder", errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  const int code = errno;
  ::close(descriptor);
  if (code != EWOULDBLOCK) throwWriteError(folder, "cannot lock the folder", code);
  return -1;
}

/// The number that a name is; 0 for another name.
int64_t numberOf(const std::string& name) {
  int64_t number = 0;
  const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), number);
  return code == std::errc() && end == name.data() + name.size() ? number : 0;
}

std::vector<fs::path> foldersBelow(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code code;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    std::error_code unknown;
    if (fs::is_directory(entry->symlink_status(unknown))) folders.push_back(entry->path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// Sessions that nobody has, each held until the result goes.
struct HeldSession {
  std::unique_ptr<SessionFolder> folder;
  SessionState state;
  fs::file_time_type written;
};

std::vector<HeldSession> heldSessions(const fs::path& root) {
  std::vector<HeldSession> sessions;
  for (const fs::path& path : foldersBelow(root)) {
    try {
      std::unique_ptr<SessionFolder> folder = SessionFolder::take(path);
      if (!folder || !fs::exists(path / kState)) continue;
      SessionState state = folder->read();
      sessions.push_back({std::move(folder), std::move(state), fs::last_write_time(path / kState)});
    } catch (const Error&) {
    } catch (const fs::filesystem_error&) {
    }
  }
  std::sort(sessions.begin(), sessions.end(),
            [](const HeldSession& a, const HeldSession& b) { return a.written > b.written; });
  return sessions;
}

/// Out of the list, and out of the maps that show it.
void forget(SessionState& state, size_t place) {
  state.runs.erase(state.runs.begin() + static_cast<std::ptrdiff_t>(place));
  for (int& shown : state.shown) {
    if (shown == static_cast<int>(place)) shown = -1;
    if (shown > static_cast<int>(place)) --shown;
  }
}

}  // namespace

SessionFolder::SessionFolder(fs::path path, int lock) : path_(std::move(path)), lock_(lock) {
  for (const fs::path& run : foldersBelow(path_ / "runs"))
    next_ = std::max(next_, numberOf(run.filename().string()) + 1);
}

SessionFolder::~SessionFolder() {
  ::close(lock_);
}

std::unique_ptr<SessionFolder> SessionFolder::make(const fs::path& root) {
  std::error_code code;
  fs::create_directories(root, code);
  if (code) throwWriteError(root, "cannot create the folder", code.value());
  for (int64_t number = 1;; ++number) {
    const fs::path path = root / std::to_string(number);
    if (::mkdir(path.c_str(), 0700) != 0) {
      if (errno == EEXIST) continue;
      throwWriteError(path, "cannot create the folder", errno);
    }
    if (const int lock = lockOf(path); lock >= 0)
      return std::unique_ptr<SessionFolder>(new SessionFolder(path, lock));
  }
}

std::unique_ptr<SessionFolder> SessionFolder::take(const fs::path& folder) {
  const int lock = lockOf(folder);
  if (lock < 0) return nullptr;
  return std::unique_ptr<SessionFolder>(new SessionFolder(folder, lock));
}

SessionState SessionFolder::read() const {
  const fs::path path = path_ / kState;
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    throw Error(path.string(), "cannot be read.", "Its runs, in the folder runs beside it, can be opened.");
  return parseSession(text, path.string());
}

void SessionFolder::write(const SessionState& state) const {
  writeFile(path_ / kState, sessionText(state));
}

std::string SessionFolder::keep(const Run& run, const std::string& name, const ExemplarEdits& edits,
                                std::span<const RecordedFrame> frames) {
  std::string folder = std::to_string(next_);
  RunFolder(runFolder(folder)).write(run, name, edits, frames);
  ++next_;
  return folder;
}

void SessionFolder::keepEdits(const std::string& run, const Run& of, const ExemplarEdits& edits) const {
  writeEdits(runFolder(run), of, edits);
}

void SessionFolder::removeOthers(const SessionState& state) const {
  std::set<std::string> named;
  for (const KeptRun& run : state.runs) named.insert(run.folder);
  for (const fs::path& run : foldersBelow(path_ / "runs")) {
    std::error_code ignored;  // It is tried again the next time.
    if (named.count(run.filename().string()) == 0) fs::remove_all(run, ignored);
  }
}

void SessionFolder::remove() const {
  // What says that there is a session goes first: half of one is none.
  std::error_code ignored;
  fs::remove(path_ / kState, ignored);
  fs::remove_all(path_, ignored);
}

std::vector<LeftSession> leftSessions(const fs::path& root) {
  std::vector<LeftSession> left;
  for (HeldSession& session : heldSessions(root))
    if (!session.state.empty())
      left.push_back({session.folder->path(), std::move(session.state), session.written});
  return left;
}

int64_t bytesBelow(const fs::path& folder) {
  int64_t bytes = 0;
  std::error_code code;
  for (fs::recursive_directory_iterator entry(folder, code), end; !code && entry != end;
       entry.increment(code)) {
    std::error_code gone;
    if (const auto size = entry->file_size(gone); !gone && entry->is_regular_file(gone))
      bytes += static_cast<int64_t>(size);
  }
  return bytes;
}

int64_t sessionBytes(const fs::path& root) {
  int64_t bytes = 0;
  for (const fs::path& path : foldersBelow(root)) {
    try {
      const std::unique_ptr<SessionFolder> folder = SessionFolder::take(path);
      if (folder && fs::exists(path / kState)) folder->read();
      bytes += bytesBelow(path);
    } catch (const Error&) {
    }
  }
  return bytes;
}

int64_t thinLeftSessions(const fs::path& root, int64_t budget) {
  int64_t bytes = sessionBytes(root), gone = 0;
  if (bytes <= budget) return 0;
  std::vector<HeldSession> sessions = heldSessions(root);
  for (auto session = sessions.rbegin(); session != sessions.rend(); ++session) {
    SessionState& state = session->state;
    for (size_t place = state.runs.size(); place > 0 && bytes > budget; --place) {
      if (state.runs[place - 1].pinned) continue;
      const fs::path folder = session->folder->runFolder(state.runs[place - 1].folder);
      bytes -= bytesBelow(folder);
      forget(state, place - 1);
      session->folder->write(state);
      session->folder->removeOthers(state);
      ++gone;
    }
    if (state.runs.empty()) {
      bytes -= bytesBelow(session->folder->path());
      session->folder->remove();
    }
    if (bytes <= budget) break;
  }
  return gone;
}

}  // namespace adapsne
