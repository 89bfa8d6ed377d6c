// SPDX-License-Identifier: GPL-3.0-or-later
// Each kind of fault that is planted in a small tree is refused with its place. Every build runs the script
// over this tree.
#include <string>

#include <gtest/gtest.h>

#include "tests/support/paths.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using test::ProcessResult;

class CheckLayers : public testing::Test {
 protected:
  void SetUp() override {
    write("core/layers.txt",
          "# a comment\n"
          "core/low  | zlib    |\n"
          "core/high |         | low\n"
          "views     | Qt      | core\n"
          "app       | Qt json | core views\n");
    write("core/low/a.h", "#pragma once\n#include <zlib.h>\n#include <vector>\n");
    write("core/high/b.cpp", "#include \"core/high/b.h\"\n#include \"core/low/a.h\"\n");
    write("core/high/b.h", "#pragma once\n");
    write("views/v.cpp", "#include \"core/high/b.h\"\n#include <QWidget>\n");
    write("app/pages/p.cpp",
          "#include \"views/v.h\"\n#include \"app/main.h\"\n#include <nlohmann/json.hpp>\n");
  }

  void write(const std::string& file, const std::string& text) {
    fs::create_directories((folder_ / file).parent_path());
    test::writeText(folder_ / file, text);
  }
  ProcessResult check() const {
    return test::runProcess({test::sourceFile("scripts/check-layers"), "--print", folder_.path().string()},
                            folder_.path());
  }
  /// Refused with exactly this fault.
  void expectFault(const std::string& fault) const {
    const ProcessResult result = check();
    EXPECT_EQ(result.code, 1);
    EXPECT_EQ(result.err.substr(0, result.err.find('\n')), fault);
    EXPECT_NE(result.err.find("\n1 fault:"), std::string::npos) << result.err;
  }

  test::TemporaryFolder folder_;
};

TEST_F(CheckLayers, PassesAndPrintsWhoIncludesWhom) {
  const ProcessResult result = check();
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "core/low ->\ncore/high -> core/low (1)\nviews -> core/low (0) core/high (1)\n"
            "app -> core/low (0) core/high (0) views (1)\n");
}

TEST_F(CheckLayers, RefusesAnIncludeOfAFolderAbove) {
  write("core/low/a.cpp", "// a line\n#  include \"core/high/b.h\"\n");
  expectFault("core/low/a.cpp:2: core/low may not include core/high (core/layers.txt)");
  write("core/low/a.cpp", "#include \"views/v.h\"\n");
  expectFault("core/low/a.cpp:1: core/low may not include views (core/layers.txt)");
}

TEST_F(CheckLayers, RefusesViewsThatIncludeTheApp) {
  write("views/w.h", "#include \"app/main.h\"\n");
  expectFault("views/w.h:1: views may not include app (core/layers.txt)");
}

TEST_F(CheckLayers, RefusesQtInTheCore) {
  write("core/high/c.cpp", "#include <QString>\n");
  expectFault("core/high/c.cpp:1: core/high may not use Qt (core/layers.txt)");
}

TEST_F(CheckLayers, RefusesALibraryOfAnotherFolder) {
  write("core/high/c.h", "#include <zlib.h>\n");
  expectFault("core/high/c.h:1: core/high may not use zlib (core/layers.txt)");
}

TEST_F(CheckLayers, RefusesAPathThatDoesNotStartAtTheRoot) {
  write("core/low/c.cpp", "#include \"../high/b.h\"\n");
  expectFault(
      "core/low/c.cpp:1: \"../high/b.h\" does not start at the root with a folder of core/layers.txt");
}

TEST_F(CheckLayers, RefusesAFolderWithoutALine) {
  write("core/new/c.h", "#include \"core/low/a.h\"\n");
  const ProcessResult result = check();
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.err.rfind("core/new/c.h:1: core/new has no line in core/layers.txt\n", 0), 0u)
      << result.err;
}

TEST_F(CheckLayers, RefusesATableThatNamesAFolderBelow) {
  write("core/layers.txt",
        "core/low  | zlib    | high\n"
        "core/high |         | low\n"
        "views     | Qt      | core\n"
        "app       | Qt json | core views\n");
  expectFault("core/layers.txt:1: core/low names high, which does not stand above it");
}

}  // namespace
}  // namespace adapsne
