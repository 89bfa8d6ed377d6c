// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/images/picture.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Pictures that are to be a dataset, in the order of its points, before they are decoded.
struct PictureList {
  std::string name, source;           ///< As the dataset's.
  std::vector<std::string> files;     ///< N names, as people find them in the source: "cats/a.jpg".
  std::vector<std::string> labels;    ///< Empty, or N texts, "" where a picture has no label.
  std::vector<Attribute> attributes;  ///< Of N values each.
  std::vector<std::string> warnings;
  /// Of the first one that can be read. All are taken to be like it at first: a wrong guess costs a second
  /// pass over them.
  PictureHeader likely;
};

/// The bytes of a picture, valid until the next call. Throws BrokenPicture if they cannot be had.
using LoadPicture = std::function<std::string_view()>;
/// What is done with each; called on several threads at once.
using VisitPicture = std::function<void(int64_t picture, const LoadPicture& load)>;
/// Visits all N pictures in any order. Called once or twice.
using ForEachPicture = std::function<void(const VisitPicture& visit)>;

/// Decodes the pictures into rows of bytes of one shape (options.imageSize, imageColor), and says in warnings
/// what was decided and which pictures were left out because they cannot be read. The attribute "file" of
/// role Picture names each point's file; sourceRows count the pictures that were left out, as
/// ChosenPoints::of does.
///
/// Automatically pictures that all have one size of at most 64 x 64 keep it, others become 32 x 32; they
/// become grey where more than half are. Throws Error if none can be read or they do not fit the memory,
/// Cancelled.
ChosenPoints datasetOfPictures(PictureList list, const ForEachPicture& forEach, const DatasetOptions& options,
                               RunControl& control);

/// The shape that options ask of pictures which all have this one.
ImageShape wantedShape(const ImageShape& own, const DatasetOptions& options);

/// "photos" of "data/photos/".
std::string folderName(const std::filesystem::path& folder);

/// "a.jpg, b.jpg, c.jpg and 12 more"
std::string firstFew(const std::vector<std::string>& items);

}  // namespace adapsne
