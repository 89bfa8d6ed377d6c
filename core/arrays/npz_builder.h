// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

struct zip;
struct zip_source;

namespace adapsne {

/// A zip of .npy files in memory, packed one after the other without compression, as numpy.savez does. Equal
/// content gives equal bytes. Throws Error.
class NpzBuilder {
 public:
  explicit NpzBuilder(std::string shownAs);
  ~NpzBuilder();
  NpzBuilder(const NpzBuilder&) = delete;
  NpzBuilder& operator=(const NpzBuilder&) = delete;

  /// `bytes` must live until finish().
  void add(const std::string& name, const std::string& bytes);
  std::string finish();

 private:
  [[noreturn]] void failed() const;

  std::string shownAs_;
  zip_source* source_ = nullptr;
  zip* zip_ = nullptr;
};

}  // namespace adapsne
