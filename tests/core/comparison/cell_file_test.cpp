// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/cell_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace adapsne {
namespace {

class CellFiles : public testing::Test {
 protected:
  CellFiles() {
    subject_.train = "train";
    subject_.test = "test";
    subject_.hashes = {{"a", "b"}};
    subject_.plan = {{"first", "random"}, {{0.05, 0}, {0, 50}}, {"1-nn", "cnn"}, 3, 2, 1, true};
    subject_.options = {{"first", {{"pca", "none"}}}, {"random", {}}};
    subject_.keys = {{"first", "k"}, {"random", "l"}};
    subject_.version = "1";
    subject_.instructionSet = "v4";
    double accuracy = 0.1;
    for (const CellId& id : cellsOf(subject_.plan)) cells_.push_back({id, 7, accuracy += 1.0 / 3});
    cells_[2].accuracy = std::numeric_limits<double>::quiet_NaN();
  }
  std::string refusal(const ComparisonSubject& subject) {
    try {
      CellFile file(path_, subject);
    } catch (const Error& e) {
      return e.what();
    }
    return "opened";
  }
  bool refused(const std::string& part) { return refusal(subject_).find(part) != std::string::npos; }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "cells.jsonl";
  ComparisonSubject subject_;
  std::vector<Cell> cells_;
};

TEST_F(CellFiles, ReadBackWhatWasAppendedInAnyOrder) {
  ASSERT_EQ(cells_.size(), 2u * 2 * 2 * 2 + 4);
  {
    CellFile file(path_, subject_);
    for (auto cell = cells_.rbegin(); cell != cells_.rend(); ++cell) file.append(*cell);
  }
  {
    CellFile file(path_, subject_);
    ASSERT_EQ(file.cells().size(), cells_.size());
    EXPECT_TRUE(file.warnings().empty());
    EXPECT_NE(test::readText(path_), cellsText(subject_, cells_)) << "in the order in which they came";
    file.finish();
  }
  EXPECT_EQ(test::readText(path_), cellsText(subject_, cells_));
  const StoredCells stored = readCells(path_);
  ASSERT_EQ(stored.cells.size(), cells_.size());
  for (size_t i = 0; i < cells_.size(); ++i) {
    EXPECT_EQ(stored.cells[i].id, cells_[i].id);
    EXPECT_TRUE(stored.cells[i].accuracy == cells_[i].accuracy ||
                (i == 2 && std::isnan(stored.cells[i].accuracy)));
  }
  EXPECT_EQ(stored.subject.plan, subject_.plan);
  EXPECT_EQ(stored.subject.options, subject_.options);
}

/// Wherever a kill tears the file, it is gone on from.
TEST_F(CellFiles, TornAnywhereItIsGoneOnFrom) {
  cells_.resize(2);
  const std::string whole = cellsText(subject_, cells_);
  // In the header here and there, in the cells everywhere.
  const size_t header = whole.find('\n');
  for (size_t length = 0; length <= whole.size(); length += length + 40 < header ? 31 : 1) {
    test::writeText(path_, whole.substr(0, length));
    size_t known = 0;
    {
      CellFile file(path_, subject_);
      known = file.cells().size();
      for (const Cell& cell : cells_) {
        const auto same = [&](const Cell& other) { return other.id == cell.id; };
        if (std::none_of(file.cells().begin(), file.cells().end(), same)) file.append(cell);
      }
    }
    const auto ends = std::count(whole.begin(), whole.begin() + static_cast<int64_t>(length), '\n');
    EXPECT_EQ(static_cast<int64_t>(known), std::max<int64_t>(0, ends - 1)) << length;
    ASSERT_EQ(test::readText(path_), whole) << length;
  }
}

TEST_F(CellFiles, OfAnotherComparisonIsRefusedWithWhatDiffers) {
  { CellFile file(path_, subject_); }
  const ComparisonSubject own = subject_;
  subject_.plan.seeds = 3;
  EXPECT_TRUE(refused("seeds ({\"first\":3,\"number\":2} there")) << refusal(subject_);
  subject_ = own;
  subject_.options["first"]["pca"] = "80";
  EXPECT_TRUE(refused("--pca of first (none there, 80 here)")) << refusal(subject_);
  subject_.options["first"] = {};
  EXPECT_TRUE(refused("--pca of first (none there, the default here)")) << refusal(subject_);
  subject_ = own;
  subject_.keys["random"] = "m";
  EXPECT_TRUE(refused("a file that an option names")) << refusal(subject_);
  subject_ = own;
  subject_.instructionSet = "v3";
  CellFile other(path_, subject_);
  ASSERT_EQ(other.warnings().size(), 1u);
  EXPECT_NE(other.warnings()[0].find("last digits"), std::string::npos);
  EXPECT_TRUE(refused("is being written by another"));
}

TEST_F(CellFiles, ForeignAndDamagedFilesAreRefusedAndLeftAlone) {
  for (const std::string text : {"notes\nof mine\n", "{}\n", "[1]\n", "x", "null\n"}) {
    test::writeText(path_, text);
    EXPECT_TRUE(refused("is no file of a comparison's cells")) << text << refusal(subject_);
    EXPECT_EQ(test::readText(path_), text);
  }
  const std::string whole = cellsText(subject_, cells_);
  const size_t second = whole.find('\n') + 1;
  for (const char* bad : {"{}\n", "x\n", "{\"method\":3}\n"}) {
    test::writeText(path_, whole.substr(0, second) + bad + whole.substr(second));
    EXPECT_TRUE(refused("line 2: is damaged")) << refusal(subject_);
  }
  std::string strange = whole;
  strange.replace(strange.rfind("1-nn"), 4, "2-nn");
  test::writeText(path_, strange);
  EXPECT_TRUE(refused("is not asked by this comparison")) << refusal(subject_);
}

TEST_F(CellFiles, JoinedAreOneAndContradictionsAreTold) {
  const std::vector<Cell> some(cells_.begin(), cells_.begin() + 6), others(cells_.begin() + 4, cells_.end());
  test::writeText(folder_ / "a", cellsText(subject_, some));
  test::writeText(folder_ / "b", cellsText(subject_, others));
  const StoredCells joined = joinCells({folder_ / "b", folder_ / "a"});
  EXPECT_EQ(joined.cells.size(), cells_.size());
  EXPECT_EQ(cellsText(joined.subject, joined.cells), cellsText(subject_, cells_));
  cells_[5].accuracy = 0.5;
  test::writeText(folder_ / "c", cellsText(subject_, {cells_[5]}));
  EXPECT_THROW(joinCells({folder_ / "a", folder_ / "c"}), Error);
  subject_.version = "2";
  test::writeText(folder_ / "d", cellsText(subject_, {}));
  EXPECT_THROW(joinCells({folder_ / "a", folder_ / "d"}), Error);
}

}  // namespace
}  // namespace adapsne
