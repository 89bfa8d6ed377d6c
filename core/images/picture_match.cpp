// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_match.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/images/picture.h"
#include "core/support/error.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

constexpr int64_t kNone = -1, kSeveral = -2;

std::string counted(int64_t count) {
  return grouped(std::to_string(count));
}

std::string_view lastOf(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// Without the ending of a picture; other points belong to the name.
std::string_view stemOf(std::string_view path) {
  return isPictureName(lastOf(path)) ? path.substr(0, path.rfind('.')) : path;
}

/// Pictures by what a cell may call them.
class Index {
 public:
  explicit Index(const std::vector<std::string>& names) {
    for (size_t i = 0; i < names.size(); ++i) {
      const auto place = static_cast<int64_t>(i);
      const std::string_view path = names[i];
      add(paths_, path, place);
      add(pathStems_, stemOf(path), place);
      add(files_, lastOf(path), place);
      add(stems_, stemOf(lastOf(path)), place);
    }
  }

  /// Of "data/images/a.jpg" the longest end that is a path; then the file's name, then what it has no ending
  /// of: converted pictures have another one. A name that several pictures have is none's.
  int64_t find(const std::string& cell) const {
    const std::string plain = plainPath(cell);
    for (const auto* paths : {&paths_, &pathStems_}) {
      std::string_view end = paths == &paths_ ? std::string_view(plain) : stemOf(plain);
      while (true) {
        if (const int64_t place = at(*paths, end); place >= 0) return place;
        const size_t slash = end.find('/');
        if (slash == std::string_view::npos) break;
        end.remove_prefix(slash + 1);
      }
    }
    if (const int64_t place = at(files_, lastOf(plain)); place >= 0) return place;
    return std::max(kNone, at(stems_, stemOf(lastOf(plain))));
  }

 private:
  using Places = std::unordered_map<std::string_view, int64_t>;
  static void add(Places& places, std::string_view name, int64_t place) {
    const auto [entry, isNew] = places.try_emplace(name, place);
    if (!isNew) entry->second = kSeveral;
  }
  static int64_t at(const Places& places, std::string_view name) {
    const auto found = places.find(name);
    return found == places.end() ? kNone : found->second;
  }
  Places paths_, pathStems_, files_, stems_;  ///< Views of the names.
};

struct Named {
  const Attribute* column = nullptr;
  std::vector<int64_t> places;
  int64_t matched = 0, cells = 0;
};

Named namedBy(const Attribute& column, const Index& index) {
  Named named{&column, {}, 0, 0};
  for (const std::string& cell : column.values) {
    named.places.push_back(cell.empty() ? kNone : index.find(cell));
    named.cells += !cell.empty();
    named.matched += named.places.back() >= 0;
  }
  return named;
}

/// The column that names most pictures; of those that name as many the first by role.
Named bestColumn(const Dataset& dataset, const Index& index) {
  const auto rankOf = [](ColumnRole role) {
    return role == ColumnRole::Picture ? 0 : role == ColumnRole::Id ? 1 : 2;
  };
  Named best;
  for (const int rank : {0, 1, 2})
    for (const Attribute& attribute : dataset.attributes) {
      if (rankOf(attribute.role) != rank) continue;
      Named named = namedBy(attribute, index);
      if (named.matched > best.matched) best = std::move(named);
    }
  return best;
}

/// The pictures in the order of the numbers that their names are; nothing if they are other names.
std::optional<std::vector<int64_t>> orderOfNumbers(const std::vector<std::string>& names) {
  std::vector<std::pair<uint64_t, int64_t>> numbers;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string_view stem = stemOf(lastOf(names[i]));
    uint64_t number = 0;
    const auto [end, code] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    if (code != std::errc{} || end != stem.data() + stem.size()) return std::nullopt;
    numbers.emplace_back(number, static_cast<int64_t>(i));
  }
  std::sort(numbers.begin(), numbers.end());
  const auto equal = [](const auto& a, const auto& b) { return a.first == b.first; };
  if (std::adjacent_find(numbers.begin(), numbers.end(), equal) != numbers.end()) return std::nullopt;
  std::vector<int64_t> order;
  order.reserve(numbers.size());
  for (const auto& [number, place] : numbers) order.push_back(place);
  return order;
}

}  // namespace

std::string plainPath(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  while (path.starts_with("./")) path.erase(0, 2);
  return path;
}

PictureMatch matchPictures(const Dataset& dataset, int64_t sourcePoints,
                           const std::vector<std::string>& names, const std::string& shownAs) {
  const Named best = bestColumn(dataset, Index(names));
  if (best.matched > 0 && 2 * best.matched >= best.cells)
    return {best.places, "by the column \"" + best.column->name + "\""};
  const auto count = static_cast<int64_t>(names.size());
  if (count != sourcePoints)
    throw Error(
        shownAs,
        "holds " + counted(count) + (count == 1 ? " picture" : " pictures") + ", the data hold " +
            counted(sourcePoints) + " rows, and " +
            (best.matched > 0 ? "the column \"" + best.column->name + "\" names only " +
                                    counted(best.matched) + " of them."
                              : "no column of the data names them."),
        "Give one picture a row, or --pictures a text with one path a line and an empty line for a row "
        "without one.");
  const std::optional<std::vector<int64_t>> byNumber = orderOfNumbers(names);
  std::vector<int64_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  const bool other = byNumber && *byNumber != order;
  if (other) order = *byNumber;
  PictureMatch match;
  match.how = other ? "in the order of the numbers in their names" : "in the order of their paths";
  if (count > 0) match.how += ", " + names[static_cast<size_t>(order.front())] + " for row 0";
  for (int64_t i = 0; i < dataset.points; ++i)
    match.places.push_back(order[static_cast<size_t>(dataset.sourceRow(i))]);
  return match;
}

}  // namespace adapsne
