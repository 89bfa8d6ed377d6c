// SPDX-License-Identifier: GPL-3.0-or-later
// What comments, tooltips and documents cite is there: each "docs/name.md#section", and each link between
// documents.
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

fs::path root() {
  return test::sourceFile("");
}

/// All texts in which something may be cited, but this one, which cites what is not there.
std::vector<fs::path> textFiles() {
  std::vector<fs::path> files;
  const std::set<std::string> kinds = {".h", ".cpp", ".md", ".txt", ".cmake", ""};
  for (const char* folder : {"core", "views", "app", "tests", "bench", "cmake", "docs", "scripts"})
    for (const auto& entry : fs::recursive_directory_iterator(root() / folder))
      if (entry.is_regular_file() && kinds.count(entry.path().extension().string()) > 0 &&
          entry.path().filename() != "documents_test.cpp")
        files.push_back(entry.path());
  for (const auto& entry : fs::directory_iterator(root()))
    if (entry.is_regular_file() && kinds.count(entry.path().extension().string()) > 0)
      files.push_back(entry.path());
  return files;
}

/// A heading's anchor, as GitHub makes it: lower case, spaces become hyphens, other signs go.
std::string anchorOf(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isalnum(u) || c == '-' || c == '_') anchor += static_cast<char>(std::tolower(u));
    if (c == ' ') anchor += '-';
  }
  return anchor;
}

std::set<std::string> anchorsOf(const std::string& markdown) {
  std::set<std::string> anchors;
  std::istringstream lines(markdown);
  bool code = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) == 0) code = !code;
    const size_t level = line.find_first_not_of('#');
    if (code || level == 0 || level > 6 || level == std::string::npos || line[level] != ' ') continue;
    anchors.insert(anchorOf(line.substr(level + 1)));
  }
  return anchors;
}

/// The files of a tree and their sections, read once.
class Tree {
 public:
  bool has(const fs::path& file) const { return fs::exists(file); }
  bool hasSection(const fs::path& file, const std::string& anchor) {
    const auto known = anchors_.find(file);
    const auto& anchors =
        known != anchors_.end() ? known->second : anchors_[file] = anchorsOf(test::readText(file));
    return anchors.count(anchor) > 0;
  }

 private:
  std::map<fs::path, std::set<std::string>> anchors_;
};

struct Findings {
  int cited = 0, linked = 0;
  std::vector<std::string> faults;
};

/// Documents named anywhere, from the tree's root: "docs/name.md#section", "CONTRIBUTING.md".
void checkCitations(const std::string& line, const fs::path& file, const fs::path& root, Tree& tree,
                    Findings& findings) {
  static const std::regex citation(R"(([A-Za-z0-9_./-]*[A-Za-z0-9_-]\.md)\b(#[A-Za-z0-9_-]+)?)");
  for (std::sregex_iterator at(line.begin(), line.end(), citation), end; at != end; ++at) {
    const std::string path = (*at)[1], anchor = (*at)[2];
    if (path.find("//") != std::string::npos) continue;  // an address
    ++findings.cited;
    // A document may name its neighbours.
    const bool beside = file.extension() == ".md" && tree.has(file.parent_path() / path);
    const fs::path cited = beside ? file.parent_path() / path : root / path;
    if (!tree.has(cited))
      findings.faults.push_back("there is no " + path);
    else if (!anchor.empty() && !tree.hasSection(cited, anchor.substr(1)))
      findings.faults.push_back(path + " has no section " + anchor);
  }
}

/// Links and pictures of a document, relative to its folder.
void checkLinks(const std::string& line, const fs::path& file, Tree& tree, Findings& findings) {
  static const std::regex link(R"(\]\(([^()\s]+)\))");
  for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at) {
    const std::string target = (*at)[1];
    if (target.find("://") != std::string::npos || target.rfind("mailto:", 0) == 0) continue;
    ++findings.linked;
    const size_t hash = target.find('#');
    const std::string path = target.substr(0, hash);
    const fs::path linked = path.empty() ? file : file.parent_path() / path;
    if (!tree.has(linked))
      findings.faults.push_back("the link to " + target + " leads nowhere");
    else if (hash != std::string::npos && !tree.hasSection(linked, target.substr(hash + 1)))
      findings.faults.push_back("the link to " + target + " leads to no section");
  }
}

Findings check(const fs::path& file, const fs::path& root, Tree& tree) {
  Findings findings;
  std::istringstream lines(test::readText(file));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const size_t before = findings.faults.size();
    if (line.find(".md") != std::string::npos) checkCitations(line, file, root, tree, findings);
    if (file.extension() == ".md" && line.find("](") != std::string::npos)
      checkLinks(line, file, tree, findings);
    for (size_t f = before; f < findings.faults.size(); ++f)
      findings.faults[f] =
          fs::relative(file, root).string() + ":" + std::to_string(number) + ": " + findings.faults[f];
  }
  return findings;
}

TEST(Documents, WhatIsCitedIsThere) {
  Tree tree;
  Findings all;
  int citingSources = 0;
  for (const fs::path& file : textFiles()) {
    const Findings findings = check(file, root(), tree);
    all.cited += findings.cited;
    all.linked += findings.linked;
    citingSources += file.extension() != ".md" && findings.cited > 0;
    for (const std::string& fault : findings.faults) ADD_FAILURE() << fault;
  }
  EXPECT_GE(citingSources, 12) << "the sources cite the specification";
  EXPECT_GE(all.cited, 40);
  EXPECT_GE(all.linked, 20);
}

/// Nobody reads what no other document leads to.
TEST(Documents, EachIsLinkedFromAnother) {
  std::string all;
  for (const auto& file : textFiles())
    if (file.extension() == ".md") all += test::readText(file);
  int documents = 0;
  for (const auto& entry : fs::directory_iterator(root() / "docs")) {
    if (entry.path().extension() != ".md") continue;
    ++documents;
    const std::string name = entry.path().filename().string();
    EXPECT_TRUE(all.find("](docs/" + name) != std::string::npos || all.find("](" + name) != std::string::npos)
        << name;
  }
  EXPECT_GE(documents, 6);
}

TEST(Documents, WrongCitationsAreFound) {
  test::TemporaryFolder folder;
  fs::create_directories(folder / "docs");
  test::writeText(folder / "docs/a.md",
                  "# The title\n\n## A section, and more\n```\n# no heading\n```\n[b](b.md)\n");
  test::writeText(folder / "docs/b.md",
                  "[a](a.md#a-section-and-more) [c](c.md) [here](#nowhere) ![p](p.png)\n");
  test::writeText(folder / "x.h",
                  "// docs/a.md docs/a.md#the-title docs/a.md#a-section-and-more. See docs/b.md, too\n"
                  "// https://example.org/other.md is elsewhere\n"
                  "// docs/a.md#no-heading, METHOD.md 4 and b.md\n");
  Tree tree;
  EXPECT_TRUE(check(folder / "docs/a.md", folder.path(), tree).faults.empty());
  EXPECT_EQ(check(folder / "docs/b.md", folder.path(), tree).faults,
            (std::vector<std::string>{"docs/b.md:1: there is no c.md",
                                      "docs/b.md:1: the link to c.md leads nowhere",
                                      "docs/b.md:1: the link to #nowhere leads to no section",
                                      "docs/b.md:1: the link to p.png leads nowhere"}));
  const Findings source = check(folder / "x.h", folder.path(), tree);
  EXPECT_EQ(source.faults,
            (std::vector<std::string>{"x.h:3: docs/a.md has no section #no-heading",
                                      "x.h:3: there is no METHOD.md", "x.h:3: there is no b.md"}));
  EXPECT_EQ(source.cited, 7);
}

}  // namespace
}  // namespace adapsne
