// SPDX-License-Identifier: GPL-3.0-or-later
// The manual page, the completions and --version say what the program's own tables say.
#include <algorithm>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "core/catalogue/catalogue.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "core/support/simd_clones.h"
#include "core/version/version.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
using test::ProcessResult;
using Words = std::vector<std::string>;

class Reference : public testing::Test {
 protected:
  std::string output(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    const ProcessResult result = test::runProcess(arguments, folder_.path());
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
  }
  /// Whether there is such a program here.
  bool has(const std::string& program) {
    return test::runProcess({"sh", "-c", "command -v " + program}, folder_.path()).code == 0;
  }
  /// What bash offers for the last of these words.
  Words completed(const Words& words) {
    test::writeText(folder_ / "completion", output({"completion", "bash"}));
    std::string line;
    for (const std::string& word : words) line += " '" + word + "'";
    const ProcessResult result = test::runProcess(
        {"bash", "-c",
         "source ./completion; COMP_WORDS=(adapsne" + line +
             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _adapsne; printf '%s\\n' \"${COMPREPLY[@]}\""},
        folder_.path());
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.err, "");
    Words offered;
    std::istringstream stream(result.out);
    for (std::string word; std::getline(stream, word);)
      if (!word.empty()) offered.push_back(word);
    return offered;
  }
  test::TemporaryFolder folder_;
};

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

TEST_F(Reference, TheManualPageHasEveryCommandAndOption) {
  const std::string page = output({"options", "--man"});
  for (const OptionSpec& spec : schema()) {
    const std::string tag =
        ".TP\n" + std::regex_replace("\\fB--" + spec.name + "\\fR", std::regex("-"), "\\-") + " ";
    const size_t first = page.find(tag);
    EXPECT_NE(first, std::string::npos) << spec.name;
    EXPECT_EQ(page.find(tag, first + 1), std::string::npos) << spec.name << " stands twice";
  }
  for (const char* command :
       {"run", "options", "generate", "accelerate", "landscape", "sample", "export", "compare", "completion"})
    EXPECT_NE(page.find(std::string(".SS ") + command + "\n"), std::string::npos) << command;
  for (const char* option : {"\\-\\-gemm", "\\-\\-preset", "\\-\\-methods", "\\-\\-row", "\\-\\-version"})
    EXPECT_NE(page.find(std::string("\\fB") + option + "\\fR"), std::string::npos) << option;
}

TEST_F(Reference, ManReadsThePageWithoutAWarning) {
  if (!has("groff")) GTEST_SKIP() << "groff is not installed";
  test::writeText(folder_ / "adapsne.1", output({"options", "--man"}));
  const ProcessResult result =
      test::runProcess({"groff", "-man", "-Tutf8", "-ww", "-z", "adapsne.1"}, folder_.path());
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.err, "");
}

TEST_F(Reference, EveryShellCompletesEveryOptionOfTheSchema) {
  const std::string bash = output({"completion", "bash"}), zsh = output({"completion", "zsh"}),
                    fish = output({"completion", "fish"});
  for (const OptionSpec& spec : schema()) {
    EXPECT_NE(bash.find("'run --" + spec.name + "'"), std::string::npos) << spec.name;
    EXPECT_NE(zsh.find("'--" + spec.name + "=["), std::string::npos) << spec.name;
    EXPECT_NE(fish.find(" -l " + spec.name + " "), std::string::npos) << spec.name;
    for (const OptionWord& word : spec.words)
      for (const std::string* script : {&bash, &zsh, &fish})
        EXPECT_TRUE(std::regex_search(*script, std::regex("[ (']" + word.word + "[ )']"))) << word.word;
  }
  for (const char* shell : {"bash", "zsh", "fish"}) {
    if (!has(shell)) continue;
    test::writeText(folder_ / "script", output({"completion", shell}));
    EXPECT_EQ(test::runProcess({shell, "-n", "script"}, folder_.path()).code, 0) << shell;
  }
  const ProcessResult other =
      test::runProcess({test::commandLineProgram(), "completion", "fisch"}, folder_.path());
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("Did you mean fish?"), std::string::npos) << other.err;
}

TEST_F(Reference, BashOffersCommandsOptionsWordsDatasetsAndFiles) {
  EXPECT_EQ(completed({"la"}), Words{"landscape"});
  const Words options = completed({"run", "digits", "--"});
  for (const OptionSpec& spec : schema()) EXPECT_TRUE(contains(options, "--" + spec.name)) << spec.name;
  EXPECT_TRUE(contains(options, "--json"));
  EXPECT_FALSE(contains(completed({"compare", "digits", "--"}), "--method")) << "compare has --methods alone";

  EXPECT_EQ(completed({"run", "digits", "--method", "nms-"}), (Words{"nms-edge", "nms-ideal"}));
  EXPECT_EQ(completed({"run", "digits", "--method", "=", "nms-i"}), Words{"nms-ideal"});
  EXPECT_EQ(completed({"run", "digits", "--method", "="}).size(), presets().size());
  EXPECT_EQ(completed({"accelerate", "x", "--preset", "t"}), Words{"tiny"});
  EXPECT_EQ(completed({"accelerate", "x", "--set", "row"}).front().back(), '=');
  EXPECT_EQ(completed({"completion", ""}), (Words{"bash", "zsh", "fish"}));
  EXPECT_EQ(completed({"run", "digits", "--ratio", ""}), Words{}) << "a number: nothing to offer";
  EXPECT_EQ(completed({"compare", "digits", "--methods", "random,nms-e"}), Words{"random,nms-edge"});

  test::writeText(folder_ / "di gits.csv", "a,b\n1,2\n");
  std::filesystem::create_directory(folder_ / "disk");
  const Words data = completed({"run", "di"});
  EXPECT_TRUE(contains(data, "digits"));
  EXPECT_TRUE(contains(data, "di gits.csv"));
  EXPECT_EQ(completed({"accelerate", "di"}), Words{"disk"}) << "a run is a folder";
  for (const CatalogueEntry& entry : catalogue())
    EXPECT_EQ(contains(completed({"generate", ""}), entry.name), entry.generated) << entry.name;
}

TEST_F(Reference, VersionTellsInstructionSetAndLibraries) {
  const std::string text = output({"--version"});
  EXPECT_EQ(text.rfind(std::string("adapsne ") + version() + "\n", 0), 0u) << text;
  EXPECT_NE(text.find("\ninstruction set: " + instructionSet() + "\n"), std::string::npos) << text;
  for (const char* library :
       {"Eigen 3", "FFTW fftw-3", "HDF5 1", "libzip 1", "zlib 1", "hnswlib", "xxHash 0", "CLI11 2"})
    EXPECT_NE(text.find(library), std::string::npos) << library << " in " << text;
}

}  // namespace
}  // namespace adapsne
