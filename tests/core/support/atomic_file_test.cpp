// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/atomic_file.h"

#include <cerrno>
#include <cstring>

#include <sys/mount.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/support/error.h"
#include "tests/support/temporary_folder.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using test::listing;
using test::readText;
using test::TemporaryFolder;
using test::writeText;
using Names = std::vector<std::string>;

template <typename Action>
std::string messageOf(Action action) {
  try {
    action();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

/// A file system of 64 KB that is unmounted at the end of the scope.
class TinyDisk {
 public:
  TinyDisk() {
    mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=64k") == 0;
    if (!mounted_) reason_ = std::strerror(errno);
  }
  ~TinyDisk() {
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  const std::string& reason() const { return reason_; }
  const fs::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
  std::string reason_;
};

TEST(WriteFile, WritesReplacesAndLeavesNothingElse) {
  TemporaryFolder folder;
  std::string bytes(100000, 'x');
  bytes[5] = '\0';
  writeFile(folder / "a", bytes);
  EXPECT_EQ(readText(folder / "a"), bytes);
  writeFile(folder / "a", "");
  EXPECT_EQ(readText(folder / "a"), "");
  EXPECT_EQ(listing(folder.path()), Names{"a"});
}

TEST(WriteFile, RefusesAFolderAMissingParentAndAFileAsParent) {
  TemporaryFolder folder;
  writeText(folder / "file", "old");
  fs::create_directory(folder / "folder");
  EXPECT_NE(messageOf([&] { writeFile(folder / "folder", "x"); }).find("is a folder"), std::string::npos);
  const std::string missing = messageOf([&] { writeFile(folder / "none/x", "x"); });
  EXPECT_NE(missing.find("none/x"), std::string::npos) << missing;
  EXPECT_NE(missing.find("No such file"), std::string::npos) << missing;
  const std::string under = messageOf([&] { writeFile(folder / "file/x", "x"); });
  EXPECT_NE(under.find("Not a directory"), std::string::npos) << under;
  EXPECT_NE(messageOf([&] { writeFile("/proc/adapsne-x", "x"); }), "no error");
  EXPECT_EQ(listing(folder.path()), (Names{"file", "folder"}));
  EXPECT_EQ(readText(folder / "file"), "old");
}

TEST(WriteFiles, AllOrNone) {
  TemporaryFolder folder;
  writeFiles({{folder / "a", "1"}, {folder / "b", "2"}});
  EXPECT_EQ(readText(folder / "a") + readText(folder / "b"), "12");
  const std::string message = messageOf([&] {
    writeFiles({{folder / "a", "new"}, {folder / "none/b", "new"}});
  });
  EXPECT_NE(message.find("none/b"), std::string::npos) << message;
  EXPECT_EQ(readText(folder / "a"), "1");
  EXPECT_EQ(listing(folder.path()), (Names{"a", "b"}));
}

TEST(WriteFile, AFullDiskLeavesTheOldFile) {
  TinyDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here: " << disk.reason();
  writeText(disk.path() / "a", "old");
  const std::string message = messageOf([&] { writeFile(disk.path() / "a", std::string(1 << 20, 'x')); });
  EXPECT_NE(message.find("No space left"), std::string::npos) << message;
  EXPECT_NE(message.find("Free some space"), std::string::npos) << message;
  EXPECT_EQ(readText(disk.path() / "a"), "old");
  EXPECT_EQ(listing(disk.path()), Names{"a"});
}

TEST(StagedFiles, TakeTheirNamesTogetherAndReplaceOnlyWhatTheyMay) {
  TemporaryFolder folder;
  writeText(folder / "b", "mine");
  writeText(folder / "old", "of before");
  const auto commit = [&](const Names& mayReplace) {
    StagedFiles staged(folder / "a");
    writeText(staged.folder() / "a", "1");
    writeText(staged.folder() / "b", "2");
    EXPECT_EQ(staged.names(), (Names{"a", "b"}));
    EXPECT_EQ(readText(folder / "b"), "mine") << "nothing before commit";
    staged.commit(mayReplace);
  };
  const std::string message = messageOf([&] { commit({"a"}); });
  EXPECT_NE(message.find("b: exists already; nothing was replaced"), std::string::npos) << message;
  EXPECT_EQ(listing(folder.path()), (Names{"b", "old"})) << "a, which had its place, has gone again";
  EXPECT_EQ(readText(folder / "b"), "mine");
  fs::create_directory(folder / "deeper");
  writeText(folder / "deeper/x", "not beside");
  commit({"b", "old", "never was", "deeper/x", "../" + folder.path().filename().string() + "/deeper/x", ".",
          ".."});
  EXPECT_EQ(readText(folder / "deeper/x"), "not beside");
  fs::remove_all(folder / "deeper");
  EXPECT_EQ(listing(folder.path()), (Names{"a", "b"})) << "what is not written anew goes";
  EXPECT_EQ(readText(folder / "b"), "2");
}

TEST(StagedFiles, PutBackWhatTheyReplacedWhereALaterOneFails) {
  TemporaryFolder folder;
  writeText(folder / "a", "old");
  fs::create_directory(folder / "b");
  const std::string message = messageOf([&] {
    StagedFiles staged(folder / "a");
    writeText(staged.folder() / "a", "new");
    writeText(staged.folder() / "b", "new");
    staged.commit({"a", "b"});
  });
  EXPECT_NE(message.find("b: is a folder"), std::string::npos) << message;
  EXPECT_EQ(readText(folder / "a"), "old");
  EXPECT_EQ(listing(folder.path()), (Names{"a", "b"}));
  EXPECT_NE(
      messageOf([&] { StagedFiles(folder / "none/a"); }).find("none/a: cannot create the file: No such file"),
      std::string::npos);
  EXPECT_NE(messageOf([&] { StagedFiles(folder / "b/"); }).find("a file was to be written there"),
            std::string::npos);
}

const Names kOwn = {"one", "two"};

TEST(StagedFolder, AppearsOnlyWhenCommitted) {
  TemporaryFolder folder;
  {
    StagedFolder staged(folder / "run", kOwn);
    staged.write("one", "1");
    EXPECT_FALSE(fs::exists(folder / "run"));
    staged.write("two", "2");
    staged.commit();
  }
  EXPECT_EQ(listing(folder.path()), (Names{"run", "run/one", "run/two"}));
  EXPECT_EQ(readText(folder / "run/two"), "2");
}

TEST(StagedFolder, InterruptedLeavesNothing) {
  TemporaryFolder folder;
  {
    StagedFolder staged(folder / "run", kOwn);
    staged.write("one", "1");
  }
  EXPECT_EQ(listing(folder.path()), Names{});
  {
    StagedFolder staged(folder / "parents/that/were/not/there", kOwn);
    staged.write("one", "1");
  }
  EXPECT_EQ(listing(folder.path()), Names{}) << "parents that were made for it go with it";
}

TEST(StagedFolder, KeepsParentsThatWereThereOrGotOtherContents) {
  TemporaryFolder folder;
  fs::create_directory(folder / "mine");
  { StagedFolder staged(folder / "mine/run", kOwn); }
  EXPECT_EQ(listing(folder.path()), Names{"mine"});
  {
    StagedFolder staged(folder / "new/run", kOwn);
    writeText(folder / "new/note", "somebody else's");
  }
  EXPECT_EQ(listing(folder.path()), (Names{"mine", "new", "new/note"}));
}

TEST(StagedFolder, MakesMissingParents) {
  TemporaryFolder folder;
  StagedFolder staged(folder / "a/b/run/", kOwn);
  staged.write("one", "1");
  staged.commit();
  EXPECT_EQ(readText(folder / "a/b/run/one"), "1");
}

TEST(StagedFolder, ReplacesAnEarlierRunWhollyAndAnEmptyFolder) {
  TemporaryFolder folder;
  fs::create_directory(folder / "run");
  for (const char* round : {"first", "second"}) {
    StagedFolder staged(folder / "run", kOwn);
    staged.write(round[0] == 'f' ? "one" : "two", round);
    staged.commit();
  }
  EXPECT_EQ(listing(folder.path()), (Names{"run", "run/two"})) << "no file of the earlier run stays";
}

TEST(StagedFolder, LooksIntoFoldersForWhatIsForeign) {
  TemporaryFolder folder;
  const Names own = {"cat/1.png", "cat/2.png", "table"};
  const auto fill = [&] {
    StagedFolder staged(folder / "out", own, "an earlier export");
    fs::create_directory(staged.folder() / "cat");
    writeText(staged.folder() / "cat/1.png", "1");
    staged.sync();
    staged.commit();
  };
  fill();
  fill();
  EXPECT_EQ(listing(folder / "out"), (Names{"cat", "cat/1.png"}));
  writeText(folder / "out/cat/mine", "precious");
  EXPECT_NE(messageOf(fill).find("holds \"cat/mine\", which is not part of an earlier export"),
            std::string::npos);
  fs::remove(folder / "out/cat/mine");
  fs::create_directory(folder / "out/dog");
  EXPECT_NE(messageOf(fill).find("holds \"dog\""), std::string::npos);
  fs::remove(folder / "out/dog");
  fs::create_directory_symlink(folder / "out/cat", folder / "out/table");
  fill();
  EXPECT_EQ(listing(folder / "out"), (Names{"cat", "cat/1.png"}));
}

TEST(StagedFolder, RefusesForeignContentsAtOnceAndAtCommit) {
  TemporaryFolder folder;
  fs::create_directory(folder / "run");
  writeText(folder / "run/one", "1");
  writeText(folder / "run/thesis.tex", "precious");
  const std::string message = messageOf([&] { StagedFolder(folder / "run", kOwn); });
  EXPECT_NE(message.find("\"thesis.tex\", which is not part of a run; nothing was replaced"),
            std::string::npos)
      << message;

  fs::create_directory(folder / "late");
  {
    StagedFolder staged(folder / "late", kOwn);
    staged.write("one", "new");
    writeText(folder / "late/letter", "precious");
    EXPECT_NE(messageOf([&] { staged.commit(); }).find("letter"), std::string::npos);
  }
  EXPECT_EQ(listing(folder.path()), (Names{"late", "late/letter", "run", "run/one", "run/thesis.tex"}));
}

TEST(StagedFolder, RefusesAFileInItsPlace) {
  TemporaryFolder folder;
  writeText(folder / "run", "a file");
  EXPECT_NE(messageOf([&] { StagedFolder(folder / "run", kOwn); }).find("exists and is not a folder"),
            std::string::npos);
  EXPECT_NE(messageOf([&] { StagedFolder(folder / "run/deeper", kOwn); }).find("Not a directory"),
            std::string::npos);
  EXPECT_NE(messageOf([&] { StagedFolder("", kOwn); }).find("empty"), std::string::npos);
  EXPECT_NE(messageOf([&] { StagedFolder("/proc/run", kOwn); }), "no error");
  EXPECT_EQ(readText(folder / "run"), "a file");
}

TEST(StagedFolder, UnwritableParentIsSaidAtOnce) {
  TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  // Root may write everywhere, so root becomes somebody else for a moment.
  const uid_t user = geteuid();
  if (user == 0 && seteuid(65534) != 0) GTEST_SKIP() << "root cannot step down here";
  const std::string message = messageOf([&] { StagedFolder(folder / "run", kOwn); });
  ASSERT_EQ(seteuid(user), 0);
  fs::permissions(folder.path(), fs::perms::owner_all);
  EXPECT_NE(message.find("Permission denied"), std::string::npos) << message;
}

TEST(StagedFolder, AFullDiskLeavesTheEarlierRun) {
  TinyDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here: " << disk.reason();
  const fs::path run = disk.path() / "run";
  {
    StagedFolder staged(run, kOwn);
    staged.write("one", "old");
    staged.commit();
  }
  {
    StagedFolder staged(run, kOwn);
    const std::string message = messageOf([&] { staged.write("one", std::string(1 << 20, 'x')); });
    EXPECT_NE(message.find((run / "one").string()), std::string::npos) << message;
    EXPECT_EQ(message.find(".part-"), std::string::npos)
        << "people never see the temporary name: " << message;
    EXPECT_NE(message.find("No space left"), std::string::npos) << message;
  }
  EXPECT_EQ(listing(disk.path()), (Names{"run", "run/one"}));
  EXPECT_EQ(readText(run / "one"), "old");
}

}  // namespace
}  // namespace adapsne
