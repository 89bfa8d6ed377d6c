// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/options.h"

namespace adapsne {

/// A finished run of a session, whose folder the session keeps.
struct KeptRun {
  std::string folder;  ///< Its name below the session's runs/: "7".
  std::string name;    ///< What people call it.
  bool pinned = false;
  std::string savedTo;  ///< The folder that people saved it as; empty: none.
  bool operator==(const KeptRun&) const = default;
};

/// The part of the maps that is in sight, when it is not all of them.
struct KeptCamera {
  double x = 0, y = 0;  ///< The map point in the middle.
  double scale = 1;     ///< Pixels a map unit; > 0.
  bool operator==(const KeptCamera&) const = default;
};

/// What a session was when it was last written: enough to go on where it stood. The runs themselves lie in
/// their folders.
struct SessionState {
  std::string source;  ///< What is open: a catalogue name or a path; empty: nothing.
  Options options;     ///< What the next run is going to use.
  std::vector<KeptRun> runs;
  std::array<int, 2> shown = {-1, -1};  ///< Which of the runs map A and map B show; -1: none.
  int current = 0;                      ///< The map that was touched last.
  std::vector<int64_t> selected;        ///< Points of the open dataset, ascending.
  int64_t inspected = -1;               ///< The point that was chosen by a click; -1: none.
  std::vector<uint8_t> muted;           ///< By class, 1: switched off. Empty: none.
  std::optional<KeptCamera> camera;
  std::string page;     ///< As --page names it.
  bool closed = false;  ///< The program ended as it should.

  bool empty() const { return source.empty() && runs.empty(); }
};

/// session.json
std::string sessionText(const SessionState& state);
/// What sessionText() wrote. Throws Error that names the file and the place where it is something else.
SessionState parseSession(std::string_view text, const std::string& shownAs);

}  // namespace adapsne
