// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"
#include "core/tables/table_readers.h"

namespace adapsne {

/// A dataset of texts: TF-IDF (tf_idf.h) reduced by a truncated SVD (randomized_svd.h) of all rows to
/// options.textDimensions features or fewer, with the texts' labels.
///
/// A text without any word is missing: Error that names its line for MissingPolicy::Refuse, else a row of
/// NaN. Throws Error where no text holds a word, Cancelled.
Dataset datasetOfTexts(const Texts& texts, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
