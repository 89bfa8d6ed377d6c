// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_banner.h"

#include <utility>

#include <QRegularExpression>

#include "app/messages.h"
#include "core/pipeline/schema.h"

namespace adapsne {

MessageBanner::MessageBanner(Messages* messages, const Theme& theme, QWidget* parent)
    : Banner(theme, parent) {
  connect(messages, &Messages::failed, this, &MessageBanner::fail);
  connect(messages, &Messages::noticed, this,
          [this](const QString& title, const QString& text, const QString& action,
                 const std::function<void()>& then) {
            showNotice(title, text);
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
  const auto asInForm = [&](QString words) {
    for (const OptionSpec& spec : schema()) {
      const QRegularExpression flag("--" + QString::fromStdString(spec.name) + "(?![\\w-])");
      if (!words.contains(flag)) continue;
      if (blamed.empty()) blamed = spec.name;
      words.replace(flag, QStringLiteral("“%1”").arg(QString::fromStdString(spec.label)));
    }
    return words;
  };
  const QString place = asInForm(where), sentence = asInForm(problem), advice = asInForm(remedy);
  showError(place, sentence, advice);
  then_ = {};
  if (blamed.empty()) return;
  then_ = [this, blamed] { emit optionRequested(blamed); };
  setAction(tr("Show “%1”").arg(QString::fromStdString(optionSpec(blamed).label)));
}

}  // namespace adapsne
