// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "app/schema_arguments.h"
#include "core/comparison/cells.h"

namespace adapsne {

/// What `adapsne compare` was given.
struct CompareArguments {
  std::string data;
  std::string methods =
      "random,stratified,kmeans-pca,kmeans-pca-classes,nms-edge,nms-ideal,adapsne-edge,adapsne";
  std::string ratios = "0.01,0.05";
  std::string budgets;  ///< Numbers of exemplars; empty = none.
  std::string classifiers = "1-nn,1-nn-patches,softmax,softmax-patches";
  int seeds = 5, pools = 1;
  bool full = false;
  std::string csv;                ///< File to write; empty = none.
  std::string resume;             ///< File that keeps the cells; empty = none.
  std::string shard;              ///< "2/3"; empty = all.
  std::vector<std::string> join;  ///< Files of cells; not empty: nothing is computed.
  SchemaArguments options;
};

/// The parts of a list that is separated by commas.
std::vector<std::string> wordsOf(const std::string& list);
/// Numbers of exemplars, separated by commas. Throws UsageError that names --budgets.
std::vector<SubsetBudget> budgetsOf(const std::string& list);
/// Throws Error where the folder of a file that is to be written is not there.
void requireFolderOf(const std::string& file);

/// Declares the command; `arguments` must live until it has run.
CLI::App* addCompareCommand(CLI::App& program, CompareArguments& arguments);

/// Prints what each method's exemplars are worth on held-out data. Returns an exit code, throws Error.
int compare(const CLI::App& command, const CompareArguments& arguments);

}  // namespace adapsne
