// SPDX-License-Identifier: GPL-3.0-or-later
// The seeds of the fuzz targets, and what they found: each is a dataset or an Error, in every build and under
// the sanitizers. tests/fuzz/CMakeLists.txt says what name a target's bytes get.
#include <fstream>
#include <map>

#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/paths.h"

namespace adapsne {
namespace {
using namespace test;
namespace fs = std::filesystem;

/// "csv" -> "f.csv", from the table of targets.
std::map<std::string, std::string> targets() {
  std::ifstream file(sourceFile("tests/fuzz/CMakeLists.txt"));
  std::map<std::string, std::string> names;
  bool within = false;
  for (std::string word; file >> word;) {
    within |= word.find("fuzz_targets") != std::string::npos;
    if (within && word.find('=') != std::string::npos)
      names[word.substr(0, word.find('='))] =
          word.substr(word.find('=') + 1, word.find(')') - word.find('=') - 1);
    if (within && word.ends_with(')')) break;
  }
  return names;
}

TEST(Corpus, EachFileIsADatasetOrAnError) {
  const auto names = targets();
  ASSERT_GE(names.size(), 10u);
  for (const auto& row : names) {
    const auto& target = row.first;
    const auto& name = row.second;
    int read = 0, files = 0;
    for (const auto& entry : fs::directory_iterator(sourceFile("tests/fuzz/corpus/" + target))) {
      SCOPED_TRACE(entry.path().string());
      TemporaryFolder folder;
      fs::create_directories((folder.path() / name).parent_path());
      fs::copy_file(entry.path(), folder.path() / name);
      RunControl control(1);
      const std::string message = errorOf([&] {
        if (target.starts_with("labels"))
          readLabels(folder.path() / name, {}, control);
        else
          openDataset((folder.path() / *fs::path(name).begin()).string(), {.missing = MissingPolicy::Mean}, 1,
                      control);
      });
      ++files;
      read += message.empty();
    }
    EXPECT_GT(files, 0) << target;
    EXPECT_GT(read, 0) << target << ": a corpus of errors alone tests nothing";
  }
}

}  // namespace
}  // namespace adapsne
