// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "core/dataset/dataset_options.h"
#include "core/support/error.h"
#include "core/support/run_control.h"

namespace adapsne::test {

/// A folder for one test's files, removed at its end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    static std::atomic<int> number{0};
    path_ = std::filesystem::temp_directory_path() /
            ("adapsne-test-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string bigEndian(uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// An IDX file with a header of our choice.
inline std::string idx(int type, const std::vector<uint32_t>& shape, const std::string& payload) {
  std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (const uint32_t extent : shape) bytes += bigEndian(extent, 4);
  return bytes + payload;
}

/// An .npy file with a header of our choice.
inline std::string npy(const std::string& dict, const std::string& payload, int version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) bytes += static_cast<char>(dict.size() >> (8 * i) & 0xff);
  return bytes + dict + payload;
}

inline std::string npyOf(const std::string& descr, const std::string& shape, const std::string& payload,
                         bool fortran = false) {
  return npy("{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
                 ", 'shape': " + shape + ", }\n",
             payload);
}

inline std::string littleEndian(uint64_t value, int bytes) {
  const std::string text = bigEndian(value, bytes);
  return {text.rbegin(), text.rend()};
}

/// An entry of a zip file, stored as it is unless `method` says that `packed` is deflated.
struct ZipEntry {
  std::string name, packed;
  uint32_t checksum = 0, size = 0;
  uint16_t method = 0;
};

inline ZipEntry storedEntry(const std::string& name, const std::string& bytes) {
  const auto checksum =
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  return {name, bytes, static_cast<uint32_t>(checksum), static_cast<uint32_t>(bytes.size()), 0};
}

inline ZipEntry deflatedEntry(const std::string& name, const std::string& bytes) {
  ZipEntry entry = storedEntry(name, bytes);
  const std::string member = gzip(bytes);  // Between gzip's header of 10 and trailer of 8 bytes: raw deflate.
  entry.packed = member.substr(10, member.size() - 18);
  entry.method = 8;
  return entry;
}

/// A zip file written by hand, so that it can lie.
inline std::string zip(const std::vector<ZipEntry>& entries) {
  std::string bytes, directory;
  for (const ZipEntry& entry : entries) {
    const std::string common = littleEndian(20, 2) + littleEndian(0, 2) + littleEndian(entry.method, 2) +
                               littleEndian(0, 2) + littleEndian(0x21, 2) + littleEndian(entry.checksum, 4) +
                               littleEndian(entry.packed.size(), 4) + littleEndian(entry.size, 4) +
                               littleEndian(entry.name.size(), 2) + littleEndian(0, 2);
    directory += "PK\x01\x02" + littleEndian(20, 2) + common + littleEndian(0, 2) + littleEndian(0, 2) +
                 littleEndian(0, 2) + littleEndian(0, 4) + littleEndian(bytes.size(), 4) + entry.name;
    bytes += "PK\x03\x04" + common + entry.name + entry.packed;
  }
  return bytes + directory + "PK\x05\x06" + littleEndian(0, 4) + littleEndian(entries.size(), 2) +
         littleEndian(entries.size(), 2) + littleEndian(directory.size(), 4) + littleEndian(bytes.size(), 4) +
         littleEndian(0, 2);
}

/// The bytes of values as they lie in memory (little-endian).
template <typename T>
std::string raw(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// The message of the Error that `action` throws; "" if it throws none.
template <typename Action>
std::string errorOf(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

inline ::testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << text << "\" lacks \"" << part << "\"";
}

}  // namespace adapsne::test
