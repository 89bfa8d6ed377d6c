// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temporary_folder.h"

namespace adapsne::test {

/// While it lives, this program and those it starts find a locale that writes 3,5 in their environment, and
/// this one has set it as Qt does. Few machines have such a locale, so it brings its own: what glibc reads
/// of German numbers (little-endian, as all machines that this program runs on).
class CommaLocale {
 public:
  CommaLocale() {
    constexpr unsigned char kNumbers[] = {
        0x14, 0x11, 0x03, 0x20, 6,    0,   0,   0,   0x20, 0,   0,   0,   0x22, 0,   0, 0,
        0x24, 0,    0,    0,    0x28, 0,   0,   0,   0x2c, 0,   0,   0,   0x30, 0,   0, 0,
        ',',  0,    '.',  0,    3,    3,   0,   0,   ',',  0,   0,   0,   '.',  0,   0, 0,
        'A',  'N',  'S',  'I',  '_',  'X', '3', '.', '4',  '-', '1', '9', '6',  '8', 0};
    std::filesystem::create_directory(folder_ / "comma");
    std::ofstream(folder_ / "comma/LC_NUMERIC", std::ios::binary)
        .write(reinterpret_cast<const char*>(kNumbers), sizeof kNumbers);
    unsetenv("LC_ALL");
    setenv("LOCPATH", folder_.path().c_str(), 1);
    setenv("LC_NUMERIC", "comma", 1);
    works_ = std::setlocale(LC_NUMERIC, "") && *std::localeconv()->decimal_point == ',';
  }
  ~CommaLocale() {
    std::setlocale(LC_NUMERIC, "C");
    unsetenv("LOCPATH");
    unsetenv("LC_NUMERIC");
  }
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;

  /// False where the C library is another, and nothing can be tested.
  bool works() const { return works_; }

 private:
  TemporaryFolder folder_;
  bool works_ = false;
};

}  // namespace adapsne::test
