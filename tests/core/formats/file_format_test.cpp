// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/file_format.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>

#include "core/formats/file_format.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/paths.h"

namespace adapsne {
namespace {
using namespace test;

/// A file's text with every run of white space as one space.
std::string unwrapped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space || !result.ends_with(' ')) result += space ? ' ' : c;
  }
  return result;
}

TEST(FileFormats, AreListedAsSentencesSay) {
  EXPECT_EQ(
      listedFormats(),
      "CSV, TSV, NPY, NPZ, IDX, HDF5, safetensors, JSON, ARFF, svmlight, CIFAR binary, WebDataset tar, CIFAR "
      "folder and image folder");
  EXPECT_EQ(listedFormats(FormatUse::Texts, "or"), "CSV, TSV or JSON");
  EXPECT_EQ(listedFormats(FormatUse::Labels), "CSV, TSV, NPY, NPZ, IDX, HDF5, safetensors and JSON");
  EXPECT_EQ(listedEndings(FormatUse::Write), ".csv, .tsv, .npy, .npz, .idx, .h5, .safetensors or .svm");
}

TEST(FileFormats, EachIsReadOrRefusedAndHasATitleAndEndingsOfItsOwn) {
  std::set<std::string> titles, endings;
  for (const FileFormat& format : fileFormats()) {
    EXPECT_NE(serves(format, FormatUse::Read), format.convert != nullptr) << format.title;
    EXPECT_TRUE(titles.insert(format.title).second) << format.title;
    if (!format.convert)
      EXPECT_NE(format.endings.empty(), format.isFolder == nullptr) << format.title << ": a file or a folder";
    else
      EXPECT_TRUE(!format.endings.empty() || format.isCertain) << format.title;
    for (const std::string& ending : format.endings) EXPECT_TRUE(endings.insert(ending).second) << ending;
  }
}

TEST(FileFormats, AreInTheReadmeAsInTheTable) {
  std::ifstream file(sourceFile("README.md"));
  const std::string readme = unwrapped({std::istreambuf_iterator<char>(file), {}});
  EXPECT_TRUE(contains(readme, "Drag your own file onto the window: " + listedFormats(FormatUse::Read, "or") +
                                   ", gzipped or not."));
  EXPECT_TRUE(contains(readme, "A column of text in a " + listedFormats(FormatUse::Texts, "or") +
                                   " file is read with `--text-column NAME`"));
}

/// The README's table of formats, from the registry.
std::string formatTable() {
  std::string text = "| format | named | opened | labels alone | written |\n|---|---|---|---|---|\n";
  for (const FileFormat& format : fileFormats()) {
    if (format.convert) continue;
    std::string endings;
    for (const std::string& ending : format.endings)
      endings += (endings.empty() ? "`" : ", `") + ending + "`";
    const char* written = format.write && format.slice ? "also byte for byte from its own"
                          : format.write               ? "yes"
                          : format.slice               ? "from its own"
                                                       : "";
    const char* opened = format.read && format.readTexts ? "numbers, texts" : "yes";
    text += std::string("| ") + format.title + " | " + (format.isFolder ? "a folder" : endings) + " | " +
            opened + " | " + (format.readLabels ? "yes" : "") + " | " + written + " |\n";
  }
  return text;
}

TEST(FileFormats, HaveATableInTheReadme) {
  std::ifstream file(sourceFile("README.md"));
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(readme.find(formatTable()), std::string::npos) << "README.md lacks\n" << formatTable();
}

TEST(FileFormats, DialogsShowEveryEnding) {
  const std::vector<std::string> patterns = datasetNamePatterns();
  for (const char* pattern :
       {"*.csv",      "*.txt",    "*.tsv",         "*.npy",   "*.npz",    "*.idx",  "*-ubyte", "*.h5",
        "*.hdf5",     "*.h5ad",   "*.safetensors", "*.jsonl", "*.ndjson", "*.json", "*.arff",  "*.svm",
        "*.svmlight", "*.libsvm", "*.bin",         "*.tar",   "*.tgz",    "*.gz"})
    EXPECT_EQ(std::count(patterns.begin(), patterns.end(), pattern), 1) << pattern;
  EXPECT_EQ(std::count(patterns.begin(), patterns.end(), "*.xlsx"), 0) << "refused";
}

class FormatOfFile : public testing::Test {
 protected:
  std::string title(const std::string& name, const std::string& bytes) {
    RunControl control(1);
    return fileFormat(folder_.write(name, bytes), control).title;
  }
  TemporaryFolder folder_;
};

TEST_F(FormatOfFile, ByNameInAnyCaseWhereTheContentIsNotCertain) {
  for (const char* name : {"a.csv", "a.CSV", "a.Txt", "a.csv.gz"})
    EXPECT_EQ(title(name, "1,2\n"), "CSV") << name;
  for (const char* name : {"a.tsv", "A.TSV", "a.tsv.GZ"}) EXPECT_EQ(title(name, "1\t2\n"), "TSV") << name;
  for (const char* name : {"a.jsonl", "a.NDJSON"}) EXPECT_EQ(title(name, "no brace"), "JSON") << name;
  EXPECT_EQ(title("train-images-idx3-ubyte", "text"), "IDX");
}

TEST_F(FormatOfFile, ByContentWhereTheNameTellsNothing) {
  EXPECT_EQ(title("a", "1 2\n"), "CSV");
  EXPECT_EQ(title("a", "{\"t\": 1}\n"), "JSON");
  EXPECT_EQ(title("a.csv", "{\"t\": 1}\n"), "CSV") << "the name goes first";
  EXPECT_EQ(title("a.csv", "PK\x03\x04"), "NPZ") << "what is certain goes before the name";
  EXPECT_EQ(title("a.jsonl", "\xff\xfe{"), "CSV") << "whose reader explains UTF-16";
}

TEST_F(FormatOfFile, OfAFolderIsWhatItHolds) {
  RunControl control(1);
  const auto folder = folder_.path() / "photos";
  std::filesystem::create_directories(folder);
  EXPECT_STREQ(fileFormat(folder, control).title, "image folder") << "whose reader says what is missing";
  folder_.write("photos/data_batch_1.bin", "");
  EXPECT_STREQ(fileFormat(folder, control).title, "CIFAR folder");
}

TEST_F(FormatOfFile, OfAPictureIsRefused) {
  RunControl control(1);
  for (const auto& file : std::vector<std::pair<std::string, std::string>>{
           {"a", "\xff\xd8\xff\xe0\x01"}, {"a.csv", "GIF89a\x01"}, {"a.ppm", "P3 1 1 255 1 2 3"}})
    EXPECT_TRUE(contains(errorOf([&] { fileFormat(folder_.write(file.first, file.second), control); }),
                         "is one picture, and a dataset is many. Give the folder that it lies in."));
  EXPECT_EQ(title("b.csv", "P3 1 1 255 1 2 3"), "CSV") << "text that begins as a picture may";
}

TEST_F(FormatOfFile, WrittenIsKnownByTheEndingInAnyCase) {
  Dataset dataset;
  dataset.name = "d";
  dataset.points = 2;
  dataset.dimensions = 1;
  dataset.features = {1, 2};
  for (const FileFormat& format : fileFormats()) {
    if (!format.write) continue;
    std::string name = "d" + format.endings.front();
    for (char& c : name) c = static_cast<char>(std::toupper(c));
    const auto path = folder_.path() / name;
    ASSERT_EQ(formatToWrite(path), &format) << name;
    writeDataset(dataset, path);
    RunControl control(1);
    EXPECT_EQ(&fileFormat(path, control), &format);
    EXPECT_EQ(format.read(path, {}, control).features, dataset.features) << name;
  }
  for (const char* name : {"a.txt", "a.csv.gz", "a.csv.GZ", "a.arff", "a.jsonl", "a", "csv"})
    EXPECT_EQ(formatToWrite(folder_.path() / name), nullptr) << name;
}

}  // namespace
}  // namespace adapsne
