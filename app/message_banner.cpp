// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_banner.h"

#include <utility>

#include "app/messages.h"
#include "core/pipeline/schema.h"
#include "views/option_words.h"

namespace adapsne {

MessageBanner::MessageBanner(Messages* messages, const Theme& theme, QWidget* parent)
    : Banner(theme, parent) {
  connect(messages, &Messages::failed, this, &MessageBanner::fail);
  connect(messages, &Messages::noticed, this,
          [this](const QString& title, const QString& text, const QString& action,
                 const std::function<void()>& then) {
            showNotice(title, inWindowWords(text));
            then_ = then;
            setAction(then ? action : QString());
          });
  connect(messages, &Messages::cleared, this, &QWidget::hide);
  connect(this, &Banner::actionTriggered, this, [this] {
    if (const auto then = std::exchange(then_, {})) then();
  });
}

void MessageBanner::fail(const QString& where, const QString& problem, const QString& remedy) {
  std::string blamed;
  const auto asInForm = [&](const QString& words) { return inWindowWords(words, &blamed); };
  const QString place = asInForm(where), sentence = asInForm(problem), advice = asInForm(remedy);
  showError(place, sentence, advice);
  then_ = {};
  if (blamed.empty()) return;
  then_ = [this, blamed] { emit optionRequested(blamed); };
  setAction(tr("Show “%1”").arg(QString::fromStdString(optionSpec(blamed).label)));
}

}  // namespace adapsne
