// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/source_slice.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Records of a file of CIFAR-10 or CIFAR-100 in its binary version, byte for byte. Returns what people
/// should know of the result. Throws Error where the source is no longer what it was, Cancelled.
std::vector<std::string> sliceCifar(const SourceSlice& slice, const std::filesystem::path& to,
                                    RunControl& control);

/// Writes CIFAR-10's binary version: a class number (classNumbers()), then 32 x 32 x 3 bytes channel by
/// channel. Throws Error for other images, values that are no bytes, and labels that are missing or not
/// below 10.
std::vector<std::filesystem::path> writeCifar(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
