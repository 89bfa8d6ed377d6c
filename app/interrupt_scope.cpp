// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interrupt_scope.h"

#include <csignal>
#include <cstdlib>

#include "app/command_line.h"

namespace adapsne {
namespace {

RunControl* interrupted = nullptr;
extern "C" void onInterrupt(int signal) {
  if (!interrupted || interrupted->cancelRequested()) std::_Exit(kInterrupted);
  interrupted->cancelFromSignal();
  std::signal(signal, onInterrupt);
}

}  // namespace

InterruptScope::InterruptScope(RunControl& control) {
  interrupted = &control;
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
}

InterruptScope::~InterruptScope() {
  interrupted = nullptr;
}

}  // namespace adapsne
