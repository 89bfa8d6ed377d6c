// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_sink.h"

#include <gtest/gtest.h>

#include "core/files/byte_source.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {

class Sink : public testing::Test {
 protected:
  std::string written(const std::string& name, size_t piece, size_t total) {
    std::string expected;
    ByteSink sink(folder_.path() / name, control_);
    while (expected.size() < total) {
      std::string bytes;
      for (size_t i = 0; i < piece; ++i) bytes += static_cast<char>((expected.size() + i) * 7919 >> 3);
      sink.write(bytes);
      expected += bytes;
    }
    EXPECT_EQ(sink.size(), expected.size());
    sink.finish();
    EXPECT_EQ(ByteSource(folder_.path() / name, control_).readAll(), expected) << name << ", " << piece;
    return expected;
  }
  test::TemporaryFolder folder_;
  RunControl control_{1};
};

TEST_F(Sink, WhatIsWrittenIsReadInPiecesOfAnySize) {
  for (const size_t piece :
       {size_t{1}, size_t{1000}, size_t{1} << 18, (size_t{1} << 18) + 1, size_t{3000000}}) {
    written("p" + std::to_string(piece), piece, piece < 10 ? 5000 : 4000000);
    const std::string packed = "p" + std::to_string(piece) + ".gz";
    const std::string bytes = written(packed, piece, piece < 10 ? 5000 : 4000000);
    EXPECT_LT(std::filesystem::file_size(folder_.path() / packed), bytes.size());
  }
}

TEST_F(Sink, EqualContentHasEqualBytesPackedToo) {
  for (const char* name : {"a.gz", "b.gz"}) writeThrough(folder_.path() / name, "some text", control_);
  const auto bytes = [&](const char* name) {
    std::ifstream file(folder_.path() / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(bytes("a.gz"), bytes("b.gz"));
  EXPECT_EQ(bytes("a.gz").substr(0, 2), "\x1f\x8b");
}

TEST_F(Sink, ReplacesNothingAndSaysWhy) {
  folder_.write("there", "mine");
  EXPECT_TRUE(
      test::contains(test::errorOf([&] { ByteSink(folder_.path() / "there", control_); }), "File exists"));
  EXPECT_TRUE(test::contains(test::errorOf([&] { ByteSink(folder_.path() / "no/x", control_); }),
                             "no/x: cannot create the file: No such file or directory"));
  control_.cancel();
  EXPECT_THROW(writeThrough(folder_.path() / "c", "x", control_), Cancelled);
}

}  // namespace
}  // namespace adapsne
