// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_archive.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "core/arrays/array_dataset.h"
#include "core/arrays/numeric_array.h"
#include "core/support/error.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

using Entry = std::optional<size_t>;

constexpr const char* kLabelRemedy =
    "Read the data without labels with --label-column none, or choose another array with --label-array NAME.";

/// "train_images" of "Train/images".
std::string plainName(const std::string& name) {
  std::string plain;
  for (const char c : name)
    plain += c == '/' || c == '-' || c == '.' ? '_'
             : c >= 'A' && c <= 'Z'           ? static_cast<char>(c - 'A' + 'a')
                                              : c;
  return plain;
}

bool isOneOf(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* other) { return word == other; });
}

bool namesFeatures(const std::string& word) {
  return isOneOf(word, {"x", "images", "image", "data", "features", "embeddings", "embedding", "vectors"});
}
bool namesLabels(const std::string& word) {
  return isOneOf(word, {"y", "labels", "label", "targets", "target", "classes", "class"});
}

/// "train", "val" or "test"; "" for another word.
std::string splitWord(const std::string& word) {
  if (isOneOf(word, {"train", "training"})) return "train";
  if (isOneOf(word, {"val", "valid", "validation", "dev"})) return "val";
  if (isOneOf(word, {"test", "testing"})) return "test";
  return "";
}

struct SplitName {
  std::string split, what;
};

/// Of "x_train" and "train_x": train and x. Empty for a name of no split.
SplitName splitName(const std::string& name) {
  const std::string plain = plainName(name);
  const size_t first = plain.find('_'), last = plain.rfind('_');
  if (first == std::string::npos) return {};
  const std::string before = splitWord(plain.substr(0, first)), after = splitWord(plain.substr(last + 1));
  if (!before.empty()) return {before, plain.substr(first + 1)};
  if (!after.empty()) return {after, plain.substr(0, last)};
  return {};
}

/// The arrays of one part of the data.
struct Split {
  std::string name;
  size_t features;
  Entry labels;
};

bool isMatrix(const ArrayEntry& entry) {
  return entry.kind == ArrayEntry::Kind::Numbers && entry.shape.size() >= 2 && !entry.isColumn;
}

std::string entryText(const ArrayEntry& entry) {
  return entry.name + " (" + shapeText(entry.shape) + ")";
}

/// Names of entries, the first of them if there are many.
std::string namesOf(const std::vector<ArrayEntry>& entries, const std::vector<size_t>& which) {
  constexpr size_t kNamed = 12;
  std::vector<std::string> names;
  for (const size_t i : which)
    if (names.size() < kNamed) names.push_back(entryText(entries[i]));
  if (which.size() > kNamed) names.push_back(std::to_string(which.size() - kNamed) + " more");
  return listed(names);
}

/// Which arrays of an archive are what.
class Chooser {
 public:
  Chooser(const ArrayArchive& archive, const DatasetOptions& options)
      : entries_(archive.entries()), shownAs_(archive.shownAs()), options_(options) {
    for (const char* split : {"train", "val", "test"}) {
      Entry features, labels;
      for (size_t i = 0; i < entries_.size(); ++i) {
        const SplitName name = splitName(entries_[i].name);
        if (name.split != split) continue;
        if (!features && isMatrix(entries_[i]) && namesFeatures(name.what)) features = i;
        if (!labels && namesLabels(name.what)) labels = i;
      }
      if (features) splits_.push_back({split, *features, labels});
    }
    chooseFeatures();
    chooseLabels();
    if (!options.labels.empty() || options.labelArray == "none" || options.labelColumn == "none")
      declined_ = std::exchange(labels, {});
    else
      nameTheColumn();
    nameTheRest();
  }

  /// The splits that there are.
  std::vector<std::string> splits() const {
    std::vector<std::string> names;
    for (const Split& split : splits_) names.push_back(split.name);
    return names;
  }

  /// All entries with what each is used for.
  std::vector<SourcePart> parts() const {
    std::vector<SourcePart> parts;
    for (size_t i = 0; i < entries_.size(); ++i) {
      parts.push_back({entries_[i].name, entries_[i].shape, entries_[i].kind});
      setUse(parts.back(), i);
    }
    return parts;
  }

  std::vector<size_t> features;
  std::vector<Entry> labels;  ///< One for all features, or one each.
  std::vector<std::string> warnings;

 private:
  Entry find(const std::string& name) const {
    for (size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].name == name) return i;
    return std::nullopt;
  }

  /// The first whose name, case and folder aside, is `name` and which `fits`.
  template <typename Fits>
  Entry findPlain(const char* name, Fits fits) const {
    for (size_t i = 0; i < entries_.size(); ++i)
      if (plainName(entries_[i].name) == name && fits(entries_[i])) return i;
    return std::nullopt;
  }

  void setUse(SourcePart& part, size_t entry) const {
    const auto holds = [&](const std::vector<Entry>& which) {
      return std::find(which.begin(), which.end(), Entry(entry)) != which.end();
    };
    if (isFeature(entry)) {
      part.use = PartUse::Features;
    } else if (holds(labels)) {
      part.use = PartUse::Labels;
    } else if (holds(declined_)) {
      part.remark = "labels that are not wanted";
    } else if (part.name == "class_names") {
      part.use = PartUse::ClassNames;
    } else {
      for (const Split& split : splits_)
        if (split.features == entry || split.labels == Entry(entry)) part.remark = "split " + split.name;
    }
  }

  size_t asked(const std::string& name, const char* option) const {
    if (const Entry entry = find(name)) return *entry;
    std::vector<size_t> all(entries_.size());
    for (size_t i = 0; i < all.size(); ++i) all[i] = i;
    throw Error(shownAs_, "holds no array \"" + name + "\"; its arrays are " + namesOf(entries_, all) + ".",
                std::string("Give ") + option + " the name of one of these.");
  }

  void take(const Split& split) {
    features.push_back(split.features);
    taken_.push_back(&split);
  }

  void chooseFeatures() {
    if (!options_.array.empty()) {
      features = {asked(options_.array, "--array")};
      for (const Split& split : splits_)
        if (split.features == features[0]) taken_ = {&split};
      return;
    }
    if (!options_.split.empty()) return chooseSplit();
    for (const char* name : {"features", "X", "x", "data"})
      if (const Entry entry = find(name); entry && isMatrix(entries_[*entry])) {
        features = {*entry};
        return;
      }
    // Keras' training images go before other images.
    if (const Entry entry = find("x_train"); !entry || !isMatrix(entries_[*entry]))
      for (const char* name : {"features", "x", "data", "images", "embeddings", "embedding", "vectors"})
        if (const Entry plain = findPlain(name, isMatrix)) {
          features = {*plain};
          return;
        }
    if (!splits_.empty()) return take(splits_.front());
    features = {onlyMatrix()};
  }

  void chooseSplit() {
    std::vector<std::string> names;
    for (const Split& split : splits_) {
      names.push_back(split.name);
      if (options_.split == split.name || options_.split == "all") take(split);
    }
    if (features.empty())
      throw Error(shownAs_,
                  names.empty() ? "holds no splits, and --split " + options_.split + " was given."
                                : "holds no split \"" + options_.split + "\", only " + listed(names) + ".",
                  names.empty() ? "Leave out --split." : "Give --split one of these, or all.");
  }

  size_t onlyMatrix() const {
    std::vector<size_t> matrices, arrays;
    for (size_t i = 0; i < entries_.size(); ++i) {
      arrays.push_back(i);
      if (isMatrix(entries_[i]) && !namesLabels(plainName(entries_[i].name))) matrices.push_back(i);
    }
    if (matrices.size() == 1) return matrices[0];
    if (arrays.empty())
      throw Error(shownAs_, "holds no arrays.", "Save the features under the name features, X or data.");
    throw Error(shownAs_,
                std::string("holds ") + (matrices.empty() ? "no" : "more than one") +
                    " array of features; its arrays are " + namesOf(entries_, arrays) + ".",
                matrices.empty() ? "Features are an array of N x D numbers. --array NAME takes one of one "
                                   "dimension as one value a point."
                                 : "Choose one with --array NAME.");
  }

  int64_t points() const {
    int64_t sum = 0;
    for (const size_t i : features) sum += entries_[i].shape.empty() ? 0 : entries_[i].shape[0];
    return sum;
  }

  void chooseLabels() {
    // Beside a file of labels it names an array of that one.
    if (!options_.labels.empty()) return;
    if (!options_.labelArray.empty() && options_.labelArray != "none") {
      labels = {asked(options_.labelArray, "--label-array")};
      return;
    }
    const bool explicitArray = !options_.array.empty();
    const auto fits = [&](const ArrayEntry& entry) {
      return entry.kind != ArrayEntry::Kind::Other && !entry.shape.empty() && entry.shape[0] == points() &&
             entry.shape.size() <= 2;
    };
    for (const Split* split : taken_) labels.push_back(split->labels);
    if (std::any_of(labels.begin(), labels.end(), [](const Entry& entry) { return entry.has_value(); }))
      return;
    labels.clear();
    // These names are taken at their word: of another length they are a mistake that is to be told.
    for (const char* name : {"labels", "y", "target", "y_train"})
      if (const Entry entry = find(name);
          entry && !isFeature(*entry) && (!explicitArray || fits(entries_[*entry]))) {
        labels = {*entry};
        return;
      }
    for (const char* name : {"labels", "y", "target", "label", "targets", "class", "classes"})
      if (const Entry entry = findPlain(name, fits); entry && !isFeature(*entry)) {
        labels = {*entry};
        return;
      }
    chooseColumn();
  }

  /// Of the columns that stand beside the features, the one that is named as a class, or the only one of
  /// texts.
  void chooseColumn() {
    std::vector<size_t> columns;
    for (size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].isColumn && entries_[i].kind == ArrayEntry::Kind::Texts && !entries_[i].shape.empty() &&
          entries_[i].shape[0] == points())
        columns.push_back(i);
    Entry chosen = columns.size() == 1 ? Entry(columns[0]) : std::nullopt;
    for (const char* name :
         {"louvain", "leiden", "clusters", "cluster", "class", "celltype", "cell_type", "labels", "label"})
      for (const size_t i : columns)
        if (plainName(entries_[i].name.substr(entries_[i].name.rfind('/') + 1)) == name) chosen = i;
    if (chosen) labels = {*chosen};
  }

  /// A guess among several is said.
  void nameTheColumn() {
    if (labels.size() == 1 && labels[0] && entries_[*labels[0]].isColumn && options_.labelArray.empty())
      warnings.push_back("Labels are " + entries_[*labels[0]].name + "; --label-array takes another column.");
  }

  bool isFeature(size_t entry) const {
    return std::find(features.begin(), features.end(), entry) != features.end();
  }

  /// Warns of all that is not read.
  void nameTheRest() {
    std::vector<size_t> rest;
    std::vector<std::string> others, read;
    for (const Split& split : splits_) {
      const bool taken = std::find(taken_.begin(), taken_.end(), &split) != taken_.end();
      (taken ? read : others).push_back(split.name);
    }
    for (size_t i = 0; i < entries_.size(); ++i) {
      const bool isLabel = std::find(labels.begin(), labels.end(), Entry(i)) != labels.end() ||
                           std::find(declined_.begin(), declined_.end(), Entry(i)) != declined_.end();
      const bool ofSplit = std::any_of(splits_.begin(), splits_.end(), [&](const Split& split) {
        return !taken_.empty() && (split.features == i || split.labels == Entry(i));
      });
      if (!isFeature(i) && !isLabel && !ofSplit && entries_[i].name != "class_names") rest.push_back(i);
    }
    if (!read.empty() && !others.empty() && options_.split.empty())
      warnings.push_back("The split " + listed(read) + " is read; --split takes " + listed(others, "or") +
                         ", or all one after the other.");
    if (read.size() > 1)
      warnings.push_back("Rows are counted through " + listed(read) + ", one after the other.");
    if (!rest.empty())
      warnings.push_back("Not read: " + namesOf(entries_, rest) +
                         "; --label-array NAME takes an array as labels, --array NAME as features.");
  }

  const std::vector<ArrayEntry>& entries_;
  const std::string shownAs_;
  const DatasetOptions& options_;
  std::vector<Split> splits_;
  std::vector<const Split*> taken_;
  std::vector<Entry> declined_;  ///< What would be labels, were they wanted.
};

/// The rows of sparse matrices, one after the other; null where not all are sparse.
std::shared_ptr<const SparseRows> joinedRows(const std::vector<StoredArray>& parts) {
  auto all = std::make_shared<SparseRows>();
  for (const StoredArray& part : parts) {
    if (!part.sparse) return nullptr;
    const int64_t before = all->begins.back();
    all->columns = part.sparse->columns;
    for (size_t i = 1; i < part.sparse->begins.size(); ++i)
      all->begins.push_back(before + part.sparse->begins[i]);
    all->column.insert(all->column.end(), part.sparse->column.begin(), part.sparse->column.end());
    all->value.insert(all->value.end(), part.sparse->value.begin(), part.sparse->value.end());
  }
  return all;
}

/// Arrays of one shape but for the points, one after the other.
StoredArray joined(std::vector<StoredArray> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  StoredArray all = parts.front();
  for (size_t k = 1; k < parts.size(); ++k) {
    const StoredArray& part = parts[k];
    const bool fits = part.type == all.type && part.bigEndian == all.bigEndian &&
                      part.shape.size() == all.shape.size() && part.dimensions() == all.dimensions() &&
                      std::equal(part.shape.begin() + 1, part.shape.end(), all.shape.begin() + 1);
    if (!fits)
      throw Error(part.shownAs,
                  "is " + shapeText(part.shape) + ", " + parts.front().shownAs + " is " +
                      shapeText(parts.front().shape) + ": they cannot be read one after the other.",
                  "Take one of them with --split, or save them with one shape and type.");
    all.shape[0] += part.shape[0];
  }
  const uint64_t size = elementSize(all.type);
  all.sparse = joinedRows(parts);
  all.elements = [shared = std::make_shared<const std::vector<StoredArray>>(std::move(parts)), size](
                     uint64_t first, size_t count, std::string& scratch) -> std::string_view {
    scratch.clear();
    std::string piece;
    const uint64_t end = first + count;
    uint64_t begin = 0;
    for (const StoredArray& part : *shared) {
      const uint64_t elements = static_cast<uint64_t>(part.points()) * part.dimensions();
      const uint64_t from = std::max(first, begin), to = std::min(end, begin + elements);
      if (from < to) scratch += part.elements(from - begin, static_cast<size_t>(to - from), piece);
      begin += elements;
    }
    return std::string_view(scratch).substr(0, count * size);
  };
  return all;
}

/// Labels of as many points. Others are refused before they are read: an archive packs a thousandfold.
LabelArray labelsOfPoints(ArrayArchive& archive, size_t entry, int64_t points, RunControl& control) {
  const std::vector<int64_t>& shape = archive.entries()[entry].shape;
  if (!shape.empty()) requireOneLabelAPoint(shape[0], points, archive.shownAs(entry));
  return archive.labels(entry, kLabelRemedy, control);
}

/// The labels of all features, "" for those of a split that has none.
LabelArray joinedLabels(ArrayArchive& archive, const Chooser& chooser, int64_t points, RunControl& control) {
  if (chooser.labels.size() == 1) return labelsOfPoints(archive, *chooser.labels[0], points, control);
  LabelArray all{archive.shownAs(), {}, true};
  for (size_t k = 0; k < chooser.labels.size(); ++k) {
    const int64_t here = archive.entries()[chooser.features[k]].shape[0];
    LabelArray part{"", std::vector<std::string>(static_cast<size_t>(here)), true};
    if (chooser.labels[k]) part = labelsOfPoints(archive, *chooser.labels[k], here, control);
    all.numbers &= part.numbers;
    std::move(part.texts.begin(), part.texts.end(), std::back_inserter(all.texts));
  }
  return all;
}

std::vector<std::string> classNames(ArrayArchive& archive, RunControl& control) {
  constexpr int64_t kMost = 1 << 20;
  const std::vector<ArrayEntry>& entries = archive.entries();
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].name != "class_names") continue;
    if (entries[i].shape.size() != 1 || entries[i].shape[0] > kMost)
      throw Error(archive.shownAs(), "the class_names are " + shapeText(entries[i].shape) + ".",
                  "Save one name a class in one dimension.");
    return archive.labels(i, "Save class_names as an array of str.", control).texts;
  }
  return {};
}

/// The array of labels in an archive that is read for these alone.
size_t labelEntry(const ArrayArchive& archive, const DatasetOptions& options) {
  const std::vector<ArrayEntry>& entries = archive.entries();
  std::vector<size_t> all, narrow;
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::vector<int64_t>& shape = entries[i].shape;
    all.push_back(i);
    if (entries[i].kind != ArrayEntry::Kind::Other && entries[i].name != "class_names" &&
        (shape.size() == 1 || (shape.size() == 2 && shape[1] == 1)))
      narrow.push_back(i);
  }
  const auto refuse = [&](const std::string& problem) {
    throw Error(archive.shownAs(), problem + "; its arrays are " + namesOf(entries, all) + ".",
                "Choose the array of labels with --label-array NAME.");
  };
  if (!options.labelArray.empty() && options.labelArray != "none") {
    for (const size_t i : all)
      if (entries[i].name == options.labelArray) return i;
    refuse("holds no array \"" + options.labelArray + "\"");
  }
  const std::string wanted = options.split.empty() ? "train" : options.split;
  for (const size_t i : all)
    if (const SplitName name = splitName(entries[i].name);
        !options.split.empty() && name.split == wanted && namesLabels(name.what))
      return i;
  for (const char* name : {"labels", "y", "target", "label", "targets", "class", "classes"})
    for (const size_t i : all)
      if (plainName(entries[i].name) == name && entries[i].kind != ArrayEntry::Kind::Other) return i;
  for (const size_t i : all)
    if (const SplitName name = splitName(entries[i].name); name.split == wanted && namesLabels(name.what))
      return i;
  if (narrow.size() != 1) refuse("does not tell which of its arrays are the labels");
  return narrow.front();
}

}  // namespace

std::vector<SourcePart> partsOf(const ArrayArchive& archive) {
  std::vector<SourcePart> parts;
  for (const ArrayEntry& entry : archive.entries()) parts.push_back({entry.name, entry.shape, entry.kind});
  return parts;
}

ChosenPoints datasetFromArchive(ArrayArchive& archive, const std::filesystem::path& path,
                                const DatasetOptions& options, const RowChoice& choice, RunControl& control) {
  const Chooser chooser(archive, options);
  std::vector<StoredArray> parts;
  for (const size_t entry : chooser.features) parts.push_back(archive.array(entry, control));
  ChosenPoints chosen = datasetFromArray(joined(std::move(parts)), options, choice, control);
  Dataset& dataset = chosen.dataset;
  dataset.name = datasetName(path);
  dataset.source = path.string();
  dataset.splits = chooser.splits();
  dataset.parts = chooser.parts();
  for (const std::vector<std::string>& warnings : {chooser.warnings, archive.warnings()})
    dataset.warnings.insert(dataset.warnings.end(), warnings.begin(), warnings.end());
  if (chooser.labels.empty()) return chosen;
  LabelArray labels = joinedLabels(archive, chooser, chosen.of, control);
  const std::string shownAs = labels.shownAs;
  const bool named = labels.numbers && (options.labelArray.empty() || options.labelArray == "labels");
  attachLabels(chosen,
               labelsOf(std::move(labels), named ? classNames(archive, control) : std::vector<std::string>()),
               options.pick == PickRows::First, shownAs);
  return chosen;
}

Labels labelsFromArchive(ArrayArchive& archive, const DatasetOptions& options, RunControl& control) {
  const size_t entry = labelEntry(archive, options);
  const bool named = options.labelArray.empty() || options.labelArray == "labels";
  LabelArray labels = archive.labels(entry, "Choose another array with --label-array NAME.", control);
  const bool numbers = labels.numbers;
  return labelsOf(std::move(labels),
                  numbers && named ? classNames(archive, control) : std::vector<std::string>());
}

}  // namespace adapsne
