// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/file_ending.h"

#include <string>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(FileEnding, CaseDoesNotCount) {
  EXPECT_EQ(endingOf("a/b.CSV"), ".csv");
  EXPECT_EQ(endingOf("a.b/Data.NpZ"), ".npz");
  EXPECT_EQ(endingOf("a.b/data"), "");
  EXPECT_EQ(endingOf(""), "");
}

TEST(FileEnding, ARefusalNamesWhatIsKnown) {
  EXPECT_STREQ(unknownEnding("subset", {".csv", ".npy", ".txt"}).what(),
               "subset: has no ending, which tells the format to write. Name it .csv, .npy or .txt.");
  EXPECT_STREQ(unknownEnding("a.Doc", {".png", ".svg"}).what(),
               "a.Doc: no format to write has the ending .Doc. Name it .png or .svg.");
}

}  // namespace
}  // namespace adapsne
