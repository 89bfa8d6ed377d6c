// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace adapsne {

/// The last few results of one stage by key, the most recently used first.
template <typename T>
class StageCache {
 public:
  /// Null where the key is not known (any more).
  std::shared_ptr<const T> find(const std::string& key) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].first != key) continue;
      auto entry = entries_[i];
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
      entries_.push_front(entry);
      return entry.second;
    }
    return nullptr;
  }

  void store(const std::string& key, std::shared_ptr<const T> value) {
    find(key) ? void(entries_.front().second = std::move(value))
              : void(entries_.emplace_front(key, std::move(value)));
    if (entries_.size() > kMost) entries_.pop_back();
  }

 private:
  // Two methods side by side and the one before: more would only hold memory.
  static constexpr size_t kMost = 3;
  std::deque<std::pair<std::string, std::shared_ptr<const T>>> entries_;
};

}  // namespace adapsne
