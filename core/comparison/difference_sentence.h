// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace adapsne {

/// How much better one method is than another with as many exemplars, seed by seed.
struct PairedDifference {
  int64_t exemplars = 0;
  double mean = 0;           ///< Of the differences in accuracy, as a share; > 0: better.
  double standardError = 0;  ///< NaN for one seed.
};

enum class DifferenceVerdict { Better, Worse, None, OneSeed };
/// Better or worse where the mean is more than two standard errors from 0, and no difference within them;
/// nothing of that can be said of one seed.
///
/// Two standard errors of five seeds are passed by chance, where there is no difference, about one time in
/// nine (Student's t, four degrees of freedom), of twenty seeds one time in seventeen.
DifferenceVerdict verdictOf(const PairedDifference& difference);

/// "kernel-ridge is better than stratified by 8.1 ± 2.0 points at 50; no difference at 2,000." What is better
/// comes first, then what is worse. `differences` by exemplars, ascending; empty gives an empty text.
std::string differenceSentence(const std::string& method, const std::string& baseline,
                               const std::vector<PairedDifference>& differences);

}  // namespace adapsne
