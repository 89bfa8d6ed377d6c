// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/starting_map.h"

#include "core/embedding/start.h"
#include "core/support/error.h"

namespace adapsne {

std::string startPath(const std::string& init) {
  return init == "pca" || init == "random" ? "" : init;
}

std::vector<float> startingMap(const Options& options, const Features& features, const SideFile& file,
                               RunControl& control) {
  if (options.init == "pca") return pcaStart(features, options.seed, control);
  if (options.init == "random") return randomStart(features.points, options.seed);
  if (!file.readable)
    throw Error(options.init, "cannot be read as the starting map.", "Check the path given with --init.");
  return fileStart(file.bytes, options.init, features.points);
}

}  // namespace adapsne
