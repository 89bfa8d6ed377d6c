// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <string>
#include <vector>

#include "core/dataset/class_numbers.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/tables/table_writers.h"

namespace adapsne {
namespace {

std::string numberText(double value, bool wide) {
  char digits[32];
  const auto result = wide ? std::to_chars(digits, digits + sizeof digits, value)
                           : std::to_chars(digits, digits + sizeof digits, static_cast<float>(value));
  return {digits, result.ptr};
}

}  // namespace

std::vector<std::filesystem::path> writeSvmlight(const Dataset& dataset, const std::filesystem::path& path) {
  const std::vector<int32_t> numbers = classNumbers(dataset.classNames);
  std::string text;
  for (int64_t i = 0; i < dataset.points; ++i) {
    if (dataset.hasLabels() && !dataset.isLabelled(i))
      throw Error(path.string(),
                  "cannot say that a point has no label, as " + placeText(dataset, i) + " has none.",
                  "Write another format, as NPZ or CSV.");
    const size_t label =
        dataset.hasLabels() ? static_cast<size_t>(dataset.labels[static_cast<size_t>(i)]) : 0;
    text += dataset.hasLabels() ? std::to_string(numbers[label]) : "0";
    for (int64_t d = 0; d < dataset.dimensions; ++d) {
      const double value = dataset.value(i, d);
      // The first line names the last column, so that their number is read back.
      if (value != 0 || (i == 0 && (d == 0 || d + 1 == dataset.dimensions)))
        text += " " + std::to_string(d + 1) + ":" + numberText(value, !dataset.scales.empty());
    }
    text += "\n";
  }
  writeFile(path, text);
  return {path};
}

}  // namespace adapsne
