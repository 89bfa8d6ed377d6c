// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/sparse_array.h"

#include <cstring>
#include <memory>
#include <utility>

#include "core/arrays/numeric_array.h"

namespace adapsne {
namespace {

[[noreturn]] void damaged(const std::string& shownAs, const std::string& problem) {
  throw Error(shownAs, "is a sparse matrix whose " + problem + ".",
              "It is damaged: save it again with scipy.sparse.save_npz.");
}

/// Begins of rows (or columns): from 0, rising, to the number of entries.
void checkBegins(const std::vector<int64_t>& begins, int64_t count, size_t entries,
                 const std::string& shownAs) {
  bool rising = static_cast<int64_t>(begins.size()) == count + 1 && begins.front() == 0 &&
                begins.back() == static_cast<int64_t>(entries);
  for (size_t i = 1; rising && i < begins.size(); ++i) rising = begins[i - 1] <= begins[i];
  if (!rising) damaged(shownAs, "indptr does not count its " + std::to_string(entries) + " entries");
}

/// The row of every entry of a Csc (whose `begins` count columns) or Coo matrix becomes the order.
SparseRows inRows(const SparseParts& parts, const std::vector<int64_t>& row,
                  const std::vector<int64_t>& column, RunControl& control) {
  SparseRows result;
  result.columns = parts.columns;
  result.begins.assign(static_cast<size_t>(parts.rows) + 1, 0);
  for (const int64_t i : row) ++result.begins[static_cast<size_t>(i) + 1];
  for (size_t i = 1; i < result.begins.size(); ++i) result.begins[i] += result.begins[i - 1];
  result.column.resize(row.size());
  result.value.resize(row.size());
  std::vector<int64_t> next(result.begins.begin(), result.begins.end() - 1);
  for (size_t k = 0; k < row.size(); ++k) {
    if (k % (1 << 20) == 0) control.checkpoint();
    const auto at = static_cast<size_t>(next[static_cast<size_t>(row[k])]++);
    result.column[at] = static_cast<int32_t>(column[k]);
    result.value[at] = parts.values[k];
  }
  return result;
}

SparseRows checked(SparseParts parts, const std::string& shownAs, RunControl& control) {
  const bool byRows = parts.format == SparseFormat::Csr;
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (parts.rows < 0 || parts.columns < 0 || parts.rows > kMost || parts.columns > kMost)
    damaged(shownAs,
            "shape is " + shapeText({parts.rows, parts.columns}) + ": at most 2147483647 are possible");
  if (parts.inner.size() != parts.values.size()) damaged(shownAs, "values and indices are not equally many");
  const auto requireBelow = [&](const std::vector<int64_t>& indices, int64_t count) {
    for (const int64_t index : indices)
      if (index < 0 || index >= count)
        damaged(shownAs, "entries lie outside its " + shapeText({parts.rows, parts.columns}) + " places");
  };
  requireBelow(parts.inner, parts.format == SparseFormat::Csc ? parts.rows : parts.columns);
  if (parts.format == SparseFormat::Coo) {
    if (parts.outer.size() != parts.values.size())
      damaged(shownAs, "values and indices are not equally many");
    requireBelow(parts.outer, parts.rows);
    // No array of the file is as long as there are rows.
    requireRowsInUse(parts.rows, parts.values.size(), shownAs);
    return inRows(parts, parts.outer, parts.inner, control);
  }
  checkBegins(parts.outer, byRows ? parts.rows : parts.columns, parts.values.size(), shownAs);
  if (byRows) {
    SparseRows rows{parts.columns, std::move(parts.outer), {}, std::move(parts.values)};
    rows.column.assign(parts.inner.begin(), parts.inner.end());
    return rows;
  }
  requireRowsInUse(parts.rows, parts.values.size(), shownAs);
  std::vector<int64_t> column(parts.values.size());
  for (size_t j = 0; j + 1 < parts.outer.size(); ++j)
    std::fill(column.begin() + parts.outer[j], column.begin() + parts.outer[j + 1], static_cast<int64_t>(j));
  return inRows(parts, parts.inner, column, control);
}

}  // namespace

std::optional<SparseFormat> sparseFormat(const std::string& word) {
  if (word == "csr") return SparseFormat::Csr;
  if (word == "csc") return SparseFormat::Csc;
  if (word == "coo") return SparseFormat::Coo;
  return std::nullopt;
}

StoredArray sparseArray(SparseParts parts, const std::string& shownAs, RunControl& control) {
  StoredArray array;
  array.shownAs = shownAs;
  array.shape = {parts.rows, parts.columns};
  array.type = ElementType::F32;
  array.sparse = std::make_shared<const SparseRows>(checked(std::move(parts), shownAs, control));
  array.elements = [rows = array.sparse](uint64_t first, size_t count,
                                         std::string& scratch) -> std::string_view {
    const auto columns = static_cast<uint64_t>(rows->columns);
    std::vector<float> values(count, 0.0f);
    for (uint64_t at = first; at < first + count;) {
      const uint64_t row = at / columns, end = std::min(first + count, (row + 1) * columns);
      for (auto k = static_cast<size_t>(rows->begins[row]); k < static_cast<size_t>(rows->begins[row + 1]);
           ++k) {
        const uint64_t place = row * columns + static_cast<uint64_t>(rows->column[k]);
        if (place >= at && place < end) values[place - first] += rows->value[k];
      }
      at = end;
    }
    scratch.resize(count * sizeof(float));
    std::memcpy(scratch.data(), values.data(), scratch.size());
    return scratch;
  };
  return array;
}

}  // namespace adapsne
