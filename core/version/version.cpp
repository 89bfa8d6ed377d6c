// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/version/version.h"

#include <archive.h>
#include <fftw3.h>
#include <gif_lib.h>
#include <hdf5.h>
#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>
#include <webp/decode.h>
#include <xxhash.h>
#include <zip.h>
#include <zlib.h>
#include <Eigen/Core>
#include <cstdio>  // jpeglib.h wants it.
#include <nlohmann/json.hpp>

#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

/// "4.5.0" of "LIBTIFF, Version 4.5.0" and lines of copyright.
std::string libtiffVersion() {
  const std::string text = TIFFGetVersion();
  const size_t from = std::min(text.find_last_of(' ', text.find('\n')) + 1, text.size());
  return text.substr(from, text.find('\n') - from);
}

std::string hdf5Version() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return dotted(static_cast<int>(major), static_cast<int>(minor), static_cast<int>(release));
}

}  // namespace

const char* version() {
  return ADAPSNE_VERSION;
}

std::string programVersion(const std::string& program,
                           const std::vector<std::pair<std::string, std::string>>& further) {
  const int xxHash = static_cast<int>(XXH_versionNumber());  // 801 for 0.8.1
  const int webp = WebPGetDecoderVersion();                  // 0x010204 for 1.2.4
  const int tar = archive_version_number();                  // 3006002 for 3.6.2
  std::vector<std::pair<std::string, std::string>> libraries = {
      {"Eigen", dotted(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
      {"FFTW", fftwf_version},  // "fftw-3.3.10-sse2-avx"
      {"giflib", dotted(GIFLIB_MAJOR, GIFLIB_MINOR, GIFLIB_RELEASE)},
      {"HDF5", hdf5Version()},
      {"hnswlib", "(its headers tell no version)"},
      {"libarchive", dotted(tar / 1000000, tar / 1000 % 1000, tar % 1000)},
      {"libjpeg-turbo",
       dotted(LIBJPEG_TURBO_VERSION_NUMBER / 1000000, LIBJPEG_TURBO_VERSION_NUMBER / 1000 % 1000,
              LIBJPEG_TURBO_VERSION_NUMBER % 1000)},
      {"libpng", png_get_libpng_ver(nullptr)},
      {"libtiff", libtiffVersion()},
      {"libwebp", dotted(webp >> 16, webp >> 8 & 0xff, webp & 0xff)},
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
