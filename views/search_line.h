// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPointer>

#include "views/theme.h"

class QAction;

namespace adapsne {

/// A box to search in what lies below it. Esc clears it and gives the focus back to where it was before;
/// Return says returnPressed().
class SearchLine : public QLineEdit {
  Q_OBJECT

 public:
  SearchLine(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Focuses it with everything selected, so that typing begins another search.
  void begin();
  /// The words that are sought, in lower case; none where nothing is.
  QStringList words() const;

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void rememberFocus(QWidget* old, QWidget* now);

  QAction* lens_ = nullptr;
  QAction* clear_ = nullptr;
  QPointer<QWidget> before_;  ///< had the focus
};

}  // namespace adapsne
