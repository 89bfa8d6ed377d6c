// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/data_check_table.h"

#include <algorithm>
#include <cmath>

#include "core/arrays/numeric_array.h"
#include "core/pipeline/run_tables.h"
#include "core/support/format.h"

namespace adapsne {
namespace {

std::string labelName(const Dataset& dataset, int32_t label) {
  return label == kUnlabelled ? "" : dataset.classNames[static_cast<size_t>(label)];
}

}  // namespace

std::string findingReason(const Dataset& d, const DataCheck& check, const DataFinding& finding) {
  switch (finding.fault) {
    case DataFault::Far: {
      // The score counts deviations of the logarithm.
      const double deviation = std::log(check.farLimit / check.typicalFar) / 3.5;
      return format("its %d nearest rows are %.3g times as far away as is typical", check.neighbors,
                    std::exp(finding.score * deviation));
    }
    case DataFault::Duplicate: {
      const int64_t other = d.sourceRow(finding.evidence.front());
      const std::string same =
          (finding.score == 1 ? "equal to row " : "nearly equal to row ") + std::to_string(other);
      return finding.groupSize == 2 ? same
                                    : same + ", one of " + std::to_string(finding.groupSize) + " such rows";
    }
    case DataFault::Label:
      break;
  }
  const int64_t all = std::ssize(finding.evidence),
                agree = std::count_if(finding.evidence.begin(), finding.evidence.end(),
                                      [&](int64_t row) { return d.labels[row] == finding.suggested; });
  return "labelled " + labelName(d, d.labels[finding.row]) + ", but " + std::to_string(agree) + " of its " +
         std::to_string(all) + " nearest rows are " + labelName(d, finding.suggested);
}

std::string dataCheckCsv(const Dataset& d, const DataCheck& check) {
  const Attribute* id = attributeOf(d, ColumnRole::Id);
  std::string text =
      std::string("row,") + (id ? "id," : "") + "fault,score,label,suggested,group,reason,evidence\n";
  for (const DataFinding& f : check.findings) {
    text += std::to_string(d.sourceRow(f.row)) + ",";
    if (id) text += csvText(id->values[static_cast<size_t>(f.row)]) + ",";
    text += std::string(kDataFaultWords.wordOf(f.fault)) + "," + numberText(f.score) + ",";
    if (d.isLabelled(f.row)) text += csvText(labelName(d, d.labels[f.row]));
    text += "," + csvText(labelName(d, f.suggested)) + "," +
            (f.group < 0 ? "" : std::to_string(f.group + 1)) + "," + csvText(findingReason(d, check, f)) +
            ",";
    for (size_t i = 0; i < f.evidence.size(); ++i)
      text += (i > 0 ? " " : "") + std::to_string(d.sourceRow(f.evidence[i]));
    text += "\n";
  }
  return text;
}

}  // namespace adapsne
