// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/arrays/array_writers.h"
#include "core/files/text_encoding.h"
#include "core/support/atomic_file.h"

namespace adapsne {
namespace {

/// Little-endian, as the machine has it (npy.h relies on that, too).
template <typename Value>
void append(std::string& bytes, std::span<const Value> values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

std::string featureBytes(const Dataset& dataset) {
  std::string bytes;
  if (!dataset.scales.empty()) {
    std::vector<double> row(static_cast<size_t>(dataset.dimensions));
    for (int64_t i = 0; i < dataset.points; ++i) {
      for (int64_t d = 0; d < dataset.dimensions; ++d) row[static_cast<size_t>(d)] = dataset.value(i, d);
      append<double>(bytes, row);
    }
    return bytes;
  }
  bytes.reserve(dataset.features.memory());
  dataset.features.forEachBlock([&](std::span<const float> block) {
    if (dataset.features.keptAsBytes())
      for (const float value : block) bytes += static_cast<char>(static_cast<uint8_t>(value));
    else
      append(bytes, block);
  });
  return bytes;
}

std::string formatSafetensors(const Dataset& dataset) {
  const bool wide = !dataset.scales.empty();
  const char* type = wide ? "F64" : dataset.features.keptAsBytes() ? "U8" : "F32";
  nlohmann::ordered_json header;
  std::string values;
  const auto add = [&](const char* name, const char* dtype, const std::vector<int64_t>& shape,
                       const std::string& bytes) {
    header[name] = {
        {"dtype", dtype}, {"shape", shape}, {"data_offsets", {values.size(), values.size() + bytes.size()}}};
    values += bytes;
  };
  // The largest elements first, so that each can lie in memory as it lies here.
  if (wide) add("features", type, featureShape(dataset), featureBytes(dataset));
  if (dataset.hasLabels()) {
    std::string labels;
    append<int32_t>(labels, dataset.labels);
    add("labels", "I32", {dataset.points}, labels);
    std::vector<std::string> names;
    for (const std::string& name : dataset.classNames) names.push_back(validUtf8(name));
    // Values of the metadata are texts.
    header["__metadata__"] = {{"class_names", nlohmann::json(names).dump()}};
  }
  if (!wide) add("features", type, featureShape(dataset), featureBytes(dataset));
  std::string text = header.dump();
  constexpr size_t kAlignment = 8;
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  std::string bytes;
  bytes.reserve(sizeof(uint64_t) + text.size() + values.size());
  const uint64_t length = text.size();
  append<uint64_t>(bytes, std::span(&length, 1));
  return bytes + text + values;
}

}  // namespace

std::vector<std::filesystem::path> writeSafetensors(const Dataset& dataset,
                                                    const std::filesystem::path& path) {
  writeFile(path, formatSafetensors(dataset));
  return {path};
}

}  // namespace adapsne
