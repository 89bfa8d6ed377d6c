// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/item_copier.h"

#include <algorithm>

#include "core/support/error.h"

namespace adapsne {
namespace {

/// The bytes of a source by their offset, which never goes back.
class ForwardReader {
 public:
  explicit ForwardReader(ByteSource& source) : source_(source) {}

  void copy(uint64_t begin, uint64_t size, const WriteBytes& write) {
    while (size > 0) {
      while (begin >= end_) refill();
      const uint64_t n = std::min(size, end_ - begin);
      write(std::string_view(buffer_).substr(buffer_.size() - (end_ - begin), n));
      begin += n;
      size -= n;
    }
  }

 private:
  void refill() {
    constexpr size_t kPiece = 1 << 20;
    buffer_.resize(kPiece);
    buffer_.resize(source_.read(buffer_.data(), kPiece));
    if (buffer_.empty()) sourceHasChanged(source_.shownAs(), "ends early");
    end_ += buffer_.size();
  }

  ByteSource& source_;
  std::string buffer_;
  uint64_t end_ = 0;  ///< Offset behind what is in the buffer.
};

}  // namespace

void sourceHasChanged(const std::string& shownAs, const std::string& problem) {
  throw Error(shownAs, problem + ": it has changed since it was opened.", "Open it again.");
}

void copyItems(ByteSource& from, const ItemLayout& layout, const std::vector<int64_t>& rows,
               const WriteBytes& write) {
  if (rows.empty()) return;
  if (static_cast<uint64_t>(rows.back()) >= layout.count)
    sourceHasChanged(from.shownAs(), "has " + std::to_string(layout.count) + " rows and none of number " +
                                         std::to_string(rows.back()));
  ForwardReader reader(from);
  for (uint64_t block = 0; block < layout.blocks; ++block)
    for (const int64_t row : rows)
      reader.copy((block * layout.count + static_cast<uint64_t>(row)) * layout.bytes, layout.bytes, write);
}

}  // namespace adapsne
