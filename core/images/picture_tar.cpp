// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/images/image_readers.h"
#include "core/images/picture_dataset.h"
#include "core/images/picture_metadata.h"
#include "core/images/tar_entries.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/support/format.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr const char* kClassColumn = "cls";
constexpr size_t kLargestText = 1 << 20, kMostColumns = 100;
constexpr size_t kBatchBytes = 32 << 20, kBatchPictures = 512;
constexpr int64_t kPicturesAtOnce = 4;

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// "a/0001.left" -> "a/0001": what the files of one sample share.
std::string sampleOf(const std::string& name) {
  const size_t base = name.rfind('/') == std::string::npos ? 0 : name.rfind('/') + 1;
  return name.substr(0, name.find('.', base));
}

bool isHidden(const std::string& name) {
  return name.substr(name.rfind('/') + 1).starts_with('.') || name.starts_with("__MACOSX/");
}

/// The archive's first pass: which pictures there are and what lies beside them.
struct Contents {
  std::vector<std::string> pictures;
  PictureMetadata metadata;  ///< By sample.
  std::optional<PictureHeader> first;
  TarLeftOut leftOut;
};

void takeBeside(Contents& contents, const std::string& name, const std::string& ending,
                const std::function<std::string()>& content) {
  const std::string text = content();
  if (text.size() > kLargestText) return;
  if (ending == ".json")
    addJsonFields(contents.metadata, sampleOf(name), text);
  else
    contents.metadata.set(sampleOf(name), ending.substr(1), trimmed(text));
  if (contents.metadata.columns().size() > kMostColumns)
    throw BrokenPicture("brings the fields of samples to more than " + std::to_string(kMostColumns) + ".");
}

Contents contentsOfTar(const fs::path& file, RunControl& control) {
  Contents contents;
  contents.leftOut = forEachTarEntry(file, control, [&](const std::string& name, const auto& content) {
    if (isHidden(name)) return;
    const std::string ending = endingOf(name);
    try {
      if (isPictureName(name)) {
        contents.pictures.push_back(name);
        if (!contents.first) contents.first = pictureHeader(content());
      } else if (ending == ".cls" || ending == ".json" || ending == ".txt") {
        takeBeside(contents, name, ending, content);
      }
    } catch (const BrokenPicture& broken) {
      if (!isPictureName(name))
        throw Error(file.string() + ", " + name, broken.what(), "Give an archive of pictures.");
    }
  });
  return contents;
}

/// Visits all pictures of the archive: reads a batch, then decodes it on all threads.
void visitTar(const fs::path& file, int64_t count, const VisitPicture& visit, RunControl& control) {
  struct Loaded {
    std::string bytes, fault;
  };
  std::vector<Loaded> batch;
  size_t bytes = 0;
  int64_t first = 0;
  const auto decode = [&] {
    parallelFor(control, static_cast<int64_t>(batch.size()), kPicturesAtOnce,
                [&](int64_t begin, int64_t end) {
                  for (int64_t i = begin; i < end && !control.cancelRequested(); ++i)
                    visit(first + i, [&]() -> std::string_view {
                      const Loaded& loaded = batch[static_cast<size_t>(i)];
                      if (!loaded.fault.empty()) throw BrokenPicture(loaded.fault);
                      return loaded.bytes;
                    });
                });
    first += static_cast<int64_t>(batch.size());
    batch.clear();
    bytes = 0;
  };
  forEachTarEntry(file, control, [&](const std::string& name, const auto& content) {
    if (isHidden(name) || !isPictureName(name)) return;
    if (first + static_cast<int64_t>(batch.size()) == count)
      throw Error(file.string(), "has grown while it was read.", "Open it again.");
    Loaded& loaded = batch.emplace_back();
    try {
      loaded.bytes = content();
    } catch (const BrokenPicture& broken) {
      loaded.fault = broken.what();
    }
    bytes += loaded.bytes.size();
    if (bytes >= kBatchBytes || batch.size() == kBatchPictures) decode();
  });
  decode();
  if (first < count) throw Error(file.string(), "has shrunk while it was read.", "Open it again.");
}

/// The field that holds the classes; "" if none does.
std::string classColumn(const PictureMetadata& metadata, const std::string& shownAs,
                        const DatasetOptions& options) {
  if (options.labelColumn == "none" || !options.labels.empty()) return "";
  if (options.labelColumn.empty())
    return metadata.hasColumn(kClassColumn) ? kClassColumn : metadata.labelColumn();
  if (!metadata.hasColumn(options.labelColumn))
    throw Error(shownAs, "no sample has a field \"" + options.labelColumn + "\".",
                metadata.columns().empty() ? std::string("Leave out --label-column.")
                                           : "There are " + firstFew(metadata.columns()) + ".");
  return options.labelColumn;
}

void addLabels(PictureList& list, const PictureMetadata& metadata, const DatasetOptions& options) {
  const std::string column = classColumn(metadata, list.source, options);
  for (size_t c = 0; c < metadata.columns().size(); ++c) {
    const std::string& name = metadata.columns()[c];
    Attribute attribute{name, name == options.idColumn ? ColumnRole::Id : ColumnRole::Text, {}};
    for (const std::string& file : list.files) attribute.values.push_back(metadata.text(sampleOf(file), c));
    if (name == column)
      list.labels = std::move(attribute.values);
    else
      list.attributes.push_back(std::move(attribute));
  }
  if (!list.labels.empty() || options.labelColumn == "none" || !options.labels.empty()) return;
  for (const std::string& file : list.files) {
    const std::string folder = fs::path(file).parent_path().filename().string();
    list.labels.push_back(folder);
  }
  if (std::all_of(list.labels.begin(), list.labels.end(), [](const std::string& l) { return l.empty(); }))
    list.labels.clear();
}

}  // namespace

bool isTar(std::string_view head) {
  constexpr size_t kMagic = 257;
  return head.size() > kMagic && head.substr(kMagic).starts_with("ustar");
}

ChosenPoints readAllOfPictureTar(const fs::path& file, const DatasetOptions& options, RunControl& control) {
  Contents contents = contentsOfTar(file, control);
  const std::string shownAs = file.string();
  if (contents.pictures.empty())
    throw Error(shownAs, "the archive holds no pictures.",
                "Read are archives of " + listedPictures() + "; unpack others and give their files.");
  PictureList list;
  fs::path name = file;
  for (std::string ending = endingOf(name); ending == ".gz" || ending == ".tar" || ending == ".tgz";
       ending = endingOf(name))
    name = name.stem();
  list.name = name.filename().string();
  list.source = shownAs;
  if (!contents.leftOut.unsafe.empty())
    list.warnings.push_back(grouped(std::to_string(contents.leftOut.unsafe.size())) +
                            " entries are links or lead out of the archive, and were left out: " +
                            firstFew(contents.leftOut.unsafe) + ".");
  list.files = std::move(contents.pictures);
  list.likely = contents.first.value_or(PictureHeader{.kind = "", .width = 1, .height = 1});
  addLabels(list, contents.metadata, options);
  const auto count = static_cast<int64_t>(list.files.size());
  return datasetOfPictures(
      std::move(list), [&](const VisitPicture& visit) { visitTar(file, count, visit, control); }, options,
      control);
}

Dataset readPictureTar(const fs::path& file, const DatasetOptions& options, RunControl& control) {
  return readAllOfPictureTar(file, options, control).dataset;
}

}  // namespace adapsne
