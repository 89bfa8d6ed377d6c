// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/hdf5_heap.h"

#include <algorithm>
#include <utility>

namespace adapsne {

Hdf5Heap::Hdf5Heap(ReadBytes read, uint64_t base, uint64_t fileSize, Error damaged)
    : read_(std::move(read)), base_(base), fileSize_(fileSize), damaged_(std::move(damaged)) {}

std::string Hdf5Heap::text(std::string_view reference) {
  const auto length = detail::loadBits<uint32_t>(reference.data(), false);
  const auto address = detail::loadBits<uint64_t>(reference.data() + 4, false);
  const auto index = detail::loadBits<uint32_t>(reference.data() + 12, false);
  if (length == 0) return "";
  auto found = collections_.find(address);
  if (found == collections_.end()) found = collections_.emplace(address, collectionAt(address)).first;
  const auto object = found->second.find(index);
  if (object == found->second.end() || object->second.size() < length) throw damaged_;
  return object->second.substr(0, std::min<size_t>(length, object->second.find('\0')));
}

std::map<uint32_t, std::string> Hdf5Heap::collectionAt(uint64_t address) const {
  constexpr uint64_t kHead = 16, kMostBytes = 64 << 20;
  std::string scratch;
  if (address > fileSize_) throw damaged_;
  const std::string_view head = read_(base_ + address, kHead, scratch);
  if (head.size() < kHead || !head.starts_with("GCOL")) throw damaged_;
  const auto size = detail::loadBits<uint64_t>(head.data() + 8, false);
  if (size > kMostBytes) throw damaged_;
  const std::string bytes(read_(base_ + address, static_cast<size_t>(size), scratch));
  if (bytes.size() < size) throw damaged_;
  std::map<uint32_t, std::string> objects;
  for (uint64_t at = kHead; at + kHead <= size;) {
    const auto index = detail::loadBits<uint16_t>(bytes.data() + at, false);
    const auto length = detail::loadBits<uint64_t>(bytes.data() + at + 8, false);
    if (index == 0) break;  // What follows is free.
    if (length > size - at - kHead) throw damaged_;
    objects[index] = bytes.substr(at + kHead, length);
    at += kHead + (length + 7) / 8 * 8;
  }
  return objects;
}

}  // namespace adapsne
