// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/tf_idf.h"

#include <algorithm>
#include <cmath>

#include "core/support/hash.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr uint64_t kColumns = 1 << 18;
constexpr int64_t kTextGrain = 64;

/// A column and how often its terms occur in one text.
struct Count {
  int32_t column = 0, times = 0;
};

int32_t columnOf(std::string_view term) {
  return static_cast<int32_t>(hash64(term) % kColumns);
}

std::vector<Count> countTerms(std::string_view text) {
  const std::vector<std::string> tokens = words(text);
  std::vector<int32_t> columns;
  columns.reserve(2 * tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    columns.push_back(columnOf(tokens[i]));
    if (i > 0) columns.push_back(columnOf(tokens[i - 1] + ' ' + tokens[i]));
  }
  std::sort(columns.begin(), columns.end());
  std::vector<Count> counts;
  for (const int32_t column : columns) {
    if (counts.empty() || counts.back().column != column) counts.push_back({column, 0});
    ++counts.back().times;
  }
  return counts;
}

}  // namespace

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  bool within = false;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool belongs = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
    if (belongs && !within) result.emplace_back();
    if (belongs) result.back() += c;
    within = belongs;
  }
  return result;
}

SparseRows hashedTfIdf(const std::vector<std::string>& texts, RunControl& control) {
  const auto n = static_cast<int64_t>(texts.size());
  std::vector<std::vector<Count>> counts(n);
  parallelFor(control, n, kTextGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      if (control.cancelRequested()) throw Cancelled{};
      counts[i] = countTerms(texts[i]);
    }
  });

  std::vector<int64_t> textsWith(kColumns, 0);
  SparseRows result;
  int64_t notEmpty = 0;
  for (const std::vector<Count>& row : counts) {
    if (result.rows() % kTextGrain == 0) control.checkpoint();
    for (const Count& c : row) ++textsWith[c.column];
    notEmpty += !row.empty();
    result.begins.push_back(result.begins.back() + static_cast<int64_t>(row.size()));
  }
  std::vector<int32_t> number(kColumns, -1);
  for (size_t c = 0; c < kColumns; ++c)
    if (textsWith[c] > 0) number[c] = static_cast<int32_t>(result.columns++);

  result.column.resize(result.begins.back());
  result.value.resize(result.begins.back());
  parallelFor(control, n, kTextGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      std::vector<double> weights;
      double square = 0;
      for (const Count& c : counts[i]) {
        const double rarity =
            static_cast<double>(1 + notEmpty) / static_cast<double>(1 + textsWith[c.column]);
        weights.push_back((1 + std::log(c.times)) * (1 + std::log(rarity)));
        square += weights.back() * weights.back();
      }
      for (size_t j = 0; j < weights.size(); ++j) {
        result.column[result.begins[i] + j] = number[counts[i][j].column];
        result.value[result.begins[i] + j] = static_cast<float>(weights[j] / std::sqrt(square));
      }
    }
  });
  return result;
}

}  // namespace adapsne
