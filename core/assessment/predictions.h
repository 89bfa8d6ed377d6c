// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace adapsne {

/// Share of the labelled rows whose predicted class is their label, in [0, 1]. `predicted` has one class a
/// label, or is empty where nothing could be learned. NaN then, and where no row has a label.
double accuracyOf(std::span<const int32_t> predicted, std::span<const int32_t> labels);

}  // namespace adapsne
