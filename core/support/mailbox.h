// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace adapsne {

/// "The latest frame" from one writer thread to one reader thread, without locks and without waiting.
///
/// Three slots: one belongs to the writer, one to the reader, one lies in the middle; an atomic byte holds
/// the middle slot's number and whether it is fresh. A frame that nobody fetched is overwritten by the next
/// one. Slots are reused, so a frame's vectors keep their memory.
template <typename Frame>
class Mailbox {
 public:
  /// Writer: the slot to fill next. Its old contents are arbitrary.
  Frame& draft() { return slots_[writer_]; }
  /// Writer: hands the draft over. Returns true if the reader had fetched the previous one.
  bool publish() {
    const uint8_t previous = middle_.exchange(writer_ | kFresh, std::memory_order_acq_rel);
    writer_ = previous & kSlot;
    return !(previous & kFresh);
  }
  /// Reader: true if there was a new frame; `latest()` is it.
  bool fetch() {
    if (!(middle_.load(std::memory_order_relaxed) & kFresh)) return false;
    reader_ = middle_.exchange(reader_, std::memory_order_acq_rel) & kSlot;
    return true;
  }
  const Frame& latest() const { return slots_[reader_]; }

 private:
  static constexpr uint8_t kSlot = 3, kFresh = 4;
  std::array<Frame, 3> slots_{};
  std::atomic<uint8_t> middle_{2};
  uint8_t writer_ = 0, reader_ = 1;
};

}  // namespace adapsne
