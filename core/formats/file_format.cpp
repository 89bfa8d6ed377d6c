// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/file_format.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

#include "core/arrays/array_readers.h"
#include "core/arrays/array_slices.h"
#include "core/arrays/array_writers.h"
#include "core/dataset/sparse_points.h"
#include "core/files/byte_source.h"
#include "core/formats/refused_formats.h"
#include "core/images/cifar_writer.h"
#include "core/images/image_readers.h"
#include "core/images/picture.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/support/words.h"
#include "core/tables/cell_value.h"
#include "core/tables/table_writers.h"

namespace adapsne {
namespace {

bool isText(std::string_view head) {
  return std::none_of(head.begin(), head.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
           c == '\x7f';
  });
}

/// UTF-16, which the CSV reader refuses with what to do about it.
bool isWideText(std::string_view head) {
  return head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
}
/// The first byte that is no blank.
char firstOf(std::string_view head) {
  const size_t first = head.find_first_not_of(" \t\r\n");
  return first == head.npos ? '\0' : head[first];
}
bool isJson(std::string_view head) {
  return isText(head) && (firstOf(head) == '{' || firstOf(head) == '[');
}
bool isTable(std::string_view head) {
  return isText(head) && !isJson(head);
}
bool isArff(std::string_view head) {
  while (isText(head) && firstOf(head) == '%')
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
  const size_t first = std::min(head.find_first_not_of(" \t\r\n"), head.size());
  std::string word(head.substr(first, 9));
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return word == "@relation";
}
/// Whether the first line is a label and then index:value with increasing indices.
bool isSvmlight(std::string_view head) {
  while (isText(head) && firstOf(head) == '#')
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
  std::istringstream line{std::string(head.substr(0, head.find('\n')))};
  std::string word;
  if (!isText(head) || !(line >> word) || word.find(':') != word.npos) return false;
  int64_t previous = -1, index = 0;
  while (line >> word && word.front() != '#') {
    if (word.starts_with("qid:")) continue;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), index);
    if (code != std::errc{} || *end != ':' || index <= previous) return false;
    if (!line.eof() && !parseNumber(std::string_view(end + 1, word.data() + word.size()))) return false;
    previous = index;
  }
  return previous >= 0;
}
bool isNpy(std::string_view head) {
  return head.starts_with("\x93NUMPY");
}
/// Its signature at the beginning or behind a block of the user's.
bool isHdf5(std::string_view head) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
  if (head.starts_with("MATLAB")) return false;  // Refused below.
  return head.starts_with(kSignature) || (head.size() > 512 && head.substr(512).starts_with(kSignature)) ||
         (head.size() > 1024 && head.substr(1024).starts_with(kSignature));
}
/// The length of a JSON object, and its beginning.
bool isSafetensors(std::string_view head) {
  return head.size() > 9 && head.substr(4, 4) == std::string_view("\0\0\0\0", 4) &&
         head.substr(8).starts_with("{\"");
}
/// Two zeros, an element type, the number of dimensions.
bool isIdx(std::string_view head) {
  return head.size() >= 4 && head[0] == 0 && head[1] == 0 && head[3] != 0 &&
         std::string_view("\x08\x09\x0b\x0c\x0d\x0e").find(head[2]) != std::string_view::npos;
}

/// What no other format takes, whose reader says what is missing.
bool isFolder(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

/// A file's name in lower case (ASCII).
std::string lowerName(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

/// Whether a file that is read, gzipped or not, has such a name.
bool isNamedAs(const FileFormat& format, const std::filesystem::path& path) {
  std::string name = lowerName(path);
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return std::any_of(format.endings.begin(), format.endings.end(),
                     [&](const std::string& ending) { return name.ends_with(ending); });
}

/// The row of a file of several arrays, with its readers.
template <OpenArchive kOpen>
FileFormat archiveFormat(FileFormat format) {
  format.open = kOpen;
  format.readRows = [](const std::filesystem::path& path, const DatasetOptions& options,
                       const RowChoice& choice, RunControl& control) {
    return datasetFromArchive(*kOpen(path, control), path, options, choice, control);
  };
  format.read = [](const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
    return withFeatures(datasetFromArchive(*kOpen(path, control), path, options, {}, control));
  };
  format.readLabels = [](const std::filesystem::path& path, const DatasetOptions& options,
                         RunControl& control) {
    return labelsFromArchive(*kOpen(path, control), options, control);
  };
  return format;
}

std::vector<FileFormat> readAndWrittenFormats() {
  return {
      {.title = "CSV",
       .endings = {".csv", ".txt"},
       .isCertain = isWideText,
       .isLikely = isTable,
       .read = readCsv,
       .readTexts = readCsvTexts,
       .readLabels = readTableLabels,
       .write = writeCsv},
      {.title = "TSV",
       .endings = {".tsv"},
       .read = readCsv,
       .readTexts = readCsvTexts,
       .readLabels = readTableLabels,
       .write = writeTsv},
      {.title = "NPY",
       .endings = {".npy"},
       .isCertain = isNpy,
       .read = readNpy,
       .readLabels = readNpyLabels,
       .write = writeNpy,
       .slice = sliceNpy,
       .readRows = readNpyRows},
      archiveFormat<openNpz>({.title = "NPZ",
                              .endings = {".npz"},
                              .isCertain = isZipOfArrays,
                              .write = writeNpz,
                              .slice = sliceNpz}),
      {.title = "IDX",
       .endings = {".idx", "-ubyte"},
       .isCertain = isIdx,
       .read = readIdx,
       .readLabels = readIdxLabels,
       .write = writeIdx,
       .slice = sliceIdx,
       .readRows = readIdxRows},
      archiveFormat<openHdf5>(
          {.title = "HDF5", .endings = {".h5", ".hdf5", ".h5ad"}, .isCertain = isHdf5, .write = writeHdf5}),
      archiveFormat<openSafetensors>({.title = "safetensors",
                                      .endings = {".safetensors"},
                                      .isCertain = isSafetensors,
                                      .write = writeSafetensors}),
      {.title = "JSON",
       .endings = {".jsonl", ".ndjson", ".json"},
       .isLikely = isJson,
       .read = readJson,
       .readTexts = readJsonTexts,
       .readLabels = readJsonLabels},
      {.title = "ARFF", .endings = {".arff"}, .isCertain = isArff, .read = readArff},
      {.title = "svmlight",
       .endings = {".svm", ".svmlight", ".libsvm"},
       .isCertain = isSvmlight,
       .read = readSvmlight,
       .write = writeSvmlight,
       .readRows = readSvmlightRows},
      {.title = "CIFAR binary", .endings = {".bin"}, .read = readCifar, .slice = sliceCifar},
      {.title = "WebDataset tar",
       .endings = {".tar", ".tgz"},
       .isCertain = isTar,
       .read = readPictureTar,
       .readAll = readAllOfPictureTar},
      {.title = "CIFAR folder", .isFolder = isCifarFolder, .read = readCifarFolder},
      {.title = "image folder",
       .isFolder = isFolder,
       .read = readImageFolder,
       .readAll = readAllOfImageFolder},

  };
}

/// `path` as a shell takes it.
std::string quoted(const std::string& path) {
  std::string text = "'";
  for (const char c : path) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

const FileFormat& unlessRefused(const FileFormat& format, const std::filesystem::path& path) {
  if (!format.convert) return format;
  std::string command = format.convert;
  if (const size_t place = command.find("{}"); place != command.npos)
    command.replace(place, 2, quoted(path.string()));
  throw Error(path.string(), std::string("is ") + format.title + ", and is not read as it is.",
              "Convert it with: " + command);
}

}  // namespace

const std::vector<FileFormat>& fileFormats() {
  static const std::vector<FileFormat> kFormats = [] {
    std::vector<FileFormat> formats = readAndWrittenFormats();
    for (FileFormat& refused : refusedFormats()) formats.push_back(std::move(refused));
    return formats;
  }();
  return kFormats;
}

bool serves(const FileFormat& format, FormatUse use) {
  switch (use) {
    case FormatUse::Read:
      return format.read || format.readTexts;
    case FormatUse::Texts:
      return format.readTexts;
    case FormatUse::Labels:
      return format.readLabels;
    case FormatUse::Write:
      return format.write;
  }
  return false;
}

std::string listedFormats(FormatUse use, const std::string& conjunction) {
  std::vector<std::string> titles;
  for (const FileFormat& format : fileFormats())
    if (serves(format, use)) titles.emplace_back(format.title);
  return listed(titles, conjunction);
}

std::string listedEndings(FormatUse use, const std::string& conjunction) {
  std::vector<std::string> endings;
  for (const FileFormat& format : fileFormats())
    if (serves(format, use)) endings.push_back(format.endings.front());
  return listed(endings, conjunction);
}

std::vector<std::string> datasetNamePatterns() {
  std::vector<std::string> patterns;
  for (const FileFormat& format : fileFormats())
    if (serves(format, FormatUse::Read))
      for (const std::string& ending : format.endings) patterns.push_back("*" + ending);
  patterns.emplace_back("*.gz");
  return patterns;
}

const FileFormat& fileFormat(const std::filesystem::path& path, RunControl& control) {
  if (isFolder(path))
    for (const FileFormat& format : fileFormats())
      if (format.isFolder && format.isFolder(path)) return format;
  ByteSource source(path, control);
  std::string head(4096, '\0');
  head.resize(source.read(head.data(), head.size()));
  if (head.empty()) throw Error(path.string(), "the file is empty.", "Check that it is the right file.");
  for (const FileFormat& format : fileFormats())
    if (format.isCertain && format.isCertain(head)) return unlessRefused(format, path);
  if (isPicture(head) && (isPictureName(path.filename().string()) || !isText(head)))
    throw Error(path.string(), "is one picture, and a dataset is many.", "Give the folder that it lies in.");
  for (const FileFormat& format : fileFormats())
    if (isNamedAs(format, path)) return unlessRefused(format, path);
  for (const FileFormat& format : fileFormats())
    if (format.isLikely && format.isLikely(head)) return format;
  throw Error(path.string(), "the format is unknown.", "Known are " + listedFormats() + ", gzipped or not.");
}

const FileFormat* formatToWrite(const std::filesystem::path& path) {
  for (const FileFormat& format : fileFormats())
    if (format.write && lowerName(path).ends_with(format.endings.front())) return &format;
  return nullptr;
}

Labels readLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const FileFormat& format = fileFormat(path, control);
  if (!format.readLabels)
    throw Error(path.string(),
                std::string("is ") + format.title + "; a file of labels is " +
                    listedFormats(FormatUse::Labels, "or") + ".",
                "Save the labels with numpy.save, or as text with one label a line.");
  return format.readLabels(path, options, control);
}

std::vector<std::filesystem::path> writeDataset(const Dataset& dataset, const std::filesystem::path& path) {
  const FileFormat* format = formatToWrite(path);
  if (format) return format->write(dataset, path);
  std::vector<std::string> endings;
  for (const FileFormat& known : fileFormats())
    if (serves(known, FormatUse::Write)) endings.push_back(known.endings.front());
  throw unknownEnding(path, endings);
}

}  // namespace adapsne
