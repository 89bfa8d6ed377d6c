// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace adapsne {

/// What `adapsne accelerate` was given.
struct AccelerateArguments {
  std::string run;  ///< A run's folder; empty with --gemm.
  std::string preset = "edge";
  std::vector<std::string> set;  ///< knob=value
  std::string gemm;              ///< M,N,K
  int rows = 16, columns = 16;   ///< with --gemm
  std::string dataflow = "os", drain = "serial";
  bool json = false;
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addAccelerateCommand(CLI::App& program, AccelerateArguments& arguments);

/// The accelerator's report for a run, or the timing of one product. Returns an exit code, throws Error.
int accelerate(const AccelerateArguments& arguments);

}  // namespace adapsne
