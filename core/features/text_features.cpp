// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/text_features.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/features/randomized_svd.h"
#include "core/features/tf_idf.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

/// Rows without any word, in which no TF-IDF weight stands.
std::vector<int64_t> emptyRows(const SparseRows& weights) {
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < weights.rows(); ++i)
    if (weights.begins[i] == weights.begins[i + 1]) rows.push_back(i);
  return rows;
}

}  // namespace

Dataset datasetOfTexts(const Texts& texts, const DatasetOptions& options, RunControl& control) {
  const SparseRows weights = hashedTfIdf(texts.texts, control);
  const std::vector<int64_t> empty = emptyRows(weights);
  if (texts.texts.empty() || weights.columns == 0)
    throw Error(texts.source, "holds no text with a word in it.",
                "Check that --text-column names the right column.");
  if (!empty.empty() && options.missing == MissingPolicy::Refuse)
    throw Error(texts.source + ", line " + std::to_string(texts.lines[empty.front()]),
                std::to_string(empty.size()) + " of " + std::to_string(texts.texts.size()) +
                    " texts hold no word; the first of them is here.",
                "Fill it in, or leave such rows out with --missing drop.");
  RandomizedSvd svd = randomizedSvd(weights, options.textDimensions, control);
  Dataset dataset;
  dataset.points = weights.rows();
  dataset.dimensions = svd.components;
  for (const int64_t row : empty)
    std::fill_n(svd.scores.begin() + row * dataset.dimensions, dataset.dimensions,
                std::numeric_limits<float>::quiet_NaN());
  dataset.features = std::move(svd.scores);
  dataset.sharedUnit = true;
  dataset.sourceLines.assign(texts.lines.begin(), texts.lines.end());
  double kept = 0;
  for (const double s : svd.singular) kept += s * s;
  const double all = static_cast<double>(weights.rows()) - static_cast<double>(empty.size());
  dataset.warnings.push_back("Texts: " + std::to_string(weights.columns) + " terms reduced to " +
                             std::to_string(dataset.dimensions) + " dimensions, which keep " +
                             std::to_string(std::lround(100 * kept / all)) + " % of the weights' squares.");
  if (!texts.labels.empty()) attachLabels(dataset, indexLabels(texts.labels), texts.source);
  dataset.name = texts.name;
  dataset.source = texts.source;
  return dataset;
}

}  // namespace adapsne
