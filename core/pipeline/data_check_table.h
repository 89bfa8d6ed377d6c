// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/assessment/data_check.h"
#include "core/dataset/dataset.h"

namespace adapsne {

/// Why a row is among the findings, in a sentence without its full stop: "12.3 times as far from its 10
/// nearest rows as is typical". Rows are those of the source.
std::string findingReason(const Dataset& dataset, const DataCheck& check, const DataFinding& finding);

/// A header, then each finding: row of the source, id (where the dataset has a column of that role), fault,
/// score, label, suggested label, group of duplicates (from 1), reason, and the rows that it is concluded
/// from, separated by spaces. What does not apply is empty. Its column "row" makes it a file for --exclude
/// once it names no row twice.
std::string dataCheckCsv(const Dataset& dataset, const DataCheck& check);

}  // namespace adapsne
