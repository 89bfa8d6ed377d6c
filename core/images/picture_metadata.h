// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/support/run_control.h"

namespace adapsne {

/// What is told of pictures beside them: a text a picture in each of some columns.
class PictureMetadata {
 public:
  /// Sets a picture's cell; columns are kept in the order in which they come.
  void set(const std::string& file, const std::string& column, std::string text);

  const std::vector<std::string>& columns() const { return columns_; }
  bool hasColumn(const std::string& column) const;
  /// "" where there is no such picture or cell.
  const std::string& text(const std::string& file, size_t column) const;
  bool has(const std::string& file) const { return rows_.count(file) > 0; }
  std::vector<std::string> files() const;
  /// That of a name as labels have it: label, class, target, species, y; "" if there is none.
  std::string labelColumn() const;

 private:
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::vector<std::string>> rows_;
};

/// Adds a metadata.csv or metadata.jsonl of an image folder: the column (field) file_name names pictures
/// relative to the file; `folder` is put before it. False if there is no file_name. Throws Error for a file
/// that cannot be read, Cancelled.
bool addMetadataFile(PictureMetadata& metadata, const std::filesystem::path& path, const std::string& folder,
                     RunControl& control);

/// Adds the fields of a JSON object, all but those that hold lists or objects. False if it is none.
bool addJsonFields(PictureMetadata& metadata, const std::string& file, std::string_view json);

}  // namespace adapsne
