// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

namespace adapsne {

/// 128-bit content hash (XXH3), as 32 lower-case hexadecimal digits. Names datasets and stage results; not
/// meant against forgery.
class Hasher {
 public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  ~Hasher();

  Hasher& bytes(const void* data, size_t size);
  /// Length first, so that ("ab", "c") and ("a", "bc") differ.
  Hasher& text(std::string_view value);
  template <typename T>
  Hasher& value(T v) {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
    return bytes(&v, sizeof v);
  }
  std::string digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 64-bit hash of a text (XXH3), the same on every machine: for tables of terms.
uint64_t hash64(std::string_view text);

}  // namespace adapsne
