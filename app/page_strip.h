// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

class QAction;

namespace adapsne {

/// The pages' names in a row, one of them chosen.
class PageStrip : public QWidget {
  Q_OBJECT

 public:
  /// Checkable, of one exclusive group, in the order in which they are shown.
  explicit PageStrip(const std::vector<QAction*>& pages, QWidget* parent = nullptr);
};

}  // namespace adapsne
