// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace adapsne {

/// The last few results of one stage by key, the most recently used first. Three by default: two methods side
/// by side and the one before; more would only hold memory.
template <typename T, size_t kMost = 3>
class StageCache {
 public:
  struct Entry {
    std::shared_ptr<const T> value;
    double seconds = 0;  ///< What computing it took.
  };

  /// A null value where the key is not known (any more).
  Entry find(const std::string& key) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].first != key) continue;
      auto entry = entries_[i];
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
      entries_.push_front(entry);
      return entry.second;
    }
    return {};
  }

  void store(const std::string& key, std::shared_ptr<const T> value, double seconds) {
    Entry entry{std::move(value), seconds};
    if (find(key).value)
      entries_.front().second = std::move(entry);
    else
      entries_.emplace_front(key, std::move(entry));
    if (entries_.size() > kMost) entries_.pop_back();
  }

 private:
  std::deque<std::pair<std::string, Entry>> entries_;
};

}  // namespace adapsne
