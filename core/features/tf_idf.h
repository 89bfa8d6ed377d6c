// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/features/randomized_svd.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The words of a text: runs of ASCII letters and digits and of all characters beyond ASCII, ASCII letters in
/// lower case. Languages that put no space between words are not divided.
std::vector<std::string> words(std::string_view text);

/// TF-IDF of words and of pairs of neighbouring words: a row a text, a column a term.
///
/// Terms are hashed to 2^18 columns, of which those that occur are kept and numbered (terms of one column are
/// counted as one). A weight is (1 + ln count) (1 + ln((1 + N) / (1 + texts with the term))), then every row
/// is scaled to length 1; a text without words stays 0. N are the texts that have any word. Throws Cancelled.
SparseRows hashedTfIdf(const std::vector<std::string>& texts, RunControl& control);

}  // namespace adapsne
