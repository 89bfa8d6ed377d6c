// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "views/banner.h"

namespace adapsne {

class Messages;

/// The banner that shows the last message. Messages speak of options as the command line does; here they have
/// labels, and the one that is blamed can be shown.
class MessageBanner : public Banner {
  Q_OBJECT

 public:
  MessageBanner(Messages* messages, const Theme& theme, QWidget* parent = nullptr);

 signals:
  void optionRequested(const std::string& name);

 private:
  void fail(const QString& where, const QString& problem, const QString& remedy);

  std::function<void()> then_;  ///< What its button does.
};

}  // namespace adapsne
