// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"

class QLabel;

namespace adapsne {

/// What a subset is worth to a model that is trained on it. Nothing is measured in the window yet: the page
/// says how the command line does it.
class WorthPage : public Page {
  Q_OBJECT

 public:
  explicit WorthPage(Session* session, QWidget* parent = nullptr);
  void setTheme(const Theme& theme) override;

 protected:
  void arrangePanels() override;

 private:
  void describe();

  QLabel* text_ = nullptr;
};

}  // namespace adapsne
