// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The dataset with every value finite: NaN and infinity refused (Error with their number and first place),
/// their rows dropped, or replaced by the mean of the column's finite values.
Dataset resolveMissing(Dataset dataset, MissingPolicy policy, RunControl& control);

/// What is said where MissingPolicy::Drop left rows out.
std::string droppedText(int64_t dropped, int64_t of);
/// Throws Error: MissingPolicy::Drop leaves no row of `source`.
[[noreturn]] void refuseToDropAll(const std::string& source);

}  // namespace adapsne
