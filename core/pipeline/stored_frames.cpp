// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stored_frames.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/arrays/array_dataset.h"
#include "core/arrays/npy_layout.h"
#include "core/pipeline/json_text.h"
#include "core/pipeline/run_manifest.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFormat = "adapsne-frames";
constexpr double kSteps = 65535;

/// Where the numbers of a frame begin, and how far apart they are.
struct Box {
  double x = 0, y = 0, step = 0;  ///< step > 0
};

Box boxOf(const std::vector<float>& positions) {
  if (positions.empty()) return {0, 0, 1};
  double low[2] = {positions[0], positions[1]}, high[2] = {positions[0], positions[1]};
  for (size_t i = 0; i < positions.size(); ++i) {
    low[i % 2] = std::min(low[i % 2], static_cast<double>(positions[i]));
    high[i % 2] = std::max(high[i % 2], static_cast<double>(positions[i]));
  }
  const double side = std::max(high[0] - low[0], high[1] - low[1]);
  return {low[0], low[1], side > 0 ? side / kSteps : 1};
}

}  // namespace

std::string framesNpy(std::span<const RecordedFrame> frames) {
  const int64_t points = frames.empty() ? 0 : std::ssize(*frames.front().positions) / 2;
  std::string bytes = formatNpyHeader("<u2", {std::ssize(frames), points, 2});
  bytes.reserve(bytes.size() + frames.size() * static_cast<size_t>(points) * 4);
  for (const RecordedFrame& frame : frames) {
    const Box box = boxOf(*frame.positions);
    for (size_t i = 0; i < frame.positions->size(); ++i) {
      const double from = i % 2 == 0 ? box.x : box.y;
      const auto steps = static_cast<uint16_t>(std::lround(((*frame.positions)[i] - from) / box.step));
      bytes += static_cast<char>(steps & 0xff);
      bytes += static_cast<char>(steps >> 8);
    }
  }
  return bytes;
}

std::string framesJson(std::span<const RecordedFrame> frames) {
  json list = json::array();
  for (const RecordedFrame& frame : frames) {
    const Box box = boxOf(*frame.positions);
    list.push_back({{"iteration", frame.iteration},
                    {"iterations", frame.iterations},
                    {"perplexity", frame.perplexity},
                    {"candidate", frame.candidate},
                    {"x", box.x},
                    {"y", box.y},
                    {"step", box.step}});
  }
  return jsonText({{"format", kFormat}, {"format_version", 1}, {"frames", list}}, 1);
}

std::vector<RecordedFrame> readFrames(const fs::path& folder, int64_t points, RunControl& control) {
  const fs::path list = folder / "frames.json", numbers = folder / "frames.npy";
  std::error_code ignored;
  if (!fs::exists(list, ignored)) return {};
  const char* const remedy = "Delete frames.json to open the run without its frames.";
  const json object = readRunJson(list, control);
  std::vector<RecordedFrame> frames;
  std::vector<Box> boxes;
  try {
    if (object.at("format") != kFormat || object.at("format_version") != 1)
      throw Error(list.string(), "is not what is written of frames.", remedy);
    for (const json& entry : object.at("frames")) {
      frames.push_back({nullptr, entry.at("iteration").get<int>(), entry.at("iterations").get<int>(),
                        entry.at("perplexity").get<double>(), entry.at("candidate").get<int>()});
      boxes.push_back(
          {entry.at("x").get<double>(), entry.at("y").get<double>(), entry.at("step").get<double>()});
    }
  } catch (const json::exception& e) {
    throw Error(list.string(), std::string("is not what is written of frames: ") + e.what() + ".", remedy);
  }
  const NumericArray<float> array =
      readNpyArray<float>(readRunFile(numbers, control), numbers.string(), control);
  if (array.shape != std::vector<int64_t>{std::ssize(frames), points, 2})
    throw Error(numbers.string(), "does not hold two numbers for each point of each frame of frames.json.",
                remedy);
  for (size_t f = 0; f < frames.size(); ++f) {
    control.checkpoint();
    auto positions = std::make_shared<std::vector<float>>(static_cast<size_t>(2 * points));
    const float* steps = array.values.data() + f * positions->size();
    for (size_t i = 0; i < positions->size(); ++i)
      (*positions)[i] = static_cast<float>((i % 2 == 0 ? boxes[f].x : boxes[f].y) + steps[i] * boxes[f].step);
    frames[f].positions = std::move(positions);
  }
  return frames;
}

}  // namespace adapsne
