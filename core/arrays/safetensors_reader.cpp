// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/arrays/array_archive.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/numeric_array.h"
#include "core/files/file_bytes.h"

namespace adapsne {
namespace {

/// Of the JSON that names the tensors: thousands of them.
constexpr uint64_t kMostHeader = 4 << 20;
/// An object of objects of lists.
constexpr int kDeepest = 4;
constexpr uint64_t kPrefix = 8;  ///< The length of the header.
constexpr const char* kClassNames = "class_names";

std::optional<ElementType> elementType(const std::string& word) {
  static constexpr std::pair<const char*, ElementType> kTypes[] = {
      {"BOOL", ElementType::Bool}, {"U8", ElementType::U8},     {"I8", ElementType::I8},
      {"U16", ElementType::U16},   {"I16", ElementType::I16},   {"U32", ElementType::U32},
      {"I32", ElementType::I32},   {"U64", ElementType::U64},   {"I64", ElementType::I64},
      {"F16", ElementType::F16},   {"BF16", ElementType::BF16}, {"F32", ElementType::F32},
      {"F64", ElementType::F64}};
  for (const auto& [name, type] : kTypes)
    if (word == name) return type;
  return std::nullopt;
}

class SafetensorsArchive : public ArrayArchive {
 public:
  SafetensorsArchive(const std::filesystem::path& path, RunControl& control)
      : file_(std::make_shared<FileBytes>(path, control)) {
    std::string scratch;
    const std::string_view prefix = file_->read(0, kPrefix, scratch);
    if (prefix.size() < kPrefix) damaged("it ends inside its header");
    const auto length = detail::loadBits<uint64_t>(prefix.data(), false);
    if (length > kMostHeader || length + kPrefix > file_->atMost())
      damaged("its header promises " + std::to_string(length) + " bytes");
    begin_ = kPrefix + length;
    parse(std::string(file_->read(kPrefix, static_cast<size_t>(length), scratch)));
  }

  std::string shownAs() const override { return file_->shownAs(); }
  std::string shownAs(size_t entry) const override { return shownAs() + ", tensor " + entries_[entry].name; }
  const std::vector<ArrayEntry>& entries() const override { return entries_; }

  StoredArray array(size_t entry, RunControl&) override {
    if (entries_[entry].kind != ArrayEntry::Kind::Numbers)
      throw Error(shownAs(entry), "holds numbers of the type " + types_[entry] + ", which is not read.",
                  "Save it as F32.");
    StoredArray array;
    array.shownAs = shownAs(entry);
    array.shape = entries_[entry].shape;
    array.type = *elementType(types_[entry]);
    const uint64_t at = begin_ + offsets_[entry];
    const uint64_t end =
        at + array.dimensions() * static_cast<uint64_t>(array.points()) * elementSize(array.type);
    // What follows belongs to the next tensor.
    const auto read = [file = file_, end](uint64_t offset, size_t size, std::string& scratch) {
      return file->read(offset, static_cast<size_t>(std::min<uint64_t>(size, end - offset)), scratch);
    };
    return arrayAt(std::move(array), {read, at, false, [where = shownAs(entry)](uint64_t) {
                                        return Error(where, "ends early: the file is truncated.",
                                                     "Copy or download it again.");
                                      }});
  }

  LabelArray labels(size_t entry, const std::string& remedy, RunControl& control) override {
    if (entries_[entry].kind == ArrayEntry::Kind::Texts) return textLabels(shownAs(entry), classNames_);
    return numberLabels(array(entry, control), remedy, control);
  }

 private:
  [[noreturn]] void damaged(const std::string& problem) const {
    throw Error(shownAs(), "is not a readable safetensors file: " + problem + ".",
                "Copy or download it again.");
  }

  void parse(const std::string& header) {
    const auto shallow = [this](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
      if (depth > kDeepest) damaged("its header is nested too deep");
      return true;
    };
    nlohmann::json json;
    try {
      json = nlohmann::json::parse(header, shallow);
    } catch (const nlohmann::json::exception&) {
      damaged("its header is no JSON");
    }
    if (!json.is_object()) damaged("its header is no object");
    for (const auto& [name, tensor] : json.items())
      if (name != "__metadata__") add(name, tensor);
    if (json.contains("__metadata__") && !json.contains(kClassNames)) addClassNames(json["__metadata__"]);
  }

  /// The names of the classes as writeSafetensors() keeps them: a list of texts, as text.
  void addClassNames(const nlohmann::json& metadata) {
    if (!metadata.is_object() || !metadata.contains(kClassNames) || !metadata[kClassNames].is_string())
      return;
    const nlohmann::json names =
        nlohmann::json::parse(metadata[kClassNames].get<std::string>(), nullptr, false);
    if (!names.is_array()) return;
    for (const nlohmann::json& name : names) {
      if (!name.is_string()) return classNames_.clear();
      classNames_.push_back(name);
    }
    entries_.push_back({kClassNames, {std::ssize(classNames_)}, ArrayEntry::Kind::Texts});
    types_.emplace_back("text");
    offsets_.push_back(0);
  }

  void add(const std::string& name, const nlohmann::json& tensor) {
    const auto numbers = [&](const char* key) {
      std::vector<int64_t> values;
      if (!tensor.is_object() || !tensor.contains(key) || !tensor[key].is_array())
        damaged("the tensor " + name + " has no " + key);
      for (const nlohmann::json& value : tensor[key]) {
        if (!value.is_number_unsigned() ||
            value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
          damaged("the tensor " + name + " has a " + key + " that is no list of sizes");
        values.push_back(value.get<int64_t>());
      }
      return values;
    };
    const std::vector<int64_t> shape = numbers("shape"), offsets = numbers("data_offsets");
    if (!tensor.contains("dtype") || !tensor["dtype"].is_string())
      damaged("the tensor " + name + " has no dtype");
    const std::string type = tensor["dtype"];
    uint64_t count = 0;
    const bool fits = elementCount(shape, count);
    const std::optional<ElementType> element = elementType(type);
    const bool inside = offsets.size() == 2 && offsets[0] <= offsets[1] &&
                        static_cast<uint64_t>(offsets[1]) <= file_->atMost() - begin_;
    if (!fits || !inside ||
        (element && static_cast<uint64_t>(offsets[1] - offsets[0]) != count * elementSize(*element)))
      throw Error(shownAs() + ", tensor " + name,
                  "promises " + shapeText(shape) + " values of " + type + ", which the file does not hold.",
                  "It is truncated or damaged: copy or download it again.");
    entries_.push_back({name, shape, element ? ArrayEntry::Kind::Numbers : ArrayEntry::Kind::Other});
    types_.push_back(type);
    offsets_.push_back(static_cast<uint64_t>(offsets[0]));
  }

  std::shared_ptr<FileBytes> file_;
  uint64_t begin_ = 0;  ///< Of the tensors' bytes.
  std::vector<ArrayEntry> entries_;
  std::vector<std::string> types_;
  std::vector<uint64_t> offsets_;
  std::vector<std::string> classNames_;
};

}  // namespace

std::unique_ptr<ArrayArchive> openSafetensors(const std::filesystem::path& path, RunControl& control) {
  return std::make_unique<SafetensorsArchive>(path, control);
}

}  // namespace adapsne
