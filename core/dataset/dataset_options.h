// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace adapsne {

/// What to do with NaN and infinity.
enum class MissingPolicy { Refuse, Drop, Mean };
/// Which points to take when fewer than all are wanted.
enum class PickRows { First, Random };
/// Whether a table's first line holds names.
enum class Header { Auto, Yes, No };
/// Where an array of images keeps its channels.
enum class ChannelOrder { Auto, Last, First };
/// In how many channels pictures are read: as most of them are, one (luma of ITU-R BT.601), or three.
enum class PictureColor { Auto, Grey, Color };

/// How a dataset is opened. See the schema (pipeline/schema.h) for what each field does. Lists are texts
/// separated by commas; a column is given by its name or its number from 1.
struct DatasetOptions {
  int64_t points = 0;  ///< N wanted; 0 = all (a generator then makes its default number).
  PickRows pick = PickRows::First;
  MissingPolicy missing = MissingPolicy::Refuse;
  std::string labels = {};  ///< File with one label a point; empty = as the format knows.

  // Tables.
  Header header = Header::Auto;
  std::string labelColumn = {};     ///< The column of labels; "none"; empty = automatic.
  std::string idColumn = {};        ///< The column that names the points; "none"; empty = automatic.
  std::string featureColumns = {};  ///< The columns to take as features; empty = automatic.
  std::string leaveOut = {};        ///< Columns that are not to be features.
  std::string missingWords = {};    ///< Further spellings of a missing value.
  std::string textColumn = {};      ///< A column of text to read as features; empty = none.
  int textDimensions = 100;         ///< Dimensions that the text's features are reduced to.

  // Archives and arrays.
  std::string array = {};       ///< Name or path of the array of features; empty = automatic.
  std::string labelArray = {};  ///< Name or path of the array of labels; "none"; empty = automatic.
  std::string split = {};       ///< "train", "val", "test" or "all" where a file or folder has such parts.
  ChannelOrder channels = ChannelOrder::Auto;

  // Pictures.
  int imageSize = 0;  ///< Pixels of the sides that pictures are brought to; 0 = automatic.
  PictureColor imageColor = PictureColor::Auto;
  bool followLinks = false;  ///< Symbolic links may lead out of the folder.
  /// A folder, a list or an array of pictures that points are shown as; empty: what the source itself names.
  std::string pictures = {};

  bool operator==(const DatasetOptions&) const = default;
};

}  // namespace adapsne
