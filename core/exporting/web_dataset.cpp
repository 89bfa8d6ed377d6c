// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/web_dataset.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/dataset/class_numbers.h"
#include "core/exporting/pictures.h"
#include "core/exporting/tar_writer.h"
#include "core/pipeline/json_text.h"

namespace adapsne {
namespace {

nlohmann::json describe(const PointsToExport& p, size_t i) {
  const Dataset& d = p.dataset;
  const int64_t point = p.points[i];
  const auto at = static_cast<size_t>(point);
  nlohmann::json object = {{"row", d.sourceRow(point)}};
  if (d.isLabelled(point)) object["label"] = d.classNames[static_cast<size_t>(d.labels[at])];
  if (!p.weights.empty()) object["weight"] = p.weights[i];
  if (const Attribute* id = attributeOf(d, ColumnRole::Id)) object["id"] = id->values[at];
  if (const Attribute* picture = attributeOf(d, ColumnRole::Picture)) object["file"] = picture->values[at];
  return object;
}

std::string valuesOf(const Dataset& d, int64_t point) {
  std::vector<float> values;
  for (int64_t k = 0; k < d.dimensions; ++k) values.push_back(static_cast<float>(d.value(point, k)));
  return formatNpy(values, {d.dimensions});
}

}  // namespace

std::vector<std::string> writeWebDataset(const PointsToExport& p, const std::filesystem::path& path,
                                         const ExportProgress& progress, RunControl& control) {
  const Dataset& d = p.dataset;
  std::optional<Pictures> pictures;
  if (havePictures(d)) pictures.emplace(d);
  const std::vector<int32_t> numbers = classNumbers(d.classNames);
  TarWriter tar(path, control);
  for (size_t i = 0; i < p.points.size(); ++i) {
    const int64_t point = p.points[i];
    const std::string key = rowName(d, point);
    if (!pictures)
      tar.add(key + ".npy", valuesOf(d, point));
    else if (pictures->areFiles())
      tar.addFile(key + pictures->ending(point), pictures->file(point));
    else
      tar.add(key + ".png", pictures->png(point));
    if (d.isLabelled(point))
      tar.add(key + ".cls",
              std::to_string(numbers[static_cast<size_t>(d.labels[static_cast<size_t>(point)])]));
    tar.add(key + ".json", jsonText(describe(p, i), -1));
    if (progress) progress(static_cast<double>(i + 1) / static_cast<double>(p.points.size()));
  }
  tar.finish();
  std::vector<std::string> remarks;
  if (const std::string remark = pictures ? pictures->remark() : ""; !remark.empty())
    remarks.push_back(remark);
  for (size_t c = 0; c < numbers.size(); ++c)
    if (d.classNames[c] != std::to_string(numbers[c])) {
      remarks.push_back(
          "Classes are numbers in .cls, as webdataset takes them; their names are in .json, which "
          "--label-column label reads.");
      break;
    }
  return remarks;
}

}  // namespace adapsne
