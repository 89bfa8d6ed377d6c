// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/comparison/cells.h"

namespace adapsne {

/// Budgets as people write them into one field: "20, 50 0.05" are 20 exemplars, 50, and a twentieth of the
/// points. Each once: numbers ascending, then shares ascending. Throws UsageError for what is neither, and
/// for none.
std::vector<SubsetBudget> budgetsOf(const std::string& text);
/// What budgetsOf() reads back: "20, 50, 0.05".
std::string budgetsText(const std::vector<SubsetBudget>& budgets);

}  // namespace adapsne
