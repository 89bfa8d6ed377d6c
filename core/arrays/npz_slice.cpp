// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include <zip.h>

#include "core/arrays/array_slices.h"
#include "core/arrays/npy_slice.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/npz_builder.h"
#include "core/arrays/sparse_slice.h"
#include "core/files/byte_sink.h"
#include "core/support/error.h"
#include "core/support/memory.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

/// The entries of a zip that has been read before, when the dataset was opened.
class ZipEntries {
 public:
  ZipEntries(const std::string& bytes, std::string shownAs) : shownAs_(std::move(shownAs)) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    if (source) zip_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (zip_) return;
    zip_source_free(source);
    sourceHasChanged(shownAs_, "is no NPZ file");
  }
  const std::string& shownAs() const { return shownAs_; }
  int64_t count() const { return zip_get_num_entries(zip_.get(), 0); }
  std::string name(int64_t i) const {
    const char* name = zip_get_name(zip_.get(), static_cast<zip_uint64_t>(i), 0);
    return name ? name : "";
  }
  std::string read(int64_t i, RunControl& control) const {
    const std::string where = shownAs_ + ", array " + name(i);
    zip_stat_t status;
    zip_stat_init(&status);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
    if (!file || zip_stat_index(zip_.get(), static_cast<zip_uint64_t>(i), 0, &status) != 0)
      sourceHasChanged(where, "cannot be read");
    requireMemory(status.size, where);
    std::string bytes;
    constexpr size_t kPiece = 1 << 20;
    for (;;) {
      control.checkpoint();
      const size_t before = bytes.size();
      bytes.resize(before + kPiece);
      const zip_int64_t n = zip_fread(file.get(), bytes.data() + before, kPiece);
      if (n < 0) sourceHasChanged(where, "cannot be unpacked");
      bytes.resize(before + static_cast<size_t>(n));
      if (n == 0) return bytes;
    }
  }

 private:
  std::string shownAs_;
  std::unique_ptr<zip_t, decltype(&zip_discard)> zip_{nullptr, &zip_discard};
};

std::string slicedArray(const std::string& bytes, const std::string& where, const std::vector<int64_t>& rows,
                        uint64_t elementBytes, RunControl& control) {
  ByteSource from(bytes, where, control);
  const std::string head = readNpyHead(from);
  std::string result;
  sliceNpyArray(from, head, parseNpyHeader(head, where), elementBytes, rows,
                [&](std::string_view piece) { result += piece; });
  return result;
}

/// The parts of scipy's sparse matrix by their names in the zip: `rows` of one of `points` rows, else none.
std::map<std::string, std::string> slicedMatrix(const ZipEntries& entries,
                                                const std::vector<std::string>& names,
                                                const std::vector<int64_t>& rows, int64_t points,
                                                RunControl& control) {
  const auto read = [&](const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name + ".npy");
    if (at == names.end()) sourceHasChanged(entries.shownAs(), "has no array " + name);
    return entries.read(at - names.begin(), control);
  };
  const std::vector<std::string> words = parseNpyText(read("format"), entries.shownAs());
  const std::optional<SparseFormat> format = words.size() == 1 ? sparseFormat(words[0]) : std::nullopt;
  if (!format) sourceHasChanged(entries.shownAs(), "is no sparse matrix");
  SparseFiles files{read("shape"), read("data"), read(innerName(*format)), read(outerName(*format))};
  if (sparseShape(files, entries.shownAs(), control)[0] == points)
    files = sliceSparse(*format, files, rows, entries.shownAs(), control);
  return {{"shape.npy", std::move(files.shape)},
          {"data.npy", std::move(files.values)},
          {std::string(innerName(*format)) + ".npy", std::move(files.inner)},
          {std::string(outerName(*format)) + ".npy", std::move(files.outer)}};
}

}  // namespace

std::vector<std::string> sliceNpz(const SourceSlice& slice, const std::filesystem::path& to,
                                  RunControl& control) {
  const std::string shownAs = slice.source.string();
  const std::string packed = ByteSource(slice.source, control).readAll();
  const ZipEntries entries(packed, shownAs);
  const int64_t points = slice.points();
  std::deque<std::string> arrays;
  std::vector<std::string> leftOut, sliced, names;
  for (int64_t i = 0; i < entries.count(); ++i) names.push_back(entries.name(i));
  const auto holds = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::map<std::string, std::string> sparse;
  if (holds("format.npy") && holds("shape.npy") && holds("data.npy"))
    sparse = slicedMatrix(entries, names, slice.rows, points, control);
  NpzBuilder archive(to.string());
  for (int64_t i = 0; i < entries.count(); ++i) {
    const std::string& name = names[static_cast<size_t>(i)];
    const std::string where = shownAs + ", array " + name;
    if (const auto part = sparse.find(name); part != sparse.end()) {
      archive.add(name, part->second);
      sliced.push_back(name);
      continue;
    }
    std::string bytes = entries.read(i, control);
    if (name.ends_with(".npy") && name != "class_names.npy") {
      const NpyHeader header = parseNpyHeader(bytes, where);
      if (!header.shape.empty() && header.shape[0] == points) {
        std::optional<uint64_t> element = npyElementBytes(header.descr);
        uint64_t count = 1;
        for (const int64_t extent : header.shape) count *= static_cast<uint64_t>(extent);
        // A record's size is not in its description as a number; that of an object means nothing.
        if (!element && header.descr.starts_with('[') && count > 0)
          element = (bytes.size() - header.bytes) / count;
        if (!element || header.descr.find('O') != std::string::npos) {
          leftOut.push_back(name.substr(0, name.size() - 4));
          continue;
        }
        bytes = slicedArray(bytes, where, slice.rows, *element, control);
        sliced.push_back(name);
      }
    }
    archive.add(name, arrays.emplace_back(std::move(bytes)));
  }
  if (sliced.empty())
    throw Error(shownAs,
                "holds no array with an entry for each of the " + std::to_string(points) + " points.",
                "Write them as another archive: --as npz to another name, or --as npy.");
  writeThrough(to, archive.finish(), control);
  if (leftOut.empty()) return {};
  return {"Left out, as arrays of Python objects cannot be taken apart: " + listed(leftOut) + "."};
}

}  // namespace adapsne
