// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// Memory that this process holds now; 0 where the system does not say.
int64_t residentBytes();

}  // namespace adapsne
