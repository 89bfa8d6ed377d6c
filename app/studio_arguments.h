// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/options.h"

namespace adapsne {

/// What `adapsne-studio` was asked for.
struct StudioArguments {
  bool help = false, version = false;
  std::string source;  ///< Catalogue name or path; empty = none.
  bool run = false;    ///< Start at once.
  bool compare = false;  ///< Its counterpart beside it.
  Options options;
  std::optional<bool> light;

  std::string capture;  ///< Picture to write; empty = an ordinary window.
  std::string state;    ///< empty, loaded, running, paused, finished, hovering, error; empty = by the rest.
  std::string dock;    ///< Brought to the front: a name of --help's list.
  std::string select;  ///< The class whose points are selected in the picture; empty = none.
  int64_t point = -1;  ///< Whose search for sigma to show; -1 = one that has something to tell.
  int width = 1440, height = 900;
};

/// Throws UsageError. `arguments` without the program's name.
StudioArguments parseStudioArguments(const std::vector<std::string>& arguments);
std::string studioHelp();

}  // namespace adapsne
