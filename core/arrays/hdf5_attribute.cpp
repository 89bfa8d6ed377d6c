// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/hdf5_attribute.h"

#include <deque>
#include <string_view>
#include <type_traits>
#include <utility>

namespace adapsne {
namespace {

constexpr uint16_t kAttribute = 0x000C, kContinuation = 0x0010, kAttributeInfo = 0x0015;
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

/// How many elements a dataspace message counts; 0 where it is none.
uint64_t elementsOf(std::string_view message) {
  Numbers space(message);
  const auto version = space.next<uint8_t>(), rank = space.next<uint8_t>();
  constexpr int kMostRank = 32;
  if (version < 1 || version > 2 || rank > kMostRank) return 0;
  space.skip(version == 1 ? 6 : 2);
  uint64_t count = 1;
  for (int k = 0; k < rank; ++k)
    if (__builtin_mul_overflow(count, space.next<uint64_t>(), &count)) return 0;
  return count;
}

/// The kind of an attribute, without its bytes, as a datatype message tells it.
std::optional<Hdf5Attribute> kindOf(std::string_view message) {
  Numbers type(message);
  const auto first = type.next<uint8_t>(), bits = type.next<uint8_t>();
  type.skip(2);
  Hdf5Attribute attribute;
  attribute.elementBytes = type.next<uint32_t>();
  constexpr int kFixedPoint = 0, kString = 3, kVariableLength = 9;
  switch (first & 0xf) {
    case kFixedPoint:
      attribute.bigEndian = bits & 1;
      attribute.isSigned = bits & 8;
      return attribute;
    case kString:
      attribute.kind = Hdf5Attribute::Kind::Text;
      return attribute;
    case kVariableLength:
      attribute.kind = Hdf5Attribute::Kind::TextInHeap;
      if ((bits & 0xf) == 1) return attribute;
      break;
    default:
      break;
  }
  return std::nullopt;
}

/// What an attribute message holds; nothing if it has another name or is of no kind that is read.
std::optional<Hdf5Attribute> attributeOf(std::string_view message, const std::string& name) {
  Numbers numbers(message);
  const auto version = numbers.next<uint8_t>(), flags = numbers.next<uint8_t>();
  const auto nameSize = numbers.next<uint16_t>(), typeSize = numbers.next<uint16_t>(),
             spaceSize = numbers.next<uint16_t>();
  if (version < 1 || version > 3) return std::nullopt;
  if (version > 1 && flags != 0) return std::nullopt;  // Its type or its space lies elsewhere.
  if (version == 3) numbers.skip(1);                   // The name's characters.
  const auto padded = [&](uint16_t size) -> uint64_t { return version == 1 ? (size + 7u) / 8 * 8 : size; };
  const std::string_view found = numbers.take(padded(nameSize));
  if (found.substr(0, found.find('\0')) != name) return std::nullopt;
  std::optional<Hdf5Attribute> attribute = kindOf(numbers.take(padded(typeSize)));
  const uint64_t count = elementsOf(numbers.take(padded(spaceSize)));
  uint64_t size = 0;
  if (!attribute || count == 0 || __builtin_mul_overflow(count, attribute->elementBytes, &size) ||
      size > numbers.left() || (attribute->kind != Hdf5Attribute::Kind::Integers && count != 1))
    return std::nullopt;
  attribute->bytes = numbers.take(size);
  return attribute;
}

template <typename Bits>
int64_t integer(const char* from, const Hdf5Attribute& attribute) {
  const auto bits = detail::loadBits<Bits>(from, attribute.bigEndian);
  return attribute.isSigned ? static_cast<int64_t>(static_cast<std::make_signed_t<Bits>>(bits))
                            : static_cast<int64_t>(bits);
}

/// A run of messages: where it lies, and how each begins.
struct Block {
  uint64_t address, size;
};

/// Visits the messages of an object's header while `visit` returns true: bool visit(uint16_t type, message).
template <typename Visit>
void forEachMessage(const ReadBytes& read, uint64_t base, uint64_t header, Visit visit) {
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
    if (numbers.next<uint8_t>() != 1) return;
    numbers.skip(7);
    blocks.push_back({header + kHead, numbers.next<uint32_t>()});
  }
  for (int visited = 0; !blocks.empty() && visited < kMostBlocks; ++visited) {
    const Block block = blocks.front();
    blocks.pop_front();
    if (block.size > kMostBlock) return;
    const std::string bytes(read(base + block.address, static_cast<size_t>(block.size), scratch));
    Numbers rest(bytes);
    while (rest.left() >= 4) {
      const auto type = isSecond ? rest.next<uint8_t>() : rest.next<uint16_t>();
      const auto size = rest.next<uint16_t>();
      const auto flags = rest.next<uint8_t>();
      rest.skip(!isSecond ? 3 : ordered ? 2 : 0);
      const std::string_view message = rest.take(size);
      if (flags & kShared) continue;
      if (!visit(type, message)) return;
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
}

}  // namespace

std::vector<int64_t> Hdf5Attribute::integers() const {
  constexpr size_t kMost = 8;
  std::vector<int64_t> values;
  if (kind != Kind::Integers || elementBytes == 0 || bytes.size() / elementBytes > kMost) return values;
  for (size_t at = 0; at + elementBytes <= bytes.size(); at += elementBytes) {
    const char* from = bytes.data() + at;
    if (elementBytes == 8)
      values.push_back(integer<uint64_t>(from, *this));
    else if (elementBytes == 4)
      values.push_back(integer<uint32_t>(from, *this));
    else if (elementBytes == 2)
      values.push_back(integer<uint16_t>(from, *this));
    else if (elementBytes == 1)
      values.push_back(integer<uint8_t>(from, *this));
  }
  return values;
}

std::string Hdf5Attribute::text() const {
  return kind == Kind::Text ? bytes.substr(0, bytes.find('\0')) : "";
}

std::optional<Hdf5Attribute> hdf5Attribute(const ReadBytes& read, uint64_t base, uint64_t header,
                                           const std::string& name) {
  std::optional<Hdf5Attribute> found;
  forEachMessage(read, base, header, [&](uint16_t type, std::string_view message) {
    if (type == kAttribute) found = attributeOf(message, name);
    return !found;
  });
  return found;
}

bool hdf5KeepsAttributesApart(const ReadBytes& read, uint64_t base, uint64_t header) {
  bool apart = false;
  forEachMessage(read, base, header, [&](uint16_t type, std::string_view message) {
    if (type != kAttributeInfo) return true;
    Numbers numbers(message);
    numbers.skip(1);
    const auto flags = numbers.next<uint8_t>();
    if (flags & 1) numbers.skip(2);  // The largest number of one.
    constexpr uint64_t kNowhere = UINT64_MAX;
    apart = numbers.left() >= sizeof(uint64_t) && numbers.next<uint64_t>() != kNowhere;
    return false;
  });
  return apart;
}

}  // namespace adapsne
