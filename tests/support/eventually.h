// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QTest>

namespace adapsne {

constexpr int kPatience = 120000;  ///< ms; nothing here may fail because a machine is slow

inline bool eventually(const std::function<bool()>& predicate) {
  return QTest::qWaitFor(predicate, kPatience);
}

}  // namespace adapsne
