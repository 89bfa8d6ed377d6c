// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/hdf5_attribute.h"

#include <deque>
#include <string_view>
#include <utility>

namespace adapsne {
namespace {

constexpr uint16_t kAttribute = 0x000C, kContinuation = 0x0010;
constexpr uint8_t kShared = 2;  ///< Flag: the message lies elsewhere.
/// What is looked through at most.
constexpr uint64_t kMostBlock = 1 << 20;
constexpr int kMostBlocks = 64;

/// Little-endian numbers, one after the other. Beyond the end all are 0.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}
  template <typename Value>
  Value next() {
    if (bytes_.size() < sizeof(Value)) {
      bytes_ = {};
      return 0;
    }
    const auto value = detail::loadBits<Value>(bytes_.data(), false);
    bytes_.remove_prefix(sizeof(Value));
    return value;
  }
  std::string_view take(uint64_t size) {
    const std::string_view part = bytes_.substr(0, size);
    bytes_.remove_prefix(part.size());
    return part;
  }
  void skip(uint64_t size) { take(size); }
  uint64_t left() const { return bytes_.size(); }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

/// The value in an attribute message; "" if it has another name.
std::string valueOf(std::string_view message, const std::string& name) {
  Numbers numbers(message);
  const auto version = numbers.next<uint8_t>();
  numbers.skip(1);
  const auto nameSize = numbers.next<uint16_t>(), typeSize = numbers.next<uint16_t>(),
             spaceSize = numbers.next<uint16_t>();
  if (version < 1 || version > 3) return "";
  if (version == 3) numbers.skip(1);  // The name's characters.
  const auto padded = [&](uint16_t size) -> uint64_t { return version == 1 ? (size + 7u) / 8 * 8 : size; };
  const std::string_view found = numbers.take(padded(nameSize));
  if (found.substr(0, found.find('\0')) != name) return "";
  numbers.skip(padded(typeSize));
  numbers.skip(padded(spaceSize));
  return std::string(numbers.rest());
}

/// A run of messages: where it lies, and how each begins.
struct Block {
  uint64_t address, size;
};

}  // namespace

std::string hdf5AttributeBytes(const ReadBytes& read, uint64_t base, uint64_t header,
                               const std::string& name) {
  std::string scratch;
  constexpr size_t kPrefix = 64;
  const std::string prefix(read(base + header, kPrefix, scratch));
  const bool isSecond = prefix.starts_with("OHDR");
  Numbers numbers(prefix);
  std::deque<Block> blocks;
  bool ordered = false;
  if (isSecond) {
    numbers.skip(5);
    const auto flags = numbers.next<uint8_t>();
    ordered = flags & 4;
    if (flags & 0x20) numbers.skip(16);  // Times.
    if (flags & 0x10) numbers.skip(4);   // How many attributes are kept here.
    const uint64_t size = (flags & 3) == 0   ? numbers.next<uint8_t>()
                          : (flags & 3) == 1 ? numbers.next<uint16_t>()
                          : (flags & 3) == 2 ? numbers.next<uint32_t>()
                                             : numbers.next<uint64_t>();
    blocks.push_back({header + (prefix.size() - numbers.left()), size});
  } else {
    constexpr uint64_t kHead = 16;
    if (numbers.next<uint8_t>() != 1) return "";
    numbers.skip(7);
    blocks.push_back({header + kHead, numbers.next<uint32_t>()});
  }
  for (int visited = 0; !blocks.empty() && visited < kMostBlocks; ++visited) {
    const Block block = blocks.front();
    blocks.pop_front();
    if (block.size > kMostBlock) return "";
    const std::string bytes(read(base + block.address, static_cast<size_t>(block.size), scratch));
    Numbers rest(bytes);
    while (rest.left() >= 4) {
      const auto type = isSecond ? rest.next<uint8_t>() : rest.next<uint16_t>();
      const auto size = rest.next<uint16_t>();
      const auto flags = rest.next<uint8_t>();
      rest.skip(!isSecond ? 3 : ordered ? 2 : 0);
      const std::string_view message = rest.take(size);
      if (flags & kShared) continue;
      if (type == kAttribute)
        if (std::string value = valueOf(message, name); !value.empty()) return value;
      if (type == kContinuation) {
        Numbers place(message);
        const auto address = place.next<uint64_t>(), length = place.next<uint64_t>();
        // A block of the second version has its signature before the messages and a checksum behind them.
        constexpr uint64_t kMark = 4;
        if (!isSecond)
          blocks.push_back({address, length});
        else if (length > 2 * kMark)
          blocks.push_back({address + kMark, length - 2 * kMark});
      }
    }
  }
  return "";
}

}  // namespace adapsne
