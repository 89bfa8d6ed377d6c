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
  std::string source;    ///< Catalogue name or path; empty = none.
  bool run = false;      ///< Start at once.
  bool compare = false;  ///< Its counterpart beside it.
  Options options;
  std::optional<bool> light;

  std::string capture;  ///< Picture to write; empty = an ordinary window.
  std::string state;    ///< empty, loaded, running, paused, finished, hovering, error; empty = by the rest.
  std::string page;     ///< Turned to: a name of --help's list; empty = Explore.
  std::string dock;     ///< Brought to the front: a name of --help's list.
  std::string select;   ///< The class whose points are selected in the picture; empty = none.
  std::string color;    ///< What colours say: a word of --help's list; empty = the class.
  std::string column;   ///< Its name or number, where color is "feature" or "column"; empty = the first.
  std::optional<std::vector<std::string>> overlays;  ///< What lies on the points: words of --help's list.
  std::string mode;  ///< How two maps share the room: side-by-side, single or blink; empty = side by side.
  std::optional<double> frame;  ///< Which recorded frame is shown: a share in [0, 1] of them.
  std::string cells;            ///< A file of cells that the Worth page opens; empty = none.
  std::string look;    ///< What the Worth page looks into: METHOD,EXEMPLARS[,CLASS,CLASS]; empty = nothing.
  int64_t point = -1;  ///< Whose search for sigma to show; -1 = one that has something to tell.
  int width = 1440, height = 900;
};

/// The words of --color and --overlays: the actions that they stand for have them as object names (colours
/// after "color-").
std::vector<std::string> colorWords();
std::vector<std::string> overlayWords();

/// Throws UsageError. `arguments` without the program's name.
StudioArguments parseStudioArguments(const std::vector<std::string>& arguments);
std::string studioHelp();

}  // namespace adapsne
