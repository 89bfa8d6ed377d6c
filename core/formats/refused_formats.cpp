// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/refused_formats.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace adapsne {
namespace {

constexpr std::string_view kZipEntry = "PK\x03\x04";

bool isZip(std::string_view head) {
  return head.starts_with(kZipEntry) || head.starts_with("PK\x05\x06");
}

/// Whether one of a zip's first entries has such a name.
template <typename Test>
bool hasEntry(std::string_view head, Test test) {
  constexpr size_t kLength = 26, kName = 30;  // Where an entry's header tells its name.
  for (size_t at = head.find(kZipEntry); at != head.npos; at = head.find(kZipEntry, at + 1)) {
    if (at + kName > head.size()) return false;
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(head[at + i]); };
    const size_t length = byte(kLength) | static_cast<size_t>(byte(kLength + 1)) << 8;
    if (test(head.substr(at + kName, length))) return true;
  }
  return false;
}

bool isPyTorch(std::string_view head) {
  return isZip(head) && hasEntry(head, [](std::string_view name) { return name.ends_with("data.pkl"); });
}
bool isWorkbook(std::string_view head) {
  return isZip(head) && hasEntry(head, [](std::string_view name) { return name.starts_with("xl/"); });
}
bool isSpreadsheet(std::string_view head) {
  // The type stands unpacked in the first entry.
  return isZip(head) && head.find("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") != head.npos;
}
bool isOldWorkbook(std::string_view head) {
  return head.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}
bool isOtherZip(std::string_view head) {
  return isZip(head) && !isZipOfArrays(head) && !isPyTorch(head) && !isWorkbook(head) && !isSpreadsheet(head);
}
bool isParquet(std::string_view head) {
  return head.starts_with("PAR1");
}
bool isArrow(std::string_view head) {
  return head.starts_with("ARROW1") || head.starts_with("FEA1");
}
bool isPickle(std::string_view head) {
  return head.size() > 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5;
}
bool isMatlab(std::string_view head) {
  return head.starts_with("MATLAB 5.0 MAT-file");
}
/// HDF5 behind a header of its own, whose arrays lie transposed.
bool isNewMatlab(std::string_view head) {
  return head.starts_with("MATLAB 7.3 MAT-file");
}
bool isXz(std::string_view head) {
  return head.starts_with(std::string_view("\xfd\x37zXZ\0", 6));
}
bool isBzip2(std::string_view head) {
  return head.starts_with("BZh") && head.size() > 4 && head.substr(4).starts_with("1AY&SY");
}
bool isZstandard(std::string_view head) {
  return head.starts_with("\x28\xb5\x2f\xfd");
}
bool isSevenZip(std::string_view head) {
  return head.starts_with("7z\xbc\xaf\x27\x1c");
}
bool isRar(std::string_view head) {
  return head.starts_with("Rar!\x1a\x07");
}
bool isSqlite(std::string_view head) {
  return head.starts_with(std::string_view("SQLite format 3\0", 16));
}
bool isPdf(std::string_view head) {
  return head.starts_with("%PDF-");
}
bool isRds(std::string_view head) {
  return head.starts_with(std::string_view("X\n\0\0\0", 5));
}
bool isWorkspace(std::string_view head) {
  return head.starts_with("RDX2\n") || head.starts_with("RDX3\n");
}
/// In the versions since 13; older ones are known by their names.
bool isStata(std::string_view head) {
  return head.starts_with("<stata_dta>");
}
bool isSpss(std::string_view head) {
  return head.starts_with("$FL2@(#)") || head.starts_with("$FL3@(#)");
}
bool isSas(std::string_view head) {
  return (head.size() > 92 && head.substr(84, 8) == "SAS FILE") ||
         head.starts_with("HEADER RECORD*******LIBRARY HEADER RECORD");
}
bool isLfsPointer(std::string_view head) {
  return head.starts_with("version https://git-lfs.github.com/spec/");
}
bool isWebPage(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  std::string begin(head.substr(0, 15));
  for (char& c : begin)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return begin.starts_with("<!doctype html") || begin.starts_with("<html");
}

constexpr const char* kOffice = "libreoffice --headless --convert-to csv {}";

}  // namespace

bool isZipOfArrays(std::string_view head) {
  const auto isEntry = [](std::string_view name) { return !name.empty(); };
  return isZip(head) && (!hasEntry(head, isEntry) ||
                         hasEntry(head, [](std::string_view name) { return name.ends_with(".npy"); }));
}

std::vector<FileFormat> refusedFormats() {
  return {
      {.title = "an Excel workbook",
       .endings = {".xlsx", ".xlsm"},
       .isCertain = isWorkbook,
       .convert = kOffice},
      {.title = "an old Excel workbook", .endings = {".xls"}, .isCertain = isOldWorkbook, .convert = kOffice},
      {.title = "an OpenDocument spreadsheet",
       .endings = {".ods"},
       .isCertain = isSpreadsheet,
       .convert = kOffice},
      {.title = "a Parquet table",
       .endings = {".parquet"},
       .isCertain = isParquet,
       .convert = "python3 -c \"import pandas, sys; pandas.read_parquet(sys.argv[1]).to_csv('data.csv', "
                  "index=False)\" {}"},
      {.title = "an Arrow (Feather) table",
       .endings = {".feather", ".arrow"},
       .isCertain = isArrow,
       .convert = "python3 -c \"import pandas, sys; pandas.read_feather(sys.argv[1]).to_csv('data.csv', "
                  "index=False)\" {}"},
      {.title = "a PyTorch file",
       .endings = {".pt", ".pth"},
       .isCertain = isPyTorch,
       .convert = "python3 -c \"import numpy, sys, torch; d = torch.load(sys.argv[1], weights_only=True); "
                  "numpy.savez('data.npz', **(d if isinstance(d, dict) else {'X': d}))\" {}"},
      {.title = "a Python pickle, which could run programs when it is read",
       .endings = {".pkl", ".pickle"},
       .isCertain = isPickle,
       .convert = "python3 -c \"import numpy, pickle, sys; numpy.save('data.npy', "
                  "numpy.asarray(pickle.load(open(sys.argv[1], 'rb')), 'float32'))\" {}"},
      {.title = "a MATLAB file",
       .endings = {".mat"},
       .isCertain = isMatlab,
       .convert = "python3 -c \"import numpy, scipy.io, sys; numpy.savez('data.npz', **{k: v for k, v in "
                  "scipy.io.loadmat(sys.argv[1]).items() if k[0] != '_'})\" {}"},
      {.title = "a MATLAB 7.3 file, whose arrays lie transposed in HDF5",
       .endings = {},
       .isCertain = isNewMatlab,
       .convert = "python3 -c \"import h5py, numpy, sys; numpy.savez('data.npz', **{k: v[()].T for k, v in "
                  "h5py.File(sys.argv[1]).items() if isinstance(v, h5py.Dataset)})\" {}"},
      {.title = "a Stata file",
       .endings = {".dta"},
       .isCertain = isStata,
       .convert = "python3 -c \"import pandas, sys; pandas.read_stata(sys.argv[1]).to_csv('data.csv', "
                  "index=False)\" {}"},
      {.title = "an SPSS file",
       .endings = {".sav", ".zsav"},
       .isCertain = isSpss,
       .convert = "Rscript -e 'write.csv(foreign::read.spss(commandArgs(TRUE), to.data.frame = TRUE), "
                  "\"data.csv\", row.names = FALSE)' {}"},
      {.title = "a SAS file",
       .endings = {".sas7bdat", ".xpt"},
       .isCertain = isSas,
       .convert = "python3 -c \"import pandas, sys; pandas.read_sas(sys.argv[1], encoding='utf-8')"
                  ".to_csv('data.csv', index=False)\" {}"},
      {.title = "an R workspace",
       .endings = {".rdata", ".rda"},
       .isCertain = isWorkspace,
       .convert =
           "Rscript -e 'write.csv(get(load(commandArgs(TRUE))[1]), \"data.csv\", row.names = FALSE)' {}"},
      {.title = "an R file",
       .endings = {".rds"},
       .isCertain = isRds,
       .convert = "Rscript -e 'write.csv(readRDS(commandArgs(TRUE)), \"data.csv\", row.names = FALSE)' {}"},
      {.title = "an SQLite database",
       .endings = {".sqlite", ".db"},
       .isCertain = isSqlite,
       .convert =
           "sqlite3 -header -csv {} 'select * from NAME' > data.csv (NAME is one that \".tables\" lists)"},
      {.title = "packed by xz", .endings = {".xz"}, .isCertain = isXz, .convert = "unxz -k {}"},
      {.title = "packed by bzip2", .endings = {".bz2"}, .isCertain = isBzip2, .convert = "bunzip2 -k {}"},
      {.title = "packed by zstd", .endings = {".zst"}, .isCertain = isZstandard, .convert = "unzstd {}"},
      {.title = "packed by 7-Zip", .endings = {".7z"}, .isCertain = isSevenZip, .convert = "7z x {}"},
      {.title = "packed by RAR", .endings = {".rar"}, .isCertain = isRar, .convert = "unrar x {}"},
      {.title = "a zip of other files than arrays",
       .endings = {".zip"},
       .isCertain = isOtherZip,
       .convert = "unzip {}"},
      {.title = "a PDF document",
       .endings = {".pdf"},
       .isCertain = isPdf,
       .convert = "pdftotext -layout {} data.txt"},
      {.title = "a web page, saved in the place of the data",
       .endings = {".html", ".htm"},
       .isCertain = isWebPage,
       .convert =
           "curl -L -O ADDRESS (of the file itself, such as that of the page's button Raw or Download)"},
      {.title = "a pointer of Git LFS to the data",
       .endings = {},
       .isCertain = isLfsPointer,
       .convert = "git lfs pull (in the repository that it comes from)"},
  };
}

}  // namespace adapsne
