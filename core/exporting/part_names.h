// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace adapsne {

/// The name without its ending, and without .gz after one: "subset" for "subset.csv.gz".
std::string stemOf(const std::filesystem::path& file);
/// The name of a file that goes beside another: besideName("subset.csv.gz", "-weights", ".csv") is
/// "subset-weights.csv".
std::string besideName(const std::filesystem::path& file, const std::string& mark, const std::string& ending);
/// The name of one part of a split: "subset-train.csv.gz" for "subset.csv.gz"; "train-images-idx3-ubyte"
/// where the name has no ending. The name itself for the part "".
std::string partName(const std::filesystem::path& file, const std::string& part);

}  // namespace adapsne
