// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/support/run_control.h"

namespace adapsne {

/// While it lives, Ctrl-C asks the running work to stop; a second one ends the program at once. One at a
/// time.
class InterruptScope {
 public:
  explicit InterruptScope(RunControl& control);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
};

}  // namespace adapsne
