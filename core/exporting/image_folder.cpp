// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/image_folder.h"

#include <set>
#include <system_error>

#include "core/exporting/file_pieces.h"
#include "core/exporting/pictures.h"
#include "core/files/byte_sink.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/tables/csv_cell.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// As it is, or with `mark` before its ending if the name is taken.
std::string freeName(const std::string& name, const std::string& mark, std::set<std::string>& taken) {
  const fs::path path(name);
  std::string free = name;
  for (int copy = 1; !taken.insert(lowered(free)).second; ++copy)
    free = path.stem().string() + "-" + mark + (copy > 1 ? "-" + std::to_string(copy) : "") +
           path.extension().string();
  return free;
}

void copyFile(const fs::path& from, const fs::path& to, RunControl& control) {
  ByteSink sink(to, control);
  forEachPiece(from, sizeOfFile(from), [&](std::string_view piece) { sink.write(piece); });
  sink.finish();
}

void place(const fs::path& from, const fs::path& to, PicturePlacing how, RunControl& control) {
  std::error_code code;
  const char* action = nullptr;
  switch (how) {
    case PicturePlacing::Copy:
      return copyFile(from, to, control);
    case PicturePlacing::HardLink:
      action = "cannot make a hard link";
      // To the file itself: a link to a symbolic link would be one more of these.
      fs::create_hard_link(fs::canonical(from, code), to, code);
      if (code == std::errc::cross_device_link)
        throw Error(to.string(), "is on another file system than the pictures, where hard links cannot lead.",
                    "Make copies or symbolic links: --files copy or --files symbolic.");
      break;
    case PicturePlacing::SymbolicLink:
      action = "cannot make a symbolic link";
      fs::create_symlink(fs::absolute(from), to, code);
      break;
  }
  if (code) throwWriteError(to, action, code.value());
}

}  // namespace

std::vector<std::string> classFolders(const std::vector<std::string>& classNames) {
  constexpr size_t kLongest = 200;  // Of 255 bytes that file systems take.
  std::set<std::string> taken = {"metadata.csv", "provenance.json"};
  std::vector<std::string> folders;
  for (const std::string& name : classNames) {
    std::string folder = name.substr(0, kLongest);
    // Not within a character of UTF-8.
    while (folder.size() < name.size() && !folder.empty() && (name[folder.size()] & 0xc0) == 0x80)
      folder.pop_back();
    for (char& c : folder)
      if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '_';
    // Hidden folders are left out by what reads image folders, and . and .. are none.
    if (folder.empty() || folder.front() == '.') folder.insert(0, "_");
    std::string free = folder;
    for (int copy = 2; !taken.insert(lowered(free)).second; ++copy)
      free = folder + "-" + std::to_string(copy);
    folders.push_back(free);
  }
  return folders;
}

std::vector<std::string> writeImageFolder(const PointsToExport& p, const fs::path& folder,
                                          const ExportProgress& progress, RunControl& control) {
  const Dataset& d = p.dataset;
  const Pictures pictures(d);
  const std::vector<std::string> folders = classFolders(d.classNames);
  std::vector<std::set<std::string>> taken(folders.size() + 1);  // The last one is the folder's own.
  taken.back() = {"metadata.csv", "provenance.json"};
  for (const std::string& name : folders) taken.back().insert(lowered(name));
  const Attribute* id = attributeOf(d, ColumnRole::Id);
  std::string table = std::string("file_name,label") + (p.weights.empty() ? "" : ",weight") + ",row" +
                      (id ? ",id" : "") + "\n";
  for (size_t i = 0; i < p.points.size(); ++i) {
    control.checkpoint();
    const int64_t point = p.points[i];
    const bool labelled = d.isLabelled(point);
    const size_t label =
        labelled ? static_cast<size_t>(d.labels[static_cast<size_t>(point)]) : folders.size();
    std::string name = freeName(pictures.name(point), std::to_string(d.sourceRow(point)), taken[label]);
    if (labelled) {
      std::error_code code;
      fs::create_directory(folder / folders[label], code);
      if (code) throwWriteError(folder / folders[label], "cannot create the folder", code.value());
      name.insert(0, folders[label] + "/");
    }
    if (pictures.areFiles())
      place(pictures.file(point), folder / name, p.files, control);
    else
      writeThrough(folder / name, pictures.png(point), control);
    table += csvCell(name) + "," + (labelled ? csvCell(d.classNames[label]) : "");
    if (!p.weights.empty()) table += "," + std::to_string(p.weights[i]);
    table += "," + std::to_string(d.sourceRow(point));
    if (id) table += "," + csvCell(id->values[static_cast<size_t>(point)]);
    table += "\n";
    if (progress) progress(static_cast<double>(i + 1) / static_cast<double>(p.points.size()));
  }
  writeThrough(folder / "metadata.csv", table, control);
  std::vector<std::string> remarks;
  if (const std::string remark = pictures.remark(); !remark.empty()) remarks.push_back(remark);
  return remarks;
}

}  // namespace adapsne
