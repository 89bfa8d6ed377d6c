// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/file_format.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/dataset/byte_source.h"
#include "core/support/file_ending.h"

namespace adapsne {
namespace {

std::optional<FileFormat> byMagic(std::string_view head) {
  if (head.starts_with("\x93NUMPY")) return FileFormat::Npy;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return FileFormat::Npz;
  // IDX: two zeros, an element type, the number of dimensions.
  if (head.size() >= 4 && head[0] == 0 && head[1] == 0 && head[3] != 0 &&
      std::string_view("\x08\x09\x0b\x0c\x0d\x0e").find(head[2]) != std::string_view::npos)
    return FileFormat::Idx;
  // UTF-16 text: the CSV reader tells what to do with it.
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) return FileFormat::Csv;
  return std::nullopt;
}

std::optional<FileFormat> byName(std::filesystem::path path) {
  if (endingOf(path) == ".gz") path = path.stem();
  const std::string ending = endingOf(path), name = path.filename().string();
  if (ending == ".npy") return FileFormat::Npy;
  if (ending == ".npz") return FileFormat::Npz;
  if (ending == ".csv" || ending == ".tsv" || ending == ".txt") return FileFormat::Csv;
  if (ending == ".jsonl" || ending == ".ndjson") return FileFormat::JsonLines;
  if (ending == ".idx" || name.ends_with("-ubyte")) return FileFormat::Idx;
  return std::nullopt;
}

bool looksLikeText(std::string_view head) {
  return std::none_of(head.begin(), head.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') ||
           c == '\x7f';
  });
}

}  // namespace

FileFormat fileFormat(const std::filesystem::path& path, RunControl& control) {
  ByteSource source(path, control);
  std::string head(4096, '\0');
  head.resize(source.read(head.data(), head.size()));
  if (head.empty()) throw Error(path.string(), "the file is empty.", "Check that it is the right file.");
  if (const auto format = byMagic(head)) return *format;
  if (const auto format = byName(path)) return *format;
  if (looksLikeText(head)) return head.starts_with('{') ? FileFormat::JsonLines : FileFormat::Csv;
  throw Error(path.string(), "the format is unknown.",
              "Known are IDX, NPY, NPZ, CSV, TSV and JSON lines, gzipped or not.");
}

}  // namespace adapsne
