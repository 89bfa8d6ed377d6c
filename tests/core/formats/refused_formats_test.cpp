// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/refused_formats.h"

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

class RefusedFormats : public ::testing::Test {
 protected:
  std::string error(const std::string& name, const std::string& bytes) {
    return errorOf([&] { openDataset(folder.write(name, bytes).string(), {}, 1, control); });
  }
  std::string labelsError(const std::string& bytes) {
    const auto data = folder.write("x.npy", formatNpy(std::vector<float>{1, 2}, {2, 1}));
    return errorOf([&] {
      openDataset(data.string(), {.labels = folder.write("labels.bin", bytes).string()}, 1, control);
    });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

std::string zipOf(const std::vector<std::string>& names) {
  std::vector<ZipEntry> entries;
  for (const std::string& name : names) entries.push_back(storedEntry(name, "content of " + name));
  return zip(entries);
}

TEST_F(RefusedFormats, AreKnownByContentWhateverTheirName) {
  struct Case {
    std::string bytes;
    const char* title;
    const char* command;
  };
  const std::vector<Case> cases = {
      {zipOf({"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"}), "is an Excel workbook",
       "libreoffice --headless --convert-to csv '"},
      {zipOf({"archive/data.pkl", "archive/version"}), "is a PyTorch file",
       "torch.load(sys.argv[1], weights_only"},
      {zipOf({"model/data.pkl"}), "is a PyTorch file", "torch.load"},
      {zipOf({"train.csv"}), "is a zip of other files than arrays", "unzip '"},
      {zipOf({"[Content_Types].xml", "word/document.xml"}), "is a zip of other files than arrays", "unzip '"},
      {zipOf({"a.png", "b.png"}), "is a zip of other files than arrays", "unzip '"},
      {zip({storedEntry("mimetype", "application/vnd.oasis.opendocument.spreadsheet")}),
       "is an OpenDocument spreadsheet", "libreoffice"},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "is an old Excel workbook", "libreoffice"},
      {"PAR1\x15\x04", "is a Parquet table", "pandas.read_parquet"},
      {std::string("ARROW1\0\0", 8), "is an Arrow (Feather) table", "pandas.read_feather"},
      {std::string("\x80\x04\x95\0\0\0", 6), "is a Python pickle", "pickle.load"},
      {"MATLAB 5.0 MAT-file, Platform: GLNXA64", "is a MATLAB file", "scipy.io.loadmat"},
      {"MATLAB 7.3 MAT-file, Platform: GLNXA64" + std::string(474, ' ') + "\x89HDF\r\n\x1a\n",
       "is a MATLAB 7.3 file", "h5py.File"},
      {std::string("\xfd\x37zXZ\0\0\4", 8), "is packed by xz", "unxz -k '"},
      {"BZh91AY&SY\x01\x02", "is packed by bzip2", "bunzip2 -k '"},
      {"\x28\xb5\x2f\xfd\x01", "is packed by zstd", "unzstd '"},
      {"7z\xbc\xaf\x27\x1c\x01", "is packed by 7-Zip", "7z x '"},
      {"Rar!\x1a\x07\x01", "is packed by RAR", "unrar x '"},
      {std::string("SQLite format 3\0\x10", 17), "is an SQLite database", "sqlite3 -header -csv '"},
      {"%PDF-1.7\n%\xe2\xe3", "is a PDF document", "pdftotext"},
      {gzip(std::string("X\n\0\0\0\3", 6)), "is an R file", "readRDS"},
      {gzip(std::string("RDX3\nX\n\0\0\0\3", 11)), "is an R workspace", "load(commandArgs"},
      {"<stata_dta><header><release>118</release>", "is a Stata file", "pandas.read_stata"},
      {"$FL2@(#) IBM SPSS STATISTICS 64-bit", "is an SPSS file", "foreign::read.spss"},
      {std::string(84, '\1') + "SAS FILECUSTOMERS", "is a SAS file", "pandas.read_sas"},
      {"\n<!DOCTYPE html>\n<html>", "is a web page", "curl"},
      {"\xef\xbb\xbf<HTML><body>404", "is a web page", "curl"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n", "is a pointer of Git LFS",
       "git lfs pull"}};
  for (const Case& c : cases)
    for (const char* name : {"data.csv", "data", "data.npz", "it's.txt"}) {
      SCOPED_TRACE(c.title + std::string(" as ") + name);
      const std::string message = error(name, c.bytes);
      EXPECT_TRUE(contains(message, c.title));
      EXPECT_TRUE(contains(message, c.command));
      EXPECT_TRUE(contains(message, ", and is not read as it is. Convert it with: "));
    }
  EXPECT_TRUE(contains(labelsError(cases[0].bytes), "is an Excel workbook"));
}

TEST_F(RefusedFormats, AreKnownByNameWhereTheContentIsNotCertain) {
  EXPECT_TRUE(contains(error("a.pkl", "(lp0\nI1\n."), "is a Python pickle"));
  EXPECT_TRUE(contains(error("a.mat", std::string("\0\0\0\0\3", 5)), "is a MATLAB file"));
  EXPECT_TRUE(contains(error("a.pth", "\x01\x02\x03"), "is a PyTorch file"));
  EXPECT_EQ(error("a.csv", "1,2\n3,4\n"), "");
}

TEST_F(RefusedFormats, CommandsNameTheFileAsAShellTakesIt) {
  const std::string message = error("it's mine.xz", std::string("\xfd\x37zXZ\0\0\4", 8));
  EXPECT_TRUE(contains(message, "unxz -k '" + folder.path().string() + "/it'\\''s mine.xz'"));
}

TEST_F(RefusedFormats, ArchivesOfArraysAreRead) {
  const std::string array = formatNpy(std::vector<float>{1, 2, 3, 4}, {2, 2});
  EXPECT_EQ(error("a.npz", zip({storedEntry("X.npy", array)})), "");
  EXPECT_EQ(error("a.zip", zip({storedEntry("readme.txt", "of mine"), storedEntry("folder/X.npy", array)})),
            "");
  EXPECT_TRUE(contains(error("a.npz", zip({})), "holds no arrays."));
}

TEST_F(RefusedFormats, EachHasACommandAndNoReader) {
  const std::vector<FileFormat> refused = refusedFormats();
  EXPECT_GT(refused.size(), 15u);
  for (const FileFormat& format : refused) {
    ASSERT_TRUE(format.convert) << format.title;
    EXPECT_FALSE(format.read || format.readTexts || format.readLabels || format.write) << format.title;
    EXPECT_TRUE(format.isCertain) << format.title;
  }
}

}  // namespace
}  // namespace adapsne
