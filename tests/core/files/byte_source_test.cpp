// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_source.h"

#include <sys/stat.h>

#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class ByteSourceTest : public ::testing::Test {
 protected:
  std::string all(const std::string& bytes) {
    return ByteSource(folder.write("f", bytes), control).readAll();
  }
  std::string error(const std::string& bytes) {
    return errorOf([&] { all(bytes); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

/// Larger than one piece, and not well packable.
std::string manyBytes() {
  std::string bytes;
  for (uint32_t i = 0, x = 1; i < 3'000'001; ++i)
    bytes += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
  return bytes;
}

TEST_F(ByteSourceTest, ReadsPlainAndGzippedAlike) {
  const std::string bytes = manyBytes();
  EXPECT_EQ(all(bytes), bytes);
  EXPECT_EQ(all(gzip(bytes)), bytes);
  EXPECT_EQ(all("x"), "x");
  const std::string packed = gzip(bytes);
  EXPECT_EQ(ByteSource(packed, "memory", control).readAll(), bytes);
}

TEST_F(ByteSourceTest, ReadsConcatenatedAndPaddedGzip) {
  EXPECT_EQ(all(gzip("first") + gzip("second") + std::string(512, '\0')), "firstsecond");
}

TEST_F(ByteSourceTest, RefusesDamagedGzip) {
  std::string packed = gzip(manyBytes());
  EXPECT_TRUE(contains(error(packed.substr(0, packed.size() / 2)),
                       "the gzip data ends early: the file is truncated. Copy or download it again."));
  EXPECT_TRUE(contains(error(packed.substr(0, packed.size() - 3)), "ends early"));
  EXPECT_TRUE(contains(error(packed.substr(0, 5)), "ends early"));
  EXPECT_TRUE(contains(error(packed + "garbage"), "the gzip data is damaged (incorrect header check)."));
  packed[packed.size() - 8] ^= 1;
  EXPECT_TRUE(contains(error(packed), "the gzip data is damaged (incorrect data check)."));
}

TEST_F(ByteSourceTest, RefusesWhatIsNoFile) {
  EXPECT_TRUE(contains(errorOf([&] { ByteSource(folder.path() / "none", control); }),
                       "none: there is no such file."));
  EXPECT_TRUE(contains(errorOf([&] { ByteSource(folder.path(), control); }),
                       ": is a folder. Give the path of a data file."));
  EXPECT_TRUE(contains(error(""), ": the file is empty."));
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_TRUE(contains(errorOf([&] { ByteSource(pipe, control); }), "is not a regular file."));
}

TEST_F(ByteSourceTest, CanBeCancelled) {
  const auto path = folder.write("f", gzip(std::string(50'000'000, 'a')));
  ByteSource source(path, control);
  control.cancel();
  EXPECT_THROW(source.readAll(), Cancelled);
}

TEST_F(ByteSourceTest, BoundsWhatGzipCanHold) {
  const auto path = folder.write("f", gzip(std::string(50'000'000, 'a')));
  ByteSource source(path, control);
  EXPECT_GE(source.atMost(), 50'000'000u);
  EXPECT_LT(source.atMost(), 100'000'000u);
}

TEST(RequireMemory, NamesTheEstimate) {
  EXPECT_NO_THROW(requireMemory(1, "data"));
  EXPECT_TRUE(
      contains(errorOf([] { requireMemory(4ull << 50, "data"); }), "data: needs about 4.5 PB of memory, "));
}

TEST(SizeText, ChoosesTheUnit) {
  EXPECT_EQ(sizeText(999), "999 bytes");
  EXPECT_EQ(sizeText(1000), "1.0 kB");
  EXPECT_EQ(sizeText(12'345'678), "12.3 MB");
}

}  // namespace
}  // namespace adapsne
