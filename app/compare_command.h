// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/schema_arguments.h"

namespace adapsne {

/// What `adapsne compare` was given.
struct CompareArguments {
  std::string data;
  std::string methods =
      "random,stratified,kmeans-pca,kmeans-pca-classes,nms-edge,nms-ideal,adapsne-edge,adapsne";
  std::string ratios = "0.01,0.05";
  std::string budgets;  ///< Numbers of exemplars; empty = none.
  std::string classifiers = "1-nn,softmax,softmax-patches";
  int seeds = 5, pools = 1;
  bool full = false;
  std::string csv;  ///< File to write; empty = none.
  SchemaArguments options;
};

/// Declares the command; `arguments` must live until it has run.
CLI::App* addCompareCommand(CLI::App& program, CompareArguments& arguments);

/// Prints what each method's exemplars are worth on held-out data. Returns an exit code, throws Error.
int compare(const CLI::App& command, const CompareArguments& arguments);

}  // namespace adapsne
