// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/version/version.h"

#include <fftw3.h>
#include <png.h>
#include <xxhash.h>
#include <zip.h>
#include <zlib.h>
#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace

const char* version() {
  return ADAPSNE_VERSION;
}

std::string programVersion(const std::string& program,
                           const std::vector<std::pair<std::string, std::string>>& further) {
  const int xxHash = static_cast<int>(XXH_versionNumber());  // 801 for 0.8.1
  std::vector<std::pair<std::string, std::string>> libraries = {
      {"Eigen", dotted(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
      {"FFTW", fftwf_version},  // "fftw-3.3.10-sse2-avx"
      {"hnswlib", "(its headers tell no version)"},
      {"libpng", png_get_libpng_ver(nullptr)},
      {"libzip", zip_libzip_version()},
      {"nlohmann-json",
       dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
      {"xxHash", dotted(xxHash / 10000, xxHash / 100 % 100, xxHash % 100)},
      {"zlib", zlibVersion()}};
  libraries.insert(libraries.end(), further.begin(), further.end());
  std::string text = program + " " + version() + "\ninstruction set: " + instructionSet() + "\nlibraries:";
  for (size_t i = 0; i < libraries.size(); ++i)
    text += (i == 0 ? " " : ", ") + libraries[i].first + " " + libraries[i].second;
  return text;
}

}  // namespace adapsne
