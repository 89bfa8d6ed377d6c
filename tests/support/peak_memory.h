// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace adapsne::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

/// What a process of its own came to. Where kSanitized, the sanitizer's own memory is among it.
struct Measured {
  bool good = false;
  double megabytes = 0;  ///< By which its peak of memory rose.
};

/// Runs `action`, which tells whether all went well, in it.
template <typename Action>
Measured inChild(Action action) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    rusage before{}, after{};
    ::getrusage(RUSAGE_SELF, &before);
    Measured measured;
    measured.good = action();
    ::getrusage(RUSAGE_SELF, &after);
    measured.megabytes = static_cast<double>(after.ru_maxrss - before.ru_maxrss) / 1024;
    const bool sent = ::write(ends[1], &measured, sizeof measured) == sizeof measured;
    ::_exit(sent ? 0 : 1);
  }
  ::close(ends[1]);
  Measured measured;
  const bool received = ::read(ends[0], &measured, sizeof measured) == sizeof measured;
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return received ? measured : Measured{};
}

}  // namespace adapsne::test
