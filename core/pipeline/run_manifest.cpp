// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_manifest.h"

#include <string_view>
#include <system_error>

#include "core/files/byte_source.h"
#include "core/pipeline/schema.h"
#include "core/support/error.h"

namespace adapsne {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {
constexpr int64_t kFormatVersion = 1;
}

std::string readRunFile(const fs::path& path, RunControl& control) {
  constexpr const char* kGiveRun = "Give the folder that a run was written to.";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(path.string(), "cannot be read.", kGiveRun);
  try {
    return ByteSource(path, control).readAll();
  } catch (const Error& e) {  // It speaks of data files, which this is not.
    throw Error(path.string(), e.problem(), kGiveRun);
  }
}

json readRunJson(const fs::path& path, RunControl& control) {
  const std::string bytes = readRunFile(path, control);
  try {
    return json::parse(bytes);
  } catch (const json::exception& e) {
    throw Error(path.string(), std::string("is not valid JSON: ") + e.what() + ".", kRunAgain);
  }
}

RunManifest::RunManifest(const fs::path& folder, RunControl& control)
    : RunManifest(folder / "manifest.json", kRunFormat, kRunAgain, control) {}

RunManifest::RunManifest(const fs::path& file, const char* format, const char* remedy, RunControl& control)
    : path_(file),
      json_(readRunJson(path_, control)),
      remedy_(remedy),
      writer_(std::string_view(format) == kRunFormat ? "a run" : "an export") {
  if (text("/format") != format) fail("/format", std::string("is not \"") + format + "\"");
  if (const int64_t version = count("/format_version"); version > kFormatVersion)
    throw Error(path_.string(),
                "is of format version " + std::to_string(version) + ", this program reads version " +
                    std::to_string(kFormatVersion) + ".",
                "Open it with " + text("/program") + ", which wrote it.");
}

bool RunManifest::has(const std::string& place) const {
  return json_.contains(json::json_pointer(place));
}
const json& RunManifest::at(const std::string& place) const {
  if (!has(place)) fail(place, "is missing");
  return json_.at(json::json_pointer(place));
}

std::string RunManifest::text(const std::string& place) const {
  if (!at(place).is_string()) fail(place, "is not a text");
  return at(place).get<std::string>();
}

std::vector<std::string> RunManifest::texts(const std::string& place) const {
  std::vector<std::string> result;
  if (!at(place).is_array()) fail(place, "is not a list of texts");
  for (const json& item : at(place)) {
    if (!item.is_string()) fail(place, "is not a list of texts");
    result.push_back(item.get<std::string>());
  }
  return result;
}

double RunManifest::number(const std::string& place) const {
  if (!at(place).is_number()) fail(place, "is not a number");
  return at(place).get<double>();
}

double RunManifest::positive(const std::string& place) const {
  const double value = number(place);
  if (!(value > 0)) fail(place, "is not positive");
  return value;
}

double RunManifest::amount(const std::string& place) const {
  const double value = number(place);
  if (!(value >= 0 && value < 1e15)) fail(place, "is negative or beyond what can be");
  return value;
}

int64_t RunManifest::count(const std::string& place) const {
  // More than float64 counts exactly is more than anything that was counted.
  if (!at(place).is_number_integer() || !(number(place) >= 0 && number(place) <= 9e15))
    fail(place, "is not a whole number from 0");
  return at(place).get<int64_t>();
}

bool RunManifest::flag(const std::string& place) const {
  if (!at(place).is_boolean()) fail(place, "is neither true nor false");
  return at(place).get<bool>();
}

std::string RunManifest::digest(const std::string& place) const {
  std::string value = text(place);
  if (value.size() != 32 || value.find_first_not_of("0123456789abcdef") != std::string::npos)
    fail(place, "is not a hash of 32 hexadecimal digits");
  return value;
}

Options RunManifest::options() const {
  try {
    return optionsFromJson(at("/options"));
  } catch (const UsageError& e) {
    fail("/options", e.what());
  }
}

Sampler RunManifest::sampler(Options options) const {
  try {
    setOption(options, optionSpec("sampler"), text("/resolved/sampler"));
  } catch (const UsageError& e) {
    fail("/resolved/sampler", e.what());
  }
  if (options.sampling.sampler == Sampler::Auto)
    fail("/resolved/sampler", "is auto, which is to be resolved");
  return options.sampling.sampler;
}

void RunManifest::fail(const std::string& place, const std::string& problem) const {
  throw Error(path_.string() + ", " + place,
              std::string("does not hold what ") + writer_ + " writes: " + problem + ".", remedy_);
}

}  // namespace adapsne
