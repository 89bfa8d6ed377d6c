// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input: the message says what and where, the exit code is not zero, and nothing is written.
#include <cerrno>
#include <cstring>

#include <sys/mount.h>
#include <zlib.h>

#include <gtest/gtest.h>

#include "core/arrays/npy.h"
#include "tests/support/paths.h"
#include "tests/support/process.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using test::listing;
using test::ProcessResult;
using test::writeText;
using Words = std::vector<std::string>;

constexpr int kData = 1, kUsage = 2;  // exit codes

/// An IDX header: element type, then extents as big-endian 32-bit numbers.
std::string idx(unsigned char type, const std::vector<uint32_t>& extents) {
  std::string bytes = {0, 0, static_cast<char>(type), static_cast<char>(extents.size())};
  for (uint32_t e : extents)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(e >> shift);
  return bytes;
}

std::string csv(int points, const std::string& cell = "") {
  std::string text = "a,b\n";
  for (int i = 0; i < points; ++i)
    text += (cell.empty() ? std::to_string(i * i % 17) : cell) + "," +
            (cell.empty() ? std::to_string(i) : cell) + "\n";
  return text;
}

std::string npyHeader(const std::string& dictionary, char version = 1) {
  std::string text = dictionary + "\n", length = {static_cast<char>(text.size()), 0};
  if (version > 1) length += std::string(2, '\0');
  return "\x93NUMPY" + std::string{version, '\0'} + length + text;
}

class Refusal : public testing::Test {
 protected:
  ProcessResult adapsne(Words arguments) {
    arguments.insert(arguments.begin(), test::commandLineProgram());
    return test::runProcess(arguments, folder_.path());
  }
  /// The command fails with this exit code and all of these in its message, and leaves no trace.
  void expectRefused(const Words& arguments, int code, const Words& parts) {
    const Words before = listing(folder_.path());
    const ProcessResult result = adapsne(arguments);
    std::string command;
    for (const std::string& a : arguments) command += a + " ";
    EXPECT_EQ(result.code, code) << command << "\n" << result.err;
    EXPECT_NE(result.err.find("adapsne: "), std::string::npos) << command;
    for (const std::string& part : parts)
      EXPECT_NE(result.err.find(part), std::string::npos) << command << result.err;
    EXPECT_EQ(result.out, "") << command;
    EXPECT_EQ(listing(folder_.path()), before) << command;
  }
  void expectDataRefused(const std::string& name, const std::string& bytes, const Words& parts) {
    writeText(folder_ / name, bytes);
    Words all = parts;
    all.push_back(name);
    expectRefused({"run", name, "--out", "new/out"}, kData, all);
  }
  test::TemporaryFolder folder_;
};

TEST_F(Refusal, FilesThatAreNotThereOrEmptyOrFolders) {
  fs::create_directory(folder_ / "folder");
  expectRefused({"run", "none.csv", "--out", "out"}, kData, {"none.csv: "});
  expectRefused({"run", "folder/", "--out", "out"}, kData, {"folder/", "the folder holds no pictures"});
  expectRefused({"run", "digit", "--out", "out"}, kData, {"digit", "Did you mean \"digits\"?"});
  expectDataRefused("empty.csv", "", {"the file is empty"});
}

TEST_F(Refusal, DamagedBinaryFiles) {
  const std::string path = (folder_ / "cut.gz").string();
  gzFile file = gzopen(path.c_str(), "wb");
  const std::string whole = idx(8, {500, 4}) + std::string(2000, '\7');
  gzwrite(file, whole.data(), static_cast<unsigned>(whole.size()));
  gzclose(file);
  const std::string bytes = test::readText(path);
  expectDataRefused("cut.gz", bytes.substr(0, bytes.size() / 2), {"gzip data ends early"});
  expectDataRefused("magic-idx3-ubyte", std::string("\1\2\3\4", 4) + std::string(60, '\0'), {"01 02 03 04"});
  expectDataRefused("huge-images-idx3-ubyte", idx(8, {1u << 20, 1u << 10, 1u << 10}) + "some",
                    {"promises 1048576 x 1024 x 1024 values"});
  expectDataRefused("type-idx2-ubyte", idx(7, {4, 4}) + std::string(16, '\0'), {"element type"});
  expectDataRefused("huge.npy",
                    npyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 2), }"),
                    {"promises 1099511627776 x 2 values"});
  expectDataRefused("text.npy", npyHeader("{'descr': '<U5', 'fortran_order': False, 'shape': (4, 1), }"),
                    {"<U5"});
}

TEST_F(Refusal, TablesWithMistakesNameLineAndColumn) {
  expectDataRefused("ragged.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n9,1,2\n", {"line 3"});
  expectDataRefused("text.csv", "a,b\n1,2\n3,4\n5,oops\n7,8\n9,1\n", {"line 4", "b", "oops"});
  expectDataRefused("nan.csv", "a,b\n1,2\nnan,4\n5,inf\n7,8\n9,1\n", {"2 values", "1 infinite", "--missing"});
}

TEST_F(Refusal, MissingValuesHaveTheRemediesThatTheMessageNames) {
  writeText(folder_ / "nan.csv", "a,b\n1,2\nnan,4\n5,1\n7,8\n9,1\n2,2\n3,8\n");
  for (const char* policy : {"drop", "mean"}) {
    const ProcessResult result = adapsne(
        {"run", "nan.csv", "--missing", policy, "--perplexity", "2", "--iterations", "5", "--out", policy});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_NE(result.err.find("warning: "), std::string::npos) << result.err;
  }
}

TEST_F(Refusal, LabelsOfAnotherLength) {
  writeText(folder_ / "data.csv", csv(20));
  writeText(folder_ / "labels.txt", "a\nb\nc\n");
  expectRefused({"run", "data.csv", "--labels", "labels.txt", "--out", "out"}, kData,
                {"labels.txt", "3", "20"});
  expectRefused({"run", "data.csv", "--labels", "none.txt", "--out", "out"}, kData, {"none.txt"});
}

TEST_F(Refusal, TooFewOrIdenticalPoints) {
  expectDataRefused("n0.csv", csv(0), {"no data"});
  for (int n : {1, 2, 3}) {
    writeText(folder_ / "few.csv", csv(n));
    expectRefused({"run", "few.csv", "--out", "out"}, kData, {std::to_string(n) + " point", "too few"});
  }
  writeText(folder_ / "same.csv", csv(20, "4.5"));
  for (const char* scale : {"none", "max", "standardize", "auto"})
    expectRefused({"run", "same.csv", "--scale", scale, "--out", "out"}, kData,
                  {"all 20 points are identical"});
}

TEST_F(Refusal, ValuesOutOfRange) {
  const auto refused = [&](const Words& more, const Words& parts) {
    Words arguments = {"run", "rings", "--points", "50", "--out", "out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    expectRefused(arguments, kUsage, parts);
  };
  refused({"--perplexity", "50"}, {"--perplexity", "at most the number of neighbours, 49 here"});
  refused({"--perplexity", "0.5"}, {"--perplexity", "from 1"});
  refused({"--perplexity", "nan"}, {"--perplexity", "\"nan\""});
  refused({"--ratio", "0"}, {"--ratio", "above 0 to 1"});
  refused({"--ratio", "1.01"}, {"--ratio", "above 0 to 1"});
  refused({"--ratio", "nan"}, {"--ratio", "\"nan\""});
  refused({"--ratio", "-1"}, {"--ratio"});
  refused({"--count", "51"}, {"--count", "50 points"});
  refused({"--count", "0"}, {"--count", "a whole number from 1 up or by-ratio"});
  refused({"--perplexity", "0"}, {"--perplexity", "from 1", "guided"});
  refused({"--learning-rate", "0"}, {"--learning-rate", "auto"});
  refused({"--learning-rate", "-inf"}, {"--learning-rate"});
  refused({"--neighbors", "-1"}, {"--neighbors", "all"});
  refused({"--threads", "0"}, {"--threads", "auto"});
  refused({"--count", ""}, {"--count", "is empty"});
  expectRefused({"run", "rings", "--points", "50", "--out", ""}, kUsage, {"--out: is empty"});
  expectRefused({"run", ""}, kUsage, {"data: is empty"});
  expectRefused({"generate", "rings", "--out", ""}, kUsage, {"--out: is empty"});
  expectRefused({"accelerate", "--gemm", ""}, kUsage, {"--gemm: is empty"});
  expectRefused({"compare", "digits", "--csv", ""}, kUsage, {"--csv: is empty"});
  expectRefused({"landscape", "digits", "--row", "1", "--csv", ""}, kUsage, {"--csv: is empty"});
  refused({"--ratio", ".5", "--count", "5"}, {"--ratio was given too"});
  refused({"--neighbors", "50"}, {"--neighbors", "49 others"});
  refused({"--search", "newton", "--arithmetic", "fixed8"}, {"--search", "float64"});
  refused({"--sampler", "kmean"}, {"Did you mean kmeans?"});
  refused({"--method", "adaptsne"}, {"--method", "Did you mean adapsne?"});
  refused({"--iterations", "1e3"}, {"--iterations", "whole number"});
  refused({"--threads", "-2"}, {"--threads"});
  expectRefused({"run", "digits", "--points", "2000", "--out", "out"}, kData,
                {"2000 points are wanted, there are 1797"});
}

TEST_F(Refusal, UnknownOptionsAndCommandsSuggestTheNearest) {
  expectRefused({"run", "rings", "--perplexty", "5"}, kUsage,
                {"--perplexty: there is no such option", "--perplexity?"});
  expectRefused({"run", "rings", "--perplexty=5"}, kUsage,
                {"--perplexty: there is no such option", "--perplexity?"});
  expectRefused({"generate", "blobs", "--out", "a.csv", "--point", "5"}, kUsage, {"--point:", "--points?"});
  expectRefused({"rum", "rings"}, kUsage, {"rum: there is no such command", "Did you mean run?"});
  expectRefused({"generate", "blob", "--out", "a.csv"}, kUsage, {"Did you mean blobs?"});
  expectRefused({"run", "rings", "too-much"}, kUsage, {"too-much", "one argument too many"});
  expectRefused({"--seed", "3", "run", "rings", "--points", "50"}, kUsage, {"--seed", "before the command"});
  expectRefused({"--bogus", "options"}, kUsage, {"--bogus", "before the command"});
  expectRefused({}, kUsage, {"--help"});
  expectRefused({"run"}, kUsage, {"data is required"});
  expectRefused({"run", "rings", "--points"}, kUsage, {"--points"});
}

TEST_F(Refusal, StartingMapsThatDoNotFit) {
  writeText(folder_ / "start.npy", formatNpy(std::span<const float>(std::vector<float>(40, 0)), {20, 2}));
  const Words run = {"run", "rings", "--points", "50", "--perplexity", "5", "--out", "out", "--init"};
  const auto with = [&](const char* file) {
    Words arguments = run;
    arguments.push_back(file);
    return arguments;
  };
  expectRefused(with("start.npy"), kData, {"start.npy", "20 x 2", "50 x 2"});
  expectRefused(with("none.npy"), kData, {"none.npy", "--init"});
}

TEST_F(Refusal, PlacesThatCannotBeWritten) {
  writeText(folder_ / "file", "mine");
  fs::create_directory(folder_ / "used");
  writeText(folder_ / "used/notes.txt", "mine");
  // Said before any work: with a million iterations these would otherwise take for ever.
  const auto to = [](const char* out) {
    return Words{"run", "digits", "--points", "500", "--iterations", "1000000", "--out", out};
  };
  expectRefused(to("file"), kData, {"file", "not a folder"});
  expectRefused(to("file/run"), kData, {"file/run", "Not a directory"});
  expectRefused(to("used"), kData, {"notes.txt", "nothing was replaced"});
  expectRefused(to("/proc/run"), kData, {"/proc/run", "--out"});
  expectRefused({"generate", "rings", "--out", "file/a.csv"}, kData, {"Not a directory"});
  expectRefused({"generate", "rings", "--out", "used.csv/x.csv"}, kData, {"used.csv/x.csv", "No such file"});
}

TEST_F(Refusal, AFullDisk) {
  const fs::path disk = folder_ / "disk";
  fs::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16k") != 0)
    GTEST_SKIP() << "no tmpfs can be mounted here: " << std::strerror(errno);
  expectRefused({"run", "digits", "--points", "1000", "--perplexity", "5", "--neighbors", "15",
                 "--iterations", "3", "--out", "disk/deep/out"},
                kData, {"disk/deep/out", "No space left", "Free some space"});
  expectRefused({"generate", "blobs", "--points", "2000", "--out", "disk/a.csv"}, kData,
                {"disk/a.csv", "No space left"});
  umount2(disk.c_str(), MNT_DETACH);
}

TEST_F(Refusal, NamesThatAreNoUnicodeAreNoReasonToFail) {
  std::string text = "a,b,label\n";
  for (int i = 0; i < 30; ++i)
    text += std::to_string(i) + "," + std::to_string(i * i % 7) + (i % 2 ? ",caf\xe9\n" : ",tea\n");
  writeText(folder_ / "latin1.csv", text);
  const ProcessResult result =
      adapsne({"run", "latin1.csv", "--perplexity", "5", "--iterations", "5", "--json", "--out", "o\xff"});
  EXPECT_EQ(result.code, 0) << result.err;
}

}  // namespace
}  // namespace adapsne
