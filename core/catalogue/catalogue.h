// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A dataset that is known by name.
struct CatalogueEntry {
  std::string name;   ///< "digits"
  std::string title;  ///< "UCI digits, 1,797 x 64, 10 classes"
  std::string attribution;
  bool available = true;
  std::string remedy = {};     ///< Where not available: the command that installs it.
  bool generated = false;      ///< Made by a generator: any number of points, by seed.
  std::string testSplit = {};  ///< The name of the data that its makers set aside for testing, if any.
};

/// digits, fashion-mnist, fashion-mnist-test and the generators blobs, swiss-roll, rings, mixture.
std::vector<CatalogueEntry> catalogue();

/// The testSplit of a name of the catalogue; empty for everything else.
std::string testSplitOf(const std::string& nameOrPath);

/// Opens a dataset by its name in the catalogue or by its path (one of fileFormats(), gzipped or not; decided
/// by content, then by name), applies `options` and fills in the hash.
///
/// `seed` feeds the generators and PickRows::Random. Throws Error that names file, place, problem and remedy;
/// Cancelled when cancelled. The result has at least one point and one dimension, all values finite.
DatasetPtr openDataset(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                       RunControl& control);

/// The same before anything is done to it: all of its points, missing values as NaN, no hash. For a look at
/// what it is read as.
Dataset readDataset(const std::string& nameOrPath, const DatasetOptions& options, uint64_t seed,
                    RunControl& control);

}  // namespace adapsne
