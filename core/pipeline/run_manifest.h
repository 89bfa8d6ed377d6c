// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/pipeline/options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The remedy of most that can be wrong with a run's folder.
inline constexpr const char* kRunAgain = "Run the dataset again.";

/// The bytes of a file of a run's folder. Throws Error, Cancelled.
std::string readRunFile(const std::filesystem::path& path, RunControl& control);
/// The same, parsed.
nlohmann::json readRunJson(const std::filesystem::path& path, RunControl& control);

/// What a run's folder is known by, and what is written beside an export.
inline constexpr const char* kRunFormat = "adapsne-run";
inline constexpr const char* kExportFormat = "adapsne-export";
/// What a run's edits.json is known by.
inline constexpr const char* kEditsFormat = "adapsne-edits";

/// A run's manifest.json, or what is written beside an export, each value by its place in it: "/results/kl".
/// What is missing or of another kind throws Error that names the place.
class RunManifest {
 public:
  /// Throws Error where there is none, or one of another kind or of a later version; Cancelled.
  RunManifest(const std::filesystem::path& folder, RunControl& control);
  /// The same of a file by its name and format; `remedy` ends what is said of a damaged one.
  RunManifest(const std::filesystem::path& file, const char* format, const char* remedy, RunControl& control);

  bool has(const std::string& place) const;
  const nlohmann::json& at(const std::string& place) const;
  std::string text(const std::string& place) const;
  std::vector<std::string> texts(const std::string& place) const;
  double number(const std::string& place) const;
  double positive(const std::string& place) const;
  double amount(const std::string& place) const;  ///< Not negative: seconds, megabytes.
  int64_t count(const std::string& place) const;  ///< A whole number from 0.
  bool flag(const std::string& place) const;
  std::string digest(const std::string& place) const;  ///< 32 hexadecimal digits (Hasher).
  Options options() const;
  /// The sampler that these options' choice came to.
  Sampler sampler(Options options) const;
  [[noreturn]] void fail(const std::string& place, const std::string& problem) const;

 private:
  std::filesystem::path path_;
  nlohmann::json json_;
  const char *remedy_, *writer_;
};

}  // namespace adapsne
