// SPDX-License-Identifier: GPL-3.0-or-later
// Two types of one name make one program that is none: the linker takes the functions of either for both.
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

TEST(Names, OfTypesAreDefinedInOneHeader) {
  // Declared at the first column: in the namespace itself, and not within a type or a function.
  const std::regex definition(R"(^(?:class|struct|enum class) (\w+)[^;]*\{)");
  std::map<std::string, std::set<std::string>> headers;
  for (const char* folder : {"core", "views", "app"})
    for (const auto& entry : fs::recursive_directory_iterator(test::sourceFile(folder))) {
      if (entry.path().extension() != ".h") continue;
      std::istringstream lines(test::readText(entry.path()));
      for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (std::regex_search(line, found, definition)) headers[found[1]].insert(entry.path().string());
      }
    }
  EXPECT_GT(headers.size(), 300u);
  for (const auto& [name, places] : headers)
    EXPECT_EQ(places.size(), 1u) << name << ": " << testing::PrintToString(places);
}

}  // namespace
}  // namespace adapsne
