// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Functions of libhdf5 1.12 and later take other arguments under the same names.
#define H5_USE_110_API

#include <mutex>
#include <utility>

#include <hdf5.h>

namespace adapsne {

/// The library is not made for threads: every call of it holds this, and waits for nothing else meanwhile.
inline std::recursive_mutex& hdf5Mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

/// An object of libhdf5, closed at the end, with hdf5Mutex() held.
class Hdf5Handle {
 public:
  Hdf5Handle() = default;
  explicit Hdf5Handle(hid_t id) : id_(id) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Hdf5Handle() {
    if (id_ >= 0) H5Idec_ref(id_);
  }
  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = -1;
};

}  // namespace adapsne
